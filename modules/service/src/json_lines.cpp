#include "json_lines.hpp"

#include <algorithm>

#include "cordon/base/limits.hpp"

namespace cordon::service {
namespace {

using base::Error;
using base::ErrorCode;

// Whether brackets outside strings nest deeper than the limit.
bool is_too_deep(std::string_view text) noexcept {
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      if (++depth > base::kMaxJsonDepth) return true;
    } else if ((c == '}' || c == ']') && depth > 0) {
      --depth;
    }
  }
  return false;
}

}  // namespace

base::Result<nlohmann::ordered_json> read_json_line(std::string_view text, const std::string& document,
                                                    std::uint64_t line) {
  if (text.size() > base::kMaxJsonLineBytes) {
    return Error{ErrorCode::kOutOfRange,
                 "expected lines of at most " + std::to_string(base::kMaxJsonLineBytes) + " bytes, found " +
                     std::to_string(text.size()),
                 {document, line, {}}};
  }
  if (is_too_deep(text)) {
    return Error{ErrorCode::kOutOfRange,
                 "expected at most " + std::to_string(base::kMaxJsonDepth) + " levels of nesting, found more",
                 {document, line, {}}};
  }
  auto object = nlohmann::ordered_json::parse(text, nullptr, false);
  if (!object.is_object()) {
    return Error{ErrorCode::kMalformed,
                 "expected a JSON object, found '" + std::string(text.substr(0, 80)) + "'",
                 {document, line, {}}};
  }
  return object;
}

base::Result<void> read_json_lines(
    std::string_view bytes, const std::string& document,
    const std::function<base::Result<void>(const nlohmann::ordered_json& object, std::uint64_t line)>& use) {
  std::uint64_t line = 0;
  while (!bytes.empty()) {
    ++line;
    const std::string_view text = bytes.substr(0, bytes.find('\n'));
    bytes.remove_prefix(std::min(text.size() + 1, bytes.size()));
    if (text.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    CORDON_ASSIGN(const nlohmann::ordered_json object, read_json_line(text, document, line));
    CORDON_TRY(use(object, line));
  }
  return {};
}

}  // namespace cordon::service
