#include "payment_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <span>

namespace cordon::service {
namespace {

// A window of free text is no name that somebody gave: it must be surer than a party to be shown. Scores, inclusive.
// Evidence, under the policy payments (`compare`): windows that are the name with a typing error, in another order or
// without a patronymic score 0.95 to 0.997 ("Fortuna Shiping", "Testov Ivan" for Ivan Petrovich Testov); with a
// foreign word in them 0.07 and less ("FREIGHT FORTUNA"). 0.88 lies between. A word alone with one letter wrong scores
// 0.985 to 0.99 ("Fortune", "Rosneff"), with two 0.91 ("Fontana" for Fortuna), which 0.97 leaves out. Our choice: no
// labelled set of payment texts is public; whoever has one should set them anew. Lower: invoices have hits by chance.
// Higher: misspelt names pass.
constexpr double kTextThreshold = 0.88;
constexpr double kSingleWordThreshold = 0.97;
// Of the lines of a party, where nothing says that somebody else follows. Their words are mostly places and streets.
constexpr double kUnmarkedThreshold = 0.97;
constexpr double kWholeNameScore = 0.999;  // a name letter by letter
// Words inside the party's own name that are searched without it: "... KOREA DAESONG BANK". Two of them are a part of a
// person's name or "National Bank".
constexpr std::size_t kLeastInName = 3;
constexpr std::size_t kLongestRemembered = 200;  // bytes of a text that named nobody
constexpr std::size_t kLongestWindow = 6;        // words
// Letters of a word that is screened alone: vessels, companies. Words of four letters and less are mostly codes of
// payments (INV, SWIFT fields, currencies) and first names.
constexpr std::size_t kShortestWord = 5;
// A Han or Hangul letter or kana is a syllable or a word: two of them are a name.
constexpr std::size_t kLettersOfASyllable = 3;

// Words with their place, so that what was found can be quoted as it stands.
struct Word {
  std::size_t from = 0, to = 0;
};

std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto is_part = [&](std::size_t at) {
      const auto c = static_cast<unsigned char>(text[at]);
      return std::isalnum(c) != 0 || c >= 0x80 || c == '\'' || c == '-' || c == '.' || c == '&';
    };
    if (!is_part(i)) continue;
    const std::size_t from = i;
    while (i < text.size() && is_part(i)) ++i;
    out.push_back({from, i});
  }
  return out;
}

// Letters and digits as code points; those from U+2E80 on stand for syllables. Requires: as words_of() gives it.
std::size_t letters_of(std::string_view word) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const auto c = static_cast<unsigned char>(word[i]);
    if (std::isalnum(c) != 0 || (c >= 0xC0 && c < 0xE2)) ++count;
    if (c < 0xE2) continue;
    const auto next = static_cast<unsigned char>(i + 1 < word.size() ? word[i + 1] : '\0');
    count += c == 0xE2 && next < 0xBA ? 1 : kLettersOfASyllable;
  }
  return count;
}

constexpr std::string_view kVesselPrefix = "IMO";

// "8674156" or "IMO8674156".
bool is_vessel_number(std::string_view word) {
  if (word.starts_with(kVesselPrefix)) word.remove_prefix(kVesselPrefix.size());
  return word.size() == 7 && std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}
bool is_bic(std::string_view word) {
  if (word.size() != 8 && word.size() != 11) return false;
  return std::all_of(word.begin(), word.begin() + 6, [](char c) { return c >= 'A' && c <= 'Z'; }) &&
         std::all_of(word.begin() + 6, word.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)); });
}

void keep(std::vector<TextHit>& best, std::vector<screening::Hit> hits, const std::string& found) {
  for (screening::Hit& hit : hits) {
    const auto same = [&](const TextHit& kept) { return kept.hit.entity_id == hit.entity_id; };
    const auto place = std::find_if(best.begin(), best.end(), same);
    if (place == best.end()) {
      best.push_back({std::move(hit), found});
    } else if (hit.score > place->hit.score) {
      *place = {std::move(hit), found};
    }
  }
}

TextHits ranked(std::vector<TextHit> best, std::size_t words, std::size_t limit) {
  std::stable_sort(best.begin(), best.end(),
                   [](const TextHit& a, const TextHit& b) { return a.hit.score > b.hit.score; });
  TextHits out;
  out.total = best.size();
  out.words = words;
  if (limit > 0 && best.size() > limit) best.resize(limit);
  out.hits = std::move(best);
  return out;
}

// The lines of a party as one text with the line of each word.
struct PartyWord {
  Word place;
  std::string lower;     // ASCII letters folded
  std::size_t line = 0;  // in lines
  bool is_name_line = false;
  bool is_first = false;      // of its line
  bool is_alone = false;      // nothing else stands in the line
  bool is_marked = false;     // somebody named beside the party begins here
  bool is_separated = false;  // behind a comma or the like in the same line
};

struct PartyText {
  std::string text;
  std::vector<PartyWord> words;
};

bool is_one_of(std::string_view word, std::span<const std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}
bool is_number(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return (c >= '0' && c <= '9') || c == '-' || c == '.'; });
}

// Of an invoice, an account: no name holds it (a military unit's has five digits).
bool is_long_number(std::string_view word) {
  constexpr std::size_t kShortest = 6;
  return word.size() >= kShortest && is_number(word);
}

// In front of somebody or a ship that is not the party itself. Our choice, from the forms that messages use.
constexpr auto kMarkers = std::to_array<std::string_view>(
    {"c/o", "co",   "attn", "attention", "fao",  "for",  "obo",    "fbo",      "via", "vessel", "mv",
     "m/v", "m.v.", "mt",   "m/t",       "m.t.", "ship", "tanker", "imo",      "dba", "aka",    "fka",
     "or",  "and",  "und",  "et",        "o/b",  "b/o",  "t/a",    "director", "ubo", "owner"});
constexpr auto kBeforeOf = std::to_array<std::string_view>({"branch", "office", "behalf", "care", "account", "favour"});
// Titles between a marker and the name.
constexpr auto kTitles = std::to_array<std::string_view>(
    {"mr", "mrs", "ms", "dr", "mr.", "mrs.", "dr.", "herrn", "herr", "frau", "messrs", "the", "m/s"});
// Behind the name of a street. Streets are named for people, those of the lists among them.
constexpr auto kStreets = std::to_array<std::string_view>(
    {"street",  "str",    "str.", "st",     "st.",     "road",      "rd",      "rd.",      "avenue",
     "ave",     "ave.",   "lane", "square", "sq",      "boulevard", "blvd",    "prospekt", "prospect",
     "pr.",     "ulitsa", "ul.",  "ul",     "drive",   "way",       "highway", "tower",    "plaza",
     "caddesi", "cad",    "cad.", "sokak",  "strasse", "weg",       "platz",   "allee"});

PartyText text_of(const std::vector<std::string>& lines, const std::vector<std::string>& names) {
  PartyText out;
  for (std::size_t number = 0; number < lines.size(); ++number) {
    const std::string& line = lines[number];
    if (!out.text.empty()) out.text += ' ';
    const std::size_t start = out.text.size();
    out.text += line;
    const bool is_name = std::find(names.begin(), names.end(), line) != names.end();
    const std::vector<Word> words = words_of(line);
    for (std::size_t i = 0; i < words.size(); ++i) {
      PartyWord word{
          {start + words[i].from, start + words[i].to}, {}, number, is_name, i == 0, words.size() == 1, false, false};
      word.lower = line.substr(words[i].from, words[i].to - words[i].from);
      for (char& c : word.lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      if (i > 0) {
        const std::string_view between =
            std::string_view(line).substr(words[i - 1].to, words[i].from - words[i - 1].to);
        word.is_separated = between.find_first_of(",;/(+:") != std::string_view::npos;
      }
      out.words.push_back(std::move(word));
    }
  }
  for (std::size_t i = 1; i < out.words.size(); ++i) {
    const PartyWord& before = out.words[i - 1];
    // "C/O" and "M/V" are two words with a slash between.
    const bool is_pair =
        i > 1 && ((before.is_separated && is_one_of(out.words[i - 2].lower + "/" + before.lower, kMarkers)) ||
                  (before.lower == "of" && is_one_of(out.words[i - 2].lower, kBeforeOf)));
    out.words[i].is_marked =
        is_pair || is_one_of(before.lower, kMarkers) || (before.is_marked && is_one_of(before.lower, kTitles));
  }
  return out;
}

bool is_weak(const screening::Hit& hit) {
  return std::any_of(hit.explanation.features.begin(), hit.explanation.features.end(),
                     [](const auto& feature) { return feature.feature == "weak_alias"; });
}

}  // namespace

CleanTexts::Shard& CleanTexts::shard_of(const std::string& text) const {
  return (*shards_)[std::hash<std::string>{}(text) % kShards];
}

bool CleanTexts::contains(const std::string& text) const {
  Shard& shard = shard_of(text);
  const std::lock_guard lock(shard.mutex);
  return shard.texts.contains(text);
}

void CleanTexts::insert(const std::string& text) {
  Shard& shard = shard_of(text);
  const std::lock_guard lock(shard.mutex);
  if (shard.texts.size() >= kMostTexts) shard.texts.clear();
  shard.texts.insert(text);
}

TextHits TextSearch::search(const std::string& text, std::string_view following) const {
  std::string whole = text;
  if (!following.empty()) whole.append(" ").append(following);
  std::vector<Word> words = words_of(whole);
  const auto own = static_cast<std::size_t>(
      std::count_if(words.begin(), words.end(), [&text](const Word& word) { return word.from < text.size(); }));
  const std::size_t count = std::min(own, kMostWords);
  words.resize(std::min(words.size(), count + kLongestWindow - 1));
  std::vector<TextHit> best;
  for (std::size_t first = 0; first < count; ++first) {
    const std::string word = whole.substr(words[first].from, words[first].to - words[first].from);
    look_up(best, word);
    for (std::size_t last = first; last < std::min(words.size(), first + kLongestWindow); ++last) {
      if (is_long_number(whole.substr(words[last].from, words[last].to - words[last].from))) break;
      if (last == first && letters_of(word) < kShortestWord) continue;
      const std::string window = whole.substr(words[first].from, words[last].to - words[first].from);
      keep(best, screen(window, last == first ? kSingleWordThreshold : kTextThreshold), window);
    }
  }
  return ranked(std::move(best), own, options_.limit);
}

TextHits TextSearch::search_party(const std::vector<std::string>& lines, const std::vector<std::string>& names) const {
  const PartyText party = text_of(lines, names);
  const std::vector<PartyWord>& words = party.words;
  const std::size_t count = std::min(words.size(), kMostWords);
  std::vector<TextHit> best;
  for (std::size_t first = 0; first < count; ++first) {
    const auto window_to = [&](std::size_t last) {
      return party.text.substr(words[first].place.from, words[last].place.to - words[first].place.from);
    };
    const PartyWord& start = words[first];
    look_up(best, window_to(first));
    if (is_number(start.lower)) continue;
    for (std::size_t last = first; last < std::min(count, first + kLongestWindow); ++last) {
      if (is_number(words[last].lower)) break;  // of a house, a town: names on both sides of it are two
      const std::size_t size = last - first + 1;
      const bool is_in_name = start.is_name_line && words[last].line == start.line;
      const std::size_t least = start.is_marked || (start.is_alone && !start.is_name_line) ? 1
                                : is_in_name && !start.is_separated                        ? kLeastInName
                                                                                           : 2;
      if (size < least || (size == 1 && letters_of(start.lower) < kShortestWord)) continue;
      const std::string window = window_to(last);
      if (is_in_name && window == lines[start.line]) continue;
      // A name broken over lines begins where a line does, or where somebody is named.
      if (words[last].line != start.line && !start.is_first && !start.is_marked && !start.is_separated) continue;
      std::vector<screening::Hit> hits =
          screen(window, size > 1 && start.is_marked ? kTextThreshold : kUnmarkedThreshold);
      const bool is_street =
          last + 1 < count && words[last + 1].line == words[last].line && is_one_of(words[last + 1].lower, kStreets);
      if (!start.is_marked) {
        std::erase_if(hits, [is_street](const screening::Hit& hit) {
          return is_weak(hit) || (is_street && hit.score < kWholeNameScore);
        });
      }
      keep(best, std::move(hits), window);
    }
  }
  return ranked(std::move(best), words.size(), options_.limit);
}

std::vector<screening::Hit> TextSearch::screen(const std::string& window, double threshold) const {
  screening::ScreenOptions options = options_;
  options.limit = 0;  // that of the text holds for all its windows
  options.threshold = std::max(options.threshold, threshold);
  const std::string key = (threshold < kSingleWordThreshold ? "<" : ">") + window;
  if (clean_.contains(key)) return {};
  screening::Counterparty party;
  party.names = {window};
  std::vector<screening::Hit> hits = screener_.screen(screening::query_of(party).features, options);
  if (hits.empty() && key.size() <= kLongestRemembered) clean_.insert(key);
  return hits;
}

void TextSearch::look_up(std::vector<TextHit>& best, const std::string& given) const {
  // "IMO 8674156." at the end of a sentence, "INV-8674156"
  std::string word = given.substr(0, given.find_last_not_of(".,;:!?") + 1);
  if (const std::size_t hyphen = word.rfind('-'); hyphen != std::string::npos) {
    const std::string last = word.substr(hyphen + 1);
    if (is_vessel_number(last) || is_bic(last)) word = last;
  }
  const char* column = is_vessel_number(word) ? "imo" : is_bic(word) ? "bic" : nullptr;
  if (column == nullptr) return;
  screening::ScreenOptions options = options_;
  options.limit = 0;
  options.threshold = std::max(options.threshold, kTextThreshold);
  screening::Counterparty party;
  screening::set_column(party, column, word);
  keep(best, screener_.screen(screening::query_of(party).features, options), word);
}

}  // namespace cordon::service
