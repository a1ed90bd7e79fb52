// The coder of official texts: from press releases and notices to dated, typed sanction events, by a dictionary of
// patterns. Invariants: every event names the rule and the sentence it rests on; a sentence without a day of its own
// takes the document's; a text without any day is an error, never today. Thread: a Coder is immutable.
// Does not resolve names of parties to lists, and does not read between the lines: a sentence that no rule fits says
// nothing. Rules: data/events/coder.csv. Format: docs/formats/events.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/base/result.hpp"
#include "cordon/horizon/json_out.hpp"

namespace cordon::horizon {

// Persisted with each event; bump it when any can change.
inline constexpr std::string_view kCoder = "coder@1";

struct CodedEvent {
  base::Date date;
  bool date_of_sentence = false;  // else the document's
  std::string type;               // designation, delisting, licence, renewal, threat, export_control ...
  std::string issuer, actor;      // US-OFAC, USA; empty when the text names none
  std::vector<std::string> programmes;
  std::vector<std::string> targets;  // countries, without the actor's own
  std::string cameo, plover;
  std::string rule;  // the pattern that decided
  std::string sentence;
  std::uint64_t line = 0;  // 1-based, of the sentence's first word
};

struct CodedText {
  std::vector<CodedEvent> events;  // in the order of the text
  std::size_t sentences = 0;
  std::size_t negated = 0;  // sentences whose match was taken back ("no new sanctions")
};

class Coder {
 public:
  [[nodiscard]] static base::Result<Coder> shipped();
  // rules: CSV with the header kind,value,cameo,plover,pattern. Errors: kMalformed with document and line.
  [[nodiscard]] static base::Result<Coder> parse(const std::string& document, std::string_view rules);

  // published: the document's day, where it is known; else the first day in the text is.
  // Errors: kMissingField when a document with events has no day.
  [[nodiscard]] base::Result<CodedText> code(const std::string& document, std::string_view text,
                                             std::optional<base::Date> published = {}) const;

 private:
  struct Rule {
    std::string value, cameo, plover, pattern;
    // Alternatives of each place; an empty place is a gap.
    std::vector<std::vector<std::string>> places;
  };
  [[nodiscard]] const Rule* first_match(const std::vector<Rule>& rules, const std::vector<std::string>& words) const;

  std::vector<Rule> events_, nots_, issuers_, programmes_, countries_;
};

// {date, date_from: sentence|document, type, issuer, actor, targets, programmes, cameo, plover, rule, sentence,
// document, line, coder}
[[nodiscard]] std::string to_json(const CodedEvent& event, const std::string& document);

}  // namespace cordon::horizon
