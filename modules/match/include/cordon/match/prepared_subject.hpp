// PreparedSubject: names and attributes of a subject in comparable form. Attributes are plain records, so that an index
// can store them; SubjectView is how scoring sees either.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "cordon/match/features.hpp"
#include "cordon/match/prepared_name.hpp"

namespace cordon::match {

// Which names rules and schema group a subject has. Persisted: do not renumber.
enum class SubjectKind : std::uint8_t { kUnknown = 0, kPerson = 1, kOrganisation = 2, kObject = 3 };
[[nodiscard]] SubjectKind subject_kind(std::string_view schema) noexcept;

// A date as days it may mean. Units: days since 1970-01-01.
struct DateRange {
  std::int32_t first = 0;
  std::int32_t last = 0;
  std::uint8_t precision = 0;  // base::DatePrecision
  std::uint8_t circa = 0;
  std::uint16_t reserved = 0;
  friend bool operator==(const DateRange&, const DateRange&) = default;
};

// A normalised identifier. Two identifiers are the same when `value` is equal; they are of one kind, and then differ,
// when `kind` is equal.
struct IdentifierKey {
  std::uint64_t value = 0;    // hash of the normalised text (of the kind's own scheme; generic numbers share a scheme)
  std::uint16_t kind = 0;     // hash of the scheme
  std::uint8_t strong = 0;    // globally unique and valid by its own check (IMO, LEI, INN ...): carries a hit alone
  std::uint8_t valid = 0;     // the scheme's check passed, or it has none
  std::uint16_t country = 0;  // two letters, high byte first; 0 = not known
  std::uint8_t group = 0;     // IdentifierGroup: what kinds of document the number may be of
  std::uint8_t telling = 0;   // long and irregular enough that two parties hardly have it by chance
  friend bool operator==(const IdentifierKey&, const IdentifierKey&) = default;
};

struct AttributeView {
  SubjectKind kind = SubjectKind::kUnknown;
  std::uint8_t genders = 0;  // bit 0 male, 1 female, 2 other
  std::span<const DateRange> birth_dates;
  std::span<const std::uint16_t> countries;     // two letters, high byte first, sorted
  std::span<const std::uint32_t> birth_places;  // hashes of the words of the places, sorted
  std::span<const std::uint32_t> addresses;     // hashes of the words of the addresses, sorted
  std::span<const IdentifierKey> identifiers;   // sorted by value
};

struct SubjectView {
  std::span<const NameView> names;
  AttributeView attributes;
};

struct PreparedAttributes {
  SubjectKind kind = SubjectKind::kUnknown;
  std::uint8_t genders = 0;
  std::vector<DateRange> birth_dates;
  std::vector<std::uint16_t> countries;
  std::vector<std::uint32_t> birth_places;
  std::vector<std::uint32_t> addresses;
  std::vector<IdentifierKey> identifiers;
  [[nodiscard]] AttributeView view() const noexcept {
    return {kind, genders, birth_dates, countries, birth_places, addresses, identifiers};
  }
};

[[nodiscard]] PreparedAttributes prepare_attributes(const SubjectFeatures& features);

// A name of a subject of that kind, for both sides of a comparison; replaces what `out` holds. Nobody is known by the
// initials of all their names, and of a party whose kind is not given only a business word says that it is not a
// person: each list has a few hundred acronyms, and among unrelated people one in fifty has the initials of one of
// them.
void prepare_name(std::string_view name, SubjectKind kind, NamePreparer& preparer, PreparedName& out);

// Everything of one subject with its own token table: a query, or one side of a comparison.
class PreparedSubject {
 public:
  explicit PreparedSubject(const SubjectFeatures& features);
  PreparedSubject(const PreparedSubject&) = delete;
  PreparedSubject& operator=(const PreparedSubject&) = delete;

  // Lifetime: the subject's.
  [[nodiscard]] SubjectView view() const noexcept { return {views_, attributes_.view()}; }
  [[nodiscard]] std::span<const PreparedName> names() const noexcept { return names_; }
  // The text each prepared name came from, same order as names().
  [[nodiscard]] std::span<const std::string> texts() const noexcept { return texts_; }
  [[nodiscard]] const TokenTable& tokens() const noexcept { return table_; }

 private:
  TokenTable table_;
  std::vector<PreparedName> names_;
  std::vector<std::string> texts_;
  std::vector<NameView> views_;
  PreparedAttributes attributes_;
};

}  // namespace cordon::match
