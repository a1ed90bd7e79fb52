#include "readers/bods_rules.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <sstream>

#include "cordon/base/date.hpp"
#include "cordon/base/embedded_data.hpp"

namespace cordon::ownership {

std::span<const base::EmbeddedFile> embedded_files() noexcept;

namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_uri(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size()) return false;
  const std::string_view scheme = text.substr(0, colon);
  const bool word = std::all_of(scheme.begin(), scheme.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '.' ||
           c == '-';
  });
  return word && text.find(' ') == std::string_view::npos;
}

bool is_version(std::string_view text) {
  const std::size_t dot = text.find('.');
  return dot != std::string_view::npos && is_digits(text.substr(0, dot)) && is_digits(text.substr(dot + 1));
}

bool has_type(const element& value, std::string_view type) {
  switch (value.type()) {
    case element_type::STRING:
      return type == "string";
    case element_type::BOOL:
      return type == "bool";
    case element_type::OBJECT:
      return type == "object";
    case element_type::ARRAY:
      return type == "array";
    case element_type::INT64:
    case element_type::UINT64:
    case element_type::DOUBLE:
      return type == "number";
    case element_type::NULL_VALUE:
      return false;
  }
  return false;
}

std::string shown(const element& value) {
  std::ostringstream out;
  out << simdjson::minify(value);
  return out.str().substr(0, 80);
}

class Walk {
 public:
  void check(const element& value, const BodsRule& rule, const std::string& path) {
    if (!rule.type.empty() && rule.type != "any" && !has_type(value, rule.type)) {
      report(path, "expected " + rule.type, value);
      return;
    }
    std::string_view text;
    if (value.get_string().get(text) == simdjson::SUCCESS) check_text(value, text, rule, path);
    double number = 0;
    if (rule.has_range && value.get_double().get(number) == simdjson::SUCCESS &&
        (number < rule.range_min || number > rule.range_max)) {
      report(path, "expected a number from 0 to 100", value);
    }
    simdjson::dom::object object;
    if (value.get_object().get(object) == simdjson::SUCCESS) check_object(object, rule, path);
    simdjson::dom::array array;
    const auto items = rule.fields.find("[]");
    if (items != rule.fields.end() && value.get_array().get(array) == simdjson::SUCCESS) {
      std::size_t index = 0;
      for (const element item : array) check(item, *items->second, path + '[' + std::to_string(index++) + ']');
    }
  }

  void check_object(const simdjson::dom::object& object, const BodsRule& rule, const std::string& path) {
    for (const auto& [name, field] : rule.fields) {
      element value;
      const std::string place = path.empty() ? name : path + '.' + name;
      if (object[name].get(value) == simdjson::SUCCESS) {
        check(value, *field, place);
      } else if (field->required) {
        problems.push_back(place + ": required, but missing");
      }
    }
  }

  void report(const std::string& path, const std::string& what, const element& value) {
    problems.push_back(path + ": " + what + ", found " + shown(value));
  }

  std::vector<std::string> problems;

 private:
  void check_text(const element& value, std::string_view text, const BodsRule& rule, const std::string& path) {
    if (text.size() < rule.length_min || text.size() > rule.length_max) report(path, "wrong length", value);
    if (!rule.codes.empty() && std::find(rule.codes.begin(), rule.codes.end(), text) == rule.codes.end()) {
      report(path, "not a code of the standard", value);
    }
    if (rule.format.empty()) return;
    const bool right = rule.format == "uri"       ? is_uri(text)
                       : rule.format == "version" ? is_version(text)
                                                  : is_bods_date(text, rule.format);
    if (!right) report(path, "expected the form " + rule.format, value);
  }
};

void check_identifiers(const element& details, Walk& walk) {
  simdjson::dom::array identifiers;
  if (details["identifiers"].get_array().get(identifiers) != simdjson::SUCCESS) return;
  std::size_t index = 0;
  for (const element identifier : identifiers) {
    element found;
    const std::string path = "recordDetails.identifiers[" + std::to_string(index++) + ']';
    if (!identifier.is_object()) continue;
    if (identifier["scheme"].get(found) != simdjson::SUCCESS &&
        identifier["schemeName"].get(found) != simdjson::SUCCESS) {
      walk.problems.push_back(path + ": needs scheme or schemeName");
    }
  }
}

void check_annotations(const element& statement, Walk& walk) {
  simdjson::dom::array annotations;
  if (statement["annotations"].get_array().get(annotations) != simdjson::SUCCESS) return;
  std::size_t index = 0;
  for (const element annotation : annotations) {
    const std::string path = "annotations[" + std::to_string(index++) + ']';
    if (!annotation.is_object()) continue;
    std::string_view motivation;
    std::string_view content;
    element url;
    if (annotation["motivation"].get_string().get(motivation) != simdjson::SUCCESS) continue;
    if (motivation == "linking" && annotation["url"].get(url) != simdjson::SUCCESS) {
      walk.problems.push_back(path + ".url: required for linking, but missing");
    }
    if (motivation != "transformation" &&
        annotation["transformedContent"].get_string().get(content) == simdjson::SUCCESS && !content.empty()) {
      walk.problems.push_back(path + ".transformedContent: only for transformation");
    }
  }
}

void check_entity_type(const element& details, Walk& walk) {
  std::string_view type;
  std::string_view subtype;
  if (details["entityType"]["type"].get_string().get(type) != simdjson::SUCCESS) return;
  if (details["entityType"]["subtype"].get_string().get(subtype) != simdjson::SUCCESS) return;
  const bool fits = subtype == "other" || (type == "arrangement" && (subtype == "trust" || subtype == "nomination")) ||
                    (type == "legalEntity" && subtype == "trust") ||
                    (type == "stateBody" && (subtype == "governmentDepartment" || subtype == "stateAgency"));
  if (!fits) {
    walk.problems.push_back("recordDetails.entityType.subtype: " + std::string(subtype) + " does not go with " +
                            std::string(type));
  }
}

void check_relationship(const element& details, const BodsRule& unspecified, Walk& walk) {
  for (const char* end : {"subject", "interestedParty"}) {
    element value;
    const std::string path = std::string("recordDetails.") + end;
    if (details[end].get(value) != simdjson::SUCCESS) continue;
    if (value.is_object()) {
      walk.check(value, unspecified, path);
    } else if (!value.is_string()) {
      walk.report(path, "expected a record id or an unspecified record", value);
    }
  }
  bool component = false;
  simdjson::dom::array records;
  if (details["isComponent"].get_bool().get(component) == simdjson::SUCCESS && component &&
      details["componentRecords"].get_array().get(records) == simdjson::SUCCESS && records.size() > 0) {
    walk.problems.emplace_back("recordDetails.componentRecords: must be empty where isComponent is true");
  }
}

void check_publisher(const element& statement, Walk& walk) {
  simdjson::dom::object publisher;
  if (statement["publicationDetails"]["publisher"].get_object().get(publisher) != simdjson::SUCCESS) return;
  element found;
  if (publisher["name"].get(found) != simdjson::SUCCESS && publisher["url"].get(found) != simdjson::SUCCESS) {
    walk.problems.emplace_back("publicationDetails.publisher: needs name or url");
  }
}

void read_flag(std::string_view flag, BodsRule& rule) {
  const std::size_t equal = flag.find('=');
  if (flag == "!") {
    rule.required = true;
  } else if (equal == std::string_view::npos) {
    rule.format = std::string(flag);
  } else if (flag.starts_with("in=")) {
    for (std::string_view rest = flag.substr(3); !rest.empty();) {
      const std::size_t bar = std::min(rest.find('|'), rest.size());
      rule.codes.emplace_back(rest.substr(0, bar));
      rest.remove_prefix(std::min(bar + 1, rest.size()));
    }
  } else {
    const std::string_view bounds = flag.substr(equal + 1);
    const std::size_t dots = bounds.find("..");
    std::size_t low = 0;
    std::size_t high = 0;
    const char* const begin = bounds.begin();
    std::from_chars(begin, begin + dots, low);
    std::from_chars(begin + dots + 2, bounds.end(), high);
    if (flag.starts_with("len=")) {
      rule.length_min = low;
      rule.length_max = high;
    } else {
      rule.has_range = true;
      rule.range_min = static_cast<double>(low);
      rule.range_max = static_cast<double>(high);
    }
  }
}

BodsRule& node_at(BodsRule& root, std::string_view path) {
  BodsRule* node = &root;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find_first_of(".["), path.size());
    std::string name(path.substr(0, end));
    if (end == 0 && path.front() == '[') {
      name = "[]";
      path.remove_prefix(2);
    } else {
      path.remove_prefix(end);
    }
    if (!path.empty() && path.front() == '.') path.remove_prefix(1);
    auto& child = node->fields[name];
    if (!child) child = std::make_unique<BodsRule>();
    node = child.get();
  }
  return *node;
}

}  // namespace

bool is_bods_date(std::string_view text, std::string_view format) {
  if (format == "partial" && ((text.size() == 4 && is_digits(text)) || text.size() == 7)) {
    return base::PartialDate::parse(text).has_value();
  }
  if (format == "datetime" && text.size() > 10) {
    const bool time = (text[10] == 'T' || text[10] == 't') && text.size() >= 19 && text[13] == ':' && text[16] == ':';
    return time && base::Date::parse(text.substr(0, 10)).has_value();
  }
  return text.size() == 10 && base::Date::parse(text).has_value();
}

BodsRules::BodsRules(std::string_view table) {
  std::istringstream lines{std::string(table)};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string scope;
    std::string path;
    if (line.empty() || line.front() == '#' || !(words >> scope >> path)) continue;
    BodsRule& rule = node_at(scopes_[scope], path);
    words >> rule.type;
    for (std::string flag; words >> flag;) read_flag(flag, rule);
  }
}

const BodsRules& BodsRules::instance() {
  static const BodsRules rules{base::find_embedded(embedded_files(), "ownership/bods_rules.txt")};
  return rules;
}

std::vector<std::string> BodsRules::problems_of(element statement) const {
  Walk walk;
  if (!statement.is_object()) return {"expected a statement, an object"};
  walk.check(statement, scopes_.at("statement"), "");
  check_annotations(statement, walk);
  check_publisher(statement, walk);
  std::string_view type;
  element details;
  if (statement["recordType"].get_string().get(type) != simdjson::SUCCESS) return walk.problems;
  const auto scope = scopes_.find(type);
  if (scope == scopes_.end() || type == "statement") return walk.problems;
  if (statement["recordDetails"].get(details) != simdjson::SUCCESS || !details.is_object()) return walk.problems;
  walk.check(details, scope->second, "recordDetails");
  check_identifiers(details, walk);
  if (type == "entity") check_entity_type(details, walk);
  if (type == "relationship") {
    check_relationship(details, *scopes_.at("entity").fields.at("unspecifiedEntityDetails"), walk);
  }
  return walk.problems;
}

}  // namespace cordon::ownership
