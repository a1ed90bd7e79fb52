// The closed words of rules and activities, read from data/measures/vocabulary.yaml: activity types and their groups,
// classes of goods, projects, instruments and services with the texts and HS codes they are recognised by, list tags,
// ownership tests with their dates, groups of countries, currencies. Immutable after reading; safe to share.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/basis_points.hpp"
#include "cordon/base/date.hpp"
#include "cordon/base/result.hpp"

namespace cordon::measures {

struct WordClass {
  std::string id;
  std::string title;
  std::vector<std::string> words;     // normalised phrases; one of them makes the class
  std::vector<std::string> unless;    // normalised phrases; one of them unmakes it
  std::vector<std::string> hs_codes;  // prefixes
};

// A domain says which texts of an activity are read, and what an unrecognised text means.
struct Domain {
  std::string id;                   // "goods"; also the name of the fact when it is missing
  std::vector<std::string> fields;  // fields of the activity, in order; the first is the one that is asked for
  bool open = false;                // an unrecognised text is simply something else (a project); otherwise unknown
  // Words of names that an open domain must not take for something else: a text with one of them, or within two
  // letters of a class's words, is not recognised. Empty: every unrecognised text is something else.
  std::vector<std::string> similar;
  std::vector<WordClass> classes;
};

struct TagInfo {
  std::string id;
  std::string regime;  // "us", "eu", "uk", "ch", "un", "bis"
  std::string title;
  std::string citation;
  std::string mark;
  bool verified = true;
  // Together with one of these tags, and without SDN, the entry stands on a list that does not block; it is then
  // `then`.
  std::vector<std::string> not_blocking_with;
  std::string then;
  // The tag names a list without saying which of these memberships it is.
  std::vector<std::string> vague_for;
};

struct OwnershipStep {
  std::optional<base::Date> from;
  std::optional<base::Date> to;
  base::BasisPoints threshold;
  bool inclusive = true;
  bool aggregate = true;
};

struct OwnershipTest {
  std::string id;
  std::string citation;
  std::vector<OwnershipStep> steps;
};

struct CurrencyBounds {  // units: thousandths of a USD for one unit; what it was worth at any time since 2014
  std::int64_t min;
  std::int64_t max;
};

struct Vocabulary {
  std::set<std::string> types;
  std::map<std::string, std::string> type_aliases;
  std::map<std::string, std::set<std::string>> type_groups;                 // "group/debt" without the prefix
  std::map<std::string, std::map<std::string, std::string>> implied;        // type -> domain -> class
  std::map<std::string, std::map<std::string, std::string>> by_instrument;  // type -> class of instrument -> type
  std::map<std::string, Domain> domains;
  std::map<std::string, TagInfo> tags;
  std::map<std::string, std::string> tag_aliases;
  std::vector<std::pair<std::string, std::string>> tag_prefixes;  // "IRAN-" -> tag
  std::map<std::string, std::vector<std::string>> tag_groups;
  std::map<std::string, OwnershipTest> ownership;
  std::map<std::string, std::set<std::string>> country_groups;
  std::map<std::string, CurrencyBounds> currencies;
  base::Date read_until;                     // newest source read
  std::map<std::string, std::string> kinds;  // of parties and actors: word -> kind

  [[nodiscard]] std::optional<std::string> type(std::string_view text) const;
  [[nodiscard]] std::optional<std::string> kind(std::string_view text) const;
  // Returns: the vocabulary's own tag; nullopt when the text is not understood.
  [[nodiscard]] std::optional<std::string> tag(std::string_view text) const;
};

[[nodiscard]] base::Result<Vocabulary> parse_vocabulary(std::string_view text, std::string_view document);
// The one compiled in. Errors: none in a tested build.
[[nodiscard]] const base::Result<Vocabulary>& shipped_vocabulary();

// Lower case, punctuation to single blanks: "Nord Stream-2" and "nord stream 2" are one.
[[nodiscard]] std::string normalise_words(std::string_view text);
// normalise_words without legal forms and articles at the ends.
[[nodiscard]] std::string normalise_name(std::string_view text);
// "CAATSA - RUSSIA" and "caatsa_russia" are "CAATSA-RUSSIA".
[[nodiscard]] std::string normalise_tag(std::string_view text);
// Requires: both normalised. Whole words only.
[[nodiscard]] bool contains_phrase(std::string_view text, std::string_view phrase);

}  // namespace cordon::measures
