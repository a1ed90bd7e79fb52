#include "alias_text.hpp"

#include <algorithm>
#include <array>

#include "record.hpp"

namespace cordon::ingest {
namespace {

constexpr std::array<std::string_view, 24> kLegalForms{
    "ltd",  "ltd.",  "limited", "inc", "inc.",      "incorporated", "llc",       "l.l.c.",
    "llp",  "l.p.",  "co.",     "co",  "jsc",       "ojsc",         "s.a.",      "gmbh",
    "b.v.", "corp.", "corp",    "plc", "pte. ltd.", "pty. ltd.",    "co., ltd.", "s.r.l."};

bool is_legal_form(std::string_view text) {
  const std::string lowered = lower_ascii(text);
  return std::find(kLegalForms.begin(), kLegalForms.end(), lowered) != kLegalForms.end();
}

constexpr std::array<std::string_view, 8> kMarks{"a.k.a.", "aka ",   "f.k.a.",         "fka ",
                                                 "n.k.a.", "d.b.a.", "also known as ", "formerly known as "};

std::string without_mark(std::string text) {
  const std::string lowered = lower_ascii(text);
  for (const std::string_view mark : kMarks) {
    if (!lowered.starts_with(mark)) continue;
    const std::size_t at = text.find_first_not_of(" ,:", mark.size());
    return at == std::string::npos ? std::string{} : text.substr(at);
  }
  return text;
}

}  // namespace

std::vector<std::string> split_aliases(std::string_view text) {
  std::vector<std::string> names;
  for (std::string& part : split(text, text.find(';') == std::string_view::npos ? "," : ";")) {
    if (is_legal_form(part) && !names.empty()) {
      names.back() += ", " + part;
    } else if (std::string name = without_mark(std::move(part)); !name.empty()) {
      names.push_back(std::move(name));
    }
  }
  return names;
}

void split_alias_tail(std::string_view text, std::string& name, std::vector<std::string>& aliases) {
  const std::string lowered = lower_ascii(text);
  std::size_t at = lowered.find("(a.k.a.");
  const bool is_in_brackets = at != std::string::npos;
  if (!is_in_brackets) at = lowered.find(", a.k.a.");
  name = std::string(text.substr(0, at));
  while (name.ends_with(' ') || name.ends_with(',')) name.pop_back();
  if (at == std::string::npos) return;
  std::string_view tail = text.substr(at + (is_in_brackets ? 1 : 2));
  const std::size_t close = tail.find_last_of(')');
  if (is_in_brackets && close != std::string_view::npos) {
    const std::string_view behind = tail.substr(close + 1);
    if (behind.find_first_not_of(" ,.") != std::string_view::npos) name += std::string(behind);  // it is name again
    tail = tail.substr(0, close);
  }
  if (!is_in_brackets) {  // a.k.a. stands before every name, and commas may be part of one
    const std::string tail_lowered = lower_ascii(tail);
    std::size_t from = 0;
    while (from < tail.size()) {
      const std::size_t next = tail_lowered.find(", a.k.a.", from);
      std::string one = without_mark(std::string(tail.substr(from, next == std::string::npos ? next : next - from)));
      if (!one.empty()) aliases.push_back(std::move(one));
      from = next == std::string::npos ? tail.size() : next + 2;
    }
    return;
  }
  for (std::string& alias : split(tail, ";")) {
    if (std::string clean = without_mark(std::move(alias)); !clean.empty()) aliases.push_back(std::move(clean));
  }
}

std::string natural_order(const std::string& name) {
  const std::vector<std::string> parts = split(name, ",");
  if (parts.size() != 2 || is_legal_form(parts[1])) return name;
  return parts[1] + " " + parts[0];
}

}  // namespace cordon::ingest
