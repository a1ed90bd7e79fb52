#include "cordon/base/csv.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace cordon::base {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Result<Rows> read_all(std::string_view bytes, CsvOptions options = {}) {
  CsvReader reader{bytes, options, "t.csv"};
  Rows rows;
  std::vector<std::string> fields;
  for (;;) {
    CORDON_ASSIGN(const bool more, reader.next(fields));
    if (!more) return rows;
    rows.push_back(fields);
  }
}

TEST(Csv, ReadsRealQuirks) {
  // The layout of the OFAC SDN list: blanks kept, null is "-0- ", 0x1A alone at the end.
  const auto rows =
      read_all("36,\"AERO \"\"X\"\" AIRLINES\",-0- ,\"CUBA\"\r\n37,\"two\nlines\",,\r\n\x1A", {.stop_at_ctrl_z = true});
  ASSERT_TRUE(rows) << rows.error().to_string();
  EXPECT_EQ(*rows, (Rows{{"36", "AERO \"X\" AIRLINES", "-0- ", "CUBA"}, {"37", "two\nlines", "", ""}}));
  EXPECT_EQ(*read_all("\xEF\xBB\xBFid|na\"me\n", {.delimiter = '|', .quote = '\0'}), (Rows{{"id", "na\"me"}}));
  EXPECT_EQ(read_all("")->size(), 0U);
}

TEST(Csv, SaysWhereItBreaks) {
  EXPECT_EQ(read_all("a,b\nc,\"open\n").error().to_string(),
            "t.csv:2: expected a closing quote, found the end of the file");
  EXPECT_NE(read_all("a,\"b\"c\n").error().message.find("found 'c'"), std::string::npos);
  EXPECT_FALSE(read_all(std::string(5'000, ',')));
  EXPECT_NE(read_all(std::string(1'048'577, 'x')).error().message.find("found 1048577"), std::string::npos);
}

TEST(Csv, AColumnNamedTwiceIsAnError) {
  EXPECT_TRUE(must_name_columns_once({"id", "name", "Name", "", ""}, {"t.csv", 1, {}}));
  const auto twice = must_name_columns_once({"id", "name", "country", "name"}, {"t.csv", 1, {}});
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().to_string(), "t.csv:1: expected each column once, found 'name' as columns 2 and 4");
}

RC_GTEST_PROP(Csv, WhatIsWrittenReadsBack, (const std::vector<std::string>& row)) {
  RC_PRE(!row.empty());
  for (const std::string& field : row) RC_PRE(field.find('\0') == std::string::npos);
  std::string line;
  append_csv_row(line, row);
  const auto rows = read_all(line);
  RC_ASSERT(rows.has_value());
  const bool blank = row.size() == 1 && row[0].empty();
  RC_ASSERT(*rows == (blank ? Rows{} : Rows{row}));
}

}  // namespace
}  // namespace cordon::base
