#include "cordon/horizon/coder.hpp"

#include <algorithm>

#include "coder_text.hpp"
#include "cordon/base/csv.hpp"
#include "shipped_data.hpp"

namespace cordon::horizon {
namespace {

using base::Date;
using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::size_t kLongestGap = 14;          // words
constexpr std::size_t kMostSentences = 100'000;  // of one document

bool fits(const std::string& word, const std::vector<std::string>& alternatives) {
  return std::any_of(alternatives.begin(), alternatives.end(), [&](const std::string& pattern) {
    if (!pattern.ends_with('*')) return word == pattern;
    return word.starts_with(std::string_view(pattern).substr(0, pattern.size() - 1));
  });
}

bool matches_at(const std::vector<std::vector<std::string>>& places, std::size_t place,
                const std::vector<std::string>& words, std::size_t at) {
  if (place == places.size()) return true;
  if (places[place].empty()) {
    const std::size_t last = std::min(words.size(), at + kLongestGap);
    for (std::size_t next = at; next <= last; ++next) {
      if (matches_at(places, place + 1, words, next)) return true;
    }
    return false;
  }
  return at < words.size() && fits(words[at], places[place]) && matches_at(places, place + 1, words, at + 1);
}

std::vector<std::vector<std::string>> places_of(const std::string& pattern) {
  std::vector<std::vector<std::string>> out;
  for (std::string_view rest = pattern; !rest.empty();) {
    const std::string_view place = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(place.size() + 1, rest.size()));
    std::vector<std::string> alternatives;
    for (std::string_view words = place == "..." ? std::string_view{} : place; !words.empty();) {
      const std::string_view word = words.substr(0, words.find('|'));
      words.remove_prefix(std::min(word.size() + 1, words.size()));
      alternatives.emplace_back(word);
    }
    out.push_back(std::move(alternatives));
  }
  return out;
}

}  // namespace

Result<Coder> Coder::shipped() {
  constexpr const char* kPath = "events/coder.csv";
  return parse(std::string("data/") + kPath, base::find_embedded(embedded_files(), kPath));
}

Result<Coder> Coder::parse(const std::string& document, std::string_view rules) {
  Coder out;
  base::CsvReader reader{rules, {}, document};
  std::vector<std::string> row;
  for (;;) {
    CORDON_ASSIGN(const bool more, reader.next(row));
    if (!more) return out;
    if (row[0].starts_with('#') || row[0] == "kind") continue;
    const base::SourceLocation where{document, reader.line(), {}};
    if (row.size() != 5 || row[4].empty()) {
      return Error{ErrorCode::kMalformed, "expected kind,value,cameo,plover,pattern", where};
    }
    Rule rule{row[1], row[2], row[3], row[4], places_of(row[4])};
    if (rule.places.front().empty() || rule.places.back().empty()) {
      return Error{ErrorCode::kMalformed, "expected a pattern that begins and ends with a word", where};
    }
    std::vector<Rule>* const kind = row[0] == "event"       ? &out.events_
                                    : row[0] == "not"       ? &out.nots_
                                    : row[0] == "issuer"    ? &out.issuers_
                                    : row[0] == "programme" ? &out.programmes_
                                    : row[0] == "country"   ? &out.countries_
                                                            : nullptr;
    if (kind == nullptr) {
      return Error{ErrorCode::kMalformed, "expected event, not, issuer, programme or country, found '" + row[0] + "'",
                   where};
    }
    kind->push_back(std::move(rule));
  }
}

const Coder::Rule* Coder::first_match(const std::vector<Rule>& rules, const std::vector<std::string>& words) const {
  for (const Rule& rule : rules) {
    for (std::size_t at = 0; at < words.size(); ++at) {
      if (matches_at(rule.places, 0, words, at)) return &rule;
    }
  }
  return nullptr;
}

Result<CodedText> Coder::code(const std::string& document, std::string_view text, std::optional<Date> published) const {
  CodedText out;
  const std::vector<Sentence> sentences = sentences_of(text);
  if (sentences.size() > kMostSentences) {
    return Error{ErrorCode::kOutOfRange, "expected at most 100000 sentences", {document, 0, {}}};
  }
  const Rule* issuer = nullptr;
  std::vector<std::string> programmes;
  for (const Sentence& sentence : sentences) {
    ++out.sentences;
    const std::vector<std::string> words = words_of(sentence.text);
    const std::optional<Date> day = day_in(words);
    if (day && !published) published = day;
    if (const Rule* named = first_match(issuers_, words)) issuer = named;
    std::vector<std::string> named_programmes;
    std::vector<std::string> countries;
    const auto collect = [&](const std::vector<Rule>& rules, std::vector<std::string>& into) {
      for (const Rule& rule : rules) {
        const bool is_new = std::find(into.begin(), into.end(), rule.value) == into.end();
        if (is_new && first_match({rule}, words) != nullptr) into.push_back(rule.value);
      }
    };
    collect(programmes_, named_programmes);
    collect(countries_, countries);
    if (!named_programmes.empty()) programmes = named_programmes;
    const Rule* const event = first_match(events_, words);
    if (event == nullptr) continue;
    if (first_match(nots_, words) != nullptr) {
      ++out.negated;
      continue;
    }
    if (!day && !published) {
      return Error{ErrorCode::kMissingField,
                   "expected a day in the text, or the day it was published; found none",
                   {document, sentence.line, {}}};
    }
    CodedEvent coded;
    coded.date = day ? *day : *published;
    coded.date_of_sentence = day.has_value();
    coded.type = event->value;
    if (issuer != nullptr) {
      coded.issuer = issuer->value;
      coded.actor = issuer->cameo;  // the column holds the country of an issuer
    }
    coded.programmes = programmes;
    std::erase(countries, coded.actor);
    coded.targets = std::move(countries);
    coded.cameo = event->cameo;
    coded.plover = event->plover;
    coded.rule = event->pattern;
    coded.sentence = sentence.text;
    coded.line = sentence.line;
    out.events.push_back(std::move(coded));
  }
  return out;
}

std::string to_json(const CodedEvent& event, const std::string& document) {
  JsonOut out;
  out.begin_object().field("date", event.date.to_string());
  out.field("date_from", event.date_of_sentence ? "sentence" : "document").field("type", event.type);
  out.field_or_null("issuer", event.issuer).field_or_null("actor", event.actor).texts("targets", event.targets);
  out.texts("programmes", event.programmes).field("cameo", event.cameo).field("plover", event.plover);
  out.field("rule", event.rule).field("sentence", event.sentence).field("document", document);
  out.field("line", static_cast<std::int64_t>(event.line)).field("coder", kCoder).end_object();
  return out.str();
}

}  // namespace cordon::horizon
