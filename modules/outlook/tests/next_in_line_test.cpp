#include "cordon/outlook/next_in_line.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "next_text.hpp"

namespace cordon::outlook {
namespace {

using base::Date;

Date day(int year, int month, int in_month) { return *Date::from_ymd(year, month, in_month); }

NextCandidate magnate(double net_worth) {
  NextCandidate out;
  out.id = "c";
  out.name = "Invented Person";
  out.country = "Russia";
  out.net_worth_busd = net_worth;
  out.sector = "Metals & Mining";
  return out;
}

double probability(const NextCandidate& candidate, Date as_of = day(2021, 8, 18),
                   const std::vector<ListedLink>& links = {}) {
  static const NextInLine model = *NextInLine::shipped();
  return model.assess(candidate, links, as_of).probability_12m.value_or(-1.0);
}

TEST(NextInLine, ReadsCandidatesAndNamesWhatIsWrong) {
  const auto read = parse_candidates("c.csv",
                                     "id,name,net_worth_busd,positions,allied_lists\n"
                                     "1,Some Body,2.5,minister of trade ; deputy,EU 2022-02-28;UK\n"
                                     "2,Other Body,,,\n");
  ASSERT_TRUE(read) << read.error().to_string();
  ASSERT_EQ(read->size(), 2U);
  EXPECT_EQ((*read)[0].positions, (std::vector<std::string>{"minister of trade", "deputy"}));
  EXPECT_FALSE((*read)[1].net_worth_busd);
  const auto bad = parse_candidates("c.csv", "id,name,net_worth_busd\n1,A,two\n");
  ASSERT_FALSE(bad);
  EXPECT_THAT(bad.error().to_string(), testing::HasSubstr("c.csv:2"));
  EXPECT_THAT(bad.error().to_string(), testing::HasSubstr("'two'"));
  EXPECT_FALSE(parse_candidates("c.csv", "name\nA\n"));
  EXPECT_FALSE(parse_candidates("c.csv", "id,name\n,A\n"));
}

TEST(NextInLine, NothingLaterThanTheDayIsUsed) {
  NextCandidate listed_later = magnate(5);
  const double before = probability(listed_later, day(2021, 8, 18));
  listed_later.allied_lists = {"EU 2022-02-28", "UK:2022-03-10", "CA (2022-04)"};
  EXPECT_EQ(probability(listed_later, day(2021, 8, 18)), before);
  EXPECT_GT(probability(listed_later, day(2022, 3, 1)), before);
  EXPECT_GT(probability(listed_later, day(2022, 3, 10)), probability(listed_later, day(2022, 3, 1)));
}

TEST(NextInLine, MoreReasonsAreMoreProbable) {
  EXPECT_GT(probability(magnate(20)), probability(magnate(2)));
  NextCandidate shop = magnate(5);
  shop.sector = "Fashion & Retail";
  EXPECT_LT(probability(shop), probability(magnate(5)));
  NextCandidate minister = magnate(5);
  minister.positions = {"deputy minister of energy"};
  EXPECT_GT(probability(minister), probability(magnate(5)));
  NextCandidate abroad = magnate(5);
  abroad.country = "Cyprus";
  EXPECT_LT(probability(abroad), probability(magnate(5)));
  const ListedLink relative{ListedLink::Kind::kRelative, "Some Relative", "ofac-1", "SOME RELATIVE", 0.99};
  EXPECT_GT(probability(magnate(5), day(2021, 8, 18), {relative}), probability(magnate(5)));
}

TEST(NextInLine, ReadsTheCountryInAnyLanguage) {
  NextCandidate candidate = magnate(5);
  const double at_home = probability(candidate);
  for (const char* country :
       {"\u0420\u043E\u0441\u0441\u0438\u044F", "RU", "Russian Federation", "Cyprus; Russia", "Russie"}) {
    candidate.country = country;
    EXPECT_EQ(probability(candidate), at_home) << country;
  }
  candidate.country = "Cyprus";
  EXPECT_NE(probability(candidate), at_home);
}

TEST(NextInLine, WhoIsListedIsNoCandidate) {
  const NextInLine model = *NextInLine::shipped();
  const ListedLink self{ListedLink::Kind::kSelf, "Invented Person", "ofac-2", "INVENTED PERSON", 0.99};
  const NextAnswer answer = model.assess(magnate(5), {self}, day(2021, 8, 18));
  EXPECT_FALSE(answer.probability_12m);
  EXPECT_EQ(answer.band, "listed");
  EXPECT_THAT(answer.paths.front(), testing::HasSubstr("ofac-2"));
}

TEST(NextInLine, EveryReasonSaysWhatItRestsOn) {
  const NextInLine model = *NextInLine::shipped();
  NextCandidate candidate = magnate(12.34);
  candidate.allied_lists = {"EU", "eu_fsf", "gb_fcdo_sanctions"};
  const NextAnswer answer = model.assess(candidate, {}, day(2022, 8, 18));
  ASSERT_GE(answer.reasons.size(), 3U);
  for (const NextReason& reason : answer.reasons) {
    EXPECT_FALSE(reason.evidence.empty()) << reason.factor;
    EXPECT_FALSE(reason.mark.empty()) << reason.factor;
  }
  EXPECT_EQ(issuers_known_on(candidate.allied_lists, day(2022, 8, 18)), (std::vector<std::string>{"EU", "UK"}));
  EXPECT_LT(answer.interval->low, *answer.probability_12m);
  EXPECT_GT(answer.interval->high, *answer.probability_12m);
}

TEST(NextInLine, WhoHasNoTieIsLessProbableThanWhoHas) {
  NextCandidate unknown;
  unknown.id = "u";
  unknown.name = "Nobody Known";
  const NextInLine model = *NextInLine::shipped();
  EXPECT_LT(probability(unknown), model.base_rate());
  EXPECT_EQ(model.base_rate_n(), 96);
  const NextAnswer answer = model.assess(unknown, {}, day(2021, 8, 18));
  EXPECT_EQ(answer.band, "low");
  EXPECT_EQ(answer.reasons.front().factor, "nothing_known");
  NextCandidate far = magnate(150);
  far.country = "United States";
  far.positions = {"minister of trade"};
  EXPECT_LT(probability(far), model.base_rate() / 2) << "wealth and office abroad say nothing";
  NextCandidate tied = far;
  tied.allied_lists = {"EU"};
  EXPECT_GT(probability(tied), model.base_rate());
}

TEST(NextInLine, AnIssuerNobodyKnowsCountsNothingAndIsNamed) {
  NextCandidate candidate = magnate(5);
  const double without = probability(candidate);
  candidate.allied_lists = {"some blog", "mc_fund_freezes"};
  EXPECT_EQ(issuers_known_on(candidate.allied_lists, day(2022, 8, 18)), (std::vector<std::string>{"MC"}));
  candidate.allied_lists = {"some blog"};
  EXPECT_EQ(probability(candidate), without);
  const NextInLine model = *NextInLine::shipped();
  EXPECT_THAT(model.assess(candidate, {}, day(2022, 8, 18)).paths.front(), testing::HasSubstr("some blog"));
}

TEST(NextInLine, WordsAreWhole) {
  NextCandidate candidate = magnate(5);
  candidate.sector = "soiled goods";  // holds "oil", means nothing of it
  const double neutral = probability(candidate);
  candidate.sector = "oil";
  EXPECT_GT(probability(candidate), neutral);
}

}  // namespace
}  // namespace cordon::outlook
