#include "cordon/outlook/resolution_rule.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>
#include <vector>

namespace cordon::outlook {
namespace {

using Fields = std::map<std::string, std::string, std::less<>>;

constexpr std::string_view kMark = " | ";
constexpr std::string_view kRound = "round: ";
constexpr std::string_view kDesignation = "designation: ";
// What separates fields is spelled out inside a value, and so is what spells it out.
constexpr std::pair<char, std::string_view> kSpelled[] = {{'%', "%25"}, {';', "%3B"}, {'|', "%7C"}, {'\n', "%0A"}};

std::string spelled(std::string_view value) {
  std::string out;
  for (const char c : value) {
    std::string_view text(&c, 1);
    for (const auto& [plain, code] : kSpelled) {
      if (c == plain) text = code;
    }
    out += text;
  }
  return out;
}

std::string unspelled(std::string_view value) {
  std::string out;
  while (!value.empty()) {
    std::size_t taken = 1;
    char c = value.front();
    for (const auto& [plain, code] : kSpelled) {
      if (value.starts_with(code)) {
        c = plain;
        taken = code.size();
      }
    }
    out += c;
    value.remove_prefix(taken);
  }
  return out;
}

std::string fields_text(const std::vector<std::pair<const char*, std::string>>& fields) {
  std::string out;
  for (const auto& [name, value] : fields) {
    if (!value.empty()) out += (out.empty() ? "" : "; ") + std::string(name) + "=" + spelled(value);
  }
  return out;
}

Fields fields_of(std::string_view text) {
  Fields out;
  while (!text.empty()) {
    const std::string_view one = text.substr(0, text.find("; "));
    text.remove_prefix(std::min(text.size(), one.size() + 2));
    const std::size_t equals = one.find('=');
    if (equals == std::string_view::npos) return {};
    out.emplace(one.substr(0, equals), unspelled(one.substr(equals + 1)));
  }
  return out;
}

std::string value(const Fields& fields, std::string_view name) {
  const auto found = fields.find(name);
  return found == fields.end() ? std::string() : found->second;
}

bool read_window(const Fields& fields, base::Date& after, base::Date& until) {
  const auto from = base::Date::parse(value(fields, "after"));
  const auto to = base::Date::parse(value(fields, "until"));
  if (!from || !to || *to <= *from) return false;
  after = *from;
  until = *to;
  return true;
}

std::optional<ResolutionRule> read_round(const Fields& fields) {
  RoundRule out;
  out.list = value(fields, "list");
  out.family = value(fields, "family");
  out.file = value(fields, "file");
  out.programme = value(fields, "programme");
  const std::string size = value(fields, "size");
  const auto [end, error] = std::from_chars(size.data(), size.data() + size.size(), out.min_size);
  const bool size_read = error == std::errc{} && end == size.data() + size.size() && out.min_size > 0;
  const bool source_read = out.list.empty() ? !out.file.empty() : !out.family.empty();
  if (!size_read || !source_read || !read_window(fields, out.after, out.until)) return std::nullopt;
  return out;
}

std::optional<ResolutionRule> read_designation(const Fields& fields) {
  DesignationRule out;
  out.list = value(fields, "list");
  out.name = value(fields, "name");
  out.birth_date = value(fields, "born");
  if (out.list.empty() || out.name.empty() || !read_window(fields, out.after, out.until)) return std::nullopt;
  return out;
}

std::string text_of(const RoundRule& rule) {
  const std::string what = rule.programme.empty() ? std::string("a programme of the family") : rule.programme;
  const std::string size = std::to_string(rule.min_size);
  std::string out = rule.list.empty() ? "a row of the file with " + size + " or more new entries under " + what
                                      : "a version of the list adds " + size + " or more entries under " + what +
                                            "; its day of publication decides";
  out += kMark;
  out += kRound;
  return out + fields_text({{"list", rule.list},
                            {"family", rule.family},
                            {"file", rule.file},
                            {"programme", rule.programme},
                            {"size", size},
                            {"after", rule.after.to_string()},
                            {"until", rule.until.to_string()}});
}

std::string text_of(const DesignationRule& rule) {
  std::string out = "an entry for the person in a version of the list published by that day";
  out += kMark;
  out += kDesignation;
  return out + fields_text({{"list", rule.list},
                            {"name", rule.name},
                            {"born", rule.birth_date},
                            {"after", rule.after.to_string()},
                            {"until", rule.until.to_string()}});
}

}  // namespace

std::string rule_text(const ResolutionRule& rule) {
  return std::visit([](const auto& one) { return text_of(one); }, rule);
}

std::optional<ResolutionRule> read_rule(std::string_view text) {
  const std::size_t mark = text.rfind(kMark);
  if (mark == std::string_view::npos) return std::nullopt;
  text.remove_prefix(mark + kMark.size());
  if (text.starts_with(kRound)) return read_round(fields_of(text.substr(kRound.size())));
  if (text.starts_with(kDesignation)) return read_designation(fields_of(text.substr(kDesignation.size())));
  return std::nullopt;
}

}  // namespace cordon::outlook
