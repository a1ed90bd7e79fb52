#include "cordon/screening/counterparty.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

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

TEST(Counterparty, ASchemaIsKnownInAnyCaseOrAProblem) {
  Counterparty counterparty;
  set_column(counterparty, "name", "Ivan Petrov");
  set_column(counterparty, "schema", "person");
  EXPECT_EQ(query_of(counterparty).features.schema, "Person");
  set_column(counterparty, "schema", "Human");
  const Query query = query_of(counterparty);
  EXPECT_TRUE(query.features.schema.empty());
  ASSERT_EQ(query.problems.size(), 1U);
  EXPECT_NE(query.problems.front().find("found 'Human'"), std::string::npos);
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

// The header's comment and docs/api/commands.md list the columns: each is known, and what is not listed is kept.
TEST(Counterparty, KnowsTheColumnsItNames) {
  const auto read = [](const std::string& file) {
    std::ifstream in(std::string(CORDON_REPOSITORY_DIR) + "/" + file);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  const std::string header = read("modules/screening/include/cordon/screening/counterparty.hpp");
  const std::string page = read("docs/api/commands.md");
  for (const std::string column : {"id",         "name",
                                   "alias",      "schema",
                                   "birth_date", "birth_place",
                                   "country",    "nationality",
                                   "gender",     "address",
                                   "id_number",  "passport_number",
                                   "tax_number", "registration_number",
                                   "imo",        "mmsi",
                                   "lei",        "bic",
                                   "inn",        "ogrn",
                                   "isin",       "wallet",
                                   "call_sign",  "okpoCode",
                                   "kppCode",    "imoNumber"}) {
    Counterparty counterparty;
    EXPECT_TRUE(set_column(counterparty, column, "7")) << column;
    EXPECT_NE(header.find(column), std::string::npos) << column;
    EXPECT_NE(page.find(column), std::string::npos) << column;
  }
  Counterparty counterparty;
  EXPECT_FALSE(set_column(counterparty, "wikidataId", "Q1"));
}

// '???' and a dash were names without a word: zero hits, and exit status 0.
TEST(Counterparty, regression_ANameWithoutLettersIsAProblem) {
  for (const std::string name : {"???", "-", "...", "\xE2\x80\x94"}) {
    Counterparty counterparty;
    set_column(counterparty, "name", name);
    const Query query = query_of(counterparty);
    ASSERT_EQ(query.problems.size(), 1U) << name;
    EXPECT_EQ(query.problems.front(), "name: expected letters or digits, found '" + name + "'");
  }
  for (const std::string name : {"7", "X", "\xD0\x98\xD0\xB2\xD0\xB0\xD0\xBD", "\xE6\x9D\x8E\xE5\xBC\xBA"}) {
    Counterparty counterparty;
    set_column(counterparty, "name", name);
    EXPECT_TRUE(query_of(counterparty).problems.empty()) << name;
  }
}

TEST(Counterparty, CircaAndRangesCoverTheYearsTheyMayMean) {
  const auto dates = [](const char* text) {
    Counterparty counterparty;
    set_column(counterparty, "name", "Ivan Petrov");
    set_column(counterparty, "birth_date", text);
    const Query query = query_of(counterparty);
    EXPECT_TRUE(query.problems.empty()) << text;
    return query.features.birth_dates;
  };
  EXPECT_EQ(dates("circa 1957"), (std::vector<std::string>{"1957", "1955", "1956", "1958", "1959"}));
  EXPECT_EQ(dates("1960 to 1964"), (std::vector<std::string>{"1960", "1961", "1962", "1963", "1964"}));
  EXPECT_EQ(dates("1960/1961"), (std::vector<std::string>{"1960", "1961"}));
  EXPECT_EQ(dates("05.07.1962"), (std::vector<std::string>{"1962-07-05"}));
}

TEST(Counterparty, ADateOfTwoReadingsIsBothAndReported) {
  Counterparty counterparty;
  set_column(counterparty, "name", "Ivan Petrov");
  set_column(counterparty, "birth_date", "05/07/1962");
  const Query query = query_of(counterparty);
  EXPECT_EQ(query.features.birth_dates, (std::vector<std::string>{"1962-07-05", "1962-05-07"}));
  ASSERT_EQ(query.problems.size(), 1U);
  EXPECT_NE(query.problems[0].find("ambiguous date"), std::string::npos);
}

TEST(Counterparty, AGenderThatCannotBeReadSpeaksForNothing) {
  const auto query = [](const char* text) {
    Counterparty counterparty;
    set_column(counterparty, "name", "Ivan Petrov");
    set_column(counterparty, "gender", text);
    return query_of(counterparty);
  };
  for (const char* text : {"unknown", "N/A", "U", "-", "Not Applicable"}) {
    EXPECT_TRUE(query(text).features.genders.empty()) << text;
    EXPECT_TRUE(query(text).problems.empty()) << text;
  }
  for (const char* text : {"mixed", "weiss nicht", "99"}) {
    EXPECT_TRUE(query(text).features.genders.empty()) << text;
    EXPECT_EQ(query(text).problems.size(), 1U) << text;
  }
  EXPECT_EQ(query("Woman").features.genders, (std::vector<std::string>{"female"}));
  EXPECT_EQ(query("weiblich").features.genders, (std::vector<std::string>{"female"}));
  EXPECT_EQ(query("m\xC3\xA4nnlich").features.genders, (std::vector<std::string>{"male"}));
  EXPECT_EQ(query("other").features.genders, (std::vector<std::string>{"other"}));
}

TEST(Counterparty, NamesThatAreCutAreReported) {
  const auto query = [](const std::string& name) {
    Counterparty counterparty;
    counterparty.names = {name};
    return query_of(counterparty);
  };
  std::string words;
  for (int i = 0; i < 30; ++i) words += "word" + std::string(1, static_cast<char>('a' + i % 26)) + " ";
  ASSERT_EQ(query(words).problems.size(), 1U);
  EXPECT_NE(query(words).problems[0].find("at most 24 words"), std::string::npos);
  const Query huge = query(std::string(4'095, 'a') + "\xD0\x9F" + std::string(10'000, 'b'));
  ASSERT_EQ(huge.problems.size(), 1U);
  EXPECT_EQ(huge.features.names.front().size(), 4'095U);  // between two characters
}

TEST(Counterparty, AShipNumberWithAWrongCheckDigitIsAProblem) {
  Counterparty right;
  set_column(right, "imo", "IMO 9074729");
  EXPECT_TRUE(query_of(right).problems.empty());
  Counterparty wrong;
  set_column(wrong, "name", "Fortuna");
  set_column(wrong, "imo", "9074728");
  const Query query = query_of(wrong);
  ASSERT_EQ(query.problems.size(), 1U);
  EXPECT_NE(query.problems[0].find("9074728"), std::string::npos);
}

TEST(Counterparty, AnEmptyRowIsAProblem) { EXPECT_EQ(query_of({}).problems.size(), 1U); }

// A value that says its scheme by itself, in a column that does not: the wrong number met nothing, without a word.
TEST(Counterparty, regression_ANumberThatSaysItsSchemeIsChecked) {
  const auto problems = [](const std::string& column, const std::string& value, const std::string& schema = {}) {
    Counterparty counterparty;
    set_column(counterparty, "name", "Fortuna");
    set_column(counterparty, "schema", schema);
    set_column(counterparty, column, value);
    const Query query = query_of(counterparty);
    EXPECT_EQ(query.features.identifiers.size(), 1U);
    EXPECT_EQ(query.features.identifiers.front().value, value);  // searched as written
    return query.problems;
  };
  for (const char* right : {"IMO9074729", "imo no. 9074729", "LEI 529900T8BM49AURSDO55", "ISIN: US0378331005"}) {
    EXPECT_EQ(problems("id_number", right), std::vector<std::string>{}) << right;
  }
  EXPECT_EQ(problems("id_number", "IMO9074728"),
            (std::vector<std::string>{"id_number: expected seven digits of which the last is the check digit (does not "
                                      "fit), found 'IMO9074728'"}));
  for (const char* wrong : {"IMO number 9074728", "LEI 529900T8BM49AURSDO56", "ISIN: US0378331006"}) {
    EXPECT_EQ(problems("id_number", wrong).size(), 1U) << wrong;
  }
  EXPECT_EQ(problems("lei", "529900T8BM49AURSDO56").size(), 1U);
  EXPECT_EQ(problems("isin", "US0378331006").size(), 1U);
  // What does not say its scheme may be any number; companies that own ships have IMO numbers of another kind.
  for (const char* unknown : {"9074728", "529900T8BM49AURSDO56", "US0378331006", "IMOGEN1", "LEI 7"}) {
    EXPECT_EQ(problems("id_number", unknown), std::vector<std::string>{}) << unknown;
  }
  EXPECT_EQ(problems("id_number", "IMO 9074728", "Company"), std::vector<std::string>{});
  EXPECT_EQ(problems("id_number", "IMO 9074728", "Vessel").size(), 1U);
}

// "N/A" met nothing and looked like a clear answer.
TEST(Counterparty, regression_ANameThatSaysThereIsNoneIsAProblem) {
  for (const std::string name : {"N/A", "unknown", "None", "TBD", "nn", "N.N."}) {
    Counterparty counterparty;
    set_column(counterparty, "name", name);
    const Query query = query_of(counterparty);
    ASSERT_EQ(query.problems.size(), 1U) << name;
    EXPECT_NE(query.problems.front().find("found '" + name + "'"), std::string::npos) << query.problems.front();
    EXPECT_EQ(query.features.names.front(), name);  // screened all the same
  }
  Counterparty plain;
  set_column(plain, "name", "None Unknown;Nna");
  set_column(plain, "alias", "N/A");
  EXPECT_EQ(query_of(plain).problems, std::vector<std::string>{});
}

}  // namespace
}  // namespace cordon::screening
