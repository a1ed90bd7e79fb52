#include "cordon/match/prepared_subject.hpp"

#include <algorithm>

#include "cordon/base/date.hpp"
#include "cordon/match/identifiers.hpp"
#include "cordon/model/schema.hpp"
#include "cordon/text/romanise.hpp"
#include "cordon/text/words.hpp"

namespace cordon::match {

namespace {

constexpr std::size_t kTokensOfAName = 8;  // few names have more
constexpr std::int32_t kCircaDays = 731;   // "circa 1960": two years either way; our choice

std::uint32_t word_hash(std::string_view text) noexcept {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3ULL;
  }
  return static_cast<std::uint32_t>(hash ^ (hash >> 32U));
}

template <typename T>
void sort_unique(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

std::vector<std::uint32_t> word_hashes(std::span<const std::string> texts) {
  std::vector<std::uint32_t> out;
  for (const std::string& text : texts) {
    for (const text::Word& word : text::split_words(text)) {
      const text::Romanised latin = text::romanise(word.folded, word.script);
      if (!latin.forms.empty() && (latin.forms[0].size() > 2 || latin.forms[0][0] <= '9')) {
        out.push_back(word_hash(latin.forms[0]));
      }
    }
  }
  sort_unique(out);
  return out;
}

}  // namespace

SubjectKind subject_kind(std::string_view schema) noexcept {
  if (model::is_a(schema, "Person")) return SubjectKind::kPerson;
  if (model::is_a(schema, "Organization") || model::is_a(schema, "Company")) return SubjectKind::kOrganisation;
  if (model::is_a(schema, "Vehicle") || model::is_a(schema, "Asset")) return SubjectKind::kObject;
  return SubjectKind::kUnknown;  // LegalEntity, Thing, none
}

PreparedAttributes prepare_attributes(const SubjectFeatures& features) {
  PreparedAttributes out;
  out.kind = subject_kind(features.schema);
  for (const std::string& gender : features.genders) {
    const unsigned bit = gender == "male" ? 1U : gender == "female" ? 2U : gender == "other" ? 4U : 0U;
    out.genders = static_cast<std::uint8_t>(out.genders | bit);
  }
  for (const std::string& text : features.birth_dates) {
    const base::Result<base::PartialDate> date = base::PartialDate::parse(text);
    if (!date) continue;  // readers count what is not a date; here it has nothing to compare
    DateRange range;
    range.first = date->first().days() - (date->circa() ? kCircaDays : 0);
    range.last = date->last().days() + (date->circa() ? kCircaDays : 0);
    range.precision = static_cast<std::uint8_t>(date->precision());
    range.circa = date->circa() ? 1 : 0;
    out.birth_dates.push_back(range);
  }
  for (const std::string& code : features.countries) {
    if (code.size() != 2) continue;
    out.countries.push_back(
        static_cast<std::uint16_t>((static_cast<unsigned char>(code[0]) << 8U) | static_cast<unsigned char>(code[1])));
  }
  sort_unique(out.countries);
  out.birth_places = word_hashes(features.birth_places);
  out.addresses = word_hashes(features.addresses);
  for (const Identifier& identifier : features.identifiers) {
    if (const std::optional<IdentifierKey> key = identifier_key(identifier)) out.identifiers.push_back(*key);
  }
  std::sort(out.identifiers.begin(), out.identifiers.end(), [](const IdentifierKey& a, const IdentifierKey& b) {
    return a.value != b.value ? a.value < b.value : a.kind < b.kind;
  });
  return out;
}

void prepare_name(std::string_view name, SubjectKind kind, NamePreparer& preparer, PreparedName& out) {
  preparer.prepare(name, out);
  const bool organisational = (out.facts.flags & kNameOrganisational) != 0;
  if (kind == SubjectKind::kPerson || (kind == SubjectKind::kUnknown && !organisational)) drop_acronym(out);
}

PreparedSubject::PreparedSubject(const SubjectFeatures& features) : attributes_(prepare_attributes(features)) {
  const SubjectKind kind = attributes_.kind;
  const std::size_t names = features.names.size() + features.weak_names.size() + features.derived_names.size();
  table_.reserve(names * kTokensOfAName);
  names_.reserve(names);
  texts_.reserve(names);
  views_.reserve(names);
  NamePreparer preparer(table_);
  for (const std::string& name : features.names) {
    prepare_name(name, kind, preparer, names_.emplace_back());
    texts_.push_back(name);
  }
  for (const std::string& name : features.weak_names) {
    prepare_name(name, kind, preparer, names_.emplace_back());
    names_.back().facts.flags |= kNameWeak;
    texts_.push_back(name);
  }
  for (const std::string& name : features.derived_names) {
    prepare_name(name, kind, preparer, names_.emplace_back());
    mark_derived(names_.back());
    texts_.push_back(name);
  }
  for (const PreparedName& name : names_) views_.push_back(name.view(table_));
}

}  // namespace cordon::match
