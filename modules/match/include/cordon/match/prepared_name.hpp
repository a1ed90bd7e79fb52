// PreparedName: a name analysed once, to be compared many times. Tokens live in a table shared by many names; the name
// itself is a short list of 16-byte slots. Both are plain records that an index file can hold as they are.
//
// A name is a sequence of *positions* (its words, at most kMaxNamePositions). A *slot* is one reading of one or more
// adjacent positions: the word itself, another romanisation of it, two adjacent words joined ("bin laden" ->
// "binladen"), a run of initials joined, or the acronym of the whole name. Scoring assigns slots of one name to slots
// of the other so that no position is used twice.
// Thread: NameAnalyser is immutable once built and safe to share. The first use of a script loads its tables.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/match/token.hpp"
#include "cordon/match/token_table.hpp"

namespace cordon::match {

inline constexpr std::size_t kMaxNamePositions = 24;

// Which rules read the name. A name is prepared for all three at once.
enum class NameMode : std::uint8_t { kPerson = 0, kOrganisation = 1, kObject = 2 };
inline constexpr std::size_t kNameModes = 3;

// Persisted in index files: do not renumber.
enum class SlotKind : std::uint8_t {
  kPlain = 0,
  kInitial = 1,     // one letter
  kTitle = 2,       // Mr, Sheikh, President: weightless in a person's name
  kLegalForm = 3,   // LLC, OOO, GmbH in canonical form
  kNumber = 4,      // digits, number words, ordinals, Roman numerals
  kParticle = 5,    // al, bin, de, van: nearly weightless
  kPatronymic = 6,  // Vladimirovich: may be missing, must not differ
  kGeneration = 7,  // Jr, II
  kGeneric = 8,     // trading, holding, international: common words of company names
  kPlace = 9,       // a country or city inside a company's name
  kJoined = 10,     // two or more adjacent positions written as one
  kAcronym = 11,    // the initial letters of the whole name
};

// Bits of NameSlot::flags.
inline constexpr std::uint8_t kSlotSurname = 1;      // before the comma of "LAST, First"
inline constexpr std::uint8_t kSlotCommon = 2;       // one of the commonest given names or surnames
inline constexpr std::uint8_t kSlotAlternative = 4;  // a further romanisation of a position

struct NameSlot {
  std::uint32_t token = 0;    // index into the token table
  std::uint8_t position = 0;  // first position covered
  std::uint8_t span = 1;      // number of positions covered
  SlotKind kind = SlotKind::kPlain;
  std::uint8_t flags = 0;
  std::array<std::uint8_t, kNameModes> loss{};  // what it costs when nothing meets it; Units: 1/8 letter
  std::uint8_t gain = 0;                        // information when it is met; Units: 1/8 bit
  friend bool operator==(const NameSlot&, const NameSlot&) = default;
};

// Bits of NameFacts::flags.
inline constexpr std::uint8_t kNameTitled = 1;          // held a title ("President Putin")
inline constexpr std::uint8_t kNameComma = 2;           // "LAST, First"
inline constexpr std::uint8_t kNameOrganisational = 4;  // holds a legal form or a generic business word
inline constexpr std::uint8_t kNameWeak = 8;            // a weak alias
inline constexpr std::uint8_t kNameLossy = 16;          // from a lossy script
inline constexpr std::uint8_t kNameNoPerson = 64;       // a derived name of one word: compared with no person
inline constexpr std::uint8_t kNameTruncated = 32;      // more than kMaxNamePositions words: the rest is not compared

struct NameFacts {
  std::uint64_t identity = 0;  // hash of the folded text in its own script; equal = the same name as written
  std::uint8_t positions = 0;
  std::uint8_t flags = 0;
  std::array<std::uint16_t, kNameModes> loss{};  // sum over positions, by mode
  friend bool operator==(const NameFacts&, const NameFacts&) = default;
};

// A name somebody else owns. Lifetime: slots and tokens must outlive the view.
struct NameView {
  const Token* tokens = nullptr;    // the table that slot.token indexes
  std::span<const NameSlot> slots;  // position slots first (sorted by position), then alternatives, joined, acronym
  NameFacts facts;
  [[nodiscard]] const Token& token(const NameSlot& slot) const noexcept { return tokens[slot.token]; }
};

struct PreparedName {
  std::vector<NameSlot> slots;
  NameFacts facts;
  [[nodiscard]] NameView view(const TokenTable& table) const noexcept { return {table.data(), slots, facts}; }
};

// Takes its acronym from a name: it is then not met by its initial letters.
void drop_acronym(PreparedName& name) noexcept;
// Makes it a derived name (SubjectFeatures::derived_names): never the same as written, and none of a person when it is
// a single word.
void mark_derived(PreparedName& name) noexcept;
// Words that tell a party from others; titles, legal forms, common words of companies, numbers and places do not.
[[nodiscard]] std::size_t telling_words(const PreparedName& name) noexcept;

class NameTables;
class NameBuilder;

class NameAnalyser {
 public:
  // The analyser over the shipped tables. Lifetime: the program's.
  [[nodiscard]] static const NameAnalyser& instance();
  // Returns: a name without positions when nothing in the text can be compared (empty, punctuation only).
  [[nodiscard]] PreparedName prepare(std::string_view name, TokenTable& table) const;
  // The tables it reads names with; internal to the module.
  [[nodiscard]] const NameTables& tables() const noexcept { return *tables_; }

  NameAnalyser(const NameAnalyser&) = delete;
  NameAnalyser& operator=(const NameAnalyser&) = delete;
  ~NameAnalyser();

 private:
  explicit NameAnalyser(std::unique_ptr<const NameTables> tables);
  std::unique_ptr<const NameTables> tables_;
};

// Prepares name after name into one table: it keeps its memory and remembers words, of which at most `most_words` are
// kept. The names are those of NameAnalyser::prepare. Not thread safe: one per thread. Lifetime: the table's.
class NamePreparer {
 public:
  static constexpr std::size_t kMostWords = 1U << 15U;  // 6 MB
  explicit NamePreparer(TokenTable& table, std::size_t most_words = kMostWords);
  ~NamePreparer();
  NamePreparer(const NamePreparer&) = delete;
  NamePreparer& operator=(const NamePreparer&) = delete;

  // Replaces what `out` holds.
  void prepare(std::string_view name, PreparedName& out);
  // From now on prepare() only defers the tokens of names (TokenTable::defer): their slots hold usable tokens once
  // settle() has been called. Requires: no other preparer uses the table meanwhile.
  void defer_tokens();
  // Requires: `slots` are those of names prepared since the last call, any of them left out. Their tokens are made, and
  // those of the slots left out too.
  void settle(std::span<NameSlot> slots);

 private:
  std::unique_ptr<NameBuilder> builder_;
  bool deferred_ = false;
};

}  // namespace cordon::match
