// Screening of payments, lists and files of counterparties on small lists of our own: nothing may be passed over as if
// it had been screened.
#include "cordon/service/payments.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "desk.hpp"

namespace cordon::service {
namespace {

using testing::Desk;
using ::testing::HasSubstr;
using testing::Json;

class Payments : public ::testing::Test {
 protected:
  void SetUp() override { desk_.list({{"p1", "Ivan Petrovich Testov"}, {"p2", "Fortuna Shipping"}}); }

  // The answers to a file of that text.
  std::vector<Json> screen(const std::string& text, const ScreenRequest& request = payment_request()) {
    const std::filesystem::path path = desk_.file("payments.jsonl");
    std::ofstream(path, std::ios::binary) << text;
    std::vector<Json> found;
    Workspace workspace = desk_.workspace();
    const auto done = screen_payments(workspace, request, path, [&found](std::string_view json) {
      found.push_back(Json::parse(json));
      return base::Result<void>();
    });
    error_ = done ? std::string() : done.error().to_string();
    if (done) stats_ = *done;
    return found;
  }
  static ScreenRequest payment_request() {
    ScreenRequest request;
    request.policy = "payments";
    return request;
  }

  Desk desk_;
  ScreenStats stats_;
  std::string error_;
};

// Words behind the limit, values and fields that nobody read, and messages without anybody in them were 'clear'.
TEST_F(Payments, regression_WhatWasNotScreenedIsNotClear) {
  const auto status = [&](const std::string& line) {
    const std::vector<Json> found = screen(line);
    return found.size() == 1 ? found[0]["status"].get<std::string>() : error_;
  };
  EXPECT_EQ(status(R"({"parties":[{"role":"creditor","name":"Quiet Harbour"}]})"), "clear");
  EXPECT_EQ(stats_.rows_with_problems, 0U);
  EXPECT_EQ(status(R"({"parties":[{"name":"Ivan Petrovich Testov","colour":"blue"}]})"), "hit");
  EXPECT_EQ(stats_.rows_with_problems, 1U);
  EXPECT_EQ(status(R"({"parties":[]})"), "incomplete");
  EXPECT_EQ(stats_.rows_with_problems, 1U);
  EXPECT_EQ(status(R"({"parties":[{"name":"Quiet Harbour","colour":"blue"}]})"), "incomplete");
  EXPECT_EQ(status(R"({"parties":[{"name":"Quiet Harbour","country":"Atlantis"}]})"), "incomplete");
  std::string words;
  for (int i = 0; i < 401; ++i) words += "word ";
  EXPECT_EQ(status(R"({"parties":[{"name":"Quiet Harbour"}],"texts":[")" + words + "\"]}"), "incomplete");
  EXPECT_EQ(status(R"({"parties":[],"texts":["invoice"]})"), "clear");
}

// Values of another type than expected were passed over, arrays of names screened as JSON text.
TEST_F(Payments, regression_StructuredPaymentsAreReadStrictly) {
  const std::vector<Json> several = screen(R"({"parties":[{"names":["Quiet Harbour","Testov Ivan Petrovich"]}]})");
  ASSERT_EQ(several.size(), 1U) << error_;
  EXPECT_EQ(several[0]["status"], "hit");
  EXPECT_EQ(screen(R"({"parties":[{"name":["Ivan Petrovich Testov"]}]})")[0]["status"], "hit");
  EXPECT_EQ(screen(R"({"parties":[{"aliases":["Ivan Petrovich Testov"]}]})")[0]["status"], "hit");
  const std::vector<Json> odd = screen(R"({"parties":[{"name":"Quiet Harbour","colour":["a",1]}],"purpose":"x"})");
  ASSERT_EQ(odd.size(), 1U) << error_;
  EXPECT_EQ(odd[0]["unmapped"].dump(),
            R"([{"field":"parties/colour","value":"[\"a\",1]"},{"field":"purpose","value":"x"}])");
  for (const char* wrong :
       {R"({"parties":"X"})", R"({"parties":{"name":"X"}})", R"({"parties":["X"]})", R"({"parties":[{"name":7}]})",
        R"({"parties":[{"name":["X",7]}]})", R"({"parties":[{"bic":["X"]}]})", R"({"parties":[],"texts":[7]})",
        R"({"parties":[],"texts":{"a":1}})", R"({"message":7})"}) {
    EXPECT_TRUE(screen("\n" + std::string(wrong)).empty()) << wrong;
    EXPECT_THAT(error_, HasSubstr("payments.jsonl:2")) << wrong;
    EXPECT_THAT(error_, HasSubstr("expected")) << wrong;
  }
}

TEST_F(Payments, regression_DeepNestingIsOneError) {
  EXPECT_TRUE(screen("{\"parties\":" + std::string(200'000, '[')).empty());
  EXPECT_THAT(error_, HasSubstr("expected at most 64 levels"));
}

// Bytes were counted instead of letters: three Cyrillic ones were taken for a word long enough to stand alone.
TEST_F(Payments, regression_ShortWordsAreMeasuredInLetters) {
  desk_.list({{"v1", "\xD0\x98\xD0\xB2\xD0\xB0"}}, "other_list");
  EXPECT_EQ(screen("{\"parties\":[],\"texts\":[\"\xD0\x98\xD0\xB2\xD0\xB0\"]}")[0]["status"], "clear");
}

TEST_F(Payments, CandidatesExhaustiveGivesTheSame) {
  ScreenRequest request = payment_request();
  const std::string line = R"({"parties":[{"name":"Testov Ivan"}],"texts":["freight for Fortuna Shipping"]})";
  const std::vector<Json> by_index = screen(line, request);
  request.exhaustive = true;
  EXPECT_EQ(screen(line, request), by_index);
}

}  // namespace
}  // namespace cordon::service
