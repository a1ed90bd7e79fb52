// Rules: what follows from a name score and facts: a link, a question to people, or nothing.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cordon/cluster/clustering.hpp"
#include "facts.hpp"

namespace cordon::cluster {

enum class Verdict : std::uint8_t { kNothing, kReview, kLink };

struct Ruling {
  Verdict verdict = Verdict::kNothing;
  Basis basis = Basis::kName;
  double strength = 0;          // how much speaks for the pair: orders links, tells rivals
  bool needs_no_rival = false;  // holds only when no other subject of either list comes as near
  std::vector<std::string> reasons;
  std::vector<std::string> doubts;
};

// Names below this are not looked at unless a number brought the pair together.
inline constexpr double kCandidateScore = 0.70;
// The names must at least not speak against a number.
inline constexpr double kNotForeignScore = 0.3;

struct Pair {
  double name_score = 0;
  bool shared_reference = false;
  std::string reference;
  bool same_id = false;
};

[[nodiscard]] Ruling rule_on(const Pair& pair, const Facts& facts, match::SubjectKind kind);

}  // namespace cordon::cluster
