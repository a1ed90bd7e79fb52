// The engine against the definition, on random graphs; and the laws every rule keeps.
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "cordon/ownership/engine.hpp"
#include "cordon/ownership/what_if.hpp"
#include "random_graph.hpp"

namespace cordon::ownership {
namespace {

using reference::NaiveEdge;
using testing::build;
using testing::listed_of;
using testing::name_of;
using testing::random_graph;
using testing::RandomGraph;

constexpr int kGraphs = 10'000;

std::string show(const RandomGraph& graph, const char* rule) {
  std::ostringstream out;
  out << rule << "\n";
  for (int node = 0; node < graph.nodes; ++node) {
    if (graph.listed[static_cast<std::size_t>(node)]) out << "listed n" << node << "\n";
  }
  for (const NaiveEdge& edge : graph.edges) {
    out << "n" << edge.owner << " " << edge.min << "-" << edge.max << " n" << edge.asset << "\n";
  }
  return out.str();
}

Verdict expected_verdict(const reference::NaiveAnswer& answer, std::size_t node) {
  if (answer.always[node]) return Verdict::kBlocked;
  return answer.ever[node] ? Verdict::kUndetermined : Verdict::kNotBlocked;
}

std::vector<NaiveEdge> edges_of(const OwnershipFinding& finding) {
  std::vector<NaiveEdge> edges;
  for (const EvidenceStep& step : finding.evidence) {
    edges.push_back({std::stoi(step.owner.str().substr(1)), std::stoi(step.asset.str().substr(1)),
                     step.share.min.units() / Share::kUnitsPerPercent,
                     step.share.max.units() / Share::kUnitsPerPercent});
  }
  return edges;
}

// Whether these edges alone reach the node, each share at its minimum (blocked) or maximum (undetermined).
bool reached(const RandomGraph& graph, const std::vector<NaiveEdge>& edges, std::size_t node, Verdict verdict,
             const reference::NaiveRule& rule) {
  reference::Shares shares;
  for (const NaiveEdge& edge : edges) shares.push_back(verdict == Verdict::kBlocked ? edge.min : edge.max);
  if (rule.aggregate) return reference::naive_fixpoint(graph.nodes, edges, shares, graph.listed, rule)[node];
  for (std::size_t seed = 0; seed < graph.listed.size(); ++seed) {
    std::vector<bool> alone(graph.listed.size(), false);
    if (!graph.listed[seed]) continue;
    alone[seed] = true;
    if (reference::naive_fixpoint(graph.nodes, edges, shares, alone, rule)[node]) return true;
  }
  return false;
}

void expect_minimal_witness(const RandomGraph& graph, const OwnershipFinding& finding, std::size_t node,
                            const reference::NaiveRule& rule) {
  const std::vector<NaiveEdge> edges = edges_of(finding);
  ASSERT_TRUE(reached(graph, edges, node, finding.verdict, rule)) << finding.entity.str();
  for (std::size_t drop = 0; drop < edges.size(); ++drop) {
    std::vector<NaiveEdge> fewer = edges;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(drop));
    ASSERT_FALSE(reached(graph, fewer, node, finding.verdict, rule))
        << finding.entity.str() << " without step " << drop;
  }
}

TEST(EngineProperty, AgreesWithTheDefinitionOnRandomGraphs) {
  for (const testing::RuleCase& rule : testing::rule_cases()) {
    std::mt19937_64 random(20260101);
    int open = 0;
    for (int round = 0; round < kGraphs; ++round) {
      const RandomGraph small = random_graph(random);
      const OwnershipGraph graph = build(small);
      const ListedParties listed = listed_of(small);
      const auto answer = reference::naive_answer(small.nodes, small.edges, small.listed, rule.rule);
      const auto findings = evaluate(graph, listed, rule.query);
      ASSERT_TRUE(findings);
      ASSERT_EQ(findings->size(), static_cast<std::size_t>(small.nodes));
      for (std::size_t node = 0; node < findings->size(); ++node) {
        const OwnershipFinding& finding = (*findings)[node];
        ASSERT_EQ(verdict_name(finding.verdict), verdict_name(expected_verdict(answer, node)))
            << show(small, rule.name) << finding.entity.str();
        ASSERT_EQ(finding.blocked_share.min, Share::percent(answer.share_min[node]))
            << show(small, rule.name) << finding.entity.str();
        ASSERT_EQ(finding.blocked_share.max, Share::percent(std::min<std::int64_t>(100, answer.share_max[node])))
            << show(small, rule.name) << finding.entity.str();
        if (finding.verdict == Verdict::kUndetermined) {
          ++open;
          ASSERT_FALSE(finding.missing.empty()) << show(small, rule.name);
        } else {
          ASSERT_TRUE(finding.missing.empty());
        }
        if (finding.listed || finding.verdict == Verdict::kNotBlocked) continue;
        SCOPED_TRACE(show(small, rule.name));
        expect_minimal_witness(small, finding, node, rule.rule);
        if (HasFatalFailure()) return;
      }
    }
    EXPECT_GT(open, 100) << rule.name;  // the graphs do reach the interesting case
  }
}

TEST(EngineProperty, NeverFallsWhenAPartyIsListedOrAListedShareGrows) {
  const auto rank = [](Verdict verdict) {
    return verdict == Verdict::kBlocked ? 2 : (verdict == Verdict::kUndetermined ? 1 : 0);
  };
  for (const testing::RuleCase& rule : testing::rule_cases()) {
    std::mt19937_64 random(7);
    for (int round = 0; round < 2'000; ++round) {
      const RandomGraph small = random_graph(random);
      RandomGraph more = small;
      if (round % 2 == 0) {
        more.listed[random() % more.listed.size()] = true;
      } else {
        for (NaiveEdge& edge : more.edges) {
          if (!more.listed[static_cast<std::size_t>(edge.owner)]) continue;
          edge.max = 100;
          break;
        }
      }
      const auto before = evaluate(build(small), listed_of(small), rule.query);
      const auto after = evaluate(build(more), listed_of(more), rule.query);
      ASSERT_TRUE(before && after);
      for (std::size_t node = 0; node < before->size(); ++node) {
        ASSERT_LE(rank((*before)[node].verdict), rank((*after)[node].verdict)) << show(more, rule.name);
        ASSERT_LE((*before)[node].blocked_share.max, (*after)[node].blocked_share.max) << show(more, rule.name);
      }
    }
  }
}

TEST(EngineProperty, WhatIfEqualsAnEvaluationOfTheChangedGraph) {
  for (const testing::RuleCase& rule : testing::rule_cases()) {
    std::mt19937_64 random(99);
    for (int round = 0; round < 2'000; ++round) {
      const RandomGraph small = random_graph(random);
      const OwnershipGraph graph = build(small);
      const ListedParties listed = listed_of(small);
      auto what_if = WhatIf::prepare(graph, listed, rule.query);
      ASSERT_TRUE(what_if);
      for (int question = 0; question < 3; ++question) {  // one after the other: nothing may be left behind
        RandomGraph changed = small;
        WhatIfChange change;
        const int buyer = static_cast<int>(random() % static_cast<unsigned>(small.nodes));
        const int asset = static_cast<int>(random() % static_cast<unsigned>(small.nodes));
        const auto share = static_cast<std::int64_t>(random() % 61);
        if (question != 1) {
          changed.edges.push_back({buyer, asset, share, share});
          change.purchases.push_back({EntityId(name_of(buyer)),
                                      EntityId(name_of(asset)),
                                      ShareRange::exactly(Share::percent(share)),
                                      {},
                                      InterestKind::kShares});
        }
        if (question != 0) {
          changed.listed[static_cast<std::size_t>(buyer)] = true;
          change.designated.emplace_back(name_of(buyer));
        }
        const auto effects = what_if->ask(change);
        ASSERT_TRUE(effects);
        const auto before = evaluate(graph, listed, rule.query);
        const auto after = evaluate(build(changed), listed_of(changed), rule.query);
        std::vector<std::string> expected;
        for (std::size_t node = 0; node < after->size(); ++node) {
          if ((*before)[node].verdict == (*after)[node].verdict) continue;
          expected.push_back((*after)[node].entity.str() + " " + std::string(verdict_name((*after)[node].verdict)) +
                             " " + range_text((*after)[node].blocked_share));
        }
        std::vector<std::string> got;
        for (const WhatIfEffect& effect : *effects) {
          got.push_back(effect.after.entity.str() + " " + std::string(verdict_name(effect.after.verdict)) + " " +
                        range_text(effect.after.blocked_share));
        }
        ASSERT_EQ(got, expected) << show(changed, rule.name);
      }
    }
  }
}

// Parties that may be listed: the verdict is that of all ways to answer who they are, never clearer than without the
// doubt, and where it differs from that of nobody in doubt the finding asks about somebody.
TEST(EngineProperty, DoubtfulPartiesOpenExactlyTheVerdictsThatDependOnThem) {
  int opened = 0;
  int kept = 0;
  for (const testing::RuleCase& rule : testing::rule_cases()) {
    std::mt19937_64 random(20261126);
    for (int round = 0; round < kGraphs / 5; ++round) {
      const RandomGraph small = random_graph(random);
      const OwnershipGraph graph = build(small);
      const ListedParties listed = listed_of(small);
      ListedParties with_doubt = listed;
      std::vector<std::string> doubtful;
      for (int node = 0; node < small.nodes; ++node) {
        if (small.listed[static_cast<std::size_t>(node)] || random() % 3 != 0) continue;
        doubtful.push_back(name_of(node));
        with_doubt.add_doubt(name_of(node), {"whether " + name_of(node) + " is listed", {Period{}}});
      }
      SCOPED_TRACE(show(small, rule.name));
      const auto sure = evaluate(graph, listed, rule.query);
      const auto found = evaluate(graph, with_doubt, rule.query);
      ASSERT_TRUE(sure && found);
      std::vector<int> blocked(sure->size(), 0);
      std::vector<int> clear(sure->size(), 0);
      for (unsigned answer = 0; answer < 1U << doubtful.size(); ++answer) {
        ListedParties answered = listed;
        for (std::size_t i = 0; i < doubtful.size(); ++i) {
          if ((answer >> i & 1U) != 0) answered.add(doubtful[i]);
        }
        const auto findings = evaluate(graph, answered, rule.query);
        ASSERT_TRUE(findings);
        for (std::size_t node = 0; node < findings->size(); ++node) {
          blocked[node] += (*findings)[node].verdict == Verdict::kBlocked ? 1 : 0;
          clear[node] += (*findings)[node].verdict == Verdict::kNotBlocked ? 1 : 0;
        }
      }
      const int answers = 1 << doubtful.size();
      for (std::size_t node = 0; node < sure->size(); ++node) {
        const OwnershipFinding& before = (*sure)[node];
        const OwnershipFinding& after = (*found)[node];
        const Verdict expected = blocked[node] == answers ? Verdict::kBlocked
                                 : clear[node] == answers ? Verdict::kNotBlocked
                                                          : Verdict::kUndetermined;
        ASSERT_EQ(after.verdict, expected) << after.entity.str();
        const bool asks = std::any_of(after.missing.begin(), after.missing.end(),
                                      [](const std::string& fact) { return fact.starts_with("whether n"); });
        if (before.verdict != Verdict::kNotBlocked) {
          ASSERT_EQ(after.verdict, before.verdict) << after.entity.str();
          ASSERT_EQ(after.evidence.size(), before.evidence.size()) << after.entity.str();
          ++kept;
        } else if (after.verdict == Verdict::kUndetermined) {
          ASSERT_TRUE(asks) << after.entity.str();
          ASSERT_LE(after.blocked_share.min, before.blocked_share.max) << after.entity.str();
          for (const EvidenceStep& step : after.evidence) {
            ASSERT_TRUE(step.owner_status != OwnerStatus::kListed || listed.parties().count(step.owner.str()) != 0)
                << after.entity.str();
          }
          ++opened;
        } else {
          ASSERT_FALSE(asks) << after.entity.str();
        }
      }
    }
  }
  EXPECT_GT(opened, 1000);
  EXPECT_GT(kept, 1000);
}

TEST(EngineProperty, WhatIfKeepsTheDoubts) {
  std::mt19937_64 random(20261127);
  int changed = 0;
  for (int round = 0; round < kGraphs / 5; ++round) {
    const RandomGraph small = random_graph(random);
    const OwnershipGraph graph = build(small);
    ListedParties listed = listed_of(small);
    for (int node = 0; node < small.nodes; ++node) {
      if (!small.listed[static_cast<std::size_t>(node)] && random() % 3 == 0) {
        listed.add_doubt(name_of(node), {"whether " + name_of(node) + " is listed", {Period{}}});
      }
    }
    const testing::RuleCase rule = testing::rule_cases()[random() % 4];
    const std::string subject = name_of(static_cast<int>(random() % static_cast<unsigned>(small.nodes)));
    const bool designated = random() % 2 == 0;
    WhatIfChange change;
    (designated ? change.designated : change.delisted).emplace_back(subject);
    ListedParties after;
    for (const auto& [id, periods] : listed.parties()) {
      if (designated || id != subject) after.add(id);
    }
    for (const auto& [id, doubt] : listed.doubts()) {
      if (id != subject) after.add_doubt(id, doubt);
    }
    if (designated) after.add(subject);
    auto prepared = WhatIf::prepare(graph, listed, rule.query);
    ASSERT_TRUE(prepared);
    for (int again = 0; again < 2; ++again) {  // nothing is kept from one question to the next
      const auto effects = prepared->ask(change);
      const auto before = evaluate(graph, listed, rule.query);
      const auto expected = evaluate(graph, after, rule.query);
      ASSERT_TRUE(effects && before && expected);
      SCOPED_TRACE(show(small, rule.name) + subject + (designated ? " designated" : " delisted"));
      std::size_t next = 0;
      for (std::size_t node = 0; node < expected->size(); ++node) {
        if ((*before)[node].verdict == (*expected)[node].verdict) continue;
        ASSERT_LT(next, effects->size());
        const WhatIfEffect& effect = (*effects)[next++];
        ASSERT_EQ(effect.after.entity, (*expected)[node].entity);
        ASSERT_EQ(effect.before, (*before)[node].verdict);
        ASSERT_EQ(effect.after.verdict, (*expected)[node].verdict);
        ASSERT_EQ(effect.after.missing, (*expected)[node].missing);
        ++changed;
      }
      ASSERT_EQ(next, effects->size());
    }
  }
  EXPECT_GT(changed, 500);
}

}  // namespace
}  // namespace cordon::ownership
