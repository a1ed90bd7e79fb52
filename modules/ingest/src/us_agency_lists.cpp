// Lists of the Bureau of Industry and Security and of the Department of State as these publish them; the US
// Consolidated Screening List is made of them:
// - denied persons (tab-separated text), entity list, unverified list, nonproliferation sanctions, debarred parties.
// Source: the header rows of the published files. Points that are easily got wrong:
// - the entity list has a row for every address and every alias of one party; nonproliferation sanctions have a row
//   for every programme, the unverified list for every address;
// - dates are M/D/YYYY; other names stand behind "a.k.a." within the name.
#include <algorithm>
#include <array>
#include <map>

#include "alias_text.hpp"
#include "csl_entry.hpp"
#include "csv_table.hpp"
#include "readers.hpp"

namespace cordon::ingest {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

// "8/2/1993" -> "1993-08-02"; anything else comes back as it is.
std::string us_date(const std::string& text) {
  const std::vector<std::string> parts = split(text, "/");
  const auto is_number = [](const std::string& part) {
    return part.size() <= 4 && part.find_first_not_of("0123456789") == std::string::npos;
  };
  if (parts.size() != 3 || !std::all_of(parts.begin(), parts.end(), is_number) || parts[2].size() != 4) return text;
  const auto two = [](const std::string& part) { return part.size() == 1 ? "0" + part : part; };
  std::string iso = parts[2] + "-" + two(parts[0]) + "-" + two(parts[1]);
  return base::Date::parse(iso) ? iso : text;
}

// Adds what is not there yet.
void add_new(std::vector<std::string>& to, std::string text) {
  if (!text.empty() && std::find(to.begin(), to.end(), text) == to.end()) to.push_back(std::move(text));
}

void add_address(csl::Entry& entry, AddressParts parts) {
  const auto is_same = [&](const AddressParts& known) {
    return known.street == parts.street && known.city == parts.city && known.country == parts.country;
  };
  const bool is_empty = join({parts.street, parts.city, parts.region, parts.postal_code, parts.country}, "").empty();
  if (!is_empty && std::none_of(entry.addresses.begin(), entry.addresses.end(), is_same))
    entry.addresses.push_back(std::move(parts));
}

// One row of each list: reads it into an entry that may hold what former rows of the same party said.
void read_denied_person(CsvTable& row, csl::Entry& entry) {
  AddressParts parts;
  parts.street = row.take("street_address");
  parts.city = row.take("city");
  parts.region = row.take("state");
  parts.country = row.take("country");
  parts.postal_code = row.take("postal_code");
  add_address(entry, std::move(parts));
  entry.start_date = us_date(row.take("effective_date"));
  entry.end_date = us_date(row.take("expiration_date"));
  entry.standard_order = row.take("standard_order");
  add_new(entry.notices, row.take("fr_citation"));
  add_new(entry.remarks, row.take("action"));
  row.ignore("last_update");  // of the file's row, not of the order
}

void read_entity_list(CsvTable& row, csl::Entry& entry) {
  entry.number = row.take("entity_number");
  entry.type = row.take("sdn_type");
  for (std::string& programme : split(row.take("programs"), ";")) add_new(entry.programmes, std::move(programme));
  entry.title = row.take("title");
  AddressParts parts;
  parts.street = row.take("address");
  parts.city = row.take("city");
  parts.region = row.take("state_province");
  parts.postal_code = row.take("postal_code");
  parts.country = row.take("country");
  parts.remarks = row.take("address_remarks");
  add_address(entry, std::move(parts));
  add_new(entry.aliases, row.take("alternate_name"));
  add_new(entry.notices, row.take("federal_register_notice"));
  entry.start_date = us_date(row.take("effective_date"));
  entry.end_date = us_date(row.take("date_lifted_waived_expired"));
  entry.standard_order = row.take("standard_order");
  add_new(entry.provisions, row.take("license_requirement"));
  add_new(entry.provisions, row.take("license_policy"));
  entry.call_sign = row.take("call_sign");
  entry.vessel_type = row.take("vessel_type");
  entry.tonnage = row.take("gross_tonnage");
  entry.gross_registered_tonnage = row.take("gross_register_tonnage");
  entry.flag = row.take("vessel_flag");
  entry.owner = row.take("vessel_owner");
  add_new(entry.remarks, row.take("remarks_notes"));
  add_new(entry.remarks, row.take("alternate_remarks"));
  add_new(entry.urls, row.take("web_link"));
  // Explicitly ignored: numbers within the file, and the kind of an alternate name, which is "aka" everywhere.
  for (const std::string_view column : {"source_list", "address_number", "alternate_number", "alternate_type"})
    row.ignore(column);
}

void read_unverified(CsvTable& row, csl::Entry& entry) {
  AddressParts parts;
  parts.street = row.take("address");
  parts.country = row.take("country");
  add_address(entry, std::move(parts));
}

void read_nonproliferation(CsvTable& row, csl::Entry& entry) {
  add_new(entry.programmes, row.take("programs"));
  for (std::string& alias : split_aliases(row.take("alternative_names"))) add_new(entry.aliases, std::move(alias));
  add_new(entry.countries, row.take("country"));
  add_new(entry.notices, row.take("federal_register_notice"));
  const std::string date = us_date(row.take("effective_date"));
  if (entry.start_date.empty() || date < entry.start_date) entry.start_date = date;
  add_new(entry.remarks, row.take("remarks_notes"));
  add_new(entry.urls, row.take("web_link"));
  row.ignore("source_list");
}

void read_debarred(CsvTable& row, csl::Entry& entry) {
  for (const std::string_view column : {"corrected_notice", "notice"}) add_new(entry.notices, row.take(column));
  entry.start_date = us_date(row.take("notice_date"));
  if (const std::string corrected = us_date(row.take("corrected_notice_date")); !corrected.empty())
    add_new(entry.remarks, "Corrected notice of " + corrected);
  add_new(entry.birth_dates, row.take("date_of_birth"));
}

struct Layout {
  std::string_view format;
  std::string_view list;  // the code in csl_entry.cpp
  std::string_view source;
  std::string_view prefix;
  std::string_view title;
  std::string_view name_column;
  char delimiter = ',';
  // The columns that, beside the name, tell one party from another; rows that agree in them are one party.
  std::array<std::string_view, 4> key{};
  bool every_row_is_one = false;
  void (*read)(CsvTable&, csl::Entry&) = nullptr;
};

constexpr std::array<Layout, 5> kLayouts{{
    {"us-bis-dpl",
     "dpl",
     "us_bis_denied",
     "us-bis",
     "BIS Denied Persons List",
     "name",
     '\t',
     {},
     true,
     read_denied_person},
    {"us-bis-entity-list",
     "el",
     "us_bis_entity",
     "us-bis",
     "BIS Entity List",
     "name",
     ',',
     {"source_list", "title", "federal_register_notice", "effective_date"},
     false,
     read_entity_list},
    {"us-bis-unverified",
     "uvl",
     "us_bis_unverified",
     "us-bis",
     "BIS Unverified List",
     "name",
     ',',
     {"country"},
     false,
     read_unverified},
    {"us-state-nonproliferation",
     "isn",
     "us_state_nonproliferation",
     "us-state",
     "State Department Nonproliferation Sanctions",
     "name",
     ',',
     {},
     false,
     read_nonproliferation},
    {"us-ddtc-debarred",
     "dtc",
     "us_ddtc_debarred",
     "us-ddtc",
     "AECA/ITAR Debarred Parties",
     "debarred_party_full_name_and_alias",
     ',',
     {},
     true,
     read_debarred},
}};

class AgencyReader final : public Reader {
 public:
  AgencyReader(const Layout& layout, std::initializer_list<std::string_view> columns)
      : layout_(&layout), columns_(columns) {}
  std::string_view format() const override { return layout_->format; }

  Detection detect(const Input& input) const override {
    const auto found = head_columns(input.head, {.delimiter = layout_->delimiter});
    const bool fits = std::all_of(columns_.begin(), columns_.end(), [&](std::string_view column) {
      return std::find(found.begin(), found.end(), column) != found.end();
    });
    return {fits ? 90 : 0, {}};
  }
  Result<model::SourceId> source(const InputGroup&) const override { return model::SourceId{layout_->source}; }

  Result<void> read(ReadContext& context) const override {
    const Input& input = context.group.parts.front().input;
    context.description.title = layout_->title;
    CORDON_ASSIGN(WholeInput whole, read_whole(input));
    context.add_part_hash("", whole.hash);
    CsvTableOptions options;
    options.csv.delimiter = layout_->delimiter;
    options.short_rows = ShortRows::kAccept;  // empty cells at the end are left out
    CORDON_ASSIGN(CsvTable table, CsvTable::open(std::move(whole.bytes), options, input.document, context.unmapped));
    std::vector<csl::Entry> entries;
    std::map<std::string, std::size_t> index;
    for (;;) {
      CORDON_ASSIGN(const bool more, table.next());
      if (!more) break;
      add_row(table, entries, index);
      table.count_untaken(context.unmapped);
    }
    if (entries.empty())
      return Error{ErrorCode::kMissingField, "expected rows below the header, found none", {input.document, 0, {}}};
    return csl::emit_entries(entries, layout_->prefix, context);
  }

 private:
  void add_row(CsvTable& table, std::vector<csl::Entry>& entries, std::map<std::string, std::size_t>& index) const {
    std::string key = table.take(layout_->name_column);
    const std::string name = key;
    for (const std::string_view column : layout_->key) {
      key += '\x1F';
      if (!column.empty()) key += table.take(column);
    }
    if (layout_->every_row_is_one) key += '\x1F' + std::to_string(entries.size());
    const auto [at, is_new] = index.emplace(std::move(key), entries.size());
    if (is_new) {
      csl::Entry& entry = entries.emplace_back();
      entry.where = table.where();
      entry.source = layout_->list;
      split_alias_tail(name, entry.name, entry.aliases);
      if (layout_->list == "dtc") entry.name = natural_order(entry.name);
    }
    csl::Entry& entry = entries[at->second];
    entry.raw += table.canonical_row() + '\n';
    layout_->read(table, entry);
  }

  const Layout* layout_;
  std::vector<std::string_view> columns_;
};

}  // namespace

const Reader& us_bis_denied_reader() {
  static const AgencyReader reader{kLayouts[0], {"name", "street_address", "standard_order", "fr_citation"}};
  return reader;
}

const Reader& us_bis_entity_reader() {
  static const AgencyReader reader{kLayouts[1], {"source_list", "name", "license_requirement", "alternate_name"}};
  return reader;
}

const Reader& us_bis_unverified_reader() {
  static const AgencyReader reader{kLayouts[2], {"country", "name", "address"}};
  return reader;
}

const Reader& us_state_nonproliferation_reader() {
  static const AgencyReader reader{kLayouts[3], {"source_list", "programs", "name", "alternative_names"}};
  return reader;
}

const Reader& us_ddtc_debarred_reader() {
  static const AgencyReader reader{kLayouts[4], {"debarred_party_full_name_and_alias", "notice"}};
  return reader;
}

}  // namespace cordon::ingest
