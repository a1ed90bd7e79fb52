// One subject of a British list, as the layouts give it: the former OFSI Consolidated List (one row per alias) and the
// UK Sanctions List (XML, CSV, ODS). All fill this struct; one mapping makes entities of it.
// Source: HM Treasury, Consolidated List format guide; FCDO, UK Sanctions List format guide (as the files follow them).
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "record.hpp"

namespace cordon::ingest::uk {

struct Name {
  std::array<std::string, 6> parts;  // Name 1 .. Name 6; Name 6 is the family name, or the whole name
  std::string type;                  // "Primary name", "Alias", "AKA", "FKA", "Prime Alias" ...
  std::string strength;              // "Good quality a.k.a", "Low quality a.k.a", "Good", "Low"
};

struct NumberWithDetails {
  std::string number;
  std::string details;
};

// A field of the layouts whose values only need a property: what it means, the texts as given.
struct Texts {
  std::string field;
  std::vector<std::string> values;
};

struct Record {
  std::string id;    // the entity id
  std::string kind;  // "Individual", "Entity", "Ship"
  std::vector<Name> names;
  std::vector<NumberWithDetails> passports;
  std::vector<NumberWithDetails> national_ids;
  std::vector<AddressParts> addresses;
  std::vector<Texts> texts;  // see kTextFields in uk_record.cpp
  base::SourceLocation where;

  // Adds the value when it is not empty and not there yet.
  void add(std::string_view field, std::string value);
  [[nodiscard]] std::string first(std::string_view field) const;
};

// Splits what the old list numbers within one field: "(1) Tripoli (2)-(3) Tunis (4) -" -> Tripoli, Tunis.
[[nodiscard]] std::vector<std::string> numbered_parts(std::string_view text);
// "05/02/1969", "00/00/1980", "dd/mm/1945", "dd/03/1945" and dates in words; the day stands first.
[[nodiscard]] std::optional<base::PartialDate> parse_uk_date(std::string_view text);
// The same as one FtM date, of a range its start; empty when it is none.
[[nodiscard]] std::string uk_date(std::string_view text);

// Errors: kMissingField for a record without a name.
[[nodiscard]] base::Result<void> emit_record(const Record& record, const base::ContentHash& raw_hash,
                                             std::string_view authority, ReadContext& context);

}  // namespace cordon::ingest::uk
