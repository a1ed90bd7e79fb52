#include <gtest/gtest.h>

#include "reading.hpp"

namespace cordon::ingest::testing {
namespace {

Reading read(std::string_view bytes) { return read_text("csv", "own.csv", bytes, "own"); }

TEST(OwnCsv, MapsTheColumnsOfCounterpartyFiles) {
  const Reading reading = read(
      "id,name,alias,schema,birth_date,country,id_number,imo,colour,programme,innCode\r\n"
      "7,\"Ivanov, Ivan\",Ivan; Vanya ,Person,05 Jul 1962,Russian Federation;ua,,,blue,A;B,7707083893\r\n"
      "8,SEA STAR,,vessel,2001,Panama,,9074729,,,\r\n");
  ASSERT_TRUE(reading.description) << reading.error();
  EXPECT_EQ(reading.description->subjects, 2U);
  EXPECT_EQ(reading.values("own-7", "name"), Values{"Ivanov, Ivan"});
  EXPECT_EQ(reading.values("own-7", "alias"), (Values{"Ivan", "Vanya"}));
  EXPECT_EQ(reading.values("own-7", "birthDate"), Values{"1962-07-05"});
  EXPECT_EQ(reading.values("own-7", "country"), (Values{"ru", "ua"}));
  EXPECT_EQ(reading.values("own-7", "innCode"), Values{"7707083893"});
  EXPECT_EQ(reading.values("own-7", "notes"), Values{"colour: blue"});
  EXPECT_EQ(reading.values("own-7-sanction", "programId"), (Values{"A", "B"}));
  EXPECT_EQ(reading.unmapped("colour"), 1U);
  EXPECT_EQ(reading.find("own-8")->schema(), "Vessel");
  EXPECT_EQ(reading.values("own-8", "imoNumber"), Values{"9074729"});
  EXPECT_EQ(reading.values("own-8", "buildDate"), Values{"2001"});
}

TEST(OwnCsv, ReadsWhatSpreadsheetsWrite) {
  // A byte order mark, ';' as delimiter, trailing delimiters, a multi-line cell, an empty row.
  const Reading reading = read("\xEF\xBB\xBFid;name;address;;\n1;A;\"Street 1\nTown\";;\n;;;;\n2;B;;;\n");
  ASSERT_TRUE(reading.description) << reading.error();
  EXPECT_EQ(reading.values("own-1", "address"), Values{"Street 1 Town"});
  EXPECT_EQ(reading.description->subjects, 2U);
  // Windows-1252 is read and reported.
  const Reading latin = read("id,name\n1,M\xFCller\n");
  ASSERT_TRUE(latin.description) << latin.error();
  EXPECT_EQ(latin.values("own-1", "name"), Values{"M\xC3\xBCller"});
  EXPECT_EQ(latin.unmapped("encoding"), 1U);
  const Reading wide =
      read(std::string_view("\xFF\xFEi\0d\0,\0n\0a\0m\0e\0\n\0"
                            "1\0,\0\x16\x04\n\0",
                            26));
  ASSERT_TRUE(wide.description) << wide.error();
  EXPECT_EQ(wide.values("own-1", "name"), Values{"\xD0\x96"});
}

TEST(OwnCsv, WhatIsNotUnderstoodIsANoteAndCounted) {
  const Reading reading = read("id,name,schema,birth_date,country\n1,A,Robot,sometime,Atlantis\n");
  ASSERT_TRUE(reading.description) << reading.error();
  EXPECT_EQ(reading.description->unmapped_total, 3U);
  EXPECT_EQ(reading.values("own-1", "notes"), (Values{"schema: Robot", "birth_date: sometime", "country: Atlantis"}));
}

TEST(OwnCsv, DatesCoverWhatTheyMayMean) {
  const Reading reading = read(
      "id,name,schema,birth_date\n1,A,Person,circa 1957\n2,B,Person,05/07/1962\n3,C,Person,05.07.1962\n"
      "4,D,Person,1940 to 1960\n5,E,Company,circa 1957\n");
  ASSERT_TRUE(reading.description) << reading.error();
  EXPECT_EQ(reading.values("own-1", "birthDate"), (Values{"1957", "1955", "1956", "1958", "1959"}));
  EXPECT_EQ(reading.values("own-2", "birthDate"), (Values{"1962-07-05", "1962-05-07"}));
  EXPECT_EQ(reading.values("own-3", "birthDate"), Values{"1962-07-05"});
  EXPECT_EQ(reading.values("own-4", "birthDate").size(), 21U);
  EXPECT_EQ(reading.unmapped("ambiguous date in birth_date"), 1U);
  EXPECT_EQ(reading.description->unmapped_total, 1U);
  EXPECT_EQ(reading.description->reader_revision, 2U);
}

TEST(OwnCsv, NamesBeyondTheLimitAreCutAndCounted) {
  const std::string whole = std::string(4'095, 'a') + "\xD0\x9F and more";
  const Reading reading = read("id,name\n1," + whole + "\n");
  ASSERT_TRUE(reading.description) << reading.error();
  EXPECT_EQ(reading.values("own-1", "name"), Values{std::string(4'095, 'a')});
  EXPECT_EQ(reading.unmapped("name too long in name"), 1U);
  EXPECT_NE(reading.values("own-1", "notes").front().find("and more"), std::string::npos);
}

TEST(OwnCsv, BadRowsAreErrorsWithTheirLine) {
  EXPECT_EQ(read("id,name\n1,A\n2\n").error(), "own.csv:3: expected 2 fields as in the header, found 1");
  EXPECT_EQ(read("id,name\n1,A,B\n").error(), "own.csv:2: expected 2 fields as in the header, found 3");
  EXPECT_EQ(read("id,name\n,A\n").error(), "own.csv:2: expected an id, found none");
  EXPECT_EQ(read("id,name\n1,\"A\n").error(), "own.csv:2: expected a closing quote, found the end of the file");
  EXPECT_EQ(read("name\nA\n").error(), "own.csv:1: expected a column 'id' in the header");
  EXPECT_EQ(read("id,name\n").error(), "own.csv: expected rows below the header, found none");
  EXPECT_NE(read("id,name\n1,A\n1,B\n").error().find("own-1 a second time"), std::string::npos);
  EXPECT_NE(read(std::string_view("id,name\n1,\0\n", 12)).error().find("NUL"), std::string::npos);
}

TEST(OpenSanctionsCsv, KeepsIds) {
  // The layout of targets.simple.csv.
  const Reading reading = read_text(
      "opensanctions-csv", "targets.simple.csv",
      R"("id","schema","name","aliases","birth_date","countries","addresses","identifiers","sanctions","phones","emails","dataset","first_seen","last_seen","last_change"
"Q262597","Person","Abdullah","Abdullah bin Muhammad Al ash-Sheikh;H.E Dr. Abdullah","1948-01-01","sa","","Q262597","Russia - Block","","","Wikidata","2024-03-09T09:28:18","2024-03-09T09:28:18","2024-03-09T09:28:18"
"NK-1","Vessel","SEA STAR","","","pa","","IMO9074729","","","","X","","",""
)");
  ASSERT_TRUE(reading.description) << reading.error();
  EXPECT_EQ(reading.description->unmapped_total, 0U);
  EXPECT_EQ(reading.values("Q262597", "alias").size(), 2U);
  EXPECT_EQ(reading.values("Q262597", "wikidataId"), Values{"Q262597"});
  EXPECT_EQ(reading.values("NK-1", "imoNumber"), Values{"IMO9074729"});
  EXPECT_EQ(reading.values("Q262597-sanction", "program"), Values{"Russia - Block"});
}

}  // namespace
}  // namespace cordon::ingest::testing
