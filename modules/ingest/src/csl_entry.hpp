// One entry of the US Consolidated Screening List, as its CSV and JSON layouts and the lists it is made of (BIS Denied
// Persons, Entity and Unverified lists, State's nonproliferation and debarment lists) give it. All fill this struct;
// one mapping makes entities of it.
// Entries of the Treasury go through the mapping of OFAC's own lists and keep OFAC's number: "ofac-12454". The other
// lists have no numbers: their id is a hash of what an entry is cited by (name, start date, Federal Register notice).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "record.hpp"

namespace cordon::ingest::csl {

struct Number {
  std::string type;
  std::string number;
  std::string country;
  std::string issued;
  std::string expires;
};

struct Entry {
  std::string source;  // "DPL", or "Denied Persons List (DPL) - Bureau of Industry and Security"
  std::string number;  // OFAC's number; empty for the lists of others
  std::string type;    // "Individual", "Entity", "Vessel", "Aircraft" or nothing
  std::string name;
  std::string title;
  std::vector<std::string> programmes;
  std::vector<std::string> aliases;
  std::vector<AddressParts> addresses;
  std::vector<std::string> countries;  // apart from addresses
  std::vector<std::string> nationalities;
  std::vector<std::string> citizenships;
  std::vector<std::string> birth_dates;
  std::vector<std::string> birth_places;
  std::vector<Number> numbers;
  std::vector<std::string> notices;  // Federal Register citations
  std::vector<std::string> provisions;
  std::string start_date;  // FtM dates
  std::string end_date;
  std::string standard_order;
  std::string call_sign;
  std::string vessel_type;
  std::string tonnage;
  std::string gross_registered_tonnage;
  std::string flag;
  std::string owner;
  std::vector<std::string> remarks;
  std::vector<std::string> urls;
  base::SourceLocation where;
  std::string raw;  // canonical text of the raw record, for its hash
};

// Emits the entries in the order of the list. The id prefix of lists without numbers is "<prefix>-<list>-", or
// "<prefix>-" when the source names no list.
// Errors: kMissingField for an entry without a name.
[[nodiscard]] base::Result<void> emit_entries(const std::vector<Entry>& entries, std::string_view prefix,
                                              ReadContext& context);

// "Denied Persons List (DPL) - Bureau of Industry and Security" -> "dpl". Texts that name no known list are taken
// whole, in lower case.
[[nodiscard]] std::string list_code(std::string_view source);

}  // namespace cordon::ingest::csl
