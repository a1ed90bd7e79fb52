// Small helpers over yaml-cpp: every error names document, line, field, what was expected and found. yaml-cpp throws;
// nothing leaves load_yaml or guard_yaml but a Result.
#pragma once

#include <yaml-cpp/yaml.h>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/base/result.hpp"

namespace cordon::measures {

inline constexpr std::size_t kMaxYamlBytes = 4U << 20U;

// One document. Errors: not YAML, more than one document, larger than kMaxYamlBytes.
[[nodiscard]] base::Result<YAML::Node> load_yaml(std::string_view text, std::string_view document);

// A node with the name of its document and the path to it, for messages.
struct YamlPlace {
  YAML::Node node;
  std::string document;
  std::string path;

  [[nodiscard]] base::Error error(const std::string& message, base::ErrorCode code = base::ErrorCode::kMalformed) const;
  [[nodiscard]] bool has(const char* key) const;
  [[nodiscard]] YamlPlace at(const char* key) const;
  [[nodiscard]] YamlPlace at(std::size_t index) const;
  [[nodiscard]] std::size_t size() const { return node.size(); }

  // Errors: not a map; a key that is not allowed or comes twice.
  [[nodiscard]] base::Result<void> only(std::initializer_list<std::string_view> keys) const;
  [[nodiscard]] base::Result<std::string> text() const;                // a scalar that is not empty
  [[nodiscard]] base::Result<std::vector<std::string>> texts() const;  // a sequence of scalars, or one scalar
  [[nodiscard]] base::Result<base::Date> date() const;
  [[nodiscard]] base::Result<bool> flag() const;
  [[nodiscard]] base::Result<std::int64_t> integer() const;
  // Thousandths of what is written: "1,000.5" is 1'000'500. `suffixes`: units that may follow, with their factor in
  // ten-thousandths ("ft" 10'000, "m" 32'808).
  struct Unit {
    std::string_view name;
    std::int64_t factor_e4;
  };
  [[nodiscard]] base::Result<std::int64_t> decimal(std::initializer_list<Unit> units = {}) const;
  // The same for a part of this scalar's text; errors keep the place.
  [[nodiscard]] base::Result<std::int64_t> decimal_in(const std::string& part,
                                                      std::initializer_list<Unit> units = {}) const;
};

// The keys of a map in file order.
[[nodiscard]] std::vector<std::string> keys_of(const YamlPlace& place);

// Optional fields: absent, or null, leaves `out` as it is.
[[nodiscard]] base::Result<void> read_text(const YamlPlace& map, const char* key, std::string& out);
[[nodiscard]] base::Result<void> read_text(const YamlPlace& map, const char* key, std::optional<std::string>& out);
[[nodiscard]] base::Result<void> read_texts(const YamlPlace& map, const char* key, std::vector<std::string>& out);
[[nodiscard]] base::Result<void> read_date(const YamlPlace& map, const char* key, std::optional<base::Date>& out);
[[nodiscard]] base::Result<void> read_flag(const YamlPlace& map, const char* key, bool& out);

}  // namespace cordon::measures
