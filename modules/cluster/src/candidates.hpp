// Candidates: the pairs of subjects of different lists that are worth comparing. Lossless for names: every pair whose
// name score reaches kCandidateScore is among them (match::Engine), and every pair that shares a number or reference.
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "cordon/cluster/clustering.hpp"
#include "facts.hpp"

namespace cordon::cluster {

// (a, b) with a < b -> score of the names alone; 0 when below kCandidateScore.
using Candidates = std::map<std::pair<std::size_t, std::size_t>, double>;

[[nodiscard]] Candidates find_candidates(std::span<const Subject> subjects, std::span<const Prepared> prepared,
                                         const Options& options);

// The score of the names of two subjects alone.
[[nodiscard]] double name_score(const Subject& a, const Subject& b, const match::Policy& policy);

}  // namespace cordon::cluster
