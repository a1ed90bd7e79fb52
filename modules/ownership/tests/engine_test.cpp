// What findings say besides verdict and proof: flags, conditions, limits, what-if answers, long chains.
#include <gtest/gtest.h>

#include <algorithm>

#include "cordon/ownership/engine.hpp"
#include "cordon/ownership/interest_readers.hpp"
#include "cordon/ownership/what_if.hpp"

namespace cordon::ownership {
namespace {

const base::Date kDay = *base::Date::from_ymd(2024, 6, 1);
const RegimeQuery kOfac{Regime::kUsOfac, Measure::kBlocking, kDay};

OwnershipGraph graph_of(std::string_view csv) {
  OwnershipGraph::Builder builder;
  const auto read = read_interest_csv(csv, "g.csv", builder);
  EXPECT_TRUE(read) << read.error().to_string();
  return builder.build();
}

ListedParties listed_of(std::initializer_list<const char*> ids) {
  ListedParties listed;
  for (const char* id : ids) listed.add(id);
  return listed;
}

OwnershipFinding finding_of(const OwnershipGraph& graph, const ListedParties& listed, const RegimeQuery& query,
                            const char* id) {
  EvaluateOptions options;
  options.entities.emplace_back(id);
  const auto findings = evaluate(graph, listed, query, options);
  EXPECT_TRUE(findings);
  return findings->front();
}

bool mentions(const std::vector<std::string>& texts, std::string_view part) {
  return std::any_of(texts.begin(), texts.end(),
                     [&](const std::string& text) { return text.find(part) != std::string::npos; });
}

TEST(Findings, FlagTreasurySharesCirclesAndContradictions) {
  const OwnershipGraph graph = graph_of("A,A,20,20\nX,A,40,40\nB,C,60,60\nC,B,60,60\nX,D,70,70\nY,D,70,70\n");
  const ListedParties listed = listed_of({"X"});
  const OwnershipFinding treasury = finding_of(graph, listed, kOfac, "A");
  EXPECT_EQ(treasury.verdict, Verdict::kNotBlocked);
  EXPECT_TRUE(mentions(treasury.flags, "treasury shares: up to 20 %"));
  EXPECT_TRUE(mentions(treasury.flags, "the threshold would be reached"));
  EXPECT_TRUE(mentions(finding_of(graph, listed, kOfac, "B").flags, "circle of 2"));
  const OwnershipFinding over = finding_of(graph, listed, kOfac, "D");
  EXPECT_EQ(over.verdict, Verdict::kBlocked);
  EXPECT_TRUE(mentions(over.flags, "contradictory data"));
}

TEST(Findings, SayWhenNoInterestIsKnownOnTheDay) {
  const OwnershipGraph graph = graph_of("X,A,60,60,2020-01-01,2023-12-31\nX,B,60,60,2020-01-01,\n");
  const ListedParties listed = listed_of({"X"});
  EXPECT_TRUE(mentions(finding_of(graph, listed, kOfac, "A").flags, "no interest in A is known on 2024-06-01"));
  EXPECT_FALSE(mentions(finding_of(graph, listed, kOfac, "B").flags, "no interest in B"));
  EXPECT_FALSE(mentions(finding_of(graph, listed, kOfac, "X").flags, "no interest in X"));
}

TEST(Findings, FlagAnEndedStakeForFaq402) {
  const OwnershipGraph graph = graph_of("X,A,60,60,2020-01-01,2023-12-31\n");
  const OwnershipFinding sold = finding_of(graph, listed_of({"X"}), kOfac, "A");
  EXPECT_EQ(sold.verdict, Verdict::kNotBlocked);
  EXPECT_TRUE(mentions(sold.flags, "ended on 2023-12-31"));
}

TEST(Findings, SayWhatElseAVerdictDependsOn) {
  const OwnershipGraph graph = graph_of("BANK,A,60,60\n");
  const OwnershipFinding bank =
      finding_of(graph, listed_of({"BANK"}), {Regime::kUsOfac, Measure::kEo14024Directive2, kDay}, "A");
  EXPECT_EQ(bank.verdict, Verdict::kBlocked);
  EXPECT_TRUE(mentions(bank.conditions, "foreign financial institution"));
}

TEST(Findings, ReportUnnamedSharesAndDistance) {
  const OwnershipGraph graph = graph_of("X,A,30,30\nN,A,10,20\n");
  const OwnershipFinding finding = finding_of(graph, listed_of({"X"}), kOfac, "A");
  EXPECT_EQ(range_text(finding.unnamed_share), "50-60 %");
  EXPECT_EQ(percent_text(finding.distance), "20");
}

TEST(Findings, CoverListedPartiesOutsideTheGraph) {
  const OwnershipGraph graph = graph_of("X,A,30,30\n");
  const auto all = evaluate(graph, listed_of({"X", "Z"}), kOfac);
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 3U);
  EXPECT_EQ(all->back().entity.str(), "Z");
  EXPECT_EQ(all->back().verdict, Verdict::kBlocked);
}

TEST(Findings, LongChainsAreDecidedAndTheirProofsCut) {
  std::string csv;
  constexpr int kLength = 100'000;
  for (int i = 0; i < kLength; ++i) {
    csv += "c" + std::to_string(i) + ",c" + std::to_string(i + 1) + ",51,51\n";
  }
  const OwnershipGraph graph = graph_of(csv);
  for (const Regime regime : {Regime::kUsOfac, Regime::kUk}) {
    const OwnershipFinding last = finding_of(graph, listed_of({"c0"}), {regime, Measure::kBlocking, kDay}, "c100000");
    EXPECT_EQ(last.verdict, Verdict::kBlocked);
    EXPECT_EQ(last.evidence.size(), 256U);
    EXPECT_TRUE(mentions(last.flags, "longer"));
  }
}

TEST(Findings, AreTheSameEveryTime) {
  const OwnershipGraph graph = graph_of("X,A,30,60\nY,A,,\nA,B,50,50\nX,B,10,20\nB,A,5,5\n");
  std::string first;
  std::string second;
  for (std::string* out : {&first, &second}) {
    const auto findings = evaluate(graph, listed_of({"X", "Y"}), {Regime::kUk, Measure::kBlocking, kDay});
    for (const OwnershipFinding& finding : *findings) append_json(*out, finding);
  }
  EXPECT_EQ(first, second);
}

TEST(WhatIf, BuyingTheMissingShareBlocks) {
  const OwnershipGraph graph = graph_of("X,Z,43,43\nS,Z,57,57\nZ,SUB,100,100\n");
  const ListedParties listed = listed_of({"X", "Y"});
  auto what_if = WhatIf::prepare(graph, listed, kOfac);
  ASSERT_TRUE(what_if);
  WhatIfChange change;
  change.purchases.push_back({EntityId("Y"), EntityId("Z"), ShareRange::exactly(Share::percent(7)), EntityId("S")});
  const auto effects = what_if->ask(change);
  ASSERT_TRUE(effects);
  ASSERT_EQ(effects->size(), 2U);
  EXPECT_EQ((*effects)[0].after.entity.str(), "Z");
  EXPECT_EQ((*effects)[0].before, Verdict::kNotBlocked);
  EXPECT_EQ((*effects)[0].after.verdict, Verdict::kBlocked);
  ASSERT_EQ((*effects)[0].after.evidence.size(), 2U);
  EXPECT_EQ((*effects)[0].after.evidence[1].record, "what-if");
  EXPECT_EQ((*effects)[1].after.entity.str(), "SUB");
  change.purchases[0].share = ShareRange::exactly(Share::percent(58));
  EXPECT_FALSE(what_if->ask(change));  // S has 57
  EXPECT_TRUE(what_if->ask({})->empty());
}

TEST(WhatIf, DesignationDelistingAndNewParties) {
  const OwnershipGraph graph = graph_of("P,A,60,60\nQ,B,60,60\n");
  const ListedParties listed = listed_of({"Q"});
  auto what_if = WhatIf::prepare(graph, listed, kOfac);
  ASSERT_TRUE(what_if);
  WhatIfChange change;
  change.designated.emplace_back("P");
  change.delisted.emplace_back("Q");
  change.purchases.push_back({EntityId("P"), EntityId("NEW"), ShareRange::exactly(Share::percent(50)), {}});
  const auto effects = what_if->ask(change);
  ASSERT_TRUE(effects);
  std::string seen;
  for (const WhatIfEffect& effect : *effects) {
    seen += effect.after.entity.str() + (effect.after.verdict == Verdict::kBlocked ? "+" : "-");
  }
  EXPECT_EQ(seen, "P+A+Q-B-NEW+");
}

}  // namespace
}  // namespace cordon::ownership
