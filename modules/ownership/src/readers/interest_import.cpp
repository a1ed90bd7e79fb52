#include <algorithm>

#include "cordon/base/json_text.hpp"
#include "cordon/ownership/interest_readers.hpp"

namespace cordon::ownership {

namespace {
constexpr std::size_t kMaxShownBytes = 200;
}

void InterestImport::count_unmapped(std::string_view field, std::string_view value) {
  const std::string_view shown = value.substr(0, kMaxShownBytes);
  const auto at = std::lower_bound(unmapped.begin(), unmapped.end(), std::pair(field, shown),
                                   [](const model::UnmappedValue& a, const auto& wanted) {
                                     return std::pair(std::string_view(a.field), std::string_view(a.value)) < wanted;
                                   });
  if (at != unmapped.end() && at->field == field && at->value == shown) {
    ++at->count;
  } else {
    unmapped.insert(at, {std::string(field), std::string(shown), 1});
  }
}

void InterestImport::append_json(std::string& out) const {
  out += "{\"records\":" + std::to_string(records) + ",\"parties\":" + std::to_string(parties) +
         ",\"interests\":" + std::to_string(interests) + ",\"ignored\":" + std::to_string(ignored) + ",\"unmapped\":[";
  for (std::size_t i = 0; i < unmapped.size(); ++i) {
    out += i > 0 ? ",{\"field\":" : "{\"field\":";
    base::append_json_string(out, unmapped[i].field);
    out += ",\"value\":";
    base::append_json_string(out, unmapped[i].value);
    out += ",\"count\":" + std::to_string(unmapped[i].count) + '}';
  }
  out += "],\"rejected\":[";
  for (std::size_t i = 0; i < rejected.size(); ++i) {
    out += i > 0 ? ",{\"line\":" : "{\"line\":";
    out += std::to_string(rejected[i].where.line) + ",\"record\":";
    base::append_json_string(out, rejected[i].where.record);
    out += ",\"reason\":";
    base::append_json_string(out, rejected[i].reason);
    out += '}';
  }
  out += "],\"warnings\":[";
  for (std::size_t i = 0; i < warnings.size(); ++i) {
    if (i > 0) out += ',';
    base::append_json_string(out, warnings[i]);
  }
  out += "]}";
}

}  // namespace cordon::ownership
