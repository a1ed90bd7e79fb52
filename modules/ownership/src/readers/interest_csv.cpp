#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include "cordon/base/csv.hpp"
#include "cordon/ownership/interest_readers.hpp"

namespace cordon::ownership {

namespace {

std::string_view trim(std::string_view text) noexcept {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string lower(std::string_view text) {
  std::string out(trim(text));
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

enum Column : std::uint8_t { kOwner, kAsset, kShareMin, kShareMax, kStart, kEnd, kKind, kColumnCount };
constexpr std::array<std::string_view, kColumnCount> kColumns{"owner", "asset", "share_min", "share_max",
                                                              "start", "end",   "kind"};
using Places = std::array<std::size_t, kColumnCount>;

// Returns: where the columns stand when row is a header; nullopt when it is data.
base::Result<std::optional<Places>> header_of(const std::vector<std::string>& row, const base::SourceLocation& where) {
  std::vector<std::string> names;
  for (const std::string& field : row) names.push_back(lower(field));
  const auto has = [&](std::string_view name) { return std::find(names.begin(), names.end(), name) != names.end(); };
  if (!has("owner") || !has("asset")) return std::optional<Places>{};
  Places places{};
  for (std::size_t i = 0; i < kColumnCount; ++i) {
    const auto at = std::find(names.begin(), names.end(), kColumns[i]);
    if (at != names.end() && std::find(at + 1, names.end(), kColumns[i]) != names.end()) {
      return base::Error{base::ErrorCode::kMalformed,
                         "the header names the column \"" + std::string(kColumns[i]) + "\" twice", where};
    }
    places[i] = at == names.end() ? SIZE_MAX : static_cast<std::size_t>(at - names.begin());
  }
  for (const Column needed : {kShareMin, kShareMax}) {
    if (!has(kColumns[needed])) {
      return base::Error{base::ErrorCode::kMissingField,
                         "the header lacks the column \"" + std::string(kColumns[needed]) + "\"", where};
    }
  }
  return std::optional<Places>{places};
}

class InterestCsv {
 public:
  InterestCsv(std::string_view bytes, const std::string& document, OwnershipGraph::Builder& builder)
      : reader_(bytes, {}, document), document_(document), builder_(builder) {}

  base::Result<InterestImport> read() {
    for (std::size_t i = 0; i < kColumnCount; ++i) places_[i] = i;
    bool first = true;
    while (true) {
      CORDON_ASSIGN(const bool more, reader_.next(row_));
      if (!more) {
        if (fractions_ && part_seen_) {
          report_.warnings.emplace_back("shares look like fractions; percent are expected (0.6 is 0.6 %, not 60 %)");
        }
        return std::move(report_);
      }
      if (std::all_of(row_.begin(), row_.end(), [](const std::string& f) { return trim(f).empty(); })) continue;
      if (first) {
        first = false;
        CORDON_ASSIGN(const std::optional<Places> header, header_of(row_, where()));
        if (header) {
          places_ = *header;
          named_ = true;
          continue;
        }
      }
      CORDON_TRY(read_row());
    }
  }

 private:
  [[nodiscard]] base::SourceLocation where() const { return {document_, reader_.line(), {}}; }
  [[nodiscard]] std::string_view field(Column column) const {
    return places_[column] < row_.size() ? trim(row_[places_[column]]) : std::string_view{};
  }
  [[nodiscard]] base::Error placed(base::Error error, std::string_view column) const {
    error.where = where();
    if (!column.empty()) error.message = std::string(column) + ": " + error.message;
    return error;
  }

  base::Result<void> read_row() {
    if (!named_ && (row_.size() < 4 || row_.size() > kColumnCount)) {
      return base::Error{
          base::ErrorCode::kMalformed,
          "expected owner,asset,share_min,share_max[,start,end,kind], found " + std::to_string(row_.size()) + " fields",
          where()};
    }
    OwnershipGraph::Builder::Record record;
    record.owner = field(kOwner);
    record.asset = field(kAsset);
    record.line = static_cast<std::uint32_t>(reader_.line());
    for (const Column column : {kShareMin, kShareMax}) {
      if (field(column).empty()) continue;
      auto share = parse_percent(field(column));
      if (!share) return placed(share.error(), kColumns[column]);
      fractions_ = fractions_ && share->max.units() <= Share::kUnitsPerPercent;
      part_seen_ = part_seen_ || (share->max.units() > 0 && share->max.units() < Share::kUnitsPerPercent);
      (column == kShareMin ? record.share.min : record.share.max) = column == kShareMin ? share->min : share->max;
    }
    auto period = Period::parse(field(kStart), field(kEnd));
    if (!period) return placed(period.error(), "start, end");
    record.period = *period;
    if (!field(kKind).empty()) {
      const auto kind = parse_interest_kind(field(kKind));
      if (!kind) {
        return placed({base::ErrorCode::kMalformed,
                       "expected a kind of interest (shares, voting, board, control, owned-or-controlled, "
                       "jointly-held, joint-arrangement, indirect, project, property ...), found \"" +
                           std::string(field(kKind)) + "\""},
                      "kind");
      }
      record.kind = *kind;
    }
    if (auto added = builder_.add(record); !added) return placed(added.error(), "");
    ++report_.records;
    ++report_.interests;
    return {};
  }

  base::CsvReader reader_;
  std::string document_;
  OwnershipGraph::Builder& builder_;
  std::vector<std::string> row_;
  Places places_{};
  bool named_ = false;
  bool fractions_ = true;   // no share above 1
  bool part_seen_ = false;  // and one between 0 and 1
  InterestImport report_;
};

}  // namespace

base::Result<InterestImport> read_interest_csv(std::string_view bytes, const std::string& document,
                                               OwnershipGraph::Builder& builder) {
  return InterestCsv(bytes, document, builder).read();
}

base::Result<ListedParties> read_listed_csv(std::string_view bytes, const std::string& document) {
  ListedParties listed;
  base::CsvReader reader(bytes, {}, document);
  std::vector<std::string> row;
  bool first = true;
  while (true) {
    CORDON_ASSIGN(const bool more, reader.next(row));
    if (!more) return listed;
    const base::SourceLocation where{document, reader.line(), {}};
    if (std::all_of(row.begin(), row.end(), [](const std::string& f) { return trim(f).empty(); })) continue;
    const std::string head = lower(row[0]);
    const bool header = first && (head == "id" || head == "entity_id");
    first = false;
    if (header) continue;
    if (trim(row[0]).empty()) return base::Error{base::ErrorCode::kMissingField, "the id is empty", where};
    if (row.size() > 3) {
      return base::Error{base::ErrorCode::kMalformed,
                         "expected id[,since[,until]], found " + std::to_string(row.size()) + " fields", where};
    }
    auto period = Period::parse(row.size() > 1 ? trim(row[1]) : std::string_view{},
                                row.size() > 2 ? trim(row[2]) : std::string_view{});
    if (!period) {
      base::Error error = period.error();
      error.where = where;
      return error;
    }
    listed.add(trim(row[0]), *period);
  }
}

}  // namespace cordon::ownership
