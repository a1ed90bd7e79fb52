// The former Consolidated List of the Office of Financial Sanctions Implementation (ConList.csv), closed in January
// 2026. First row "Last Updated,DD/MM/YYYY", the header in the second; one row per name, rows of one subject anywhere
// in the file; Group ID in the last column is the key. Several values of one field are numbered: "(1) Tripoli (2)
// Tunis".
#include <algorithm>
#include <map>

#include "csv_table.hpp"
#include "readers.hpp"
#include "uk_record.hpp"

namespace cordon::ingest {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using uk::numbered_parts;

struct Group {
  uk::Record record;
  std::vector<std::string> rows;  // canonical, for the hash
};

void add_numbered(uk::Record& record, std::string_view field, const std::string& text) {
  for (std::string& part : numbered_parts(text)) record.add(field, std::move(part));
}

void add_address(uk::Record& record, CsvTable& table) {
  AddressParts parts;
  std::vector<std::string> lines;
  for (const std::string_view column : {"address_1", "address_2", "address_3", "address_4", "address_5"})
    lines.push_back(table.take(column));
  parts.street = join(lines, ", ");
  parts.city = table.take("address_6");  // the list's last line is the town
  parts.postal_code = table.take("post_zip_code");
  parts.country = table.take("country");
  const auto is_same = [&](const AddressParts& other) {
    return other.street == parts.street && other.city == parts.city && other.postal_code == parts.postal_code &&
           other.country == parts.country;
  };
  if (std::none_of(record.addresses.begin(), record.addresses.end(), is_same))
    record.addresses.push_back(std::move(parts));
}

void add_numbers(std::vector<uk::NumberWithDetails>& to, const std::string& numbers, const std::string& details) {
  const std::vector<std::string> detail_parts = numbered_parts(details);
  std::size_t i = 0;
  for (std::string& number : numbered_parts(numbers)) {
    std::string detail = i < detail_parts.size() ? detail_parts[i] : std::string{};
    ++i;
    const bool is_known = std::any_of(to.begin(), to.end(), [&](const auto& entry) { return entry.number == number; });
    if (!is_known) to.push_back({std::move(number), std::move(detail)});
  }
  if (numbers.empty() && !details.empty()) add_numbers(to, details, {});  // the older layout: one column for both
}

void read_row(CsvTable& table, uk::Record& record) {
  uk::Name name;
  for (std::size_t i = 0; i < 6; ++i) name.parts.at(i) = table.take("name_" + std::to_string(i + 1));
  name.type = table.take("alias_type");
  name.strength = table.take("alias_quality");
  record.names.push_back(std::move(name));
  record.add("non_latin_name", table.take("name_non_latin_script"));
  // Explicitly ignored: which script it is; the characters say so.
  table.ignore("non_latin_script_type");
  table.ignore("non_latin_script_language");
  add_numbered(record, "title", table.take("title"));
  add_numbered(record, "dob", table.take("dob"));
  add_numbered(record, "town_of_birth", table.take("town_of_birth"));
  add_numbered(record, "country_of_birth", table.take("country_of_birth"));
  add_numbered(record, "nationality", table.take("nationality"));
  add_numbered(record, "position", table.take("position"));
  add_numbers(record.passports, table.take("passport_number"), table.take("passport_details"));
  add_numbers(record.national_ids, table.take("ni_number"), {});
  add_numbers(record.national_ids, table.take("national_identification_number"),
              table.take("national_identification_details"));
  add_address(record, table);
  record.add("other_information", table.take("other_information"));
  record.add("regime", table.take("regime"));
  record.add("listed", table.take("listed_on"));
  record.add("designated", table.take("uk_sanctions_list_date_designated"));
  record.add("updated", table.take("last_updated"));
  if (record.kind.empty()) record.kind = table.take("group_type");
  table.ignore("group_type");
}

class ConListReader final : public Reader {
 public:
  std::string_view format() const override { return "uk-conlist"; }
  Detection detect(const Input& input) const override {
    const auto columns = head_columns(input.head, {}, 1);
    return {has_all(columns, {"name_6", "regime", "group_id", "alias_type"}) ? 100 : 0, {}};
  }
  Result<model::SourceId> source(const InputGroup&) const override { return model::SourceId{"gb_hmt_sanctions"}; }

  Result<void> read(ReadContext& context) const override {
    const Input& input = context.group.parts.front().input;
    context.description.title = "UK Consolidated List of Financial Sanctions Targets";
    CORDON_ASSIGN(WholeInput whole, read_whole(input));
    context.add_part_hash("", whole.hash);
    CORDON_ASSIGN(CsvTable table,
                  CsvTable::open(std::move(whole.bytes), {.lines_before_header = 1}, input.document, context.unmapped));
    CORDON_TRY(read_date(table, context, input.document));
    std::vector<Group> groups;
    std::map<std::string, std::size_t> index;
    for (;;) {
      CORDON_ASSIGN(const bool more, table.next());
      if (!more) break;
      const std::string id = table.take("group_id");
      if (id.empty()) return Error{ErrorCode::kMissingField, "expected a Group ID, found none", table.where()};
      const auto [at, is_new] = index.emplace(id, groups.size());
      if (is_new) {
        groups.emplace_back();
        groups.back().record.id = "gb-hmt-" + id;
        groups.back().record.where = table.where();
      }
      Group& group = groups[at->second];
      group.rows.push_back(table.canonical_row());
      read_row(table, group.record);
      table.count_untaken(context.unmapped);
    }
    if (groups.empty())
      return Error{ErrorCode::kMissingField, "expected rows below the header, found none", {input.document, 0, {}}};
    for (Group& group : groups) {
      std::sort(group.rows.begin(), group.rows.end());  // the order of the aliases says nothing
      CORDON_TRY(uk::emit_record(group.record, base::ContentHash::of(join(group.rows, "\n")),
                                 "Office of Financial Sanctions Implementation", context));
    }
    return {};
  }

 private:
  static Result<void> read_date(const CsvTable& table, ReadContext& context, const std::string& document) {
    const std::vector<std::string>& row = table.preamble().front();
    const std::string text = row.size() > 1 ? uk::uk_date(row[1]) : std::string{};
    const auto date = base::Date::parse(text);
    if (!date) {
      return Error{ErrorCode::kMissingField,
                   "expected 'Last Updated,DD/MM/YYYY' in the first row, found '" + join(row, ",") + "'",
                   {document, 1, {}}};
    }
    context.description.published = *date;
    context.description.edition = text;
    return {};
  }
};

}  // namespace

const Reader& uk_conlist_reader() {
  static const ConListReader reader;
  return reader;
}

}  // namespace cordon::ingest
