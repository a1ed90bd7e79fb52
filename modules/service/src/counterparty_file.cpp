#include "counterparty_file.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "cordon/base/ascii.hpp"
#include "cordon/base/csv.hpp"
#include "cordon/base/file.hpp"
#include "cordon/base/json_text.hpp"
#include "cordon/ingest/spreadsheet.hpp"
#include "json_lines.hpp"

namespace cordon::service {
namespace {

using base::Error;
using base::ErrorCode;

std::string renamed(std::string name, const std::vector<std::pair<std::string, std::string>>& columns) {
  for (const auto& [given, known] : columns) {
    if (given == name) return known;
  }
  return name;
}

// "Name" and " ID " are columns too; other names are the user's own and stay as they are.
std::string as_known(const std::string& name) {
  constexpr std::array<std::string_view, 12> kColumns{"id",      "name",        "alias",     "schema",
                                                      "country", "birth_date",  "gender",    "nationality",
                                                      "address", "birth_place", "id_number", "imo"};
  std::string lowered = base::ascii_lowered(base::trimmed(name));
  return std::find(kColumns.begin(), kColumns.end(), lowered) == kColumns.end() ? name : lowered;
}

base::Result<void> prepare_header(std::vector<std::string>& header,
                                  const std::vector<std::pair<std::string, std::string>>& columns_renamed,
                                  const base::SourceLocation& where) {
  for (std::string& name : header) {
    std::string given = renamed(name, columns_renamed);
    name = given == name ? as_known(name) : std::move(given);
  }
  CORDON_TRY(base::must_name_columns_once(header, where));
  const auto has = [&](std::string_view name) { return std::find(header.begin(), header.end(), name) != header.end(); };
  if (has("name") || has("id_number") || has("imo")) return {};
  std::string found;
  for (const std::string& name : header) found += (found.empty() ? "'" : ", '") + name.substr(0, 80) + "'";
  const bool other_separator = header.size() == 1 && header.front().find_first_of(";\t|") != std::string::npos;
  return Error{
      ErrorCode::kMissingField,
      "expected a header row with a column 'name' (or 'id_number', 'imo'); --map GIVEN=name renames one; found " +
          found + (other_separator ? ": columns are separated by commas" : ""),
      where};
}

// The first row of the first visible sheet is the header; text beside its columns would be lost, and is an error.
base::Result<std::vector<CounterpartyColumns>> read_workbook(
    const std::filesystem::path& file, const std::vector<std::pair<std::string, std::string>>& columns_renamed) {
  std::vector<std::string> header;
  std::vector<CounterpartyColumns> rows;
  CORDON_TRY(ingest::read_first_sheet(file, [&](const ingest::SheetRow& sheet_row) -> base::Result<void> {
    if (header.empty()) {
      header = sheet_row.cells;
      return prepare_header(header, columns_renamed, {sheet_row.document, sheet_row.number, {}});
    }
    CounterpartyColumns row;
    row.reserve(sheet_row.cells.size());
    for (std::size_t i = 0; i < sheet_row.cells.size(); ++i) {
      if (sheet_row.cells[i].empty()) continue;
      if (i >= header.size() || header[i].empty()) {
        return Error{ErrorCode::kMalformed,
                     "cell " + ingest::column_name(i) + std::to_string(sheet_row.number) +
                         ": expected no text in a column without a name in the header row, found '" +
                         sheet_row.cells[i].substr(0, 80) + "'",
                     {sheet_row.document, sheet_row.number, {}}};
      }
      row.emplace_back(header[i], sheet_row.cells[i]);
    }
    rows.push_back(std::move(row));
    return {};
  }));
  if (header.empty()) {
    return Error{ErrorCode::kMalformed, "expected a header row, found an empty sheet", {file.string(), 1, {}}};
  }
  return rows;
}

base::Result<std::vector<CounterpartyColumns>> read_csv(
    std::string_view bytes, const std::string& document,
    const std::vector<std::pair<std::string, std::string>>& columns_renamed) {
  base::CsvReader reader{bytes, {}, document};
  std::vector<std::string> header;
  CORDON_ASSIGN(const bool has_header, reader.next(header));
  if (!has_header) return Error{ErrorCode::kMalformed, "expected a header row, found an empty file", {document, 1, {}}};
  CORDON_TRY(prepare_header(header, columns_renamed, {document, 1, {}}));
  std::vector<CounterpartyColumns> rows;
  std::vector<std::string> fields;
  for (;;) {
    CORDON_ASSIGN(const bool more, reader.next(fields));
    if (!more) return rows;
    if (fields.size() != header.size()) {
      return Error{ErrorCode::kMalformed,
                   "expected " + std::to_string(header.size()) + " fields as in the header row, found " +
                       std::to_string(fields.size()),
                   {document, reader.line(), {}}};
    }
    CounterpartyColumns row;
    row.reserve(fields.size());
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (!fields[i].empty()) row.emplace_back(header[i], std::move(fields[i]));
    }
    rows.push_back(std::move(row));
  }
}

// One JSON value as the text of a column: arrays are joined as a CSV would hold them.
std::string column_text(const nlohmann::ordered_json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_null()) return {};
  if (!value.is_array()) return value.dump();
  std::string text;
  for (const auto& item : value) {
    if (!text.empty()) text += ';';
    text += column_text(item);
  }
  return text;
}

// FollowTheMoney property -> column of a counterparty file, for what match::features_of() uses of an entity. Its other
// identifiers are columns under their own names; other properties become columns that are echoed back.
struct FtmColumn {
  std::string_view property;
  std::string_view column;
};
constexpr auto kFtmColumns = std::to_array<FtmColumn>({{"name", "name"},
                                                       {"alias", "alias"},
                                                       {"weakAlias", "alias"},
                                                       {"abbreviation", "alias"},
                                                       {"previousName", "alias"},
                                                       {"birthDate", "birth_date"},
                                                       {"incorporationDate", "birth_date"},
                                                       {"buildDate", "birth_date"},
                                                       {"birthPlace", "birth_place"},
                                                       {"birthCountry", "birth_place"},
                                                       {"nationality", "country"},
                                                       {"citizenship", "country"},
                                                       {"country", "country"},
                                                       {"jurisdiction", "country"},
                                                       {"flag", "country"},
                                                       {"gender", "gender"},
                                                       {"address", "address"},
                                                       {"idNumber", "id_number"},
                                                       {"passportNumber", "passport_number"},
                                                       {"taxNumber", "tax_number"},
                                                       {"registrationNumber", "registration_number"},
                                                       {"imoNumber", "imo"},
                                                       {"mmsi", "mmsi"},
                                                       {"callSign", "call_sign"},
                                                       {"leiCode", "lei"},
                                                       {"swiftBic", "bic"},
                                                       {"innCode", "inn"},
                                                       {"ogrnCode", "ogrn"},
                                                       {"publicKey", "wallet"}});
// Of a person without a name, in the order of features_of().
constexpr std::array<std::string_view, 5> kNameParts{"firstName", "secondName", "middleName", "fatherName", "lastName"};

void add_column(CounterpartyColumns& row, const std::string& column, const std::string& text) {
  if (text.empty()) return;
  const auto at = std::ranges::find(row, column, [](const auto& pair) { return pair.first; });
  if (at == row.end()) {
    row.emplace_back(column, text);
  } else {
    at->second += ";" + text;
  }
}

// A FollowTheMoney entity as a row: {"id", "schema", "properties": {..}}. A renamed property goes to the column that
// the user names.
CounterpartyColumns row_of_entity(const nlohmann::ordered_json& entity,
                                  const std::vector<std::pair<std::string, std::string>>& columns_renamed) {
  CounterpartyColumns row;
  for (const auto& [key, value] : entity.items()) {
    const std::string column = renamed(key, columns_renamed);
    if (key == "id" || key == "schema" || column != key) add_column(row, column, column_text(value));
  }
  for (const auto& [property, values] : entity["properties"].items()) {
    std::string column = renamed(property, columns_renamed);
    if (column == property) {
      const auto* const known = std::ranges::find(kFtmColumns, property, &FtmColumn::property);
      if (known != kFtmColumns.end()) column = known->column;
    }
    add_column(row, column, column_text(values));
  }
  const auto has = [&row](std::string_view column) {
    return std::ranges::any_of(row, [&](const auto& pair) { return pair.first == column; });
  };
  if (has("name") || has("alias")) return row;
  std::string name;
  for (const std::string_view part : kNameParts) {
    const auto values = entity["properties"].find(std::string(part));
    if (values == entity["properties"].end()) continue;
    const std::string text = column_text(*values);
    const std::string first = text.substr(0, text.find(';'));
    if (!first.empty()) name += (name.empty() ? "" : " ") + first;
  }
  add_column(row, "name", name);
  return row;
}

base::Result<std::vector<CounterpartyColumns>> read_json_rows(
    std::string_view bytes, const std::string& document,
    const std::vector<std::pair<std::string, std::string>>& columns_renamed) {
  std::vector<CounterpartyColumns> rows;
  const auto use = [&](const nlohmann::ordered_json& object, std::uint64_t line) -> base::Result<void> {
    if (object.contains("properties") && object["properties"].is_object()) {
      rows.push_back(row_of_entity(object, columns_renamed));
      return {};
    }
    CounterpartyColumns row;
    std::vector<std::string> names;
    for (const auto& [name, value] : object.items()) {
      if (std::string column = column_text(value); !column.empty()) {
        names.push_back(renamed(name, columns_renamed));
        row.emplace_back(names.back(), std::move(column));
      }
    }
    rows.push_back(std::move(row));
    return base::must_name_columns_once(names, {document, line, {}});  // --map may give a key the name of another
  };
  CORDON_TRY(read_json_lines(bytes, document, use));
  return rows;
}

}  // namespace

base::Result<std::vector<CounterpartyColumns>> read_counterparty_file(
    const std::filesystem::path& file, const std::vector<std::pair<std::string, std::string>>& columns_renamed) {
  CORDON_ASSIGN(const std::string bytes, base::read_file(file));
  const std::string document = file.string();
  if (bytes.empty())
    return Error{ErrorCode::kMalformed, "expected counterparties, found an empty file", {document, 0, {}}};
  if (ingest::may_be_workbook(bytes)) return read_workbook(file, columns_renamed);
  CORDON_TRY(base::must_be_utf8(bytes, document));
  const std::size_t first = bytes.find_first_not_of("\xEF\xBB\xBF \t\r\n");
  if (first != std::string::npos && bytes[first] == '{') return read_json_rows(bytes, document, columns_renamed);
  return read_csv(bytes, document, columns_renamed);
}

}  // namespace cordon::service
