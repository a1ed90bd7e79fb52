// What the loaded lists say about candidates on a day: whether they are listed, their listed relatives and companies.
// Invariant: reads lists and changes nothing. Thread: immutable after opening.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/outlook/next_in_line.hpp"
#include "cordon/screening/screener.hpp"
#include "cordon/service/workspace.hpp"

namespace cordon::service {

class CandidateLists {
 public:
  // Designation on this list is what is forecast: a hit there means no longer a candidate.
  static constexpr std::string_view kForecastList = "us_ofac_sdn";

  // Without a loaded list nobody is linked. Errors: as the index's.
  [[nodiscard]] static base::Result<CandidateLists> open(Workspace& workspace, base::Date as_of);
  // What is wrong with the list that designation is forecast on, seen on the day; empty: nothing.
  [[nodiscard]] const std::string& note() const { return note_; }
  // The candidate's own entry on the list that designation is forecast on.
  [[nodiscard]] std::optional<screening::Hit> own_entry(const std::string& name, const std::string& birth_date) const;
  [[nodiscard]] std::vector<outlook::ListedLink> links_of(const outlook::NextCandidate& candidate) const;
  [[nodiscard]] const std::vector<std::string>& searched() const { return searched_; }  // "us_ofac_sdn@2021-08-18"
  [[nodiscard]] const std::vector<std::string>& versions() const { return versions_; }  // source and content hash

 private:
  void add(std::vector<outlook::ListedLink>& out, outlook::ListedLink::Kind kind, const std::string& text,
           std::string_view schema) const;
  [[nodiscard]] std::optional<screening::Hit> best(const screening::Counterparty& party, std::string_view source) const;

  std::optional<screening::Screener> screener_;
  std::vector<std::string> searched_, versions_;
  std::string note_ = "no list is loaded: whether anybody is listed already is not known";
};

}  // namespace cordon::service
