#include "cordon/cluster/clustering.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace cordon::cluster {
namespace {

using Values = std::vector<std::pair<const char*, const char*>>;

struct Listed {
  const char* source;
  const char* id;
  const char* schema;
  Values values;
  Values sanction;  // of its Sanction entity
};

std::vector<Subject> read(const std::vector<Listed>& listed) {
  std::vector<model::SourcedEntity> entities;
  for (const Listed& record : listed) {
    model::Entity subject{model::EntityId{record.id}, record.schema};
    for (const auto& [property, value] : record.values) subject.add(property, value);
    entities.push_back({model::SourceId{record.source}, {std::move(subject), model::EntityId{record.id}, true, {}}});
    if (record.sanction.empty()) continue;
    model::Entity sanction{model::EntityId{std::string(record.id) + "-s"}, "Sanction"};
    for (const auto& [property, value] : record.sanction) sanction.add(property, value);
    entities.push_back({model::SourceId{record.source}, {std::move(sanction), model::EntityId{record.id}, false, {}}});
  }
  return subjects_of(model::MemoryEntitySource{std::move(entities)});
}

// The members of each cluster, "a+b".
std::vector<std::string> groups(const std::vector<Subject>& subjects, const Clustering& clustering) {
  std::vector<std::string> texts;
  for (const Cluster& group : clustering.clusters) {
    std::string text;
    for (const std::size_t place : group.members) text += (text.empty() ? "" : "+") + subjects[place].id.str();
    texts.push_back(std::move(text));
  }
  return texts;
}

using Groups = std::vector<std::string>;

const Listed kUnPerson{"un_sc_sanctions",
                       "unsc-QDi.901",
                       "Person",
                       {{"name", "TARIQ SALIM AL-HARUNI"}, {"birthDate", "1968-03-14"}, {"nationality", "eg"}},
                       {{"unscId", "QDi.901"}, {"programId", "Al-Qaida"}, {"listingDate", "2004-05-06"}}};
const Listed kUsPerson{"us_ofac_sdn",
                       "ofac-90001",
                       "Person",
                       {{"name", "Tariq Salim HARUNI"}, {"birthDate", "1968-03-14"}, {"nationality", "eg"}},
                       {{"programId", "SDGT"}}};

TEST(Clustering, LinksByNameAndDayOfBirthAndSaysWhy) {
  const auto subjects = read({kUnPerson, kUsPerson});
  const Clustering clustering = cluster(subjects, {});
  EXPECT_EQ(groups(subjects, clustering), Groups{"ofac-90001+unsc-QDi.901"});
  ASSERT_EQ(clustering.links.size(), 1U);
  EXPECT_EQ(clustering.links[0].basis, Basis::kNameAndBirth);
  const auto& reasons = clustering.links[0].reasons;
  EXPECT_NE(std::find(reasons.begin(), reasons.end(), "date 1968-03-14"), reasons.end());
  EXPECT_NE(std::find(reasons.begin(), reasons.end(), "programmes about terrorism"), reasons.end());
  EXPECT_EQ(clustering.clusters[0].id.str(), "ofac-90001");
}

TEST(Clustering, YearsThatContradictGoToPeople) {
  Listed other = kUsPerson;
  other.values[1].second = "1941-02-02";
  const auto subjects = read({kUnPerson, other});
  const Clustering clustering = cluster(subjects, {});
  EXPECT_TRUE(clustering.clusters.empty());
  ASSERT_EQ(clustering.review.size(), 1U);
  EXPECT_EQ(clustering.review[0].doubts.front(), "dates: 1968-03-14 and 1941-02-02");
}

TEST(Clustering, AnOldReferenceNumberInRemarksLinks) {
  const Listed uk{"gb_hmt_sanctions",
                  "gb-hmt-77",
                  "Person",
                  {{"name", "HAROUNI, Tareq"}, {"birthDate", "1961"}, {"notes", "UN Ref QI.H.901.04. Also known as."}},
                  {{"programId", "Al-Qaida"}}};
  const auto subjects = read({kUnPerson, uk});
  const Clustering clustering = cluster(subjects, {});
  EXPECT_EQ(groups(subjects, clustering), Groups{"gb-hmt-77+unsc-QDi.901"});
  EXPECT_EQ(clustering.links[0].basis, Basis::kReference);
}

TEST(Clustering, TwoSubjectsOfOneListStayApart) {
  Listed twin = kUsPerson;
  twin.id = "ofac-90002";
  const auto subjects = read({kUnPerson, kUsPerson, twin});
  const Clustering clustering = cluster(subjects, {});
  EXPECT_EQ(groups(subjects, clustering), Groups{"ofac-90001+unsc-QDi.901"});
  ASSERT_EQ(clustering.review.size(), 1U);
  EXPECT_EQ(clustering.review[0].doubts.back(), "it would join ofac-90001 and ofac-90002 of one list");
}

TEST(Clustering, HullsKeepTheirNumberThroughRenaming) {
  const auto subjects = read({
      {"us_ofac_sdn",
       "ofac-1",
       "Vessel",
       {{"name", "GREY HERON"}, {"imoNumber", "IMO9187629"}},
       {{"programId", "IRAN"}}},
      {"gb_fcdo_sanctions", "gb-1", "Vessel", {{"name", "NORTHERN TERN"}, {"imoNumber", "9187629"}}, {}},
      {"eu_fsf", "eu-1", "Vessel", {{"name", "GREY HERON"}, {"imoNumber", "9187631"}}, {}},
  });
  const Clustering clustering = cluster(subjects, {});
  EXPECT_EQ(groups(subjects, clustering), Groups{"gb-1+ofac-1"});
  EXPECT_EQ(clustering.links[0].basis, Basis::kIdentifier);
}

// rigour#249: zeros and padded numbers joined vessels that never met; company numbers met hulls.
TEST(Clustering, GarbageNumbersJoinNobody) {
  const auto subjects = read({
      {"us_ofac_sdn", "ofac-1", "Vessel", {{"name", "GREY HERON"}, {"imoNumber", "0000000"}}, {}},
      {"eu_fsf", "eu-1", "Vessel", {{"name", "RED KITE"}, {"imoNumber", "0000000"}}, {}},
      {"us_ofac_sdn", "ofac-2", "Vessel", {{"name", "SNOW BUNTING"}, {"imoNumber", "5000110"}}, {}},
      {"eu_fsf", "eu-2", "Company", {{"name", "Tallow Marine"}, {"imoNumber", "5000110"}}, {}},
  });
  EXPECT_TRUE(cluster(subjects, {}).clusters.empty());
}

TEST(Clustering, PersonAndCompanyOfOneNameAreTwo) {
  const auto subjects = read({
      {"us_ofac_sdn", "ofac-1", "Person", {{"name", "Rahat Brothers"}, {"nationality", "af"}}, {{"programId", "SDGT"}}},
      {"eu_fsf", "eu-1", "Company", {{"name", "Rahat Brothers"}, {"country", "af"}}, {{"programId", "TAQA"}}},
  });
  const Clustering clustering = cluster(subjects, {});
  EXPECT_TRUE(clustering.clusters.empty());
  EXPECT_TRUE(clustering.review.empty());
}

Judgement judged(Decision decision) {
  return {
      {}, model::EntityId{"ofac-90001"}, model::EntityId{"unsc-QDi.901"}, decision, "A. Analyst", "read both files"};
}

TEST(Clustering, JudgementsOverrideRules) {
  const auto subjects = read({kUnPerson, kUsPerson});
  EXPECT_TRUE(cluster(subjects, std::vector{judged(Decision::kDifferent)}).clusters.empty());
  const Clustering unsure = cluster(subjects, std::vector{judged(Decision::kUnsure)});
  EXPECT_TRUE(unsure.clusters.empty());
  ASSERT_EQ(unsure.review.size(), 1U);
  EXPECT_EQ(unsure.review[0].doubts.front(), "A. Analyst was unsure: read both files");
  const Clustering back = cluster(subjects, std::vector{judged(Decision::kDifferent), judged(Decision::kWithdrawn)});
  EXPECT_EQ(back.clusters.size(), 1U);

  Listed other = kUsPerson;
  other.values = {{"name", "Somebody ELSE"}, {"birthDate", "1941"}};
  const auto strangers = read({kUnPerson, other});
  const Clustering same = cluster(strangers, std::vector{judged(Decision::kSame)});
  ASSERT_EQ(same.clusters.size(), 1U);
  EXPECT_EQ(same.links[0].basis, Basis::kJudgement);
}

// Whoever is judged different stays apart through third parties too.
TEST(Clustering, DifferentHoldsThroughThirdParties) {
  Listed uk = kUsPerson;
  uk.source = "gb_hmt_sanctions";
  uk.id = "gb-hmt-5";
  const auto subjects = read({kUnPerson, kUsPerson, uk});
  const Clustering all = cluster(subjects, {});
  EXPECT_EQ(groups(subjects, all), Groups{"gb-hmt-5+ofac-90001+unsc-QDi.901"});
  const Clustering apart = cluster(subjects, std::vector{judged(Decision::kDifferent)});
  ASSERT_EQ(apart.clusters.size(), 1U);
  EXPECT_EQ(apart.clusters[0].members.size(), 2U);
  EXPECT_FALSE(apart.review.empty());
}

TEST(Clustering, OrderOfListsAndThreadsPlayNoPart) {
  Listed uk = kUsPerson;
  uk.source = "gb_hmt_sanctions";
  uk.id = "gb-hmt-5";
  const auto one = read({kUnPerson, kUsPerson, uk});
  const auto two = read({uk, kUnPerson, kUsPerson});
  Options threads;
  threads.threads = 2;
  EXPECT_EQ(groups(one, cluster(one, {})), groups(two, cluster(two, {}, threads)));
}

TEST(References, OnlyTheRecordsOwnCount) {
  EXPECT_EQ(own_un_references("UN Ref QI.A.12.01. Al-Qaida senior official."), std::vector<std::string>{"QDi.012"});
  EXPECT_EQ(own_un_references("UN reference number: TAi.144"), std::vector<std::string>{"TAi.144"});
  EXPECT_TRUE(own_un_references("Member of the organisation (QDe.014).").empty());
  EXPECT_EQ(un_reference("QE.A.4.01"), "QDe.004");
  EXPECT_EQ(un_reference("RUS0001"), "");
}

}  // namespace
}  // namespace cordon::cluster
