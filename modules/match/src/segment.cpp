#include "segment.hpp"

#include <algorithm>
#include <string>
#include <type_traits>

#include "container.hpp"
#include "feature_text.hpp"
#include "segment_sections.hpp"

namespace cordon::match {
namespace {

using base::Error;
using base::ErrorCode;

template <typename T>
std::span<const T> part(std::span<const T> all, std::uint32_t first, std::uint32_t last) noexcept {
  return all.subspan(first, last - first);
}

// The sizes of the arrays against each other: what a reader relies on without looking again. Contents are covered by
// the checksums.
bool sizes_agree(const SegmentArrays& arrays) noexcept {
  if (arrays.subjects.empty() || arrays.posting_starts.size() != arrays.tokens.size() + 1) return false;
  const SubjectRecord& end = arrays.subjects.back();
  const std::size_t blocks = arrays.letters_all.size();
  const bool groups_fit = std::all_of(arrays.groups.begin(), arrays.groups.end(), [&](const TokenGroup& group) {
    return group.last_token <= arrays.tokens.size() && group.last_block <= blocks &&
           group.columns + (group.last_block - group.first_block) * group.block_symbols() <= arrays.columns.size();
  });
  return end.text == arrays.text.size() && end.names == arrays.subject_names.size() &&
         arrays.names.size() == arrays.subject_names.size() && end.dates == arrays.dates.size() &&
         end.countries == arrays.countries.size() && end.places == arrays.places.size() &&
         end.addresses == arrays.addresses.size() && end.identifiers == arrays.identifiers.size() &&
         arrays.posting_starts.back() == arrays.postings.size() &&
         arrays.posting_marks.size() == arrays.postings.size() && groups_fit && arrays.letters_any.size() == blocks &&
         arrays.sounds_all.size() == blocks && arrays.sounds_any.size() == blocks &&
         arrays.token_facts.size() == arrays.tokens.size() && !arrays.token_key_starts.empty() &&
         arrays.token_key_starts.back() == arrays.token_keys.size() && arrays.briefs.size() == arrays.names.size() &&
         arrays.subjects_by_id.size() + 1 == arrays.subjects.size();
}

}  // namespace

void Segment::summarise() {
  attribute_kinds_.birth_dates = !arrays_.dates.empty();
  attribute_kinds_.birth_places = !arrays_.places.empty();
  attribute_kinds_.countries = !arrays_.countries.empty();
  attribute_kinds_.addresses = !arrays_.addresses.empty();
  attribute_kinds_.genders = std::any_of(arrays_.subjects.begin(), arrays_.subjects.end(),
                                         [](const auto& subject) { return subject.genders != 0; });
  for (std::uint32_t name = 0; name < arrays_.briefs.size(); ++name) {
    if (arrays_.briefs[name].telling == 0) untelling_names_.push_back(name);
  }
}

AttributeView Segment::attributes(std::uint32_t subject) const noexcept {
  const SubjectRecord& from = arrays_.subjects[subject];
  const SubjectRecord& to = arrays_.subjects[subject + 1];
  return {from.kind,
          from.genders,
          part(arrays_.dates, from.dates, to.dates),
          part(arrays_.countries, from.countries, to.countries),
          part(arrays_.places, from.places, to.places),
          part(arrays_.addresses, from.addresses, to.addresses),
          part(arrays_.identifiers, from.identifiers, to.identifiers)};
}

SubjectView Segment::subject(std::uint32_t subject, std::vector<NameView>& scratch) const {
  scratch.clear();
  for (const std::uint32_t number : names_of(subject)) scratch.push_back(name(number));
  return {scratch, attributes(subject)};
}

SubjectFeatures Segment::features(std::uint32_t subject) const {
  const std::uint64_t first = arrays_.subjects[subject].text;
  return decode_features({arrays_.text.data() + first, arrays_.subjects[subject + 1].text - first});
}

std::string_view Segment::id(std::uint32_t subject) const noexcept {
  const std::uint64_t first = arrays_.subjects[subject].text;
  return decode_id({arrays_.text.data() + first, arrays_.subjects[subject + 1].text - first});
}

std::string_view Segment::attachment(std::uint32_t subject) const noexcept {
  const std::uint64_t first = arrays_.subjects[subject].text;
  return decode_attachment({arrays_.text.data() + first, arrays_.subjects[subject + 1].text - first});
}

std::span<const std::uint32_t> Segment::find(std::string_view wanted) const noexcept {
  const auto order = arrays_.subjects_by_id;
  const auto first =
      std::lower_bound(order.begin(), order.end(), wanted,
                       [this](std::uint32_t subject, std::string_view text) { return id(subject) < text; });
  auto last = first;
  while (last != order.end() && id(*last) == wanted) ++last;
  return order.subspan(static_cast<std::size_t>(first - order.begin()), static_cast<std::size_t>(last - first));
}

base::Result<std::shared_ptr<const Segment>> Segment::from(std::shared_ptr<const Container> container,
                                                           std::uint32_t number) {
  std::shared_ptr<Segment> out(new Segment());
  std::uint32_t wrong = 0;
  visit_sections(out->arrays_, [&]<typename T>(std::uint32_t kind, std::span<const T>& array) {
    static_assert(std::is_trivially_copyable_v<T> && alignof(T) <= kSectionAlignment);
    const std::span<const std::byte> bytes = container->section(kind, number);
    if (bytes.size() % sizeof(T) != 0) wrong = kind;
    // The container keeps sections aligned; the records are plain bytes of this format version.
    array = {reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)};
  });
  if (wrong != 0 || !sizes_agree(out->arrays_)) {
    return Error(ErrorCode::kDamaged, "segment " + std::to_string(number) + " of the index does not fit together",
                 {container->document(), 0, {}});
  }
  out->owner_ = std::move(container);
  out->summarise();
  return std::shared_ptr<const Segment>(std::move(out));
}

void Segment::add_to(ContainerWriter& writer, std::uint32_t number) const {
  visit_sections(arrays_, [&]<typename T>(std::uint32_t kind, const std::span<const T>& array) {
    writer.add(kind, number, std::as_bytes(array));
  });
}

}  // namespace cordon::match
