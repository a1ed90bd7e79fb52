#include "cordon/horizon/coder.hpp"

#include <algorithm>

#include "coder_rules.hpp"
#include "coder_text.hpp"

namespace cordon::horizon {
namespace {

using base::Date;
using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::size_t kMostSentences = 100'000;  // of one document
constexpr std::size_t kModalReach = 4;           // words between a modal and what it makes possible
constexpr std::size_t kDecidedReach = 14;        // words between a decision and its infinitive
constexpr std::size_t kSubjectReach = 4;         // words between a state and its verb

// The day of the act: one that "on" or "effective" introduces at the head of the sentence or behind the act, not of a
// relative clause or another document, and not ahead of the document.
std::optional<Date> day_of_act(const std::vector<std::string>& words, const Place& act, std::optional<Date> published) {
  constexpr std::size_t kReach = 8;  // words in which a clause of its own shows
  for (const DayInText& day : days_in(words)) {
    const std::size_t at = day.begin;
    if (published && day.date > *published) continue;
    if (at == 0 || !is_one_of(words[at - 1], {"on", "effective", "dated"})) continue;
    if (at > 1 && at < act.begin) continue;
    const auto end = words.begin() + static_cast<std::ptrdiff_t>(at);
    const bool of_another =
        std::any_of(end - static_cast<std::ptrdiff_t>(std::min(at, kReach)), end, [](const auto& word) {
          return is_one_of(
              word, {"who", "which", "that", "whose", "where", "when", "issued", "published", "signed", "amended"});
        });
    if (!of_another) return day.date;
  }
  return {};
}

// The document's day: the first that is no deadline and no start of a span.
std::optional<Date> day_of_document(const std::vector<std::string>& words) {
  for (const DayInText& day : days_in(words)) {
    const bool bound = day.begin > 0 && is_one_of(words[day.begin - 1], {"until", "through", "by", "before", "since",
                                                                         "from", "after", "than", "expires", "to"});
    if (!bound) return day.date;
  }
  return {};
}

// "May" beside a number: "3 May", "May 3".
bool is_month(const std::vector<std::string>& words, std::size_t at) {
  const auto is_number = [](const std::string& word) { return word.front() >= '0' && word.front() <= '9'; };
  return words[at] == "may" &&
         ((at > 0 && is_number(words[at - 1])) || (at + 1 < words.size() && is_number(words[at + 1])));
}

bool inherits_programmes(std::string_view type) {
  return type != "expulsion" && type != "threat" && type != "export_control" && type != "denial_order";
}

// A general word beside the particular act of the same issuer tells nothing new: the heading "sanctions action" beside
// a designation, the amendment of regulations that imposes a control.
bool is_part_of(std::string_view general, std::string_view particular) {
  if (general == "sanction") {
    return particular == "designation" || particular == "delisting" || particular == "list_update" ||
           particular == "export_control" || particular == "denial_order" || particular == "ban";
  }
  if (general == "authority") return particular == "designation" || particular == "ban" || particular == "sanction";
  if (general != "amendment") return false;
  return particular == "export_control" || particular == "licence" || particular == "easing" ||
         particular == "determination" || particular == "list_update" || particular == "delisting";
}

bool is_general(std::string_view type) { return type == "sanction" || type == "authority" || type == "amendment"; }

void unite(std::vector<std::string>& into, const std::vector<std::string>& more) {
  for (const std::string& value : more) {
    if (std::find(into.begin(), into.end(), value) == into.end()) into.push_back(value);
  }
}

// One act, one event: told again it is counted, and what either sentence names is kept.
void add_event(std::vector<CodedEvent>& events, CodedEvent event) {
  for (CodedEvent& other : events) {
    if (other.issuer != event.issuer && !other.issuer.empty() && !event.issuer.empty()) continue;
    const bool same = other.type == event.type;
    if (!same && !is_part_of(event.type, other.type) && !is_part_of(other.type, event.type)) continue;
    // A heading without a day of its own speaks of what the text below it dates.
    const bool undated =
        (is_general(other.type) && !other.date_of_sentence) || (is_general(event.type) && !event.date_of_sentence);
    if (other.date != event.date && !undated) continue;
    if (same ? event.date_of_sentence && !other.date_of_sentence : is_part_of(other.type, event.type)) {
      std::swap(other, event);
    }
    unite(other.programmes, event.programmes);
    unite(other.targets, event.targets);
    if (other.issuer.empty()) {
      other.issuer = event.issuer;
      other.actor = event.actor;
    }
    std::erase(other.targets, other.actor);
    other.mentions += event.mentions;
    return;
  }
  events.push_back(std::move(event));
}

}  // namespace

struct Coder::Act {
  Place place;
};

struct Coder::State {
  const CoderRule* issuer = nullptr;
  std::vector<std::string> programmes;
};

std::vector<std::string> Coder::read(std::string_view sentence) const {
  std::vector<std::string> words = words_of(sentence);
  for (const CoderRule& phrase : phrases_) {
    while (const auto place = find_rule(phrase, words)) {
      const auto begin = words.begin() + static_cast<std::ptrdiff_t>(place->begin);
      words.erase(begin + 1, words.begin() + static_cast<std::ptrdiff_t>(place->end));
      words[place->begin] = phrase.value;
    }
  }
  return words;
}

bool Coder::is_possible(const std::vector<std::string>& words, const Act& act) const {
  const std::size_t begin = act.place.begin;
  for (const CoderRule& modal : modals_) {
    for (std::size_t from = begin > kModalReach ? begin - kModalReach - 1 : 0; from < begin; ++from) {
      const auto place = find_rule(modal, words, from);
      if (!place || place->begin >= begin) break;
      if (place->end <= begin && !is_month(words, place->begin)) return true;
    }
  }
  if (begin == 0 || words[begin - 1] != "to") return false;
  const std::size_t from = begin > kDecidedReach ? begin - kDecidedReach : 0;
  const std::vector<std::string> before(words.begin() + static_cast<std::ptrdiff_t>(from),
                                        words.begin() + static_cast<std::ptrdiff_t>(begin));
  return !any_fits(decided_, before);
}

// Returns: the rule that decides, or null; what was taken back is counted.
const CoderRule* Coder::act_in(const std::vector<std::string>& words, Act& act, CodedText& out) const {
  bool negated = false;
  bool possible = false;
  for (const CoderRule& event : events_) {
    for (const Place& place : all_places(event, words)) {
      act.place = place;
      const bool taken_back = std::any_of(nots_.begin(), nots_.end(), [&](const CoderRule& rule) {
        const std::vector<Place> places = all_places(rule, words);
        return std::any_of(places.begin(), places.end(),
                           [&](const Place& other) { return other.begin <= place.begin && place.begin < other.end; });
      });
      if (taken_back) {
        negated = true;
      } else if (event.value != "threat" && is_possible(words, act)) {
        possible = true;
      } else {
        return &event;
      }
    }
  }
  if (negated) {
    ++out.negated;
  } else if (possible) {
    ++out.possible;
  }
  return nullptr;
}

// The subject before the verb, nearest first; else "by" somebody behind it; else whose instrument it is; else a
// state that acts; else anybody named behind the verb; else who acted before; else whose list it is.
const CoderRule* Coder::who_acts(const std::vector<std::string>& words, const Act& act, const CoderRule* before) const {
  const auto is_object = [&](std::size_t at) {
    for (std::size_t back = 1; back <= 2 && back <= at; ++back) {
      const std::string& word = words[at - back];
      if (is_one_of(word, {"with", "by", "of", "from", "to", "on", "against", "under", "after", "for", "in"}))
        return true;
      if (word != "the" && word != "u.s" && word != "us") return false;
    }
    return false;
  };
  const CoderRule* subject = nullptr;
  const CoderRule* agent = nullptr;
  const CoderRule* named = nullptr;
  Place best;
  for (const CoderRule& rule : issuers_) {
    for (const Place& place : all_places(rule, words)) {
      if (place.end <= act.place.begin) {
        // Of two that end together the longer name is meant.
        const bool nearer =
            subject == nullptr || place.end > best.end || (place.end == best.end && place.begin < best.begin);
        if (is_object(place.begin) || !nearer) continue;
        subject = &rule;
        best = place;
      } else if (place.begin > 0 && agent == nullptr &&
                 (words[place.begin - 1] == "by" ||
                  (place.begin > 1 && words[place.begin - 1] == "the" && words[place.begin - 2] == "by"))) {
        agent = &rule;
      } else if (named == nullptr && !is_object(place.begin)) {
        named = &rule;
      }
    }
  }
  if (subject != nullptr) return subject;
  if (agent != nullptr) return agent;
  for (const CoderRule& rule : implied_) {
    if (find_rule(rule, words)) return &rule;
  }
  for (const CoderRule& rule : states_) {
    const auto place = find_rule(rule, words);
    if (place && place->end <= act.place.begin && act.place.begin - place->end <= kSubjectReach &&
        !is_object(place->begin)) {
      return &rule;
    }
  }
  if (named != nullptr) return named;
  if (before != nullptr) return before;
  for (const CoderRule& rule : keepers_) {
    if (find_rule(rule, words)) return &rule;
  }
  return nullptr;
}

Result<CodedText> Coder::code(const std::string& document, std::string_view text, std::optional<Date> published) const {
  CodedText out;
  const std::vector<Sentence> sentences = sentences_of(text);
  if (sentences.size() > kMostSentences) {
    return Error{ErrorCode::kOutOfRange, "expected at most 100000 sentences", {document, 0, {}}};
  }
  State state;
  for (const Sentence& sentence : sentences) {
    ++out.sentences;
    const std::vector<std::string> words = read(sentence.text);
    if (!published) published = day_of_document(words);
    std::vector<std::string> programmes;
    std::vector<std::string> countries;
    const auto collect = [&](const std::vector<CoderRule>& rules, std::vector<std::string>& into) {
      for (const CoderRule& rule : rules) {
        if (find_rule(rule, words)) unite(into, {rule.value});
      }
    };
    collect(programmes_, programmes);
    collect(countries_, countries);
    Act act;
    const CoderRule* const event = act_in(words, act, out);
    const CoderRule* const issuer =
        who_acts(words, event != nullptr ? act : Act{{words.size(), words.size()}}, state.issuer);
    // Programmes stay with whoever named them.
    if (issuer != state.issuer || !programmes.empty()) state.programmes = programmes;
    state.issuer = issuer;
    if (event == nullptr) continue;
    if (!published) {
      return Error{ErrorCode::kMissingField,
                   "expected a day in the text, or the day it was published; found none",
                   {document, sentence.line, {}}};
    }
    const std::optional<Date> day = day_of_act(words, act.place, published);
    CodedEvent coded;
    coded.date = day.value_or(*published);
    coded.date_of_sentence = day.has_value();
    coded.type = event->value;
    if (issuer != nullptr) {
      coded.issuer = issuer->value;
      coded.actor = issuer->cameo;  // the column holds the country of an issuer
    }
    coded.programmes = inherits_programmes(coded.type) ? state.programmes : programmes;
    std::erase(countries, coded.actor);
    coded.targets = std::move(countries);
    coded.cameo = event->cameo;
    coded.plover = event->plover;
    coded.rule = event->pattern;
    coded.sentence = sentence.text;
    coded.line = sentence.line;
    add_event(out.events, std::move(coded));
  }
  return out;
}

std::string to_json(const CodedEvent& event, const std::string& document) {
  JsonOut out;
  out.begin_object().field("date", event.date.to_string());
  out.field("date_from", event.date_of_sentence ? "sentence" : "document").field("type", event.type);
  out.field_or_null("issuer", event.issuer).field_or_null("actor", event.actor).texts("targets", event.targets);
  out.texts("programmes", event.programmes).field("cameo", event.cameo).field_or_null("plover", event.plover);
  out.field("rule", event.rule).field("sentence", event.sentence).field("document", document);
  out.field("line", static_cast<std::int64_t>(event.line));
  out.field("mentions", static_cast<std::int64_t>(event.mentions)).field("coder", kCoder).end_object();
  return out.str();
}

}  // namespace cordon::horizon
