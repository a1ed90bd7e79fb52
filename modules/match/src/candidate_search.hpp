// Finds the names of a segment whose score with a query may reach a threshold.
//
// For one name of the query: the tokens its words meet are found (TokenSearch); for every class of names the cheapest
// set of words is chosen of which a name of that class must meet one, or its ceiling stays below the threshold
// (name_logit_ceiling); the postings of those words are walked; every name met is bounded from both sides
// (name_logit_bound) before it becomes a candidate.
// Invariant: a name that is not a candidate cannot reach the threshold, whatever the attributes of its subject add
// within the headroom. Nothing here is a heuristic. Thread: one user of a CandidateScratch at a time; everything else
// is shared and immutable.
#pragma once

#include <cstdint>
#include <vector>

#include "cordon/match/engine.hpp"
#include "exclusion.hpp"
#include "name_met.hpp"
#include "query_map.hpp"
#include "segment.hpp"
#include "word_cache.hpp"

namespace cordon::match {

struct Candidate {
  std::uint32_t subject = 0;  // in the segment
  std::uint32_t name = 0;     // number of the name in the segment
  std::uint32_t query_name = 0;
  double logit_bound = 0;  // of the name, weak names taken into account
};

// A posting to be looked at.
struct Step {
  std::uint32_t name = 0;
  std::uint32_t entry = 0;  // of the map
};

struct CandidateScratch {
  explicit CandidateScratch(KnownWords& words) : known(words) {}

  KnownWords& known;                   // shared with other searches
  std::vector<TokenHit> hits;          // of the slot at hand
  std::vector<std::uint64_t> visited;  // bit set of names; all zero between searches
  std::vector<std::uint32_t> names;    // those set
  std::vector<NameMet> met;            // by name; all zero between searches
  std::vector<std::uint32_t> touched;  // names that met anything
  Exclusion exclusion;
  QueryMap map;
  std::vector<const QueryMap::Entry*> entries;  // of the slots of the name at hand
  std::vector<Step> steps;
  std::vector<Candidate> candidates;
};

// Appends to scratch.candidates. Returns: false when the names cannot be told apart this way, because names that meet
// nothing of the query may reach the threshold: every subject must be scored.
[[nodiscard]] bool find_candidates(const Segment& segment, const SubjectView& query, const Policy& policy,
                                   const SearchOptions& options, CandidateScratch& scratch, SearchWork& work);

}  // namespace cordon::match
