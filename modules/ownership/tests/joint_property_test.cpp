// The UK rule with jointly held shares and votes, against its definition on random graphs with exact shares.
#include <gtest/gtest.h>

#include <random>
#include <sstream>

#include "cordon/ownership/engine.hpp"

namespace cordon::ownership {
namespace {

struct Stake {
  int owner;
  int asset;
  std::int64_t percent;
  InterestKind kind;
};

struct Holdings {
  int nodes = 5;
  std::vector<bool> listed;
  std::vector<Stake> stakes;
};

std::string name_of(int node) { return "n" + std::to_string(node); }

Holdings random_holdings(std::mt19937_64& random) {
  const auto pick = [&](int count) { return static_cast<int>(random() % static_cast<unsigned>(count)); };
  Holdings out;
  out.listed.assign(5, false);
  for (int i = 1 + pick(2); i > 0; --i) out.listed[static_cast<std::size_t>(pick(5))] = true;
  std::vector<std::int64_t> shares(5, 0);
  std::vector<std::int64_t> votes(5, 0);
  for (int i = 2 + pick(9); i > 0; --i) {
    Stake stake{pick(5), pick(5), 5 * (1 + pick(12)), InterestKind::kShares};
    const int kind = pick(6);
    if (kind < 3) stake.kind = InterestKind::kJointlyHeld;
    if (kind == 3) stake.kind = InterestKind::kVoting;
    auto& used = (stake.kind == InterestKind::kVoting ? votes : shares)[static_cast<std::size_t>(stake.asset)];
    if (used + stake.percent > 100) continue;
    used += stake.percent;
    out.stakes.push_back(stake);
  }
  return out;
}

bool reaches_half(int asset, const std::vector<Stake>& stakes, const std::vector<bool>& in) {
  std::int64_t plain = 0;
  std::int64_t joint = 0;
  std::int64_t votes = 0;
  bool holds = false;
  for (const Stake& stake : stakes) {
    if (stake.asset != asset) continue;
    const bool member = in[static_cast<std::size_t>(stake.owner)];
    if (stake.kind == InterestKind::kJointlyHeld) {
      joint += stake.percent;
      holds = holds || member;
    } else if (member) {
      (stake.kind == InterestKind::kVoting ? votes : plain) += stake.percent;
    }
  }
  return plain + (holds ? joint : 0) > 50 || votes > 50;
}

// Whether some listed party alone, with what it owns, reaches the node.
bool reached(const Holdings& holdings, const std::vector<Stake>& stakes, int node) {
  for (std::size_t party = 0; party < holdings.listed.size(); ++party) {
    if (!holdings.listed[party]) continue;
    std::vector<bool> in(holdings.listed.size(), false);
    in[party] = true;
    for (bool changed = true; changed;) {
      changed = false;
      for (int asset = 0; asset < holdings.nodes; ++asset) {
        if (in[static_cast<std::size_t>(asset)] || !reaches_half(asset, stakes, in)) continue;
        in[static_cast<std::size_t>(asset)] = true;
        changed = true;
      }
    }
    if (in[static_cast<std::size_t>(node)]) return true;
  }
  return false;
}

std::string show(const Holdings& holdings) {
  std::ostringstream out;
  for (std::size_t i = 0; i < holdings.listed.size(); ++i)
    out << (holdings.listed[i] ? "listed n" + std::to_string(i) + "\n" : "");
  for (const Stake& stake : holdings.stakes) {
    out << "n" << stake.owner << " " << stake.percent << " n" << stake.asset << " " << interest_kind_name(stake.kind)
        << "\n";
  }
  return out.str();
}

TEST(JointProperty, UkVerdictsAndProofsFollowTheDefinition) {
  std::mt19937_64 random(31);
  int blocked = 0;
  for (int round = 0; round < 10'000; ++round) {
    const Holdings holdings = random_holdings(random);
    OwnershipGraph::Builder builder;
    for (int node = 0; node < holdings.nodes; ++node) builder.add_party(name_of(node));
    for (const Stake& stake : holdings.stakes) {
      const std::string owner = name_of(stake.owner);
      const std::string asset = name_of(stake.asset);
      ASSERT_TRUE(
          builder.add({owner, asset, ShareRange::exactly(Share::percent(stake.percent)), stake.kind, {}, {}, 0}));
    }
    const OwnershipGraph graph = builder.build();
    ListedParties listed;
    for (int node = 0; node < holdings.nodes; ++node) {
      if (holdings.listed[static_cast<std::size_t>(node)]) listed.add(name_of(node));
    }
    const auto findings = evaluate(graph, listed, {Regime::kUk, Measure::kBlocking, *base::Date::from_ymd(2024, 1, 1)});
    ASSERT_TRUE(findings);
    for (int node = 0; node < holdings.nodes; ++node) {
      const OwnershipFinding& finding = (*findings)[static_cast<std::size_t>(node)];
      const bool expected = reached(holdings, holdings.stakes, node);
      ASSERT_EQ(finding.verdict, expected ? Verdict::kBlocked : Verdict::kNotBlocked) << show(holdings) << node;
      if (finding.listed || !expected) continue;
      ++blocked;
      std::vector<Stake> proof;
      for (const EvidenceStep& step : finding.evidence) {
        if (step.kind != EvidenceKind::kOwnership) continue;
        proof.push_back({std::stoi(step.owner.str().substr(1)), std::stoi(step.asset.str().substr(1)),
                         step.share.min.units() / Share::kUnitsPerPercent, step.via});
      }
      ASSERT_TRUE(reached(holdings, proof, node)) << show(holdings) << node;
      for (std::size_t drop = 0; drop < proof.size(); ++drop) {
        std::vector<Stake> fewer = proof;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(drop));
        ASSERT_FALSE(reached(holdings, fewer, node)) << show(holdings) << node << " without step " << drop;
      }
    }
  }
  EXPECT_GT(blocked, 1'000);
}

}  // namespace
}  // namespace cordon::ownership
