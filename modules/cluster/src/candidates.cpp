#include "candidates.hpp"

#include <algorithm>
#include <map>
#include <string>

#include "cordon/base/byte_text.hpp"
#include "cordon/base/content_hash.hpp"
#include "cordon/base/parallel.hpp"
#include "cordon/match/engine.hpp"
#include "cordon/match/scorer.hpp"
#include "rules.hpp"

namespace cordon::cluster {
namespace {

// A number or reference that more subjects share than this tells nobody apart ("0000000", a registry's own number).
constexpr std::size_t kMaxHolders = 12;
constexpr std::size_t kSubjectsPerBlock = 256;

bool is_ascii_or_latin(std::string_view name) {
  // UTF-8 lead bytes up to 0xCB are Latin with its accents; what lies above are other scripts.
  return std::none_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) > 0xCB; });
}

// Every list writes its names in Latin letters. Spellings in other scripts beside them are left out: comparing them
// with Latin words takes most of the time of a search and finds nothing that the Latin ones do not.
void keep_latin(std::vector<std::string>& names) {
  if (std::none_of(names.begin(), names.end(), is_ascii_or_latin)) return;
  std::erase_if(names, [](const std::string& name) { return !is_ascii_or_latin(name); });
}

// "Global Relief Foundation (GRF)" is also "Global Relief Foundation": lists differ in whether they add the short form.
void add_without_short_form(std::vector<std::string>& names) {
  std::vector<std::string> shorter;
  for (const std::string& name : names) {
    const std::size_t open = name.rfind('(');
    if (open == std::string::npos || open < 4 || name.back() != ')') continue;
    shorter.push_back(name.substr(0, name.find_last_not_of(' ', open - 1) + 1));
  }
  for (std::string& name : shorter) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
  }
}

match::SubjectFeatures names_of(const Subject& subject) {
  match::SubjectFeatures names;
  names.id = subject.id.str();
  names.schema = subject.features.schema;
  names.names = subject.features.names;
  names.weak_names = subject.features.weak_names;
  keep_latin(names.names);
  add_without_short_form(names.names);
  keep_latin(names.weak_names);
  return names;
}

NameMemory::Key key_of(const Subject& subject, const match::SubjectFeatures& names) {
  std::string text;
  for (const std::string* part : {&subject.source.str(), &names.id, &names.schema}) base::append_text(text, *part);
  base::append_texts(text, names.names);
  base::append_texts(text, names.weak_names);
  NameMemory::Key key;
  const base::ContentHash hash = base::ContentHash::of(text);
  std::copy_n(hash.bytes().begin(), key.size(), key.begin());
  return key;
}

// Marks the subjects that the memory has, and takes their pairs.
void recall(const NameMemory& memory, std::span<const NameMemory::Key> keys, std::vector<bool>& known,
            Candidates& candidates) {
  constexpr std::size_t kGone = static_cast<std::size_t>(-1);
  constexpr std::size_t kTwice = kGone - 1;
  std::vector<std::size_t> places(memory.keys.size(), kGone);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto at = std::lower_bound(memory.keys.begin(), memory.keys.end(), keys[i]);
    if (at == memory.keys.end() || *at != keys[i]) continue;
    std::size_t& place = places[static_cast<std::size_t>(at - memory.keys.begin())];
    // A record given twice is compared anew: its pairs were kept for one of the two.
    known[i] = place == kGone;
    if (place != kGone && place < keys.size()) known[place] = false;
    place = place == kGone ? i : kTwice;
  }
  for (std::size_t& place : places) place = place == kTwice ? kGone : place;
  for (const NameMemory::Pair& pair : memory.pairs) {
    const auto [a, b] = std::minmax(places[pair.a], places[pair.b]);
    if (b != kGone) candidates.emplace(std::pair(a, b), pair.score);
  }
}

NameMemory remember(std::span<const NameMemory::Key> keys, const Candidates& candidates) {
  NameMemory memory;
  memory.keys.assign(keys.begin(), keys.end());
  std::sort(memory.keys.begin(), memory.keys.end());
  // A record given twice has no place of its own: nothing is kept of it.
  if (std::adjacent_find(memory.keys.begin(), memory.keys.end()) != memory.keys.end()) return {};
  const auto place_of = [&memory](const NameMemory::Key& key) {
    return static_cast<std::uint32_t>(std::lower_bound(memory.keys.begin(), memory.keys.end(), key) -
                                      memory.keys.begin());
  };
  for (const auto& [pair, score] : candidates) {
    memory.pairs.push_back({place_of(keys[pair.first]), place_of(keys[pair.second]), score});
  }
  return memory;
}

// Who is compared with whom: every pair of two lists of which one side at least is new is searched for from one side.
struct Round {
  std::vector<std::size_t> asked;  // as queries
  std::vector<std::size_t> held;   // in the index
};

// The new ones are asked about all of the other lists, or the others are asked about the new ones, whatever is less
// work. When all are new, that is all but the largest list against all: scores are symmetric, so that nothing is
// missed.
Round plan_round(std::span<const Subject> subjects, const std::vector<bool>& known) {
  std::map<std::string, std::size_t> fresh;  // by list
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    if (!known[i]) ++fresh[subjects[i].source.str()];
  }
  if (fresh.empty()) return {};
  const std::string& largest = std::max_element(fresh.begin(), fresh.end(), [](const auto& a, const auto& b) {
                                 return a.second < b.second;
                               })->first;
  // A list that alone has new ones has nothing to meet in itself.
  const bool alone = fresh.size() == 1;
  Round forward;
  Round backward;
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    const bool in_largest = subjects[i].source.str() == largest;
    if (!known[i]) {
      forward.asked.push_back(i);
      backward.held.push_back(i);
    }
    if (!(alone && in_largest)) forward.held.push_back(i);
    if (known[i] ? !(alone && in_largest) : !in_largest) backward.asked.push_back(i);
  }
  return forward.asked.size() < backward.asked.size() ? forward : backward;
}

// Names, through the index: see plan_round(). What both sides of are known comes from the memory.
void add_by_name(std::span<const Subject> subjects, const Options& options, Candidates& candidates) {
  std::vector<match::SubjectFeatures> names(subjects.size());
  std::vector<NameMemory::Key> keys(subjects.size());
  base::parallel_blocks(subjects.size(), kSubjectsPerBlock, options.threads,
                        [&](std::size_t begin, std::size_t end, unsigned) {
                          for (std::size_t i = begin; i < end; ++i) {
                            names[i] = names_of(subjects[i]);
                            if (options.memory != nullptr) keys[i] = key_of(subjects[i], names[i]);
                          }
                        });
  std::vector<bool> known(subjects.size());
  if (options.memory != nullptr) recall(*options.memory, keys, known, candidates);
  const Round round = plan_round(subjects, known);
  if (!round.asked.empty() && !round.held.empty()) {
    const auto named = [&names](const std::vector<std::size_t>& places) {
      std::vector<match::SubjectFeatures> chosen;
      chosen.reserve(places.size());
      for (const std::size_t place : places) chosen.push_back(names[place]);
      return chosen;
    };
    match::BuildOptions build;
    build.threads = options.threads;
    const match::Policy& policy = options.policy != nullptr ? *options.policy : match::Policy::standard();
    const match::Engine engine{match::Corpus::build(named(round.held), build), policy};
    match::SearchOptions search;
    search.threshold = kCandidateScore;
    const auto results = engine.search_batch(named(round.asked), search, options.threads);
    for (std::size_t q = 0; q < results.size(); ++q) {
      for (const match::Match& hit : results[q]) {
        const auto [a, b] = std::minmax(round.asked[q], round.held[hit.subject]);
        if (a != b && subjects[a].source != subjects[b].source) candidates.insert_or_assign({a, b}, hit.score);
      }
    }
  }
  if (options.memory != nullptr) *options.memory = remember(keys, candidates);
}

using Holders = std::map<std::string, std::vector<std::size_t>>;

void add_holders(std::span<const Subject> subjects, const Holders& holders, Candidates& candidates) {
  for (const auto& [key, places] : holders) {
    if (places.size() > kMaxHolders) continue;
    for (std::size_t i = 0; i < places.size(); ++i) {
      for (std::size_t j = i + 1; j < places.size(); ++j) {
        if (places[i] == places[j] || subjects[places[i]].source == subjects[places[j]].source) continue;
        candidates.try_emplace({std::min(places[i], places[j]), std::max(places[i], places[j])}, 0.0);
      }
    }
  }
}

}  // namespace

double name_score(const Subject& a, const Subject& b, const match::Policy& policy) {
  const match::PreparedSubject left{names_of(a)};
  const match::PreparedSubject right{names_of(b)};
  return match::score(left.view(), right.view(), policy).score;
}

Candidates find_candidates(std::span<const Subject> subjects, std::span<const Prepared> prepared,
                           const Options& options) {
  Candidates candidates;
  add_by_name(subjects, options, candidates);
  Holders holders;
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    holders["id " + subjects[i].id.str()].push_back(i);
    for (const std::string& reference : subjects[i].references) holders["reference " + reference].push_back(i);
    for (const Prepared::Number& number : prepared[i].numbers) holders["number " + number.value].push_back(i);
  }
  Candidates by_number;
  add_holders(subjects, holders, by_number);
  const match::Policy& policy = options.policy != nullptr ? *options.policy : match::Policy::standard();
  for (const auto& [pair, score] : by_number) {
    const auto [at, is_new] = candidates.try_emplace(pair, score);
    if (is_new) at->second = name_score(subjects[pair.first], subjects[pair.second], policy);
  }
  return candidates;
}

}  // namespace cordon::cluster
