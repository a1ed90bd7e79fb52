#include "cordon/measures/lint.hpp"

#include <gtest/gtest.h>

#include <array>

namespace cordon::measures {
namespace {

TEST(Lint, TheShippedRulesAreClean) {
  const base::Result<RuleBook> book = RuleBook::shipped();
  ASSERT_TRUE(book.has_value()) << book.error().to_string();
  for (const LintFinding& finding : lint(*book)) ADD_FAILURE() << finding.rule << ": " << finding.problem;
}

constexpr std::string_view kVocabulary = R"(
read_until: 2026-08-31
types: {payment: {}, loan: {}}
type_groups: {banking: [payment]}
domains: {}
tags: {A: {regime: us, title: A list, citation: Act A, mark: V}}
tag_groups: {}
ownership_tests: {}
country_groups: {us: [us], eu: [de], uk: [gb], ch: [ch], ru: [ru], allied: [de]}
currencies: {USD: {usd_min: 1, usd_max: 1}}
kinds: {bank: [lender]}
)";

std::string rule(std::string_view id, std::string_view more, std::string_view outcome) {
  return "      - {id: " + std::string(id) +
         ", citation: Act, text: no payments, when: {type: [payment]}, reach: [{outcome: " + std::string(outcome) +
         "}], " + std::string(more) + "}\n";
}

base::Result<RuleBook> book_of(const std::string& rules) {
  const std::string text =
      "jurisdiction: US\nissuer: Treasury\nfamilies:\n  f:\n    title: F\n    near: {always: true}\n    rules:\n" +
      rules;
  const std::array<RuleFile, 2> files{RuleFile{"vocabulary.yaml", kVocabulary}, RuleFile{"rules.yaml", text}};
  return RuleBook::parse(files);
}

TEST(Lint, FindsContradictionsGapsAndUnverifiableMarks) {
  const auto contradicting = book_of(rule("one", "mark: V, effective_from: 2020-01-01", "prohibited") +
                                     rule("two", "mark: V, effective_from: 2021-01-01", "restricted"));
  ASSERT_TRUE(contradicting.has_value()) << contradicting.error().to_string();
  ASSERT_EQ(lint(*contradicting).size(), 1U);
  EXPECT_NE(lint(*contradicting)[0].problem.find("contradicts two"), std::string::npos);

  const auto gap = book_of(rule("one", "mark: V, effective_from: 2020-01-01, effective_to: 2020-06-30", "prohibited") +
                           rule("two", "mark: V, effective_from: 2021-01-01", "prohibited"));
  ASSERT_TRUE(gap.has_value()) << gap.error().to_string();
  ASSERT_EQ(lint(*gap).size(), 1U);
  EXPECT_EQ(lint(*gap)[0].rule, "f");

  const auto claimed = book_of(rule("one", "mark: M, verified: true, effective_from: 2020-01-01", "prohibited"));
  ASSERT_TRUE(claimed.has_value()) << claimed.error().to_string();
  EXPECT_EQ(lint(*claimed).size(), 1U);
}

TEST(Lint, RefusesRulesWithoutCitationMarkOrDate) {
  EXPECT_FALSE(book_of(rule("one", "mark: V", "prohibited")).has_value());
  EXPECT_FALSE(book_of(rule("one", "effective_from: 2020-01-01", "prohibited")).has_value());
  const auto without_citation = book_of(
      "      - {id: x, mark: V, effective_from: 2020-01-01, text: t, when: {always: true}, reach: [{outcome: "
      "prohibited}]}\n");
  ASSERT_FALSE(without_citation.has_value());
  EXPECT_NE(without_citation.error().message.find("citation"), std::string::npos);
  EXPECT_EQ(without_citation.error().where.line, 8U);
  EXPECT_FALSE(book_of(rule("one", "mark: V, effective_from: 2020-01-01, licence: x", "prohibited")).has_value());
}

TEST(Lint, RefusesWordsThatAreNotInTheVocabulary) {
  const auto book = book_of(
      "      - {id: x, citation: A, mark: V, effective_from: 2020-01-01, text: t, when: {type: [pyment]}, "
      "reach: [{outcome: prohibited}]}\n");
  ASSERT_FALSE(book.has_value());
  EXPECT_NE(book.error().message.find("pyment"), std::string::npos);
}

}  // namespace
}  // namespace cordon::measures
