// The coder of official texts: from press releases and notices to dated, typed sanction events, by a dictionary of
// patterns. Invariants: every event names the rule and the sentence it rests on; an act has the document's day unless
// the text dates the act itself ("on", "effective"); a text without any day is an error, never today; what may, could
// or will be done is no act; the same act told twice in a document is one event. Thread: a Coder is immutable. Does not
// resolve names of parties to lists, and does not read between the lines: a sentence that no rule fits says nothing,
// and a sentence is one event. Rules: data/events/coder.csv. Format: docs/formats/events.md.
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
inline constexpr std::string_view kCoder = "coder@2";

struct CodedEvent {
  base::Date date;
  bool date_of_sentence = false;  // else the document's
  std::string type;               // designation, delisting, list_update, licence, denial_order, renewal, threat ...
  std::string issuer, actor;      // US-OFAC, USA; empty when the text names none
  std::vector<std::string> programmes;
  std::vector<std::string> targets;  // countries, without the actor's own
  std::string cameo, plover;
  std::string rule;            // the pattern that decided
  std::string sentence;        // the first that tells of it
  std::uint64_t line = 0;      // 1-based, of the sentence's first word
  std::uint64_t mentions = 1;  // sentences that tell of it
};

struct CodedText {
  std::vector<CodedEvent> events;  // in the order of the text
  std::size_t sentences = 0;
  std::size_t negated = 0;   // sentences whose match was taken back ("no new sanctions")
  std::size_t possible = 0;  // sentences that tell of what may or will be done
};

// One pattern of the dictionary: places of words, an empty place being a gap.
struct CoderRule {
  std::string value, cameo, plover, pattern;
  std::vector<std::vector<std::string>> places;  // alternatives of each place
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
  struct Act;    // a rule that fits, and where
  struct State;  // what the document said before

  [[nodiscard]] std::vector<std::string> read(std::string_view sentence) const;
  [[nodiscard]] const CoderRule* act_in(const std::vector<std::string>& words, Act& act, CodedText& out) const;
  [[nodiscard]] bool is_possible(const std::vector<std::string>& words, const Act& act) const;
  [[nodiscard]] const CoderRule* who_acts(const std::vector<std::string>& words, const Act& act,
                                          const CoderRule* before) const;

  std::vector<CoderRule> phrases_, events_, nots_, modals_, decided_, issuers_, states_, implied_, keepers_,
      programmes_, countries_;
};

// {date, date_from: sentence|document, type, issuer, actor, targets, programmes, cameo, plover, rule, sentence,
// mentions, document, line, coder}
[[nodiscard]] std::string to_json(const CodedEvent& event, const std::string& document);

}  // namespace cordon::horizon
