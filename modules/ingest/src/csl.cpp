// The US Consolidated Screening List of the International Trade Administration, as CSV and as JSON (the file, and the
// answers of its search service).
// Source: the columns and keys of the published files of 2016, 2019 and 2023. Points that are easily got wrong:
// - the source is "SDN" in the oldest files, "Specially Designated Nationals (SDN) - Treasury Department" later;
// - ids are "US, 80-0890696, Tax ID No." up to 2019 and "Tax ID No., 80-0890696, US" where there is a column _id;
// - addresses are separated by "; ", which also stands within an address: one ends with its country code.
#include <simdjson.h>

#include <algorithm>
#include <array>

#include "cordon/model/clean.hpp"
#include "csl_entry.hpp"
#include "csv_table.hpp"
#include "json_parser.hpp"
#include "readers.hpp"

namespace cordon::ingest {
namespace {

namespace dom = simdjson::dom;
using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::string_view kPrefix = "us-csl";
constexpr std::string_view kTitle = "US Consolidated Screening List";

bool is_country_code(std::string_view text) {
  return text.size() == 2 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'A' && text[1] <= 'Z';
}

// Cuts "..., CC" off the end. Returns: the code, empty when there is none.
std::string take_country(std::string& text) {
  const std::size_t comma = text.rfind(", ");
  const std::string last = comma == std::string::npos ? text : text.substr(comma + 2);
  if (!is_country_code(last)) return {};
  text.resize(comma == std::string::npos ? 0 : comma);
  return last;
}

std::vector<AddressParts> addresses_of(const std::string& text) {
  std::vector<AddressParts> addresses;
  std::string open;
  for (const std::string& piece : split(text, "; ")) {
    open = join({open, piece}, "; ");
    std::string street = open;
    std::string country = take_country(street);
    if (country.empty()) continue;
    AddressParts& address = addresses.emplace_back();
    address.street = std::move(street);
    address.country = std::move(country);
    open.clear();
  }
  if (!open.empty()) addresses.emplace_back().full = open;
  return addresses;
}

// The newer layout names the type first, the older one last.
csl::Number number_of(const std::string& text, bool is_new_layout) {
  std::vector<std::string> parts = split(text, ", ");
  csl::Number number;
  if (is_new_layout) {
    number.type = parts.front();
    parts.erase(parts.begin());
    if (parts.size() > 1 && is_country_code(parts.back())) {
      number.country = parts.back();
      parts.pop_back();
    }
  } else {
    number.type = parts.back();
    parts.pop_back();
    if (parts.size() > 1 && is_country_code(parts.front())) {
      number.country = parts.front();
      parts.erase(parts.begin());
    }
  }
  number.number = join(parts, ", ");
  return number;
}

std::vector<std::string> names_of(const std::string& text) {
  std::vector<std::string> names = split(text, "; ");
  for (std::string& name : names) {
    if (name.starts_with("and ")) name.erase(0, 4);
  }
  return names;
}

csl::Entry entry_of(CsvTable& table) {
  csl::Entry entry;
  entry.where = table.where();
  entry.raw = table.canonical_row();
  entry.source = table.take("source");
  entry.number = table.take("entity_number");
  entry.type = table.take("type");
  entry.name = table.take("name");
  entry.title = table.take("title");
  entry.programmes = split(table.take("programs"), "; ");
  entry.aliases = names_of(table.take("alt_names"));
  entry.addresses = addresses_of(table.take("addresses"));
  entry.nationalities = split(table.take("nationalities"), ";");
  entry.citizenships = split(table.take("citizenships"), ";");
  entry.birth_dates = split(table.take("dates_of_birth"), ";");
  entry.birth_places = split(table.take("places_of_birth"), "; ");
  for (const std::string& text : split(table.take("ids"), "; "))
    entry.numbers.push_back(number_of(text, table.has("_id")));
  entry.notices = split(table.take("federal_register_notice"), ";");
  for (const std::string_view column : {"license_requirement", "license_policy"}) {
    if (std::string text = table.take(column); !text.empty()) entry.provisions.push_back(std::move(text));
  }
  entry.start_date = table.take("start_date");
  entry.end_date = table.take("end_date");
  entry.standard_order = table.take("standard_order");
  entry.call_sign = table.take("call_sign");
  entry.vessel_type = table.take("vessel_type");
  entry.tonnage = table.take("gross_tonnage");
  entry.gross_registered_tonnage = table.take("gross_registered_tonnage");
  entry.flag = table.take("vessel_flag");
  entry.owner = table.take("vessel_owner");
  entry.remarks = split(table.take("remarks"), "\n");
  for (const std::string_view column : {"source_list_url", "source_information_url"}) {
    if (std::string text = table.take(column); !text.empty()) entry.urls.push_back(std::move(text));
  }
  table.ignore("_id");  // explicitly ignored: made by the service, other in every layout
  return entry;
}

class CslCsvReader final : public Reader {
 public:
  std::string_view format() const override { return "us-csl-csv"; }
  Detection detect(const Input& input) const override {
    const auto columns = head_columns(input.head, {});
    return {has_all(columns, {"source", "entity_number", "federal_register_notice", "alt_names"}) ? 100 : 0, {}};
  }
  Result<model::SourceId> source(const InputGroup&) const override { return model::SourceId{"us_trade_csl"}; }
  Result<void> read(ReadContext& context) const override {
    const Input& input = context.group.parts.front().input;
    context.description.title = kTitle;
    CORDON_ASSIGN(WholeInput whole, read_whole(input));
    context.add_part_hash("", whole.hash);
    CORDON_ASSIGN(CsvTable table, CsvTable::open(std::move(whole.bytes), {}, input.document, context.unmapped));
    std::vector<csl::Entry> entries;
    for (;;) {
      CORDON_ASSIGN(const bool more, table.next());
      if (!more) break;
      entries.push_back(entry_of(table));
      table.count_untaken(context.unmapped);
    }
    if (entries.empty())
      return Error{ErrorCode::kMissingField, "expected rows below the header, found none", {input.document, 0, {}}};
    return csl::emit_entries(entries, kPrefix, context);
  }
};

// One object of the JSON form. Texts, numbers and arrays of texts are read alike; null and empty texts say nothing.
class JsonEntry {
 public:
  JsonEntry(Unmapped& unmapped, csl::Entry& entry) : unmapped_(&unmapped), entry_(&entry) {}

  void read(dom::object object) {
    for (const auto& [key, value] : object) {
      if (key == "addresses") {
        for_each_object(value, key, [&](dom::object part) { read_address(part); });
      } else if (key == "ids") {
        for_each_object(value, key, [&](dom::object part) { read_number(part); });
      } else if (!read_texts(key, value) && !read_list(key, value)) {
        // Explicitly ignored: ids of the service and its score of the search.
        if (key != "id" && key != "_id" && key != "score") count(key, value);
      }
    }
  }

 private:
  static std::vector<std::string> texts_of(dom::element value) {
    std::vector<std::string> texts;
    const auto add = [&](dom::element one) {
      std::string_view text;
      if (one.get_string().get(text) != simdjson::SUCCESS) {
        if (!one.is_null()) texts.push_back(simdjson::minify(one));
      } else if (std::string clean = model::collapse_blanks(text); !clean.empty()) {
        texts.push_back(std::move(clean));
      }
    };
    dom::array array;
    if (value.get_array().get(array) == simdjson::SUCCESS) {
      for (const dom::element one : array) add(one);
    } else {
      add(value);
    }
    return texts;
  }

  void count(std::string_view key, dom::element value) {
    for (const std::string& text : texts_of(value)) unmapped_->count(key, text);
  }

  template <typename Call>
  void for_each_object(dom::element value, std::string_view key, Call call) {
    dom::array array;
    if (value.get_array().get(array) != simdjson::SUCCESS) return count(key, value);
    for (const dom::element one : array) {
      dom::object object;
      if (one.get_object().get(object) == simdjson::SUCCESS) {
        call(object);
      } else {
        count(key, one);
      }
    }
  }

  void read_address(dom::object part) {
    AddressParts& address = entry_->addresses.emplace_back();
    for (const auto& [key, value] : part) {
      const std::string text = join(texts_of(value), ", ");
      if (key == "address") {
        address.street = text;
      } else if (key == "city") {
        address.city = text;
      } else if (key == "state") {
        address.region = text;
      } else if (key == "postal_code") {
        address.postal_code = text;
      } else if (key == "country") {
        address.country = text;
      } else {
        unmapped_->count("addresses/" + std::string(key), text);
      }
    }
  }

  void read_number(dom::object part) {
    csl::Number& number = entry_->numbers.emplace_back();
    for (const auto& [key, value] : part) {
      const std::string text = join(texts_of(value), ", ");
      if (key == "type") {
        number.type = text;
      } else if (key == "number") {
        number.number = text;
      } else if (key == "country") {
        number.country = text;
      } else if (key == "issue_date") {
        number.issued = text;
      } else if (key == "expiration_date") {
        number.expires = text;
      } else {
        unmapped_->count("ids/" + std::string(key), text);
      }
    }
  }

  bool read_texts(std::string_view key, dom::element value) {
    const std::array<std::pair<std::string_view, std::string*>, 14> fields{
        {{"source", &entry_->source},
         {"entity_number", &entry_->number},
         {"type", &entry_->type},
         {"name", &entry_->name},
         {"title", &entry_->title},
         {"start_date", &entry_->start_date},
         {"end_date", &entry_->end_date},
         {"standard_order", &entry_->standard_order},
         {"call_sign", &entry_->call_sign},
         {"vessel_type", &entry_->vessel_type},
         {"gross_tonnage", &entry_->tonnage},
         {"gross_registered_tonnage", &entry_->gross_registered_tonnage},
         {"vessel_flag", &entry_->flag},
         {"vessel_owner", &entry_->owner}}};
    for (const auto& [name, target] : fields) {
      if (key != name) continue;
      *target = join(texts_of(value), "; ");
      return true;
    }
    return false;
  }

  bool read_list(std::string_view key, dom::element value) {
    const std::array<std::pair<std::string_view, std::vector<std::string>*>, 13> fields{
        {{"programs", &entry_->programmes},
         {"alt_names", &entry_->aliases},
         {"country", &entry_->countries},
         {"nationalities", &entry_->nationalities},
         {"citizenships", &entry_->citizenships},
         {"dates_of_birth", &entry_->birth_dates},
         {"places_of_birth", &entry_->birth_places},
         {"federal_register_notice", &entry_->notices},
         {"license_requirement", &entry_->provisions},
         {"license_policy", &entry_->provisions},
         {"remarks", &entry_->remarks},
         {"source_list_url", &entry_->urls},
         {"source_information_url", &entry_->urls}}};
    for (const auto& [name, target] : fields) {
      if (key != name) continue;
      for (std::string& text : texts_of(value)) target->push_back(std::move(text));
      return true;
    }
    return false;
  }

  Unmapped* unmapped_;
  csl::Entry* entry_;
};

class CslJsonReader final : public Reader {
 public:
  std::string_view format() const override { return "us-csl-json"; }
  Detection detect(const Input& input) const override {
    const std::string_view head = input.head;
    const std::size_t start = head.find_first_not_of(" \t\r\n");
    const bool is_json = start != std::string_view::npos && (head[start] == '[' || head[start] == '{');
    const auto has = [&](std::string_view key) { return head.find(key) != std::string_view::npos; };
    return {is_json && has("\"source_information_url\"") && has("\"source\"") && has("\"name\"") ? 100 : 0, {}};
  }
  Result<model::SourceId> source(const InputGroup&) const override { return model::SourceId{"us_trade_csl"}; }

  Result<void> read(ReadContext& context) const override {
    const Input& input = context.group.parts.front().input;
    context.description.title = kTitle;
    CORDON_ASSIGN(const WholeInput whole, read_whole(input));
    context.add_part_hash("", whole.hash);
    dom::parser parser;
    CORDON_TRY(limit_json_depth(parser, input.document));
    dom::element root;
    if (const auto status = parser.parse(whole.bytes).get(root); status != simdjson::SUCCESS)
      return Error{ErrorCode::kMalformed,
                   "expected one JSON text, found: " + std::string(simdjson::error_message(status)),
                   {input.document, 0, {}}};
    dom::array rows;
    if (root.get_array().get(rows) != simdjson::SUCCESS && root["results"].get_array().get(rows) != simdjson::SUCCESS)
      return Error{
          ErrorCode::kMalformed, "expected an array of entries, or one under 'results'", {input.document, 0, {}}};
    std::vector<csl::Entry> entries;
    for (const dom::element row : rows) {
      csl::Entry entry;
      entry.where = {input.document, 0, "entry " + std::to_string(entries.size() + 1)};
      dom::object object;
      if (row.get_object().get(object) != simdjson::SUCCESS)
        return Error{ErrorCode::kMalformed, "expected an object, found another type", entry.where};
      entry.raw = simdjson::minify(row);
      JsonEntry{context.unmapped, entry}.read(object);
      entries.push_back(std::move(entry));
    }
    if (entries.empty())
      return Error{ErrorCode::kMissingField, "expected entries, found none", {input.document, 0, {}}};
    return csl::emit_entries(entries, kPrefix, context);
  }
};

}  // namespace

const Reader& us_csl_csv_reader() {
  static const CslCsvReader reader;
  return reader;
}

const Reader& us_csl_json_reader() {
  static const CslJsonReader reader;
  return reader;
}

}  // namespace cordon::ingest
