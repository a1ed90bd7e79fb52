// OFAC's flat lists: SDN and non-SDN in CSV and in the retired pipe and fixed-width formats. The tables are joined by
// the record's number.
#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <utility>

#include "cordon/base/content_hash.hpp"
#include "cordon/base/csv.hpp"
#include "encoding.hpp"
#include "ofac_fixed.hpp"
#include "ofac_list.hpp"
#include "ofac_names.hpp"
#include "ofac_table_parts.hpp"
#include "ofac_text.hpp"
#include "readers.hpp"

namespace cordon::ingest {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using namespace ofac;  // NOLINT(google-build-using-namespace): this file is the reader of that namespace's tables

constexpr std::uint32_t kRevision = 2;             // 2: every day that a date may mean is in its values
constexpr std::size_t kRemarksColumnBytes = 1000;  // OFAC cuts the column here; the rest is in the comments table

// What is read of one table, row by row.
struct Row {
  std::vector<std::string> fields;
  std::uint64_t line = 0;
};

base::CsvOptions options_of(char delimiter) {
  return {.delimiter = delimiter, .quote = delimiter == kFixedDelimiter ? '\0' : '"', .stop_at_ctrl_z = true};
}

// Reads the rows of one table strictly: every row has the table's columns and a number in front.
class TableReader {
 public:
  TableReader(std::string_view bytes, char delimiter, const std::string& document, TablePart part)
      : csv_(bytes, options_of(delimiter), document),
        document_(document),
        part_(part),
        ends_open_(!bytes.empty() && bytes.back() != '\n' && bytes.back() != '\r' && bytes.back() != '\x1A') {}

  // Returns: false at the end. Errors: kMalformed with line.
  Result<bool> next(std::vector<std::string>& fields) {
    for (;;) {
      CORDON_ASSIGN(const bool more, csv_.next(fields));
      if (!more) return check_end();
      const bool first = rows_++ == 0;
      if (first && is_header(fields)) continue;
      break;
    }
    uses_null_ = uses_null_ || csv_.raw().find("-0-") != std::string_view::npos;
    if (fields.size() != part_.columns) {
      return Error{ErrorCode::kMalformed,
                   "expected " + std::to_string(part_.columns) + " columns of an OFAC '" + std::string(part_.part) +
                       "' table, found " + std::to_string(fields.size()),
                   {document_, csv_.line(), std::string(trimmed(fields.front()).substr(0, 20))}};
    }
    fields.front() = std::string(trimmed(fields.front()));
    if (fields.front().empty() || fields.front().size() > 10 || digit_count(fields.front()) < 0) {
      return Error{ErrorCode::kMalformed,
                   "expected the number of a record in the first column, found '" + fields.front().substr(0, 40) + "'",
                   {document_, csv_.line(), {}}};
    }
    return true;
  }
  [[nodiscard]] std::uint64_t line() const { return csv_.line(); }

 private:
  // A file that stops in the middle of a row which happens to have all columns: the last column is neither a text in
  // quotes nor the null that every row of the file ends with. (Copies that lost the
  // last line end, and with it bytes of the last null, are complete.)
  Result<bool> check_end() {
    if (rows_ == 0)
      return Error{ErrorCode::kMalformed, "expected rows of an OFAC table, found none", {document_, 0, {}}};
    const std::string_view raw = csv_.raw();
    const bool closed = raw.ends_with('"') || raw.ends_with(",-0") || raw.ends_with("|-0") || raw.ends_with("-0-") ||
                        raw.ends_with("-0- ");
    if (ends_open_ && uses_null_ && !closed) {
      return Error{ErrorCode::kMalformed,
                   "expected a complete last row, found the end of the file behind '" +
                       std::string(raw.substr(raw.size() - std::min<std::size_t>(raw.size(), 20))) + "'",
                   {document_, csv_.line(), {}}};
    }
    return false;
  }

  base::CsvReader csv_;
  std::string document_;
  TablePart part_;
  bool ends_open_;
  bool uses_null_ = false;
  std::size_t rows_ = 0;
};

// The raw record: its main row and, in a fixed order, its rows in the other tables.
class RawRecord {
 public:
  void set_main(const std::vector<std::string>& fields) { main_ = joined(fields); }
  void add(std::string_view part, const std::vector<std::string>& fields) {
    rows_.push_back(std::string(part) + '\x1F' + joined(fields));
  }
  base::ContentHash hash() {
    std::sort(rows_.begin(), rows_.end());  // the order of rows in a table means nothing
    std::string all = std::move(main_);
    for (const std::string& row : rows_) all += '\x1E' + row;
    return base::ContentHash::of(all);
  }

 private:
  // '-0-' with and without its blank, and an empty field of a re-saved copy, are the same statement.
  static std::string joined(const std::vector<std::string>& fields) {
    std::string text;
    for (const std::string& field : fields) {
      const std::string_view value = trimmed(field);
      text += value == "-0-" ? std::string_view{} : value;
      text += '\x1F';
    }
    return text;
  }
  std::string main_;
  std::vector<std::string> rows_;
};

struct Loaded {
  std::vector<Record> records;
  std::vector<RawRecord> raw;
  std::vector<std::string> remarks;  // the column as it is, until the comments are known
  std::unordered_map<std::string, std::uint32_t> by_uid;
};

void add_fact(Record& record, std::string_view type, std::string_view value) {
  if (value.empty()) return;
  Fact fact;
  fact.text = std::string(type) + ": " + clean_text(value);
  record.facts.push_back(std::move(fact));
}

// Columns: ent_num, SDN_Name, SDN_Type, Program, Title, Call_Sign, Vess_type, Tonnage, GRT, Vess_flag, Vess_owner,
// Remarks.
Record main_record(const std::vector<std::string>& fields, std::uint64_t line, Unmapped& unmapped) {
  Record record;
  record.uid = fields[0];
  record.line = line;
  record.kind = subject_kind(field_text(fields[2]), unmapped);
  record.name = parse_name(clean_text(field_text(fields[1])), record.kind);
  record.programmes = split_programmes(field_text(fields[3]));
  constexpr std::array<std::pair<std::size_t, std::string_view>, 7> kFactColumns{
      {{4, "Title"},
       {5, "Vessel Call Sign"},
       {6, "Vessel Type"},
       {7, "Vessel Tonnage"},
       {8, "Vessel Gross Registered Tonnage"},
       {9, "Vessel Flag"},
       {10, "Vessel Owner"}}};
  for (const auto& [column, type] : kFactColumns) add_fact(record, type, field_text(fields[column]));
  return record;
}

// Columns: Ent_num, Add_num, Address, City/State/Province/Postal Code, Country, Add_remarks.
void add_address_row(const std::vector<std::string>& fields, Record& record) {
  PostalAddress address;
  address.street = clean_text(field_text(fields[2]));
  address.locality = clean_text(field_text(fields[3]));
  address.country = clean_text(field_text(fields[4]));
  address.remarks = clean_text(field_text(fields[5]));
  record.addresses.push_back(std::move(address));
}

// Columns: ent_num, alt_num, alt_type, alt_name, alt_remarks.
void add_alias_row(const std::vector<std::string>& fields, Record& record, Unmapped& unmapped) {
  Alias alias;
  alias.kind = alias_kind(field_text(fields[2]), unmapped);
  alias.name = parse_name(clean_text(field_text(fields[3])), record.kind);
  if (const std::string_view remarks = field_text(fields[4]); !remarks.empty()) {
    unmapped.count("alt_remarks", remarks);
  }
  record.aliases.push_back(std::move(alias));
}

class TableList final : public Reader {
 public:
  TableList(std::string_view format, char delimiter) : format_(format), delimiter_(delimiter) {}

  std::string_view format() const override { return format_; }
  Detection detect(const Input& input) const override {
    return delimiter_ == kFixedDelimiter ? detect_fixed_table(input) : detect_table(input, delimiter_);
  }
  Result<std::vector<InputGroup>> group(std::vector<GroupPart> parts) const override {
    return group_tables(std::move(parts), format_);
  }

  Result<model::SourceId> source(const InputGroup& group) const override {
    const Input& main = group.parts.front().input;
    ListEvidence evidence;
    const std::string head = head_of(main);
    base::CsvReader csv(head, options_of(delimiter_), main.document);
    std::vector<std::string> fields;
    for (;;) {  // the head may end within a row: what was read until then is enough
      const Result<bool> more = csv.next(fields);
      if (!more.has_value() || !*more) break;
      if (fields.size() != kMain.columns) continue;
      for (const std::string& tag : split_programmes(field_text(fields[3]))) evidence.add_programme(tag);
      evidence.add_remarks(fields[11]);
    }
    std::string source = evidence.source(main.file_name);
    if (source.empty()) return undecided_source(main.document);
    return model::SourceId{std::move(source)};
  }

  Result<void> read(ReadContext& context) const override {
    Loaded loaded;
    for (const GroupPart& part : context.group.parts) {
      CORDON_TRY(read_part(part, context, loaded));
      context.description.parts_present.push_back(part.part);
    }
    for (const TablePart& part : {kMain, kAddresses, kAliases, kComments}) {
      auto& present = context.description.parts_present;
      if (std::find(present.begin(), present.end(), part.part) == present.end()) {
        context.description.parts_missing.emplace_back(part.part);
      }
    }
    for (std::size_t i = 0; i < loaded.records.size(); ++i) {
      Record& record = loaded.records[i];
      const std::string& remarks = loaded.remarks[i];
      record.remarks = clean_text(remarks);
      record.remarks_cut = remarks.size() == kRemarksColumnBytes && remarks.back() != '.';
      record.raw_hash = loaded.raw[i].hash();
    }
    context.description.title = list_title(context.group.source);
    context.description.reader_revision = kRevision;
    return emit_records(loaded.records, context);
  }

 private:
  // What the content of the main file is judged by.
  [[nodiscard]] std::string head_of(const Input& main) const {
    if (delimiter_ != kFixedDelimiter) return main.head;
    const std::size_t end = main.head.rfind('\n');
    return delimited_rows(std::string_view(main.head).substr(0, end), kMain.part, main.document)
        .value_or(std::string{});
  }

  Result<void> read_part(const GroupPart& part, ReadContext& context, Loaded& loaded) const {
    const std::string& document = part.input.document;
    CORDON_ASSIGN(WholeInput whole, read_whole(part.input));
    context.add_part_hash(part.part, whole.hash);
    if (delimiter_ == kFixedDelimiter) {  // before decoding: the widths are bytes
      CORDON_ASSIGN(whole.bytes, delimited_rows(whole.bytes, part.part, document));
    }
    CORDON_ASSIGN(const std::string bytes, decode_text(std::move(whole.bytes), document, context.unmapped));
    if (part.part == kMain.part) return read_main(bytes, document, context, loaded);
    return read_further(part.part, bytes, document, context, loaded);
  }

  Result<void> read_main(std::string_view bytes, const std::string& document, ReadContext& context,
                         Loaded& loaded) const {
    TableReader table(bytes, delimiter_, document, kMain);
    std::vector<std::string> fields;
    for (;;) {
      CORDON_ASSIGN(const bool more, table.next(fields));
      if (!more) break;
      if (field_text(fields[1]).empty()) {
        return Error{ErrorCode::kMissingField,
                     "expected a name in the second column, found none",
                     {document, table.line(), fields[0]}};
      }
      const auto position = static_cast<std::uint32_t>(loaded.records.size());
      if (!loaded.by_uid.emplace(fields[0], position).second) {
        return Error{ErrorCode::kMalformed,
                     "expected every record once, found its number a second time",
                     {document, table.line(), fields[0]}};
      }
      loaded.records.push_back(main_record(fields, table.line(), context.unmapped));
      loaded.raw.emplace_back().set_main(fields);
      loaded.remarks.emplace_back(trimmed(fields[11]) == "-0-" ? std::string{} : fields[11]);
      if (loaded.records.size() % 1024 == 0) context.report_progress(loaded.records.size(), 0);
    }
    if (loaded.records.empty()) {
      return Error{ErrorCode::kMalformed, "expected at least one record, found none", {document, 0, {}}};
    }
    return {};
  }

  Result<void> read_further(std::string_view part, std::string_view bytes, const std::string& document,
                            ReadContext& context, Loaded& loaded) const {
    const std::array<TablePart, 3> known{kAddresses, kAliases, kComments};
    const auto* shape = std::find_if(known.begin(), known.end(), [part](const TablePart& p) { return p.part == part; });
    if (shape == known.end()) return Error{ErrorCode::kInvalidArgument, "no such part: " + std::string(part)};
    TableReader table(bytes, delimiter_, document, *shape);
    std::vector<std::string> fields;
    std::size_t rows = 0;
    std::size_t strangers = 0;
    for (;;) {
      CORDON_ASSIGN(const bool more, table.next(fields));
      if (!more) break;
      ++rows;
      const auto owner = loaded.by_uid.find(fields[0]);
      if (owner == loaded.by_uid.end()) {
        ++strangers;
        context.reject({document, table.line(), fields[0]}, "the main file has no record of this number");
        continue;
      }
      Record& record = loaded.records[owner->second];
      loaded.raw[owner->second].add(part, fields);
      if (part == kAddresses.part) {
        add_address_row(fields, record);
      } else if (part == kAliases.part) {
        add_alias_row(fields, record, context.unmapped);
      } else {
        loaded.remarks[owner->second] += fields[1];  // it goes on in the middle of a word
      }
    }
    // A few rows of records that were just delisted are met in real sets; more means files of different days.
    constexpr std::size_t kStrangersTolerated = 50;
    if (strangers > kStrangersTolerated && strangers > rows / 20) {
      return Error{ErrorCode::kMalformed,
                   "expected rows of the records in the main file, found " + std::to_string(strangers) + " of " +
                       std::to_string(rows) + " rows for other records: the files are not of one publication",
                   {document, 0, {}}};
    }
    return {};
  }

  std::string_view format_;
  char delimiter_;
};

}  // namespace

const Reader& ofac_csv_reader() {
  static const TableList reader("ofac-csv", ',');
  return reader;
}

const Reader& ofac_fixed_reader() {
  static const TableList reader("ofac-fixed", kFixedDelimiter);
  return reader;
}

const Reader& ofac_pip_reader() {
  static const TableList reader("ofac-pip", '|');
  return reader;
}

}  // namespace cordon::ingest
