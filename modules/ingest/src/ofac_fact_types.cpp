#include "ofac_fact_types.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <span>
#include <utility>

#include "cordon/base/embedded_data.hpp"
#include "ofac_text.hpp"

namespace cordon::ingest {
std::span<const base::EmbeddedFile> embedded_files() noexcept;
}

namespace cordon::ingest::ofac {
namespace {

constexpr std::array<std::pair<std::string_view, FactKind>, 21> kKinds{{
    {"document", FactKind::kDocument},
    {"passport", FactKind::kPassport},
    {"value", FactKind::kValue},
    {"date", FactKind::kDate},
    {"country", FactKind::kCountry},
    {"birth-date", FactKind::kBirthDate},
    {"birth-place", FactKind::kBirthPlace},
    {"gender", FactKind::kGender},
    {"phone", FactKind::kPhone},
    {"wallet", FactKind::kWallet},
    {"alias", FactKind::kAlias},
    {"former-name", FactKind::kFormerName},
    {"position", FactKind::kPosition},
    {"provision", FactKind::kProvision},
    {"listed", FactKind::kListed},
    {"effective", FactKind::kEffective},
    {"link", FactKind::kLink},
    {"operator", FactKind::kOperator},
    {"owner", FactKind::kOwner},
    {"more-information", FactKind::kMoreInformation},
    {"notes", FactKind::kNotes},
}};

std::string_view cut_until(std::string_view& rest, char separator) {
  const std::size_t at = rest.find(separator);
  const std::string_view part = rest.substr(0, at);
  rest = at == std::string_view::npos ? std::string_view{} : rest.substr(at + 1);
  return part;
}

std::string_view first_word(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && is_ascii_alnum(text[end])) ++end;
  return text.substr(0, end);
}

}  // namespace

const FactTypes& FactTypes::instance() {
  static const FactTypes types(base::find_embedded(embedded_files(), "lists/ofac_fact_types.txt"));
  return types;
}

FactTypes::FactTypes(std::string_view table) {
  while (!table.empty()) {
    std::string_view line = trimmed(cut_until(table, '\n'));
    if (line.empty() || line.front() == '#') continue;
    const std::string_view type = trimmed(cut_until(line, '|'));
    const std::string_view kind = trimmed(cut_until(line, '|'));
    if (kind == "role") {
      roles_.insert(ascii_lowered(type));
      continue;
    }
    Entry entry{ascii_lowered(type), FactType{std::string(type), FactKind::kNotes, {}}};
    const auto* found =
        std::find_if(kKinds.begin(), kKinds.end(), [kind](const auto& known) { return known.first == kind; });
    assert(found != kKinds.end());
    entry.type.kind = found->second;
    std::string_view properties = trimmed(line);
    while (!properties.empty()) {
      const std::string_view property = cut_until(properties, ' ');
      if (!property.empty()) entry.type.properties.emplace_back(property);
    }
    ++size_;
    by_word_[std::string(first_word(entry.folded))].push_back(std::move(entry));
  }
  for (auto& [word, entries] : by_word_) {
    std::stable_sort(entries.begin(), entries.end(),
                     [](const Entry& a, const Entry& b) { return a.folded.size() > b.folded.size(); });
  }
}

FactMatch FactTypes::find(std::string_view segment) const {
  const auto found = by_word_.find(ascii_lowered(first_word(segment)));
  if (found == by_word_.end()) return {};
  for (const Entry& entry : found->second) {
    const std::string& type = entry.folded;
    if (!starts_with_ignoring_case(segment, type)) continue;
    if (segment.size() > type.size() && is_ascii_alnum(type.back()) && is_ascii_alnum(segment[type.size()])) continue;
    std::string_view value = trimmed(segment.substr(type.size()));
    while (!value.empty() && (value.front() == ':' || value.front() == '-' || value.front() == ','))
      value = trimmed(value.substr(1));
    return {&entry.type, value};
  }
  return {};
}

bool FactTypes::names_role(std::string_view text) const {
  const std::string folded = ascii_lowered(text);
  std::size_t begin = 0;
  while (begin < folded.size()) {
    // Words may hold hyphens ("vice-president"); the parts of a hyphenated word count on their own as well.
    std::size_t end = begin;
    while (end < folded.size() && (is_ascii_alnum(folded[end]) || folded[end] == '-')) ++end;
    const std::string_view word(folded.data() + begin, end - begin);
    if (!word.empty()) {
      if (roles_.contains(std::string(word))) return true;
      for (std::string_view rest = word; rest.find('-') != std::string_view::npos;) {
        const std::string_view part = cut_until(rest, '-');
        if (roles_.contains(std::string(part)) || roles_.contains(std::string(rest))) return true;
      }
    }
    begin = end + 1;
  }
  return false;
}

}  // namespace cordon::ingest::ofac
