#include "cordon/base/csv.hpp"

#include <algorithm>
#include <unordered_map>

#include "cordon/base/limits.hpp"

namespace cordon::base {

CsvReader::CsvReader(std::string_view bytes, CsvOptions options, std::string document)
    : bytes_(bytes), options_(options), document_(std::move(document)) {
  if (bytes_.starts_with("\xEF\xBB\xBF")) at_ = 3;
}

Error CsvReader::error(ErrorCode code, std::string message) const {
  return Error{code, std::move(message), SourceLocation{document_, row_line_, {}}};
}

// at_ stands behind the opening quote; leaves it behind the closing one.
Result<bool> CsvReader::read_quoted(std::string& field) {
  for (;;) {
    const std::size_t end = bytes_.find(options_.quote, at_);
    if (end == std::string_view::npos)
      return error(ErrorCode::kMalformed, "expected a closing quote, found the end of the file");
    const std::string_view part = bytes_.substr(at_, end - at_);
    line_ += static_cast<std::uint64_t>(std::count(part.begin(), part.end(), '\n'));
    field.append(part);
    if (field.size() > kMaxCsvFieldBytes) {
      return error(ErrorCode::kOutOfRange, "expected a field of at most " + std::to_string(kMaxCsvFieldBytes) +
                                               " bytes, found " + std::to_string(field.size()) + " or more");
    }
    at_ = end + 1;
    if (at_ >= bytes_.size() || bytes_[at_] != options_.quote) return true;
    field += options_.quote;
    ++at_;
  }
}

Result<bool> CsvReader::next(std::vector<std::string>& fields) {
  fields.clear();
  while (at_ < bytes_.size() && (bytes_[at_] == '\n' || bytes_[at_] == '\r')) {
    if (bytes_[at_] == '\n') ++line_;
    ++at_;
  }
  row_line_ = line_;
  if (at_ >= bytes_.size() || (options_.stop_at_ctrl_z && bytes_[at_] == '\x1A')) return false;
  const std::size_t row_start = at_;
  for (;;) {
    std::string& field = fields.emplace_back();
    if (fields.size() > kMaxCsvFields) {
      return error(ErrorCode::kOutOfRange,
                   "expected at most " + std::to_string(kMaxCsvFields) + " fields in a row, found more");
    }
    if (options_.quote != '\0' && at_ < bytes_.size() && bytes_[at_] == options_.quote) {
      ++at_;
      CORDON_TRY(read_quoted(field));
    } else {
      std::size_t end = at_;
      while (end < bytes_.size() && bytes_[end] != options_.delimiter && bytes_[end] != '\n' && bytes_[end] != '\r')
        ++end;
      if (end - at_ > kMaxCsvFieldBytes) {
        return error(ErrorCode::kOutOfRange, "expected a field of at most " + std::to_string(kMaxCsvFieldBytes) +
                                                 " bytes, found " + std::to_string(end - at_));
      }
      field = bytes_.substr(at_, end - at_);
      at_ = end;
    }
    if (at_ >= bytes_.size()) break;
    const char c = bytes_[at_];
    if (c == options_.delimiter) {
      ++at_;
      continue;
    }
    if (c == '\n' || c == '\r') break;
    return error(ErrorCode::kMalformed,
                 "expected a delimiter or line end behind a closing quote, found '" + std::string(1, c) + "'");
  }
  raw_ = bytes_.substr(row_start, at_ - row_start);
  return true;
}

Result<void> must_name_columns_once(const std::vector<std::string>& header, const SourceLocation& where) {
  std::unordered_map<std::string_view, std::size_t> places;
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (header[i].empty()) continue;
    const auto [before, is_new] = places.emplace(header[i], i + 1);
    if (is_new) continue;
    return Error{ErrorCode::kMalformed,
                 "expected each column once, found '" + header[i].substr(0, 80) + "' as columns " +
                     std::to_string(before->second) + " and " + std::to_string(i + 1),
                 where};
  }
  return {};
}

void append_csv_field(std::string& out, std::string_view text, char delimiter) {
  const bool quote =
      text.find_first_of("\"\r\n") != std::string_view::npos || text.find(delimiter) != std::string_view::npos;
  if (!quote) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

void append_csv_row(std::string& out, const std::vector<std::string>& fields, char delimiter) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i != 0) out += delimiter;
    append_csv_field(out, fields[i], delimiter);
  }
  out += '\n';
}

}  // namespace cordon::base
