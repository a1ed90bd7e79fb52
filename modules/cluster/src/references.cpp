// UN permanent reference numbers in fields and in running text.
#include <algorithm>
#include <array>

#include "cordon/cluster/subject.hpp"

namespace cordon::cluster {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_letter(char c) noexcept { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
char upper(char c) noexcept { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 0x20) : c; }
char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 0x20) : c; }

// Committees by the two letters their numbers start with.
constexpr std::array<std::string_view, 15> kCommittees{"CD", "CF", "GB", "HT", "IQ", "IR", "KP", "LB",
                                                       "LY", "ML", "QD", "SD", "SO", "SS", "TA"};

// Committees whose old numbers start with other letters than the new ones.
struct OldCommittee {
  std::string_view old_letter;
  std::string_view committee;
};
constexpr std::array kOldCommittees{OldCommittee{"Q", "QD"}, OldCommittee{"T", "TA"}};

std::string padded(std::string number) {
  while (number.size() < 3) number.insert(number.begin(), '0');
  return number;
}

// "QDi.012": committee, i or e, number.
std::string new_form(std::string_view text) {
  if (text.size() < 5 || text[3] != '.') return {};
  const std::string committee{upper(text[0]), upper(text[1])};
  if (std::find(kCommittees.begin(), kCommittees.end(), committee) == kCommittees.end()) return {};
  const char kind = lower(text[2]);
  if (kind != 'i' && kind != 'e') return {};
  std::string number;
  for (const char c : text.substr(4)) {
    if (!is_digit(c)) return {};
    number += c;
  }
  return number.empty() || number.size() > 4 ? std::string{} : committee + kind + '.' + padded(number);
}

// "QI.A.12.01": list and kind, a letter, the number, the year.
std::string old_form(std::string_view text) {
  if (text.size() < 8 || text[2] != '.' || !is_letter(text[3]) || text[4] != '.') return {};
  const char kind = lower(text[1]);
  if (kind != 'i' && kind != 'e') return {};
  for (const OldCommittee& old : kOldCommittees) {
    if (upper(text[0]) != old.old_letter[0]) continue;
    const std::size_t dot = text.find('.', 5);
    if (dot == std::string_view::npos || dot == 5 || text.size() != dot + 3) return {};
    std::string number;
    for (const char c : text.substr(5, dot - 5)) {
      if (!is_digit(c)) return {};
      number += c;
    }
    if (!is_digit(text[dot + 1]) || !is_digit(text[dot + 2]) || number.size() > 4) return {};
    return std::string(old.committee) + kind + '.' + padded(number);
  }
  return {};
}

}  // namespace

std::string un_reference(std::string_view text) {
  while (!text.empty() && (text.back() == '.' || text.back() == ' ' || text.back() == ',')) text.remove_suffix(1);
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  std::string reference = new_form(text);
  return reference.empty() ? old_form(text) : reference;
}

std::vector<std::string> own_un_references(std::string_view text) {
  std::string lowered(text);
  std::transform(lowered.begin(), lowered.end(), lowered.begin(), lower);
  // What may stand in front of a record's own number. A number without such words is that of somebody it mentions.
  constexpr std::array<std::string_view, 5> kMarkers{"un ref", "un sc ref", "unsc ref", "un permanent reference",
                                                     "un listing ref"};
  constexpr std::size_t kWordsBetween = 24;  // "erence number: "
  std::vector<std::string> found;
  for (const std::string_view marker : kMarkers) {
    for (std::size_t at = lowered.find(marker); at != std::string::npos; at = lowered.find(marker, at + 1)) {
      if (at > 0 && is_letter(lowered[at - 1])) continue;
      const std::size_t from = at + marker.size();
      for (std::size_t i = from; i < std::min(text.size(), from + kWordsBetween); ++i) {
        if (i > from && (is_letter(text[i - 1]) || is_digit(text[i - 1]))) continue;
        std::size_t end = i;
        while (end < text.size() && (is_letter(text[end]) || is_digit(text[end]) || text[end] == '.')) ++end;
        const std::string reference = un_reference(text.substr(i, end - i));
        if (reference.empty()) continue;
        if (std::find(found.begin(), found.end(), reference) == found.end()) found.push_back(reference);
        break;
      }
    }
  }
  return found;
}

}  // namespace cordon::cluster
