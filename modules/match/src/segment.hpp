// Segment: the subjects of one build() or one delta as flat arrays of plain records, in memory or in a mapped file,
// with the index over them. The layout is specified in docs/formats/match-index.md.
//
// Names are numbered by (kind of subject, loss of the name), so that "names of this size" is a range of numbers and a
// part of every posting list. Tokens are numbered by (group, length, letters), so that tokens of one length that share
// letters stand in one block.
// Invariant: independent of the number of threads it was built with; immutable.
// Thread: safe.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include "cordon/base/result.hpp"
#include "cordon/match/features.hpp"
#include "cordon/match/prepared_name.hpp"
#include "cordon/match/prepared_subject.hpp"
#include "headroom.hpp"

namespace cordon::match {

class Container;
class ContainerWriter;

struct NameRecord {
  std::uint64_t identity = 0;
  std::uint32_t first_slot = 0;
  std::uint32_t subject = 0;
  std::uint16_t slot_count = 0;
  std::array<std::uint16_t, kNameModes> loss{};
  std::uint8_t positions = 0;
  std::uint8_t flags = 0;
  SubjectKind kind = SubjectKind::kUnknown;
  std::array<std::uint8_t, 5> reserved{};

  [[nodiscard]] NameFacts facts() const noexcept { return {identity, positions, flags, loss}; }
};
static_assert(sizeof(NameRecord) == 32 && std::is_trivially_copyable_v<NameRecord>);

// Where a subject's parts begin; they end where the next record's begin (there is one record more than subjects).
struct SubjectRecord {
  std::uint64_t text = 0;
  std::uint32_t names = 0;
  std::uint32_t dates = 0;
  std::uint32_t countries = 0;
  std::uint32_t places = 0;
  std::uint32_t addresses = 0;
  std::uint32_t identifiers = 0;
  SubjectKind kind = SubjectKind::kUnknown;
  std::uint8_t genders = 0;
  std::array<std::uint8_t, 6> reserved{};
};
static_assert(sizeof(SubjectRecord) == 40 && std::is_trivially_copyable_v<SubjectRecord>);

// Tokens are compared in blocks of this many. Smaller ones that are put together for a kernel were tried: what their
// letters exclude more (a sixth) is lost by putting them together.
inline constexpr std::size_t kTokenBlock = 64;

// How a token takes part in comparisons. Persisted: do not renumber.
enum class TokenUse : std::uint8_t {
  kWord = 0,    // stands for a position, or for one and as a joined word too
  kJoined = 1,  // only ever several positions written as one: similarities below 800 do not count
  kExact = 2,   // a number or a syllable of Han or Hangul: found by keys, never by an edit
};

// Tokens of one use, script class, form length and sound length: numbered consecutively, in consecutive blocks, of
// which the last may be short.
struct TokenGroup {
  std::uint64_t columns = 0;  // where the group's blocks begin in SegmentArrays::columns
  std::uint32_t first_token = 0, last_token = 0;
  std::uint32_t first_block = 0, last_block = 0;
  TokenUse use = TokenUse::kWord;
  std::uint8_t lossy = 0;
  std::uint8_t form_length = 0;
  std::uint8_t sound_length = 0;
  std::array<std::uint8_t, kNameModes> most{};  // TokenFacts::most of its tokens
  std::uint8_t reserved = 0;

  // Symbols of one block: the columns of the forms, then those of the sound keys.
  [[nodiscard]] std::size_t block_symbols() const noexcept {
    return kTokenBlock * (std::size_t{form_length} + sound_length);
  }
};
static_assert(sizeof(TokenGroup) == 32 && std::is_trivially_copyable_v<TokenGroup>);

// What all and what any of the tokens of a block have: sets of letters, one entry per block.
struct BlockStorage {
  std::vector<std::uint32_t> letters_all, letters_any, sounds_all, sounds_any;
};

// What a search asks of a token besides its letters.
struct TokenFacts {
  std::array<std::uint8_t, kNameModes> most{};  // the most a slot with this token loses, by mode
  std::uint8_t flags = 0;                       // Token::flags
  char form_letter = 0;                         // the first of the form
  char sound_letter = 0;                        // and of the sound key
  std::uint8_t bones_length = 0;                // Token::bones_length
  std::uint8_t reserved = 0;
};
static_assert(sizeof(TokenFacts) == 8 && std::is_trivially_copyable_v<TokenFacts>);

// A key (sound key or equivalence class of a token; identifier) and where it occurs; sorted by key.
struct KeyEntry {
  std::uint64_t key = 0;
  std::uint32_t value = 0;  // token, or subject
  std::uint32_t reserved = 0;
};

// A range of names whose subjects are of one kind and whose losses lie close together.
struct NameClass {
  std::uint32_t first = 0;
  std::uint32_t last = 0;  // one behind
  std::array<std::uint16_t, kNameModes> loss_min{}, loss_max{};
  std::uint8_t positions_min = 0, positions_max = 0;
  SubjectKind kind = SubjectKind::kUnknown;
  std::uint8_t flags_any = 0;
};
static_assert(sizeof(NameClass) == 24 && std::is_trivially_copyable_v<NameClass>);

// What a search asks of a name before it looks at the name itself.
struct NameBrief {
  std::uint16_t name_class = 0;
  // The years that the birth dates of its subject reach over, as brief_year(); 0 = it has none.
  std::uint8_t first_year = 0;
  std::uint8_t last_year = 0;
  // Positions that tell parties apart however the name is read (tells_apart in every mode).
  std::uint16_t telling = 0;
  std::uint16_t reserved = 0;
};
static_assert(sizeof(NameBrief) == 8 && std::is_trivially_copyable_v<NameBrief>);
// Years as bytes, from 1851 on; those before and behind the range are taken for its ends.
[[nodiscard]] constexpr std::uint8_t brief_year(int year) noexcept {
  return static_cast<std::uint8_t>(year <= 1851 ? 1 : year >= 2105 ? 255 : year - 1850);
}

struct SegmentArrays {
  std::span<const Token> tokens;
  std::span<const NameSlot> slots;
  std::span<const NameRecord> names;
  std::span<const SubjectRecord> subjects;  // one more than there are
  std::span<const std::uint32_t> subject_names;
  std::span<const DateRange> dates;
  std::span<const std::uint16_t> countries;
  std::span<const std::uint32_t> places;
  std::span<const std::uint32_t> addresses;
  std::span<const IdentifierKey> identifiers;
  std::span<const char> text;
  std::span<const std::uint32_t> posting_starts;  // one more than tokens
  std::span<const std::uint32_t> postings;        // names, ascending per token
  std::span<const std::uint16_t> posting_marks;   // per posting: the positions of the name that the token covers
  std::span<const TokenGroup> groups;
  std::span<const std::uint32_t> letters_all, letters_any;  // per block, of the forms
  std::span<const std::uint32_t> sounds_all, sounds_any;    // per block, of the sound keys
  std::span<const std::uint8_t> columns;                    // symbols of the tokens, see TokenGroup
  std::span<const TokenFacts> token_facts;                  // per token
  std::span<const KeyEntry> token_keys;                     // token_key -> token
  std::span<const std::uint32_t> token_key_starts;          // by the top bits of the key; see key_range
  std::span<const KeyEntry> identifier_keys;                // IdentifierKey::value -> subject
  std::span<const std::uint32_t> subjects_by_id;            // ascending by id
  std::span<const NameClass> classes;
  std::span<const NameBrief> briefs;  // per name
};

class Segment {
 public:
  [[nodiscard]] static std::shared_ptr<const Segment> build(std::span<const SubjectFeatures> subjects,
                                                            unsigned threads);
  // Errors: kDamaged when sections are missing or their sizes do not fit each other.
  [[nodiscard]] static base::Result<std::shared_ptr<const Segment>> from(std::shared_ptr<const Container> container,
                                                                         std::uint32_t number);
  // Lifetime: the segment must live until the writer has written.
  void add_to(ContainerWriter& writer, std::uint32_t number) const;

  [[nodiscard]] const SegmentArrays& arrays() const noexcept { return arrays_; }
  [[nodiscard]] std::uint32_t size() const noexcept { return static_cast<std::uint32_t>(arrays_.subjects.size() - 1); }

  [[nodiscard]] NameView name(std::uint32_t number) const noexcept {
    const NameRecord& record = arrays_.names[number];
    return {arrays_.tokens.data(), arrays_.slots.subspan(record.first_slot, record.slot_count), record.facts()};
  }
  [[nodiscard]] AttributeView attributes(std::uint32_t subject) const noexcept;
  // Names of a subject in the order of its features (names, then weak names).
  [[nodiscard]] std::span<const std::uint32_t> names_of(std::uint32_t subject) const noexcept {
    const std::uint32_t first = arrays_.subjects[subject].names;
    return arrays_.subject_names.subspan(first, arrays_.subjects[subject + 1].names - first);
  }
  // Kinds of attributes that any of its subjects has.
  [[nodiscard]] const AttributeKinds& attribute_kinds() const noexcept { return attribute_kinds_; }
  // Names without a word that tells parties apart (NameBrief::telling), ascending: few.
  [[nodiscard]] std::span<const std::uint32_t> untelling_names() const noexcept { return untelling_names_; }
  // scratch holds the name views; Lifetime: until scratch changes.
  [[nodiscard]] SubjectView subject(std::uint32_t subject, std::vector<NameView>& scratch) const;

  [[nodiscard]] SubjectFeatures features(std::uint32_t subject) const;
  [[nodiscard]] std::string_view id(std::uint32_t subject) const noexcept;
  [[nodiscard]] std::string_view attachment(std::uint32_t subject) const noexcept;
  // Returns: the positions with that id, in ascending order of position.
  [[nodiscard]] std::span<const std::uint32_t> find(std::string_view id) const noexcept;

 private:
  friend struct SegmentStorage;
  Segment() = default;
  // What is found again from the arrays whenever a segment is made or opened. Requires: the arrays are complete.
  void summarise();

  SegmentArrays arrays_;
  AttributeKinds attribute_kinds_;
  std::vector<std::uint32_t> untelling_names_;
  std::shared_ptr<const void> owner_;
};

}  // namespace cordon::match
