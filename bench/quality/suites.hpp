// The suites of the quality lab: each prints a table to the stream it is given and returns whether it could run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include "cordon/base/result.hpp"
#include "cordon/match/engine.hpp"
#include "cordon/match/policy.hpp"
#include "ledger.hpp"

namespace cordon::bench {

struct Context {
  const match::Policy& policy;
  unsigned threads = 1;
  std::size_t sample = 0;  // people used for alert rates; 0 = all
  std::uint64_t seed = 1;
  bool show_errors = false;
  Ledger* ledger = nullptr;  // never null in a run
};

// A list in memory. The best hit of many queries goes through the engine's index, which gives what scoring the whole
// list would give; scores below kLeastScore count as that.
inline constexpr double kLeastScore = 0.05;
class Reference {
 public:
  void add(const match::SubjectFeatures& subject) { features_.push_back(subject); }
  // To be called once, after the last add().
  void build(const match::Policy& policy);
  [[nodiscard]] std::size_t size() const { return features_.size(); }
  [[nodiscard]] const match::SubjectFeatures& features(std::size_t i) const { return features_[i]; }
  // The best score any subject gives the query; `which` receives the subject.
  [[nodiscard]] double best(const match::SubjectFeatures& query, std::size_t& which) const;
  [[nodiscard]] double score_of(const match::SubjectFeatures& query, std::size_t subject) const;
  [[nodiscard]] std::vector<double> best_of_all(const std::vector<match::SubjectFeatures>& queries,
                                                const Context& context) const;

 private:
  std::vector<match::SubjectFeatures> features_;
  std::unique_ptr<const match::Engine> engine_;
};

// Readers of what the suites need.
[[nodiscard]] base::Result<Reference> read_ofac(const std::string& directory);  // sdn.csv, alt.csv
[[nodiscard]] base::Result<std::vector<match::SubjectFeatures>> read_people(const std::string& path, std::size_t limit);

[[nodiscard]] base::Result<void> run_pairs(const std::string& path, const std::string& dump, const Context& context,
                                           std::ostream& out);
[[nodiscard]] base::Result<void> run_two_columns(const std::string& path, const std::string& label,
                                                 const Context& context, std::ostream& out);
[[nodiscard]] base::Result<void> run_spellings(const std::string& path, const std::string& name,
                                               const std::string& people, const Context& context, std::ostream& out);
[[nodiscard]] base::Result<void> run_fixed_alert_rate(const std::string& ofac, const std::string& people,
                                                      const std::string& dump, const Context& context,
                                                      std::ostream& out);
[[nodiscard]] base::Result<void> run_listed_people(const std::string& list, const std::string& ofac,
                                                   const std::string& people, const Context& context,
                                                   std::ostream& out);

// Listed names changed on purpose, and which of them the policy misses.
[[nodiscard]] base::Result<void> run_red_team(const std::string& ofac, const Context& context, std::ostream& out);
// Alerts on a book against recall, by threshold; a sample below the line, or with `reviewed` its confidence interval.
[[nodiscard]] base::Result<void> run_threshold_report(const std::string& ofac, const std::string& book,
                                                      const std::string& reviewed, const Context& context,
                                                      std::ostream& out);
// What the policy `shadow` would change on a book.
[[nodiscard]] base::Result<void> run_shadow(const std::string& ofac, const std::string& book, const std::string& shadow,
                                            const Context& context, std::ostream& out);

}  // namespace cordon::bench
