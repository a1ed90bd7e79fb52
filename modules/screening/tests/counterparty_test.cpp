#include "cordon/screening/counterparty.hpp"

#include <gtest/gtest.h>

namespace cordon::screening {
namespace {

TEST(Counterparty, ReadsColumnsAndKeepsUnknownOnes) {
  Counterparty counterparty;
  EXPECT_TRUE(set_column(counterparty, "id", "C-1"));
  EXPECT_TRUE(set_column(counterparty, "name", "Ivan Petrov; Petrov I."));
  EXPECT_TRUE(set_column(counterparty, "alias", "Vanya"));
  EXPECT_TRUE(set_column(counterparty, "imo", "9 074 729"));
  EXPECT_FALSE(set_column(counterparty, "branch", "Berlin"));
  EXPECT_EQ(counterparty.names, (std::vector<std::string>{"Ivan Petrov", "Petrov I."}));
  EXPECT_EQ(counterparty.identifiers.size(), 1U);
  EXPECT_EQ(counterparty.extra, (std::vector<std::pair<std::string, std::string>>{{"branch", "Berlin"}}));
}

TEST(Counterparty, BecomesAQuery) {
  Counterparty counterparty;
  set_column(counterparty, "name", "Ivan Petrov");
  set_column(counterparty, "birth_date", "5 Jul 1962;1960 to 1961");
  set_column(counterparty, "country", "Russian Federation;ru");
  set_column(counterparty, "gender", "M");
  const Query query = query_of(counterparty);
  EXPECT_TRUE(query.problems.empty());
  EXPECT_EQ(query.features.birth_dates, (std::vector<std::string>{"1962-07-05", "1960", "1961"}));
  EXPECT_EQ(query.features.countries, (std::vector<std::string>{"ru"}));
  EXPECT_EQ(query.features.genders, (std::vector<std::string>{"male"}));
}

TEST(Counterparty, NamesWhatItCannotReadAndKeepsTheRest) {
  Counterparty counterparty;
  set_column(counterparty, "name", "Ivan Petrov");
  set_column(counterparty, "birth_date", "32.13.1962");
  set_column(counterparty, "country", "Atlantis");
  const Query query = query_of(counterparty);
  ASSERT_EQ(query.problems.size(), 2U);
  EXPECT_NE(query.problems[0].find("32.13.1962"), std::string::npos);
  EXPECT_NE(query.problems[1].find("Atlantis"), std::string::npos);
  EXPECT_EQ(query.features.names.size(), 1U);
}

TEST(Counterparty, AnEmptyRowIsAProblem) { EXPECT_EQ(query_of({}).problems.size(), 1U); }

}  // namespace
}  // namespace cordon::screening
