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
    const std::vector<Json> told = screen("\n" + std::string(wrong));
    ASSERT_EQ(told.size(), 1U) << wrong << error_;
    EXPECT_EQ(told[0]["status"], "error") << wrong;
    const std::string problem = told[0]["problems"][0].get<std::string>();
    EXPECT_THAT(problem, HasSubstr("payments.jsonl:2")) << wrong;
    EXPECT_THAT(problem, HasSubstr("expected")) << wrong;
  }
}

TEST_F(Payments, regression_DeepNestingIsOneError) {
  const std::vector<Json> told = screen("{\"parties\":" + std::string(200'000, '['));
  ASSERT_EQ(told.size(), 1U);
  EXPECT_THAT(told[0]["problems"][0].get<std::string>(), HasSubstr("expected at most 64 levels"));
}

// One bad line refused the whole file: none of the others was answered.
TEST_F(Payments, regression_ABadLineDoesNotHideTheOthers) {
  const std::string good = R"({"id":"a","parties":[{"name":"Quiet Harbour"}]})";
  const std::vector<Json> told = screen(good + "\nnot json\n" + R"({"id":7,"message":"nonsense"})" + "\n\n" +
                                        R"({"id":"c","parties":[{"name":"Ivan Petrovich Testov"}]})");
  ASSERT_EQ(told.size(), 4U) << error_;
  EXPECT_EQ(told[0]["status"], "clear");
  EXPECT_EQ(told[1]["status"], "error");
  EXPECT_THAT(told[1]["problems"][0].get<std::string>(), HasSubstr("payments.jsonl:2"));
  EXPECT_EQ(told[2]["status"], "error");
  EXPECT_EQ(told[2]["id"], "7");
  EXPECT_EQ(told[3]["status"], "hit");
  EXPECT_EQ(stats_.rows_unread, 2U);
  EXPECT_EQ(stats_.rows_with_problems, 2U);
}

TEST_F(Payments, LinesBeyondTheLimitAreToldOnce) {
  const std::string long_line = R"({"id":")" + std::string(std::size_t{65} << 20U, 'x') + "\"}";
  const std::vector<Json> told = screen(long_line + "\n" + R"({"parties":[{"name":"Ivan Petrovich Testov"}]})" + "\n");
  ASSERT_EQ(told.size(), 2U) << error_;
  EXPECT_EQ(told[0]["status"], "error");
  EXPECT_EQ(told[1]["status"], "hit");
}

// Texts that name nobody are remembered: the next payments must be answered alike.
TEST_F(Payments, TheSameTextsAgainGiveTheSame) {
  const std::string quiet = R"({"parties":[{"name":"Quiet Harbour"}],"texts":["freight in May for Fortuna Shiping"]})";
  const std::vector<Json> told = screen(quiet + "\n" + quiet + "\n");
  ASSERT_EQ(told.size(), 2U) << error_;
  EXPECT_EQ(told[0], told[1]);
  EXPECT_EQ(told[0]["status"], "hit");
  EXPECT_EQ(screen(quiet)[0], told[0]);
}

// Bytes were counted instead of letters: three Cyrillic ones were taken for a word long enough to stand alone.
TEST_F(Payments, regression_ShortWordsAreMeasuredInLetters) {
  desk_.list({{"v1", "\xD0\x98\xD0\xB2\xD0\xB0"}}, "other_list");
  EXPECT_EQ(screen("{\"parties\":[],\"texts\":[\"\xD0\x98\xD0\xB2\xD0\xB0\"]}")[0]["status"], "clear");
}

class PaymentLines : public Payments {
 protected:
  static std::string mt103(const std::string& creditor, const std::string& others = {}) {
    return ":20:A\n:50K:/1\nQUIET HARBOUR\nROAD 1\n" + others + ":59:/99\n" + creditor + "\n:70:RENT\n";
  }
  std::string status(const std::string& message) {
    const std::vector<Json> found = screen(message);
    return found.size() == 1 ? found[0]["status"].get<std::string>() : error_;
  }
};

// Names in the lines of an address were never searched: a payment "c/o" a listed person was clear.
TEST_F(PaymentLines, regression_SomebodyNamedInTheLinesOfAPartyIsFound) {
  const std::vector<Json> found = screen(mt103("LISA MEIER\nC/O IVAN PETROVICH TESTOV\nPERM"));
  ASSERT_EQ(found.size(), 1U) << error_;
  EXPECT_EQ(found[0]["status"], "hit");
  EXPECT_EQ(status(mt103("LISA MEIER\nROAD 2\nIVAN PETROVICH TESTOV\nPERM")), "hit");
  EXPECT_EQ(status(mt103("LISA MEIER\nROAD 2\nC/O MR TESTOV IVAN\nPERM")), "hit");
  EXPECT_EQ(status(mt103("LISA MEIER\nROAD 2 FORTUNA SHIPPING, PERM")), "hit");
  EXPECT_EQ(status(mt103("LISA MEIER OR IVAN PETROVICH TESTOV")), "hit");
  EXPECT_EQ(status(mt103("LISA MEIER\nROAD 2", ":53B:PERM BRANCH OF FORTUNA SHIPPING\n")), "hit");
  EXPECT_EQ(status(R"({"parties":[{"name":"Lisa Meier","address":"c/o Ivan Petrovich Testov, Perm"}]})"), "hit");
  const auto iso = [](const std::string& address) {
    return "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08\"><FIToFICstmrCdtTrf><CdtTrfTxInf><PmtId>"
           "<EndToEndId>E</EndToEndId></PmtId><Dbtr><Nm>Quiet Harbour</Nm></Dbtr><Cdtr><Nm>Lisa Meier</Nm><PstlAdr>" +
           address + "</PstlAdr></Cdtr></CdtTrfTxInf></FIToFICstmrCdtTrf></Document>";
  };
  EXPECT_EQ(status(iso("<AdrLine>c/o Ivan Petrovich Testov, Perm</AdrLine>")), "hit");
  EXPECT_EQ(status(iso("<CareOf>Ivan Petrovich Testov</CareOf>")), "hit");
  EXPECT_EQ(status(iso("<AdrLine>Road 2, Perm</AdrLine>")), "clear");
  EXPECT_EQ(status(mt103("LISA MEIER\nROAD 2\nPERM")), "clear");
}

TEST_F(PaymentLines, WhatIsFoundInTheLinesIsQuotedOnce) {
  const std::vector<Json> found = screen(mt103("LISA MEIER\nROAD 2\nC/O IVAN PETROVICH TESTOV"));
  ASSERT_EQ(found.size(), 1U) << error_;
  ASSERT_EQ(found[0]["texts"].size(), 2U);
  EXPECT_EQ(found[0]["texts"][0]["field"], "creditor/lines");
  EXPECT_EQ(found[0]["texts"][0]["hits"][0]["found"], "IVAN PETROVICH TESTOV");
  const std::vector<Json> itself = screen(mt103("IVAN PETROVICH TESTOV\nROAD 2"));
  EXPECT_EQ(itself[0]["texts"].size(), 1U) << "the party itself is no second hit";
}

// Streets are named for people.
TEST_F(PaymentLines, AStreetIsNobodyUnlessTheNameIsWhole) {
  EXPECT_EQ(status(mt103("LISA MEIER\nTESTOV IVAN STREET 5")), "clear");
  EXPECT_EQ(status(mt103("LISA MEIER\nC/O TESTOV IVAN\nSTREET 5")), "hit");
  EXPECT_EQ(status(mt103("LISA MEIER\nIVAN PETROVICH TESTOV STREET 5")), "hit");
}

// A name broken over two lines was searched in neither.
TEST_F(PaymentLines, regression_ABrokenNameIsFound) {
  EXPECT_EQ(status(mt103("IVAN PETROVICH\nTESTOV\nPERM")), "hit");
  EXPECT_EQ(status(mt103("LISA MEIER\nROAD 2 C/O IVAN PETROVICH\nTESTOV\nPERM")), "hit");
  EXPECT_EQ(status(mt103("LISA MEIER\nROAD 2", ":57D:/1\nFORTUNA\nSHIPPING PERM\n")), "hit");
  EXPECT_EQ(status(R"({"parties":[],"texts":["rent for Ivan Petrovich","Testov in May"]})"), "hit");
}

// Lines 6 and 8 of option F vanished.
TEST_F(PaymentLines, regression_NumberedLinesAreSearched) {
  const auto debtor = [](const std::string& line) {
    return ":20:A\n:50F:/1\n1/QUIET HARBOUR\n2/ROAD 1\n3/RU/MOSCOW\n" + line + "\n:59:LISA MEIER\n";
  };
  EXPECT_EQ(status(debtor("6/RU/QUIET BANK/IVAN PETROVICH TESTOV")), "hit");
  EXPECT_EQ(status(debtor("7/RU/123\n8/IVAN PETROVICH TESTOV")), "hit");
  EXPECT_EQ(status(debtor("7/RU/123\n8/456")), "clear");
}

TEST_F(PaymentLines, regression_WordsBehindACodeAndIssuersOfNumbersAreSearched) {
  EXPECT_EQ(status(mt103("LISA MEIER\nROAD 2", ":23E:PHOB/IVAN PETROVICH TESTOV\n")), "hit");
  EXPECT_EQ(status(mt103("LISA MEIER\nROAD 2", ":23E:SDVA\n")), "clear");
  const auto pacs = [](const std::string& issuer) {
    return "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08\"><FIToFICstmrCdtTrf><CdtTrfTxInf>"
           "<Dbtr><Nm>Quiet Harbour</Nm><Id><OrgId><Othr><Id>4711</Id><Issr>" +
           issuer +
           "</Issr></Othr></OrgId></Id></Dbtr><Cdtr><Nm>Lisa Meier</Nm></Cdtr></CdtTrfTxInf></FIToFICstmrCdtTrf>"
           "</Document>";
  };
  EXPECT_EQ(status(pacs("Ivan Petrovich Testov")), "hit");
  EXPECT_EQ(status(pacs("Tax office")), "clear");
}

// An account without a name is legal for a bank; of a party who pays or is paid it is not.
TEST_F(PaymentLines, regression_AnAccountAloneIsCompleteForBanksOnly) {
  EXPECT_EQ(status(mt103("LISA MEIER\nROAD 2", ":53B:/123\n")), "clear");
  EXPECT_EQ(status(mt103("LISA MEIER\nROAD 2", ":57C://RU044525225\n")), "clear");
  EXPECT_EQ(status(":20:A\n:50K:/1\nQUIET HARBOUR\n:59:/99\n:70:RENT\n"), "incomplete");
  EXPECT_EQ(status(":20:A\n:59:/99\nLISA MEIER\n:70:RENT\n"), "incomplete");
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
