// An invented watch list of any size, for benchmarks and tests: names of people, companies and vessels whose token
// frequencies follow those of sanctions lists (Zipf-Mandelbrot: the 20 commonest tokens reach a third of the names,
// most tokens are met once), with aliases that are variants of the main name, and native-script spellings.
//
// Invariant: subject(i) depends on the seed and on i only, so that any part of a list can be made again by itself.
// Thread: subject() is const and safe. It uses no external data; nobody in it exists.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace cordon::bench {

struct GeneratedSubject {
  std::string id;
  std::string schema;  // FollowTheMoney: Person, Organization, Company, Vessel
  std::vector<std::string> names;
  std::vector<std::string> weak_names;
  std::vector<std::string> birth_dates;
  std::vector<std::string> countries;
  std::vector<std::pair<std::string, std::string>> identifiers;  // FollowTheMoney property, value
};

// A query made from a subject of the corpus, or (truth == kUnrelated) from the same vocabulary at random.
struct GeneratedQuery {
  static constexpr std::uint64_t kUnrelated = ~std::uint64_t{0};
  std::string name;
  std::string schema;
  std::uint64_t truth = kUnrelated;  // position of the subject it was made from
};

class CorpusGenerator {
 public:
  explicit CorpusGenerator(std::uint64_t seed) : seed_(seed) {}

  [[nodiscard]] GeneratedSubject subject(std::uint64_t position) const;
  // A third verbatim, a third with an edit in every token and the order turned, a third unrelated.
  // Requires: subjects > 0, the size of the corpus the query is for.
  [[nodiscard]] GeneratedQuery query(std::uint64_t number, std::uint64_t subjects) const;
  // Subjects, from position 0, until at least `names` names (weak ones too) are reached; the last one is cut to fit.
  [[nodiscard]] std::vector<GeneratedSubject> subjects_with_names(std::size_t names) const;

 private:
  std::uint64_t seed_;
};

}  // namespace cordon::bench
