#include "cordon/ingest/payment.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cordon::ingest {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kPacs008 = R"(<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08">
 <FIToFICstmrCdtTrf>
  <GrpHdr><MsgId>MSG-1</MsgId><InstgAgt><FinInstnId><BICFI>AAAADEFFXXX</BICFI></FinInstnId></InstgAgt></GrpHdr>
  <CdtTrfTxInf>
   <PmtId><InstrId>I1</InstrId><EndToEndId>NOTPROVIDED</EndToEndId><TxId>TX-9</TxId></PmtId>
   <IntrBkSttlmAmt Ccy="EUR">1200.50</IntrBkSttlmAmt><IntrBkSttlmDt>2021-02-01</IntrBkSttlmDt>
   <Dbtr><Nm>Invented Person</Nm><PstlAdr><StrtNm>Harbour Road</StrtNm><BldgNb>1</BldgNb><TwnNm>Rostock</TwnNm>
     <Ctry>DE</Ctry></PstlAdr><Id><PrvtId><DtAndPlcOfBirth><BirthDt>1970-01-02</BirthDt><CityOfBirth>Perm</CityOfBirth>
     <CtryOfBirth>RU</CtryOfBirth></DtAndPlcOfBirth><Othr><Id>AB123</Id></Othr></PrvtId></Id><Colour>blue</Colour></Dbtr>
   <DbtrAcct><Id><IBAN>DE02120300000000202051</IBAN></Id></DbtrAcct>
   <Cdtr><Nm>Invented Trading LLC</Nm><Id><OrgId><AnyBIC>INVTRUMM</AnyBIC><LEI>5493001KJTIIGC8Y1R12</LEI></OrgId></Id></Cdtr>
   <RmtInf><Ustrd>freight of the vessel EXAMPLE</Ustrd><Ustrd>second line</Ustrd></RmtInf>
  </CdtTrfTxInf>
 </FIToFICstmrCdtTrf>
</Document>)";

const PaymentParty* party(const Payment& payment, std::string_view role) {
  for (const PaymentParty& one : payment.parties) {
    if (one.role == role) return &one;
  }
  return nullptr;
}

TEST(Payment, ReadsACustomerTransfer) {
  ASSERT_TRUE(is_payment_message(kPacs008));
  const auto read = read_payments("m.xml", kPacs008);
  ASSERT_TRUE(read) << read.error().to_string();
  ASSERT_EQ(read->size(), 1U);
  const Payment& payment = read->front();
  EXPECT_EQ(payment.kind, "pacs.008");
  EXPECT_EQ(payment.message_id, "MSG-1");
  EXPECT_EQ(payment.id, "TX-9");
  EXPECT_EQ(payment.amount + payment.currency + payment.date, "1200.50EUR2021-02-01");
  const PaymentParty* debtor = party(payment, "debtor");
  ASSERT_NE(debtor, nullptr);
  EXPECT_EQ(debtor->schema, "Person");
  EXPECT_EQ(debtor->birth_date, "1970-01-02");
  EXPECT_EQ(debtor->account, "DE02120300000000202051");
  EXPECT_THAT(debtor->countries, ElementsAre("DE", "RU"));
  EXPECT_THAT(debtor->addresses, ElementsAre("Harbour Road, 1, Rostock"));
  EXPECT_THAT(debtor->id_numbers, ElementsAre("AB123"));
  const PaymentParty* creditor = party(payment, "creditor");
  ASSERT_NE(creditor, nullptr);
  EXPECT_EQ(creditor->bic, "INVTRUMM");
  EXPECT_EQ(creditor->lei, "5493001KJTIIGC8Y1R12");
  ASSERT_NE(party(payment, "instructing_agent"), nullptr) << "stands in the group header";
  ASSERT_EQ(payment.texts.size(), 2U);
  EXPECT_EQ(payment.texts[0].text, "freight of the vessel EXAMPLE");
  ASSERT_EQ(payment.unmapped.size(), 1U) << "an element nobody knows is reported";
  EXPECT_EQ(payment.unmapped[0].second, "blue");
}

TEST(Payment, FindsTheCustomersUnderACoverPayment) {
  const auto read =
      read_payments("c.xml", R"(<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pacs.009.001.08"><FICdtTrf>
    <GrpHdr><MsgId>M</MsgId></GrpHdr><CdtTrfTxInf><PmtId><EndToEndId>E</EndToEndId></PmtId>
    <Dbtr><FinInstnId><BICFI>AAAADEFF</BICFI></FinInstnId></Dbtr><Cdtr><FinInstnId><Nm>Invented Bank</Nm></FinInstnId></Cdtr>
    <UndrlygCstmrCdtTrf><Dbtr><Nm>Hidden Customer</Nm></Dbtr><UltmtCdtr><Nm>Last One</Nm></UltmtCdtr></UndrlygCstmrCdtTrf>
    </CdtTrfTxInf></FICdtTrf></Document>)");
  ASSERT_TRUE(read) << read.error().to_string();
  std::vector<std::string> names;
  for (const PaymentParty& one : read->front().parties) names.insert(names.end(), one.names.begin(), one.names.end());
  EXPECT_THAT(names, ElementsAre("Invented Bank", "Hidden Customer", "Last One"));
}

TEST(Payment, GivesEachTransferOfAnInitiationItsDebtor) {
  const auto read = read_payments("p.xml", R"(<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">
    <CstmrCdtTrfInitn><GrpHdr><MsgId>M</MsgId><InitgPty><Nm>Starter</Nm></InitgPty></GrpHdr>
    <PmtInf><PmtInfId>P</PmtInfId><ReqdExctnDt><Dt>2021-03-04</Dt></ReqdExctnDt><Dbtr><Nm>Payer</Nm></Dbtr>
    <CdtTrfTxInf><PmtId><EndToEndId>E1</EndToEndId></PmtId><Amt><InstdAmt Ccy="USD">1</InstdAmt></Amt><Cdtr><Nm>One</Nm></Cdtr></CdtTrfTxInf>
    <CdtTrfTxInf><PmtId><EndToEndId>E2</EndToEndId></PmtId><Amt><InstdAmt Ccy="USD">2</InstdAmt></Amt><Cdtr><Nm>Two</Nm></Cdtr></CdtTrfTxInf>
    </PmtInf></CstmrCdtTrfInitn></Document>)");
  ASSERT_TRUE(read) << read.error().to_string();
  ASSERT_EQ(read->size(), 2U);
  EXPECT_EQ((*read)[1].id, "E2");
  EXPECT_EQ((*read)[1].amount, "2");
  EXPECT_EQ((*read)[1].date, "2021-03-04");
  for (const Payment& payment : *read) {
    ASSERT_NE(party(payment, "debtor"), nullptr);
    EXPECT_EQ(party(payment, "debtor")->names.front(), "Payer");
    EXPECT_NE(party(payment, "initiating_party"), nullptr);
  }
}

constexpr const char* kMt103 =
    "{1:F01AAAADEFFAXXX0000000000}{2:I103BBBBRUMMXXXXN}{4:\r\n:20:REF1\r\n:23B:CRED\r\n:32A:210201USD15000,5\r\n"
    ":50F:/DE02120300000000202051\r\n1/INVENTED PERSON\r\n2/ROAD 1\r\n3/RU/MOSCOW\r\n4/19511215\r\n6/DE/BANK/777\r\n"
    ":52D:INVENTED BANK\r\nPERM\r\n:57A:CCCCDEFF\r\n:59:/4070281\r\nINVENTED TRADING\r\nSTREET 2\r\nMOSCOW\r\n"
    ":70:/INV/1 FREIGHT\r\nEXAMPLE\r\n:71A:SHA\r\n:99X:ODD\r\n-}{5:{MAC:0}}";

TEST(Payment, ReadsMt103) {
  const auto read = read_payments("m.txt", std::string(kMt103) + "\n" + kMt103);
  ASSERT_TRUE(read) << read.error().to_string();
  ASSERT_EQ(read->size(), 2U);
  const Payment& payment = read->front();
  EXPECT_EQ(payment.id, "REF1");
  EXPECT_EQ(payment.amount + payment.currency + payment.date, "15000.5USD2021-02-01");
  EXPECT_EQ(party(payment, "sender")->bic, "AAAADEFFXXX");
  EXPECT_EQ(party(payment, "receiver")->bic, "BBBBRUMMXXX");
  const PaymentParty* debtor = party(payment, "debtor");
  EXPECT_EQ(debtor->names.front(), "INVENTED PERSON");
  EXPECT_EQ(debtor->birth_date, "1951-12-15");
  EXPECT_EQ(debtor->account, "DE02120300000000202051");
  EXPECT_THAT(debtor->countries, ElementsAre("RU"));
  EXPECT_THAT(debtor->id_numbers, ElementsAre("777"));
  EXPECT_EQ(party(payment, "debtor_agent")->names.front(), "INVENTED BANK");
  EXPECT_EQ(party(payment, "creditor_agent")->bic, "CCCCDEFF");
  EXPECT_THAT(party(payment, "creditor")->addresses, ElementsAre("STREET 2, MOSCOW"));
  ASSERT_EQ(payment.texts.size(), 1U);
  EXPECT_EQ(payment.texts[0].text, "/INV/1 FREIGHT EXAMPLE");
  ASSERT_EQ(payment.unmapped.size(), 1U);
  EXPECT_EQ(payment.unmapped[0].first, ":99X:");
}

// A file of several bare messages was read up to the first '-': the others were not screened and nobody was told.
TEST(Payment, regression_BareMessagesOfOneFileAreAllRead) {
  const std::string one = ":20:R1\n:59:FIRST NAME\n-\n";
  const auto read = read_payments("m.txt", one + "\n:20:R2\n:59:SECOND NAME\n:20:R3\n:59:THIRD NAME");
  ASSERT_TRUE(read) << read.error().to_string();
  ASSERT_EQ(read->size(), 3U);
  EXPECT_EQ((*read)[1].id + party((*read)[1], "creditor")->names.front(), "R2SECOND NAME");
  EXPECT_EQ((*read)[2].id + party((*read)[2], "creditor")->names.front(), "R3THIRD NAME");
  EXPECT_EQ((*read)[2].line, 7U);
  for (const std::string& text : {one + ":59:NO REFERENCE\n", one + "rest", kMt103 + std::string("\nrest")}) {
    const auto told = read_payments("m.txt", text);
    ASSERT_TRUE(told) << text;
    ASSERT_EQ(told->size(), 2U) << text;
    EXPECT_THAT((*told)[1].error, HasSubstr("expected a message")) << text;
  }
  const auto blocks = read_payments("m.txt", kMt103 + std::string("\r\n$") + kMt103);
  ASSERT_TRUE(blocks) << blocks.error().to_string();
  EXPECT_EQ(blocks->size(), 2U);
}

// One damaged message refused the whole file.
TEST(Payment, regression_ADamagedMessageDoesNotHideTheOthers) {
  const std::string cut = std::string(kMt103).substr(0, std::string_view(kMt103).find("-}"));
  const auto read = read_payments("m.txt", std::string(kMt103) + "\n" + cut + kMt103);
  ASSERT_TRUE(read) << read.error().to_string();
  ASSERT_EQ(read->size(), 3U);
  EXPECT_EQ((*read)[0].error, "");
  EXPECT_THAT((*read)[1].error, HasSubstr("expected the end of block 4"));
  EXPECT_TRUE((*read)[1].parties.empty());
  EXPECT_EQ((*read)[2].id, "REF1");
  const auto alone = read_payments("m.txt", cut);
  ASSERT_FALSE(alone) << "a file of which nothing can be read is one error";
}

// "-}{5:...}" on one line was appended to the field before it.
TEST(Payment, regression_ATrailerIsNoText) {
  const auto read = read_payments("m.txt",
                                  "{1:F01AAAADEFFAXXX0000000000}{2:I103BBBBRUMMXXXXN}{4:\n:20:A\n:59:SOMEBODY\n"
                                  ":70:FREIGHT\n-}{5:{CHK:0123456789AB}}\n");
  ASSERT_TRUE(read) << read.error().to_string();
  ASSERT_EQ(read->front().texts.size(), 1U);
  EXPECT_EQ(read->front().texts[0].text, "FREIGHT");
}

// Of a name over two lines only the first was screened.
TEST(Payment, regression_ANameOverTwoLinesIsAlsoReadAsOne) {
  const auto names = [](const std::string& lines) {
    const auto read = read_payments("m.txt", ":20:A\n:59:/123\n" + lines);
    return read ? party(read->front(), "creditor")->names : std::vector<std::string>{read.error().to_string()};
  };
  EXPECT_THAT(
      names("INVENTED INTERNATIONAL SHIPPING AND\nTRADING COMPANY LIMITED\nROAD 1\n"),
      ElementsAre("INVENTED INTERNATIONAL SHIPPING AND", "INVENTED INTERNATIONAL SHIPPING AND TRADING COMPANY LIMITED",
                  "INVENTED INTERNATIONAL SHIPPING ANDTRADING COMPANY LIMITED"));
  EXPECT_THAT(names("INVENTED INTERNATIONAL SHIPPING\nCORPORATION\nROAD 1\n"),
              ElementsAre("INVENTED INTERNATIONAL SHIPPING", "INVENTED INTERNATIONAL SHIPPING CORPORATION"));
  EXPECT_THAT(names("INVENTED TRADING\nROAD 1\n"), ElementsAre("INVENTED TRADING"));
  EXPECT_THAT(names("INVENTED MIDDLE\nPERSON\nTOWN\n"), ElementsAre("INVENTED MIDDLE", "INVENTED MIDDLE PERSON"));
}

// The banks of the business application header were not screened: a message to a listed bank was clear.
TEST(Payment, regression_TheBanksOfTheApplicationHeaderAreParties) {
  const auto read = read_payments("e.xml", R"(<Envelope>
    <AppHdr xmlns="urn:iso:std:iso:20022:tech:xsd:head.001.001.02"><Fr><OrgId><Nm>Invented Corporate</Nm></OrgId></Fr>
      <To><FIId><FinInstnId><BICFI>AAAADEFF</BICFI></FinInstnId></FIId></To><BizMsgIdr>B</BizMsgIdr>
      <MsgDefIdr>pacs.008.001.08</MsgDefIdr><CreDt>2021-02-01T10:00:00Z</CreDt><Odd>value</Odd>
      <Rltd><Fr><FIId><FinInstnId><BICFI>BBBBDEFF</BICFI></FinInstnId></FIId></Fr></Rltd></AppHdr>
    <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08"><FIToFICstmrCdtTrf><GrpHdr><MsgId>M</MsgId></GrpHdr>
    <CdtTrfTxInf><PmtId><EndToEndId>E</EndToEndId></PmtId><Dbtr><Nm>Payer</Nm></Dbtr><Cdtr><Nm>Payee</Nm></Cdtr>
    </CdtTrfTxInf></FIToFICstmrCdtTrf></Document></Envelope>)");
  ASSERT_TRUE(read) << read.error().to_string();
  const Payment& payment = read->front();
  ASSERT_NE(party(payment, "sender"), nullptr);
  EXPECT_THAT(party(payment, "sender")->names, ElementsAre("Invented Corporate"));
  ASSERT_NE(party(payment, "receiver"), nullptr);
  EXPECT_EQ(party(payment, "receiver")->bic, "AAAADEFF");
  ASSERT_NE(party(payment, "related_sender"), nullptr);
  EXPECT_EQ(party(payment, "related_sender")->bic, "BBBBDEFF");
  EXPECT_THAT(payment.unmapped, ElementsAre(std::pair<std::string, std::string>("AppHdr/Odd", "value")));
}

// Lines 6 and 8 of option F were dropped but for a number.
TEST(Payment, regression_EveryNumberedLineIsKept) {
  const auto read = read_payments("m.txt",
                                  ":20:A\n:50F:/1\n1/INVENTED PERSON\n8/OF THE OTHERS\n2/ROAD 1\n3/RU/MOSCOW\n"
                                  "6/RU/ISSUER/77\n8/88\n8/SOMEBODY ELSE\n:59:X Y\n");
  ASSERT_TRUE(read) << read.error().to_string();
  const PaymentParty* debtor = party(read->front(), "debtor");
  EXPECT_THAT(debtor->names, ElementsAre("INVENTED PERSON OF THE OTHERS"));
  EXPECT_THAT(debtor->lines, ElementsAre("INVENTED PERSON", "OF THE OTHERS", "ROAD 1", "RU/MOSCOW", "RU/ISSUER/77",
                                         "88", "SOMEBODY ELSE"));
  ASSERT_GE(debtor->id_numbers.size(), 2U);
  EXPECT_EQ(debtor->id_numbers[0], "77");
  EXPECT_EQ(debtor->id_numbers[1], "7788");
}

// A bank's name of eight letters was taken for its BIC, a BIC in option G for a name.
TEST(Payment, regression_TheOptionSaysWhatIsABic) {
  const auto read = read_payments("m.txt", ":20:A\n:50G:/1\nAAAADEFF\n:57D:INVTBANK\nPERM\n:59:X Y\n");
  ASSERT_TRUE(read) << read.error().to_string();
  EXPECT_EQ(party(read->front(), "debtor")->bic, "AAAADEFF");
  EXPECT_TRUE(party(read->front(), "debtor")->names.empty());
  EXPECT_EQ(party(read->front(), "creditor_agent")->bic, "");
  EXPECT_EQ(party(read->front(), "creditor_agent")->names.front(), "INVTBANK");
}

// Messages that lack what they must have were taken for complete.
TEST(Payment, regression_WhatIsMissingIsAProblem) {
  const auto problems = [](const std::string& text) {
    const auto read = read_payments("m", text);
    return read ? read->front().problems : std::vector<std::string>{read.error().to_string()};
  };
  const std::string whole = ":20:A\n:50K:PAYER\n:59:PAYEE\n";
  EXPECT_TRUE(problems(whole).empty());
  EXPECT_THAT(problems(":20:A\n:59:PAYEE\n"), ElementsAre(HasSubstr(":50a:")));
  EXPECT_THAT(problems(":20:A\n:50K:PAYER\n"), ElementsAre(HasSubstr(":59a:")));
  const auto iso = [](const std::string& count, const std::string& parties) {
    return "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08\"><FIToFICstmrCdtTrf><GrpHdr><NbOfTxs>" +
           count + "</NbOfTxs></GrpHdr><CdtTrfTxInf><PmtId><EndToEndId>E</EndToEndId></PmtId>" + parties +
           "</CdtTrfTxInf></FIToFICstmrCdtTrf></Document>";
  };
  const std::string both = "<Dbtr><Nm>Payer</Nm></Dbtr><Cdtr><Nm>Payee</Nm></Cdtr>";
  EXPECT_TRUE(problems(iso("1", both)).empty());
  EXPECT_TRUE(problems(iso("01", both)).empty());
  EXPECT_THAT(problems(iso("2", both)), ElementsAre("NbOfTxs: expected 2 transactions, found 1"));
  EXPECT_THAT(problems(iso("x", both)), ElementsAre(HasSubstr("expected x transactions")));
  EXPECT_THAT(problems(iso("1", "<Cdtr><Nm>Payee</Nm></Cdtr>")), ElementsAre("expected a debtor, found none"));
}

// Elements that no rule names were passed over without a word: payment.hpp says that they are counted.
TEST(Payment, regression_WhatNobodyReadsIsCountedWhereverItStands) {
  const auto read =
      read_payments("p.xml", R"(<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08"><FIToFICstmrCdtTrf>
    <GrpHdr><MsgId>M</MsgId><CreDtTm>2021-02-01T10:00:00</CreDtTm><NbOfTxs>1</NbOfTxs>
      <SttlmInf><SttlmMtd>COVE</SttlmMtd><SttlmAcct><Id><IBAN>DE02120300000000202051</IBAN></Id><Ccy>EUR</Ccy></SttlmAcct>
      <ThrdRmbrsmntAgt><FinInstnId><Nm>Third Bank</Nm></FinInstnId></ThrdRmbrsmntAgt></SttlmInf></GrpHdr>
    <CdtTrfTxInf><PmtId><EndToEndId>E</EndToEndId></PmtId><PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf>
    <IntrBkSttlmAmt Ccy="EUR">5</IntrBkSttlmAmt><InstdAmt Ccy="USD">6</InstdAmt><ChrgBr>SHAR</ChrgBr>
    <ChrgsInf><Amt Ccy="EUR">1</Amt><Agt><FinInstnId><BICFI>AAAADEFF</BICFI></FinInstnId></Agt></ChrgsInf>
    <Dbtr><Nm>Payer</Nm></Dbtr><Cdtr><Nm>Payee</Nm></Cdtr>
    <Odd><Deep>Invented Person</Deep></Odd><Tax><Cdtr><TaxId>T-1</TaxId></Cdtr></Tax>
    <RmtInf><Strd><RfrdDocInf><Nb>Invoice of Nobody</Nb></RfrdDocInf><GrnshmtRmt><Grnshee><Nm>Garnished</Nm></Grnshee>
    <GrnshmtAdmstr><Nm>Office</Nm></GrnshmtAdmstr></GrnshmtRmt></Strd></RmtInf></CdtTrfTxInf>
    </FIToFICstmrCdtTrf></Document>)");
  ASSERT_TRUE(read) << read.error().to_string();
  const Payment& payment = read->front();
  EXPECT_THAT(payment.unmapped,
              ElementsAre(std::pair<std::string, std::string>("CdtTrfTxInf/Odd/Deep", "Invented Person")));
  EXPECT_EQ(payment.amount + payment.currency, "5EUR");
  ASSERT_NE(party(payment, "third_reimbursement_agent"), nullptr);
  ASSERT_NE(party(payment, "charges_agent"), nullptr);
  EXPECT_EQ(party(payment, "charges_agent")->bic, "AAAADEFF");
  ASSERT_NE(party(payment, "garnishee"), nullptr);
  EXPECT_EQ(party(payment, "garnishment_administrator")->names.front(), "Office");
  ASSERT_EQ(payment.texts.size(), 1U);
  EXPECT_EQ(payment.texts[0].text, "Invoice of Nobody");
}

TEST(Payment, BadMessagesAreOneErrorWithThePlace) {
  const auto error_of = [](std::string bytes) {
    const auto read = read_payments("bad", std::move(bytes));
    return read ? std::string() : read.error().to_string();
  };
  EXPECT_THAT(error_of(""), HasSubstr("found nothing"));
  EXPECT_THAT(error_of("hello"), HasSubstr("found 'hello'"));
  EXPECT_THAT(error_of(std::string(kPacs008).substr(0, 600)), HasSubstr("bad:"));
  EXPECT_THAT(
      error_of("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pacs.002.001.10\"><FIToFIPmtStsRpt/></Document>"),
      HasSubstr("FIToFIPmtStsRpt"));
  EXPECT_THAT(error_of("{1:F01AAAADEFFAXXX0000000000}{2:I202BBBBRUMMXXXXN}{4:\n:20:A\n-}"),
              HasSubstr("found an MT202"));
  EXPECT_THAT(error_of("{1:F01AAAADEFFAXXX0000000000}{2:I103BBBBRUMMXXXXN}{4:\n:20:A\n:50K:CUT"),
              HasSubstr("end of block 4"));
  EXPECT_THAT(error_of("{1:F01AAAADEFFAXXX0000000000}{2:I103BBBBRUMMXXXXN}{4:\n:23B:CRED\n-}"), HasSubstr(":20:"));
}

}  // namespace
}  // namespace cordon::ingest
