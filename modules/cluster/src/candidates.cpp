#include "candidates.hpp"

#include <algorithm>
#include <map>
#include <string>

#include "cordon/match/engine.hpp"
#include "cordon/match/scorer.hpp"
#include "rules.hpp"

namespace cordon::cluster {
namespace {

// A number or reference that more subjects share than this tells nobody apart ("0000000", a registry's own number).
constexpr std::size_t kMaxHolders = 12;

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

std::map<std::string, std::size_t> subjects_by_source(std::span<const Subject> subjects) {
  std::map<std::string, std::size_t> counts;
  for (const Subject& subject : subjects) ++counts[subject.source.str()];
  return counts;
}

// Names: the subjects of every list but the largest are searched among all; scores are symmetric, so that nothing of
// the largest is missed.
void add_by_name(std::span<const Subject> subjects, const Options& options, Candidates& candidates) {
  const auto counts = subjects_by_source(subjects);
  if (counts.size() < 2) return;
  const auto largest =
      std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  std::vector<match::SubjectFeatures> names;
  std::vector<match::SubjectFeatures> queries;
  std::vector<std::size_t> asked;
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    names.push_back(names_of(subjects[i]));
    if (subjects[i].source.str() == largest->first) continue;
    queries.push_back(names.back());
    asked.push_back(i);
  }
  match::BuildOptions build;
  build.threads = options.threads;
  const match::Policy& policy = options.policy != nullptr ? *options.policy : match::Policy::standard();
  const match::Engine engine{match::Corpus::build(names, build), policy};
  match::SearchOptions search;
  search.threshold = kCandidateScore;
  const auto results = engine.search_batch(queries, search, options.threads);
  for (std::size_t q = 0; q < results.size(); ++q) {
    for (const match::Match& hit : results[q]) {
      const std::size_t a = std::min(asked[q], std::size_t{hit.subject});
      const std::size_t b = std::max(asked[q], std::size_t{hit.subject});
      if (a == b || subjects[a].source == subjects[b].source) continue;
      double& score = candidates[{a, b}];
      score = std::max(score, hit.score);
    }
  }
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
