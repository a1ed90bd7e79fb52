// One OFAC record as every OFAC layout gives it: CSV, PIP, classic XML, Advanced XML and Enhanced XML fill the same
// struct, so that the same publication gives the same entities in each of them. Values only; no rules here.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "cordon/base/content_hash.hpp"

namespace cordon::ingest::ofac {

enum class SubjectKind : std::uint8_t { kEntity, kIndividual, kVessel, kAircraft };

// An individual's name has two parts ("LAST, First" in the flat files); any other name is kept in last.
struct Name {
  std::string last;
  std::string first;
  std::string full;  // only where a layout has a form of its own (other scripts); empty else

  friend bool operator==(const Name&, const Name&) = default;
};

enum class AliasKind : std::uint8_t { kAlsoKnownAs, kFormerlyKnownAs, kNowKnownAs };

// FollowTheMoney properties that a layout gives under a name of its own.
using Properties = std::vector<std::pair<std::string, std::string>>;

struct Alias {
  AliasKind kind = AliasKind::kAlsoKnownAs;
  bool weak = false;
  Name name;
};

// The flat files give "City, Province Code" in one field (locality); the XML layouts give the parts.
struct PostalAddress {
  std::string street;
  std::string locality;
  std::string city;
  std::string region;
  std::string postal_code;
  std::string country;
  std::string remarks;
};

// One statement about the subject in OFAC's words: "Tax ID No. 1234". What the layout gives apart from the words is in
// the other members, else they are read from the words.
struct Fact {
  std::string text;
  std::string country;
  std::string issued;   // any form PartialDate::parse_english reads
  std::string expires;  // the same
  std::string date;     // the fact's own date in FtM form, where the layout gives it as a date
  Properties document;  // what the layout says about a document beyond that, as properties of its Identification
};

// A typed relationship with another record (Advanced and Enhanced XML).
struct Tie {
  std::string id;
  std::string role;           // "Owned or Controlled By"
  bool is_free_role = false;  // the role is none of OFAC's relationship types
  std::string other_uid;
  std::string other_name;
  std::string comment;
  std::vector<std::string> starts;  // FtM dates
  std::vector<std::string> ends;
  std::string status;
};

// One appearance on one of OFAC's lists (Advanced and Enhanced XML; the others have one without a date).
struct Listing {
  std::string list;                    // "SDN List"
  std::vector<std::string> dates;      // FtM dates; the first is the day of listing
  std::vector<std::string> authority;  // legal bases
  std::vector<std::string> measures;   // "Block"
};

struct Record {
  std::string uid;         // the list's own number, digits only
  std::uint64_t line = 0;  // where the record starts in the main file
  SubjectKind kind = SubjectKind::kEntity;
  Name name;
  std::vector<std::string> programmes;
  std::vector<Alias> aliases;
  std::vector<PostalAddress> addresses;
  std::vector<Fact> facts;
  std::vector<Tie> ties;
  std::vector<Listing> listings;
  Properties extra;          // added to the subject as they are, where its schema has them
  std::string remarks;       // as the list gives them; facts within them are read by the mapper
  bool remarks_cut = false;  // the last segment of remarks is incomplete: the rest is in a file that is missing
  base::ContentHash raw_hash;
};

}  // namespace cordon::ingest::ofac
