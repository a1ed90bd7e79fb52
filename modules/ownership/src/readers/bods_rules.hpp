// The field rules of the Beneficial Ownership Data Standard 0.4, and a validator that walks a statement along them.
// Source: data/ownership/bods_rules.txt.
#pragma once

#include <simdjson.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cordon::ownership {

struct BodsRule {
  std::string type;  // empty: no rule for this node itself
  std::string format;
  bool required = false;
  std::size_t length_min = 0;
  std::size_t length_max = SIZE_MAX;
  bool has_range = false;
  double range_min = 0;
  double range_max = 0;
  std::vector<std::string> codes;
  std::map<std::string, std::unique_ptr<BodsRule>, std::less<>> fields;  // "[]": the items of an array
};

class BodsRules {
 public:
  [[nodiscard]] static const BodsRules& instance();
  // Returns: what breaks the standard, each with its path ("recordDetails.interests[0].share.exact: ...").
  [[nodiscard]] std::vector<std::string> problems_of(simdjson::dom::element statement) const;

 private:
  explicit BodsRules(std::string_view table);
  std::map<std::string, BodsRule, std::less<>> scopes_;
};

// "2020-03-04", or with a time when datetime.
[[nodiscard]] bool is_bods_date(std::string_view text, std::string_view format);

}  // namespace cordon::ownership
