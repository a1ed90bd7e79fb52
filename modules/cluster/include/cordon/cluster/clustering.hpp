// Clustering: which subjects of different lists are the same, with the reasons of every link, and the pairs that only
// people can decide.
// Invariant: deterministic (the order of subjects, threads and earlier runs play no part); two subjects of one list are
// in one cluster only when the list itself says so (both carry the same reference) or a person judged them the same;
// judgements override every rule. Rules and their grounds: docs/methodology/clusters.md.
// It changes nothing: taking a judgement or a list away gives the clusters without it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/cluster/judgement.hpp"
#include "cordon/cluster/name_memory.hpp"
#include "cordon/cluster/subject.hpp"
#include "cordon/match/policy.hpp"

namespace cordon::cluster {

// Raised when the same subjects can give other clusters.
inline constexpr int kRulesRevision = 1;

// What a link rests on, strongest first; the order in which links are made.
enum class Basis : std::uint8_t {
  kJudgement = 1,   // a person
  kSameId = 2,      // one issuer's number on two of its lists
  kReference = 3,   // a reference number of the other list
  kIdentifier = 4,  // IMO, LEI, INN, OGRN ... valid by its own check
  kDocument = 5,    // passport, national id or registration number, and the name
  kNameAndBirth = 6,
  kName = 7,  // name and other facts, and no rival
};
[[nodiscard]] std::string_view basis_name(Basis basis) noexcept;

// a, b: places in the subjects given; a < b.
struct Link {
  std::size_t a = 0;
  std::size_t b = 0;
  Basis basis = Basis::kName;
  double name_score = 0;             // names only, of 0..1; 0 when the names were not compared
  std::vector<std::string> reasons;  // plain words, most telling first
};

struct ReviewItem {
  std::size_t a = 0;
  std::size_t b = 0;
  double name_score = 0;
  std::vector<std::string> reasons;
  std::vector<std::string> doubts;  // why it was not linked
};

struct Cluster {
  model::EntityId id;                // the smallest entity id of its members
  std::vector<std::size_t> members;  // sorted by (entity id, source); at least two
  std::vector<std::size_t> links;    // into Clustering::links
};

struct Clustering {
  std::vector<Link> links;
  std::vector<Cluster> clusters;   // sorted by id
  std::vector<ReviewItem> review;  // likelier first
  // For each subject the place of its cluster, or kNone.
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::vector<std::size_t> cluster_of;
};

struct Options {
  const match::Policy* policy = nullptr;  // names are scored by it; nullptr = the standard one
  unsigned threads = 1;                   // 0 = as many as the machine has
  // What earlier clusterings under this policy learnt; afterwards what this one knows. The result does not depend on
  // it.
  NameMemory* memory = nullptr;
};

[[nodiscard]] Clustering cluster(std::span<const Subject> subjects, std::span<const Judgement> judgements,
                                 const Options& options = {});

}  // namespace cordon::cluster
