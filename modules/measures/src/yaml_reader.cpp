#include "yaml_reader.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

namespace cordon::measures {
namespace {

base::SourceLocation location(std::string_view document, const YAML::Mark& mark) {
  // yaml-cpp counts lines from 0 and marks an unknown place with -1.
  return {std::string(document), mark.line < 0 ? 0 : static_cast<std::uint64_t>(mark.line) + 1, {}};
}

}  // namespace

base::Result<YAML::Node> load_yaml(std::string_view text, std::string_view document) {
  if (text.size() > kMaxYamlBytes) {
    return base::Error{
        base::ErrorCode::kOutOfRange,
        "expected at most " + std::to_string(kMaxYamlBytes) + " bytes, found " + std::to_string(text.size()),
        {std::string(document), 0, {}}};
  }
  try {
    std::vector<YAML::Node> documents = YAML::LoadAll(std::string(text));
    if (documents.size() != 1) {
      return base::Error{base::ErrorCode::kMalformed,
                         "expected one YAML or JSON document, found " + std::to_string(documents.size()),
                         {std::string(document), 0, {}}};
    }
    return documents.front();
  } catch (const YAML::Exception& error) {
    return base::Error{base::ErrorCode::kMalformed, "not readable as YAML or JSON: " + error.msg,
                       location(document, error.mark)};
  }
}

base::Error YamlPlace::error(const std::string& message, base::ErrorCode code) const {
  return base::Error{code, (path.empty() ? "" : path + ": ") + message, location(document, node.Mark())};
}

bool YamlPlace::has(const char* key) const {
  if (!node.IsMap()) return false;
  const YAML::Node child = node[key];
  // An empty cell means 'not given'.
  return child.IsDefined() && !child.IsNull() && !(child.IsScalar() && child.Scalar().empty());
}

YamlPlace YamlPlace::at(const char* key) const {
  return {node[key], document, path.empty() ? std::string(key) : path + "." + key};
}

YamlPlace YamlPlace::at(std::size_t index) const {
  return {node[index], document, path + "[" + std::to_string(index) + "]"};
}

base::Result<void> YamlPlace::only(std::initializer_list<std::string_view> keys) const {
  if (!node.IsMap()) return error("expected a map of fields");
  std::vector<std::string> seen;
  for (const auto& item : node) {
    const std::string key = item.first.IsScalar() ? item.first.Scalar() : "(not a text)";
    const YamlPlace place{item.first, document, path};
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
      std::string expected;
      for (const std::string_view name : keys) expected += (expected.empty() ? "" : ", ") + std::string(name);
      return place.error("field '" + key + "' is not known; expected one of: " + expected);
    }
    if (std::find(seen.begin(), seen.end(), key) != seen.end()) return place.error("field '" + key + "' comes twice");
    seen.push_back(key);
  }
  return {};
}

base::Result<std::string> YamlPlace::text() const {
  if (!node.IsScalar()) return error("expected a text");
  if (node.Scalar().empty()) return error("expected a text, found an empty one", base::ErrorCode::kMissingField);
  return node.Scalar();
}

base::Result<std::vector<std::string>> YamlPlace::texts() const {
  std::vector<std::string> out;
  if (node.IsScalar()) {
    CORDON_ASSIGN(std::string one, text());
    out.push_back(std::move(one));
    return out;
  }
  if (!node.IsSequence()) return error("expected a text or a list of texts");
  for (std::size_t i = 0; i < node.size(); ++i) {
    CORDON_ASSIGN(std::string one, at(i).text());
    out.push_back(std::move(one));
  }
  return out;
}

base::Result<base::Date> YamlPlace::date() const {
  CORDON_ASSIGN(const std::string value, text());
  const base::Result<base::Date> parsed = base::Date::parse(value);
  if (!parsed) return error("expected a date as YYYY-MM-DD, found '" + value + "'");
  return *parsed;
}

base::Result<bool> YamlPlace::flag() const {
  CORDON_ASSIGN(const std::string value, text());
  const auto is = [&](std::string_view word) { return value.compare(word) == 0; };
  if (is("true") || is("True") || is("yes")) return true;
  if (is("false") || is("False") || is("no")) return false;
  return error("expected true or false, found '" + value + "'");
}

base::Result<std::int64_t> YamlPlace::integer() const {
  CORDON_ASSIGN(const std::int64_t value, decimal());
  if (value % 1000 != 0) return error("expected a whole number, found '" + node.Scalar() + "'");
  return value / 1000;
}

base::Result<std::int64_t> YamlPlace::decimal(std::initializer_list<Unit> units) const {
  CORDON_ASSIGN(const std::string value, text());
  return decimal_in(value, units);
}

base::Result<std::int64_t> YamlPlace::decimal_in(const std::string& value, std::initializer_list<Unit> units) const {
  std::string digits;
  std::size_t i = 0;
  for (; i < value.size(); ++i) {
    const char c = value[i];
    if (c == ',' || c == '_' || c == '\'') continue;
    if ((c >= '0' && c <= '9') || c == '.') {
      digits += c;
      continue;
    }
    break;
  }
  const std::size_t unit_at = value.find_first_not_of(' ', i);
  const std::string unit = unit_at == std::string::npos ? "" : value.substr(unit_at);
  const auto refuse = [&] { return error("expected a number that is not negative, found '" + value + "'"); };
  std::int64_t factor = 10'000;
  if (!unit.empty()) {
    const auto* known = std::find_if(units.begin(), units.end(), [&](const Unit& u) { return u.name == unit; });
    if (known == units.end()) return refuse();
    factor = known->factor_e4;
  }
  const std::size_t dot = digits.find('.');
  std::string whole = digits.substr(0, dot);
  std::string fraction = dot == std::string::npos ? "" : digits.substr(dot + 1);
  if (whole.empty() || fraction.find('.') != std::string::npos) return refuse();
  fraction.resize(3, '0');  // finer than a thousandth does not matter for any threshold
  whole += fraction;
  std::int64_t number = 0;
  const auto [end, code] = std::from_chars(whole.data(), whole.data() + whole.size(), number);
  if (code != std::errc{} || end != whole.data() + whole.size()) return refuse();
  if (factor == 10'000) return number;
  if (number > std::numeric_limits<std::int64_t>::max() / factor) return refuse();
  return number * factor / 10'000;
}

std::vector<std::string> keys_of(const YamlPlace& place) {
  std::vector<std::string> out;
  if (!place.node.IsMap()) return out;
  for (const auto& item : place.node) {
    if (item.first.IsScalar()) out.push_back(item.first.Scalar());
  }
  return out;
}

base::Result<void> read_text(const YamlPlace& map, const char* key, std::string& out) {
  if (!map.has(key)) return {};
  CORDON_ASSIGN(out, map.at(key).text());
  return {};
}

base::Result<void> read_text(const YamlPlace& map, const char* key, std::optional<std::string>& out) {
  if (!map.has(key)) return {};
  CORDON_ASSIGN(out, map.at(key).text());
  return {};
}

base::Result<void> read_texts(const YamlPlace& map, const char* key, std::vector<std::string>& out) {
  if (!map.has(key)) return {};
  CORDON_ASSIGN(out, map.at(key).texts());
  return {};
}

base::Result<void> read_date(const YamlPlace& map, const char* key, std::optional<base::Date>& out) {
  if (!map.has(key)) return {};
  CORDON_ASSIGN(out, map.at(key).date());
  return {};
}

base::Result<void> read_flag(const YamlPlace& map, const char* key, bool& out) {
  if (!map.has(key)) return {};
  CORDON_ASSIGN(out, map.at(key).flag());
  return {};
}

}  // namespace cordon::measures
