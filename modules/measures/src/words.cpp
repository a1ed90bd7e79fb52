// Text forms under which names, phrases and tags are compared.
#include <algorithm>
#include <array>

#include "vocabulary.hpp"

namespace cordon::measures {
namespace {

// Only forms met in the curated names: full name matching is the match engine's job, not this module's.
constexpr std::array<std::string_view, 26> kLegalForms{"ag",      "llc",
                                                       "ooo",     "pao",
                                                       "jsc",     "pjsc",
                                                       "ojsc",    "oao",
                                                       "ao",      "zao",
                                                       "ltd",     "limited",
                                                       "inc",     "plc",
                                                       "gmbh",    "sa",
                                                       "nv",      "bv",
                                                       "co",      "corp",
                                                       "the",     "cjsc",
                                                       "company", "oy",
                                                       "asa",     "public joint stock"};

// The small letter of a Cyrillic capital in UTF-8: two bytes, A to Ya and Yo. Returns: whether it is one.
bool append_small_cyrillic(std::string_view text, std::size_t at, std::string& out) {
  if (at + 1 >= text.size() || static_cast<unsigned char>(text[at]) != 0xD0) return false;
  const auto next = static_cast<unsigned char>(text[at + 1]);
  if (next >= 0x90 && next <= 0x9F) {
    out += {'\xD0', static_cast<char>(next + 0x20)};
  } else if (next >= 0xA0 && next <= 0xAF) {
    out += {'\xD1', static_cast<char>(next - 0x20)};
  } else if (next == 0x81) {
    out += "\xD1\x91";
  } else {
    return false;
  }
  return true;
}

bool drop_suffix(std::string& text, std::string_view form) {
  if (text.size() <= form.size() + 1 || !text.ends_with(form) || text[text.size() - form.size() - 1] != ' ')
    return false;
  text.resize(text.size() - form.size() - 1);
  return true;
}

bool drop_prefix(std::string& text, std::string_view form) {
  if (text.size() <= form.size() + 1 || !text.starts_with(form) || text[form.size()] != ' ') return false;
  text.erase(0, form.size() + 1);
  return true;
}

}  // namespace

std::string normalise_words(std::string_view text) {
  std::string out;
  bool gap = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const auto byte = static_cast<unsigned char>(c);
    const bool upper = byte >= 'A' && byte <= 'Z';
    if (upper || (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte >= 0x80) {
      if (gap && !out.empty()) out += ' ';
      gap = false;
      if (append_small_cyrillic(text, at, out)) {
        ++at;
        continue;
      }
      out += upper ? static_cast<char>(byte + ('a' - 'A')) : c;
    } else if (c != '\'' && c != '.') {  // "J.S.C." and "Int'l" stay one word
      gap = true;
    }
  }
  return out;
}

std::string normalise_name(std::string_view text) {
  std::string out = normalise_words(text);
  bool again = true;
  while (again) {
    again = false;
    for (const std::string_view form : kLegalForms) again = again || drop_suffix(out, form) || drop_prefix(out, form);
  }
  return out;
}

std::string normalise_tag(std::string_view text) {
  std::string out;
  bool gap = false;
  for (const char c : text) {
    const bool lower = c >= 'a' && c <= 'z';
    if (lower || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
      if (gap && !out.empty()) out += '-';
      gap = false;
      out += lower ? static_cast<char>(c - ('a' - 'A')) : c;
    } else {
      gap = true;
    }
  }
  return out;
}

bool contains_phrase(std::string_view text, std::string_view phrase) {
  for (std::size_t at = text.find(phrase); at != std::string_view::npos; at = text.find(phrase, at + 1)) {
    const std::size_t end = at + phrase.size();
    if ((at == 0 || text[at - 1] == ' ') && (end == text.size() || text[end] == ' ')) return true;
  }
  return false;
}

std::optional<std::string> Vocabulary::type(std::string_view text) const {
  std::string word = normalise_words(text);
  std::replace(word.begin(), word.end(), ' ', '_');
  if (types.contains(word)) return word;
  const auto alias = type_aliases.find(word);
  return alias == type_aliases.end() ? std::nullopt : std::optional(alias->second);
}

std::optional<std::string> Vocabulary::kind(std::string_view text) const {
  const auto found = kinds.find(normalise_words(text));
  return found == kinds.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::string> Vocabulary::tag(std::string_view text) const {
  const std::string word = normalise_tag(text);
  if (tags.contains(word)) return word;
  if (const auto alias = tag_aliases.find(word); alias != tag_aliases.end()) return alias->second;
  for (const auto& [prefix, id] : tag_prefixes) {
    if (word.starts_with(prefix)) return id;
  }
  return std::nullopt;
}

}  // namespace cordon::measures
