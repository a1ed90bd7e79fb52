#include "cordon/cluster/clustering.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>

#include "candidates.hpp"
#include "cordon/base/parallel.hpp"
#include "facts.hpp"
#include "groups.hpp"
#include "rules.hpp"

namespace cordon::cluster {
namespace {

// Two subjects of one list within this strength of each other are rivals for a third.
constexpr double kRivalMargin = 0.08;
constexpr std::size_t kSubjectsPerBlock = 256;

struct Proposal {
  std::size_t a = 0;
  std::size_t b = 0;
  double name_score = 0;
  Ruling ruling;
};

std::string shared_reference(const Subject& a, const Subject& b) {
  for (const std::string& reference : a.references) {
    if (std::binary_search(b.references.begin(), b.references.end(), reference)) return reference;
  }
  return {};
}

match::SubjectKind kind_of(const Prepared& a, const Prepared& b) {
  return a.kind != match::SubjectKind::kUnknown ? a.kind : b.kind;
}

// The judgements in force, by pair of entity ids.
class Judged {
 public:
  explicit Judged(std::span<const Judgement> judgements) : in_force_(in_force(judgements)) {
    for (const Judgement& judgement : in_force_) by_pair_[{judgement.a.str(), judgement.b.str()}] = &judgement;
  }
  [[nodiscard]] const Judgement* find(const Subject& a, const Subject& b) const {
    const auto at = by_pair_.find(std::minmax(a.id.str(), b.id.str()));
    return at == by_pair_.end() ? nullptr : at->second;
  }
  [[nodiscard]] const std::vector<Judgement>& all() const noexcept { return in_force_; }

 private:
  std::vector<Judgement> in_force_;
  std::map<std::pair<std::string, std::string>, const Judgement*> by_pair_;
};

Proposal propose(std::span<const Subject> subjects, std::span<const Prepared> prepared, std::size_t a, std::size_t b,
                 double name) {
  Pair pair;
  pair.name_score = name;
  pair.reference = shared_reference(subjects[a], subjects[b]);
  pair.shared_reference = !pair.reference.empty();
  pair.same_id = subjects[a].id == subjects[b].id;
  const Facts facts = compare_facts(subjects[a], prepared[a], subjects[b], prepared[b]);
  return {a, b, name, rule_on(pair, facts, kind_of(prepared[a], prepared[b]))};
}

// Whether another subject of b's list comes as near to a: then names alone cannot tell which one is meant.
class Rivals {
 public:
  Rivals(std::span<const Subject> subjects, const std::vector<Proposal>& proposals) : subjects_(subjects) {
    for (std::size_t i = 0; i < proposals.size(); ++i) {
      if (proposals[i].ruling.verdict == Verdict::kNothing) continue;
      of_[proposals[i].a].push_back(&proposals[i]);
      of_[proposals[i].b].push_back(&proposals[i]);
    }
  }
  [[nodiscard]] std::optional<std::string> of(const Proposal& proposal) const {
    for (const auto& [one, other] : {std::pair(proposal.a, proposal.b), std::pair(proposal.b, proposal.a)}) {
      const auto at = of_.find(one);
      if (at == of_.end()) continue;
      for (const Proposal* rival : at->second) {
        const std::size_t third = rival->a == one ? rival->b : rival->a;
        if (third == other || subjects_[third].source != subjects_[other].source) continue;
        if (rival->ruling.strength < proposal.ruling.strength - kRivalMargin) continue;
        return "'" + subjects_[third].features.caption + "' (" + subjects_[third].id.str() + ") is as near";
      }
    }
    return std::nullopt;
  }

 private:
  std::span<const Subject> subjects_;
  std::unordered_map<std::size_t, std::vector<const Proposal*>> of_;
};

class Builder {
 public:
  Builder(std::span<const Subject> subjects, std::span<const Judgement> judgements, const Options& options)
      : subjects_(subjects), judged_(judgements), options_(options) {
    prepared_.resize(subjects_.size());
    base::parallel_blocks(subjects_.size(), kSubjectsPerBlock, options_.threads,
                          [this](std::size_t begin, std::size_t end, unsigned) {
                            for (std::size_t i = begin; i < end; ++i) prepared_[i] = prepare(subjects_[i]);
                          });
  }

  Clustering run() {
    collect();
    groups_.emplace(subjects_, prepared_);
    for (const auto& [a, b] : different_) groups_->forbid(a, b);
    link_all();
    finish();
    return std::move(result_);
  }

 private:
  void collect();
  void apply_judgements();
  void link_all();
  void ask(const Proposal& proposal, std::string doubt);
  void finish();

  std::span<const Subject> subjects_;
  std::vector<Prepared> prepared_;
  Judged judged_;
  const Options& options_;
  std::vector<Proposal> proposals_;
  std::vector<Proposal> ordered_;
  std::vector<std::pair<std::size_t, std::size_t>> different_;
  std::optional<Groups> groups_;
  Clustering result_;
};

void Builder::apply_judgements() {
  std::unordered_map<std::string, std::vector<std::size_t>> places;
  for (std::size_t i = 0; i < subjects_.size(); ++i) places[subjects_[i].id.str()].push_back(i);
  for (const Judgement& judgement : judged_.all()) {
    const auto left = places.find(judgement.a.str());
    const auto right = places.find(judgement.b.str());
    if (left == places.end() || right == places.end()) continue;
    for (const std::size_t a : left->second) {
      for (const std::size_t b : right->second) {
        const auto [first, second] = std::minmax(a, b);
        if (judgement.decision == Decision::kDifferent) different_.emplace_back(first, second);
        if (judgement.decision != Decision::kSame) continue;
        Proposal proposal{first, second, 0, {}};
        proposal.ruling.verdict = Verdict::kLink;
        proposal.ruling.basis = Basis::kJudgement;
        proposal.ruling.reasons = {"judged the same by " + judgement.by + ": " + judgement.reason};
        ordered_.push_back(std::move(proposal));
      }
    }
  }
}

void Builder::collect() {
  for (const auto& [pair, score] : find_candidates(subjects_, prepared_, options_)) {
    Proposal proposal = propose(subjects_, prepared_, pair.first, pair.second, score);
    if (proposal.ruling.verdict != Verdict::kNothing) proposals_.push_back(std::move(proposal));
  }
  const Rivals rivals{subjects_, proposals_};
  std::vector<std::string> found(proposals_.size());
  for (std::size_t i = 0; i < proposals_.size(); ++i) {
    const Ruling& ruling = proposals_[i].ruling;
    if (ruling.verdict != Verdict::kLink || !ruling.needs_no_rival) continue;
    if (auto rival = rivals.of(proposals_[i])) found[i] = std::move(*rival);
  }
  for (std::size_t i = 0; i < proposals_.size(); ++i) {
    if (found[i].empty()) continue;
    proposals_[i].ruling.verdict = Verdict::kReview;
    proposals_[i].ruling.doubts.push_back(std::move(found[i]));
  }
  apply_judgements();
  for (const Proposal& proposal : proposals_) {
    const Judgement* judgement = judged_.find(subjects_[proposal.a], subjects_[proposal.b]);
    if (judgement != nullptr && judgement->decision != Decision::kUnsure) continue;  // decided
    if (judgement != nullptr) {
      Proposal asked = proposal;
      asked.ruling.verdict = Verdict::kReview;
      asked.ruling.doubts.insert(asked.ruling.doubts.begin(), judgement->by + " was unsure: " + judgement->reason);
      ordered_.push_back(std::move(asked));
    } else {
      ordered_.push_back(proposal);
    }
  }
  std::sort(ordered_.begin(), ordered_.end(), [this](const Proposal& x, const Proposal& y) {
    const auto key = [this](const Proposal& p) {
      return std::tuple(p.ruling.verdict == Verdict::kLink ? 0 : 1, p.ruling.basis, -p.ruling.strength,
                        subjects_[p.a].id.str(), subjects_[p.b].id.str(), p.a, p.b);
    };
    return key(x) < key(y);
  });
}

void Builder::ask(const Proposal& proposal, std::string doubt) {
  ReviewItem item{proposal.a, proposal.b, proposal.name_score, proposal.ruling.reasons, proposal.ruling.doubts};
  if (!doubt.empty()) item.doubts.push_back(std::move(doubt));
  result_.review.push_back(std::move(item));
}

void Builder::link_all() {
  for (const Proposal& proposal : ordered_) {
    if (groups_->together(proposal.a, proposal.b)) {
      // A further reason for what is linked already is kept when it is a rule's.
      if (proposal.ruling.verdict != Verdict::kLink) continue;
    } else if (proposal.ruling.verdict == Verdict::kReview) {
      // A question about a subject that has found its counterpart on that list is no question any more.
      const bool settled = proposal.ruling.basis >= Basis::kNameAndBirth &&
                           (groups_->has_source(proposal.a, proposal.b) || groups_->has_source(proposal.b, proposal.a));
      if (!settled) ask(proposal, {});
      continue;
    } else if (auto obstacle = groups_->join(proposal.a, proposal.b, proposal.ruling.basis)) {
      ask(proposal, std::move(*obstacle));
      continue;
    }
    result_.links.push_back(
        {proposal.a, proposal.b, proposal.ruling.basis, proposal.name_score, proposal.ruling.reasons});
  }
}

void Builder::finish() {
  result_.cluster_of.assign(subjects_.size(), Clustering::kNone);
  std::map<std::size_t, std::vector<std::size_t>> members;
  for (const Link& link : result_.links) members[groups_->root(link.a)];
  for (std::size_t i = 0; i < subjects_.size(); ++i) {
    const auto at = members.find(groups_->root(i));
    if (at != members.end()) at->second.push_back(i);
  }
  for (auto& [root, places] : members) {
    std::sort(places.begin(), places.end(), [this](std::size_t x, std::size_t y) {
      return std::tie(subjects_[x].id, subjects_[x].source) < std::tie(subjects_[y].id, subjects_[y].source);
    });
    result_.clusters.push_back({subjects_[places.front()].id, std::move(places), {}});
  }
  std::sort(result_.clusters.begin(), result_.clusters.end(),
            [](const Cluster& x, const Cluster& y) { return x.id < y.id; });
  for (std::size_t i = 0; i < result_.clusters.size(); ++i) {
    for (const std::size_t place : result_.clusters[i].members) result_.cluster_of[place] = i;
  }
  for (std::size_t i = 0; i < result_.links.size(); ++i) {
    result_.clusters[result_.cluster_of[result_.links[i].a]].links.push_back(i);
  }
  std::stable_sort(result_.review.begin(), result_.review.end(),
                   [](const ReviewItem& x, const ReviewItem& y) { return x.name_score > y.name_score; });
}

}  // namespace

std::string_view basis_name(Basis basis) noexcept {
  switch (basis) {
    case Basis::kJudgement:
      return "judgement";
    case Basis::kSameId:
      return "same-id";
    case Basis::kReference:
      return "reference";
    case Basis::kIdentifier:
      return "identifier";
    case Basis::kDocument:
      return "document";
    case Basis::kNameAndBirth:
      return "name-and-birth";
    case Basis::kName:
      return "name";
  }
  return {};
}

Clustering cluster(std::span<const Subject> subjects, std::span<const Judgement> judgements, const Options& options) {
  return Builder{subjects, judgements, options}.run();
}

}  // namespace cordon::cluster
