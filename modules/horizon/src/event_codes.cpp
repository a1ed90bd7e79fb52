#include "cordon/horizon/event_codes.hpp"

#include <algorithm>
#include <charconv>

#include "cordon/base/csv.hpp"
#include "shipped_data.hpp"

namespace cordon::horizon {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

double number(const std::string& text) {
  double value = 0.0;
  (void)std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// Rows of a shipped table without its comments and header. Errors: kMalformed for another number of fields.
Result<std::vector<std::vector<std::string>>> rows_of(const char* path, std::size_t fields) {
  std::string_view text = base::find_embedded(embedded_files(), path);
  while (text.starts_with('#')) text.remove_prefix(std::min(text.find('\n') + 1, text.size()));
  base::CsvReader reader{text, {}, path};
  std::vector<std::vector<std::string>> out;
  std::vector<std::string> row;
  for (;;) {
    CORDON_ASSIGN(const bool more, reader.next(row));
    if (!more) break;
    if (row.size() != fields) {
      return Error{ErrorCode::kMalformed,
                   "expected " + std::to_string(fields) + " fields, found " + std::to_string(row.size()),
                   {path, reader.line(), {}}};
    }
    out.push_back(row);
  }
  if (out.empty()) return Error{ErrorCode::kMalformed, "expected a table, found nothing", {path, 0, {}}};
  out.erase(out.begin());
  return out;
}

}  // namespace

std::uint8_t EventCodes::issue_index(const std::string& name) {
  const auto found = std::find(issues_.begin(), issues_.end(), name);
  if (found != issues_.end()) return static_cast<std::uint8_t>(found - issues_.begin());
  issues_.push_back(name);
  return static_cast<std::uint8_t>(issues_.size() - 1);
}

Result<EventCodes> EventCodes::shipped() {
  EventCodes out;
  CORDON_ASSIGN(const auto cameo, rows_of("events/cameo.csv", 7));
  for (const auto& row : cameo) {
    EventCode code;
    code.code = row[0];
    code.quad = static_cast<std::uint8_t>(number(row[1]));
    code.goldstein = number(row[2]);
    code.goldstein_gdelt = row[3].empty() ? code.goldstein : number(row[3]);
    code.plover = row[4];
    code.issue = out.issue_index(row[5]);
    code.name = row[6];
    out.cameo_.emplace(row[0], code);
  }
  CORDON_ASSIGN(const auto plover, rows_of("events/plover.csv", 4));
  for (const auto& row : plover) {
    const PloverWord word{static_cast<std::uint8_t>(number(row[2])), out.issue_index(row[3])};
    out.plover_.emplace(row[0] + ' ' + row[1], word);
  }
  return out;
}

const EventCode* EventCodes::cameo(std::string_view code) const {
  const auto found = cameo_.find(std::string(code));
  return found == cameo_.end() ? nullptr : &found->second;
}

std::uint8_t EventCodes::plover_quad(std::string_view type) const {
  const auto found = plover_.find("type " + std::string(type));
  return found == plover_.end() ? std::uint8_t{0} : found->second.quad;
}

std::uint8_t EventCodes::issue_of(std::string_view kind, std::string_view name) const {
  const auto found = plover_.find(std::string(kind) + ' ' + std::string(name));
  return found == plover_.end() ? std::uint8_t{0} : found->second.issue;
}

std::uint8_t EventCodes::plover_issue(std::string_view type, std::string_view mode, std::string_view contexts) const {
  if (!mode.empty()) {
    const auto issue = issue_of("mode", std::string(type) + '-' + std::string(mode));
    if (issue != 0) return issue;
  }
  if (const auto issue = issue_of("type", type); issue != 0) return issue;
  while (!contexts.empty()) {
    const std::size_t end = std::min(contexts.find_first_of(";, "), contexts.size());
    if (const auto issue = issue_of("context", contexts.substr(0, end)); issue != 0) return issue;
    contexts.remove_prefix(std::min(end + 1, contexts.size()));
  }
  return 0;
}

}  // namespace cordon::horizon
