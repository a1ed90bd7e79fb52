// Readers of published ownership formats, on records written in their form.
#include <gtest/gtest.h>

#include "cordon/ownership/engine.hpp"
#include "cordon/ownership/interest_readers.hpp"

namespace cordon::ownership {
namespace {

constexpr std::string_view kEntity =
    R"({"statementId":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","statementDate":"2024-01-05","declarationSubject":"ent-1",)"
    R"("recordId":"ent-1","recordType":"entity","recordStatus":"new","recordDetails":{"isComponent":false,)"
    R"("entityType":{"type":"registeredEntity"},"name":"Acme Ltd"}})";
constexpr std::string_view kPerson =
    R"({"statementId":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","statementDate":"2024-01-05","declarationSubject":"ent-1",)"
    R"("recordId":"per-1","recordType":"person","recordStatus":"new","recordDetails":{"isComponent":false,)"
    R"("personType":"knownPerson","names":[{"type":"legal","fullName":"Ann Example"}]}})";

std::string relationship(std::string_view interests, std::string_view id = "cccccccccccccccccccccccccccccccc") {
  return R"({"statementId":")" + std::string(id) + R"(","statementDate":"2024-01-05","declarationSubject":"ent-1",)" +
         R"("recordId":"rel-1","recordType":"relationship","recordStatus":"new","recordDetails":{"isComponent":false,)" +
         R"("subject":"ent-1","interestedParty":"per-1","interests":)" + std::string(interests) + "}}";
}

struct Read {
  InterestImport report;
  OwnershipGraph graph;
};

Read read(std::string_view bytes) {
  OwnershipGraph::Builder builder;
  auto report = read_interests(bytes, "doc", builder);
  EXPECT_TRUE(report) << report.error().to_string();
  Read out;
  if (report) out.report = *report;
  out.graph = builder.build();
  return out;
}

std::string package(std::string_view relation) {
  return "[" + std::string(kEntity) + "," + std::string(kPerson) + "," + std::string(relation) + "]";
}

TEST(Bods, InterestsBecomeSharesRangesAndControl) {
  const Read bods = read(package(relationship(
      R"([{"type":"shareholding","directOrIndirect":"direct","share":{"exclusiveMinimum":25,"maximum":50},)"
      R"("startDate":"2020-01-01"},{"type":"votingRights","share":{"exact":33.3}},{"type":"boardChair"}])")));
  EXPECT_TRUE(bods.report.rejected.empty());
  EXPECT_TRUE(bods.report.warnings.empty());
  EXPECT_TRUE(bods.report.unmapped.empty());
  ASSERT_EQ(bods.graph.interests().size(), 3U);
  const Interest& shares = bods.graph.interests()[0];
  EXPECT_EQ(bods.graph.id(shares.owner), "per-1");
  EXPECT_EQ(bods.graph.caption(shares.asset), "Acme Ltd");
  EXPECT_GT(shares.share.min, Share::percent(25));
  EXPECT_EQ(shares.share.max, Share::percent(50));
  EXPECT_EQ(range_text(bods.graph.interests()[1].share), "33.3 %");
  EXPECT_EQ(bods.graph.interests()[2].kind, InterestKind::kBoard);
}

TEST(Bods, UndisclosedInterestIsUnknownOwnershipNotNone) {
  const Read bods = read(package(relationship(R"([{"type":"unknownInterest"}])")));
  ASSERT_EQ(bods.graph.interests().size(), 1U);
  EXPECT_EQ(bods.graph.interests()[0].kind, InterestKind::kOwnedOrControlled);
  EXPECT_TRUE(bods.graph.interests()[0].share.is_unknown());
}

TEST(Bods, BrokenStatementsAreRejectedWithTheirPath) {
  const Read big = read(package(relationship(R"([{"type":"shareholding","share":{"exact":101}}])")));
  ASSERT_EQ(big.report.rejected.size(), 1U);
  EXPECT_EQ(big.report.rejected[0].reason,
            "recordDetails.interests[0].share.exact: expected a number from 0 to 100, found 101");
  EXPECT_EQ(big.graph.interests().size(), 0U);
  const Read code = read(package(relationship(R"([{"type":"shares"}])")));
  ASSERT_EQ(code.report.rejected.size(), 1U);
  EXPECT_EQ(code.report.rejected[0].where.line, 3U);
  const Read loose = read("[" + std::string(kEntity) + "," + relationship("[]") + "]");
  EXPECT_TRUE(loose.report.rejected.empty());  // the party may stand in another file
  EXPECT_EQ(loose.graph.interests().size(), 1U);
  ASSERT_EQ(loose.report.warnings.size(), 1U);
  EXPECT_NE(loose.report.warnings[0].find("interestedParty: per-1 is not in the package"), std::string::npos);
  const Read twice = read("[" + std::string(kEntity) + "," + std::string(kEntity) + "]");
  EXPECT_EQ(twice.report.rejected.size(), 1U);
}

TEST(Bods, TheNewestStatementOfARecordCountsAndClosingEndsIt) {
  std::string closed =
      relationship(R"([{"type":"shareholding","share":{"exact":60}}])", "dddddddddddddddddddddddddddddddd");
  closed.replace(closed.find("2024-01-05"), 10, "2024-06-30");
  closed.replace(closed.find("\"new\""), 5, "\"closed\"");
  const Read bods = read("[" + std::string(kEntity) + "," + std::string(kPerson) + "," +
                         relationship(R"([{"type":"shareholding","share":{"exact":60}}])") + "," + closed + "]");
  ASSERT_EQ(bods.graph.interests().size(), 1U);
  EXPECT_EQ(bods.report.ignored, 1U);
  EXPECT_FALSE(bods.graph.interests()[0].period.possible_on(*base::Date::from_ymd(2024, 7, 1)));
}

TEST(Bods, ReadsVersion02AndFollowsReplacements) {
  const std::string a(32, 'a');
  const std::string b(32, 'b');
  const std::string c(32, 'c');
  const std::string d(32, 'd');
  const Read bods = read(
      R"([{"statementID":")" + a +
      R"(","statementType":"entityStatement","entityType":"registeredEntity","name":"Old"},)" + R"({"statementID":")" +
      b + R"(","statementType":"personStatement","personType":"knownPerson"},)" + R"({"statementID":")" + c +
      R"(","statementType":"entityStatement","entityType":"registeredEntity","name":"New",)" +
      R"("replacesStatements":[")" + a + R"("]},{"statementID":")" + d +
      R"(","statementType":"ownershipOrControlStatement","subject":{"describedByEntityStatement":")" + a +
      R"("},"interestedParty":{"describedByPersonStatement":")" + b +
      R"("},"interests":[{"type":"voting-rights","interestLevel":"direct","share":{"minimum":25,"maximum":50}}]}])");
  ASSERT_EQ(bods.graph.interests().size(), 1U);
  EXPECT_EQ(bods.graph.caption(bods.graph.interests()[0].asset), "New");
  EXPECT_EQ(bods.graph.interests()[0].kind, InterestKind::kVoting);
  EXPECT_TRUE(bods.report.rejected.empty());
}

TEST(Bods, OtherJsonIsRefused) {
  OwnershipGraph::Builder builder;
  EXPECT_FALSE(read_bods("{\n \"statementId\": 1\n}", "doc", builder));
  EXPECT_FALSE(read_bods("[{]", "doc", builder));
  EXPECT_FALSE(read_interests("{\"a\":1}", "doc", builder));
}

TEST(Gleif, ParentsOwnOrControlTheirSubsidiaries) {
  const Read gleif = read(R"(<?xml version="1.0"?>
<rr:RelationshipData xmlns:rr="http://www.gleif.org/data/schema/rr/2016"><rr:RelationshipRecords>
<rr:RelationshipRecord><rr:Relationship>
 <rr:StartNode><rr:NodeID>5493001KJTIIGC8Y1R12</rr:NodeID><rr:NodeIDType>LEI</rr:NodeIDType></rr:StartNode>
 <rr:EndNode><rr:NodeID>5493001KJTIIGC8Y1R34</rr:NodeID><rr:NodeIDType>LEI</rr:NodeIDType></rr:EndNode>
 <rr:RelationshipType>IS_DIRECTLY_CONSOLIDATED_BY</rr:RelationshipType>
 <rr:RelationshipPeriods><rr:RelationshipPeriod><rr:StartDate>2018-01-01T00:00:00.000Z</rr:StartDate>
  <rr:EndDate>2018-12-31T00:00:00.000Z</rr:EndDate><rr:PeriodType>ACCOUNTING_PERIOD</rr:PeriodType></rr:RelationshipPeriod>
 <rr:RelationshipPeriod><rr:StartDate>2012-11-29T00:00:00.000Z</rr:StartDate>
  <rr:PeriodType>RELATIONSHIP_PERIOD</rr:PeriodType></rr:RelationshipPeriod></rr:RelationshipPeriods>
 <rr:RelationshipStatus>ACTIVE</rr:RelationshipStatus>
 <rr:RelationshipQuantifiers><rr:RelationshipQuantifier><rr:MeasurementMethod>ACCOUNTING_CONSOLIDATION</rr:MeasurementMethod>
  <rr:QuantifierAmount>100.00</rr:QuantifierAmount><rr:QuantifierUnits>PERCENTAGE</rr:QuantifierUnits>
 </rr:RelationshipQuantifier></rr:RelationshipQuantifiers></rr:Relationship>
 <rr:Registration><rr:RegistrationStatus>PUBLISHED</rr:RegistrationStatus></rr:Registration></rr:RelationshipRecord>
<rr:RelationshipRecord><rr:Relationship>
 <rr:StartNode><rr:NodeID>5493001KJTIIGC8Y1R12</rr:NodeID></rr:StartNode>
 <rr:EndNode><rr:NodeID>5493001KJTIIGC8Y1R56</rr:NodeID></rr:EndNode>
 <rr:RelationshipType>IS_MARRIED_TO</rr:RelationshipType></rr:Relationship></rr:RelationshipRecord>
</rr:RelationshipRecords></rr:RelationshipData>)");
  ASSERT_EQ(gleif.graph.interests().size(), 1U);
  const Interest& interest = gleif.graph.interests()[0];
  EXPECT_EQ(gleif.graph.id(interest.owner), "5493001KJTIIGC8Y1R34");
  EXPECT_EQ(interest.kind, InterestKind::kOwnedOrControlled);
  EXPECT_EQ(range_text(interest.share), "100 %");
  EXPECT_TRUE(interest.period.certain_on(*base::Date::from_ymd(2026, 1, 1)));
  ASSERT_EQ(gleif.report.unmapped.size(), 1U);
  EXPECT_EQ(gleif.report.unmapped[0].value, "IS_MARRIED_TO");
}

TEST(Gleif, ExceptionsAndCsv) {
  const Read exceptions =
      read(R"(<repex:ReportingExceptionData xmlns:repex="http://www.gleif.org/data/schema/repex/2016">
<repex:ReportingExceptions><repex:Exception><repex:LEI>5493001KJTIIGC8Y1R12</repex:LEI>
<repex:ExceptionCategory>DIRECT_ACCOUNTING_CONSOLIDATION_PARENT</repex:ExceptionCategory>
<repex:ExceptionReason>NATURAL_PERSONS</repex:ExceptionReason></repex:Exception></repex:ReportingExceptions>
</repex:ReportingExceptionData>)");
  EXPECT_EQ(exceptions.report.ignored, 1U);
  EXPECT_TRUE(exceptions.report.unmapped.empty());
  EXPECT_TRUE(exceptions.graph.find("5493001KJTIIGC8Y1R12"));
  const Read csv = read(
      "Relationship.StartNode.NodeID,Relationship.EndNode.NodeID,Relationship.RelationshipType,"
      "Relationship.RelationshipStatus,Relationship.Period.1.startDate,Relationship.Period.1.endDate,"
      "Relationship.Period.1.periodType,Registration.RegistrationStatus\n"
      "5493001KJTIIGC8Y1R12,5493001KJTIIGC8Y1R34,IS_FUND-MANAGED_BY,ACTIVE,2012-11-29T00:00:00Z,,RELATIONSHIP_PERIOD,"
      "PUBLISHED\n5493001KJTIIGC8Y1R12,5493001KJTIIGC8Y1R34,IS_SUBFUND_OF,ACTIVE,,,,ANNULLED\n");
  ASSERT_EQ(csv.graph.interests().size(), 1U);
  EXPECT_EQ(csv.graph.interests()[0].kind, InterestKind::kManagement);
  EXPECT_EQ(csv.report.ignored, 1U);
  OwnershipGraph::Builder builder;
  const auto broken = read_gleif_xml("<rr:RelationshipData><a></rr:RelationshipData>", "x.xml", builder);
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().where.line, 1U);
}

TEST(Gleif, EntitiesJsonDeletionsAndFractions) {
  const Read names = read(R"(<lei:LEIData xmlns:lei="http://www.gleif.org/data/schema/leidata/2016"><lei:LEIRecords>
<lei:LEIRecord><lei:LEI>5493001KJTIIGC8Y1R12</lei:LEI><lei:Entity><lei:LegalName xml:lang="en">Acme</lei:LegalName>
</lei:Entity></lei:LEIRecord></lei:LEIRecords></lei:LEIData>)");
  ASSERT_EQ(names.report.parties, 1U);
  EXPECT_EQ(names.graph.caption(*names.graph.find("5493001KJTIIGC8Y1R12")), "Acme");
  const std::string nodes =
      R"("StartNode":{"NodeID":"5493001KJTIIGC8Y1R12"},"EndNode":{"NodeID":"5493001KJTIIGC8Y1R34"},)";
  const Read json =
      read(R"([{"Relationship":{)" + nodes +
           R"("RelationshipType":"IS_DIRECTLY_CONSOLIDATED_BY","RelationshipQuantifiers":)" +
           R"([{"QuantifierAmount":"1.00","QuantifierUnits":"PERCENTAGE"}]}},{"Relationship":{)" + nodes +
           R"("RelationshipType":"IS_SUBFUND_OF"},"Extension":{"Deletion":{"DeletedAt":"2023-11-01T01:39:19Z"}}},)" +
           R"({"LEI":"5493001KJTIIGC8Y1R12","ExceptionCategory":"X","ExceptionReason":"NO_LEI"}])");
  ASSERT_EQ(json.graph.interests().size(), 1U);
  EXPECT_TRUE(json.graph.interests()[0].share.is_unknown());
  EXPECT_EQ(json.report.warnings.size(), 1U);
  EXPECT_EQ(json.report.ignored, 2U);
}

TEST(UkPsc, BandsBecomeRangesAndCeasedEntriesEnd) {
  const Read psc = read(
      R"({"company_number":"01234567","data":{"kind":"individual-person-with-significant-control","name":"Ann Example",)"
      R"("links":{"self":"/company/01234567/persons-with-significant-control/individual/abc"},"notified_on":"2016-04-06",)"
      R"("ceased_on":"2020-02-01","natures_of_control":["ownership-of-shares-25-to-50-percent",)"
      R"("voting-rights-50-to-75-percent","right-to-appoint-and-remove-directors","telepathy"]}})"
      "\n"
      R"({"company_number":"01234567","data":{"kind":"corporate-entity-person-with-significant-control","name":"Top Ltd",)"
      R"("identification":{"registration_number":"765432","country_registered":"England And Wales"},)"
      R"("natures_of_control":["ownership-of-shares-75-to-100-percent"],"links":{"self":"/x/y"}}})"
      "\n"
      R"({"company_number":"1","data":{"kind":"persons-with-significant-control-statement"}})"
      "\nnot json\n");
  ASSERT_EQ(psc.graph.interests().size(), 4U);
  const Interest& shares = psc.graph.interests()[0];
  EXPECT_GT(shares.share.min, Share::percent(25));
  EXPECT_EQ(shares.share.max, Share::percent(50));
  EXPECT_FALSE(shares.period.possible_on(*base::Date::from_ymd(2020, 2, 2)));
  EXPECT_LT(psc.graph.interests()[1].share.max, Share::percent(75));
  EXPECT_TRUE(psc.graph.find("00765432"));
  ASSERT_EQ(psc.report.unmapped.size(), 1U);
  EXPECT_EQ(psc.report.unmapped[0].value, "telepathy");
  ASSERT_EQ(psc.report.rejected.size(), 1U);
  EXPECT_EQ(psc.report.rejected[0].where.line, 4U);
  EXPECT_EQ(psc.report.ignored, 1U);
}

model::SourcedEntity entity(const char* source, const char* json, bool subject) {
  model::SourcedEntity out;
  out.source = model::SourceId(source);
  out.listed.entity = *model::Entity::from_json(json);
  out.listed.is_subject = subject;
  if (subject) out.listed.subject_id = out.listed.entity.id();
  return out;
}

TEST(Entities, LinksVesselsAndSharedDetailsBecomeInterests) {
  std::vector<model::SourcedEntity> all;
  all.push_back(entity(
      "us_ofac_sdn", R"({"id":"x","schema":"Person","properties":{"name":["Xaver"],"phone":["+1 555 0100"]}})", true));
  all.push_back(entity("us_ofac_sdn",
                       R"({"id":"c","schema":"Company","properties":{"name":["C"],"phone":["+15550100"]}})", true));
  all.push_back(entity(
      "us_ofac_sdn",
      R"({"id":"o","schema":"Ownership","properties":{"owner":["x"],"asset":["c"],"role":["Owned or Controlled By"]}})",
      false));
  all.push_back(entity(
      "us_ofac_sdn",
      R"({"id":"p","schema":"Ownership","properties":{"owner":["c"],"asset":["d"],"percentage":["25-50%"],"endDate":["2022"]}})",
      false));
  all.push_back(
      entity("us_ofac_sdn", R"({"id":"v","schema":"Vessel","properties":{"name":["V"],"owner":["c"]}})", true));
  all.push_back(entity(
      "us_ofac_sdn",
      R"({"id":"q","schema":"Ownership","properties":{"owner":["c"],"asset":["e"],"percentage":["some"]}})", false));
  OwnershipGraph::Builder builder;
  const model::MemoryEntitySource source(std::move(all));
  const auto report = read_entities(source, builder);
  ASSERT_TRUE(report);
  ASSERT_EQ(report->unmapped.size(), 1U);
  EXPECT_EQ(report->unmapped[0].value, "some");
  const OwnershipGraph graph = builder.build();
  std::map<std::string, std::string> kinds;
  for (const Interest& interest : graph.interests()) {
    kinds[std::string(graph.id(interest.owner)) + ">" + std::string(graph.id(interest.asset)) + ":" +
          std::string(interest_kind_name(interest.kind))] = range_text(interest.share);
  }
  EXPECT_EQ(kinds.at("x>c:owned-or-controlled"), "unknown");
  EXPECT_EQ(kinds.at("c>d:shares"), "25-50 %");
  EXPECT_EQ(kinds.at("c>v:property"), "100 %");
  EXPECT_EQ(kinds.count("c>x:shared-contact"), 1U);
  EXPECT_EQ(graph.caption(*graph.find("x")), "Xaver");
}

TEST(Entities, ListedPartiesComeFromSourceProgrammeAndDirectiveWords) {
  std::vector<model::SourcedEntity> all;
  all.push_back(entity("us_ofac_sdn", R"({"id":"a","schema":"Company","properties":{"topics":["sanction"]}})", true));
  all.push_back(entity("us_ofac_cons", R"({"id":"b","schema":"Company","properties":{"topics":["sanction"]}})", true));
  all.push_back(entity(
      "us_ofac_cons",
      R"({"id":"s","schema":"Sanction","properties":{"entity":["b"],"provisions":["Executive Order 13662 Directive Determination - Subject to Directive 1"]}})",
      false));
  all.push_back(entity("eu_fsf", R"({"id":"e","schema":"Person","properties":{}})", true));
  all.push_back(entity("own_list", R"({"id":"f","schema":"Person","properties":{"topics":["sanction"]}})", true));
  all.push_back(entity("own_list", R"({"id":"g","schema":"Person","properties":{}})", true));
  const model::MemoryEntitySource source(std::move(all));
  const auto ids = [&](Regime regime, Measure measure) {
    std::string out;
    const ListedParties listed = listed_parties(source, regime, measure);
    for (const auto& [id, periods] : listed.parties()) out += id;
    return out;
  };
  EXPECT_EQ(ids(Regime::kUsOfac, Measure::kBlocking), "af");
  EXPECT_EQ(ids(Regime::kEu, Measure::kBlocking), "ef");
  EXPECT_EQ(ids(Regime::kUsOfac, Measure::kSsiDirective1), "b");
  EXPECT_EQ(ids(Regime::kUsOfac, Measure::kSsiDirective2), "");
}

}  // namespace
}  // namespace cordon::ownership
