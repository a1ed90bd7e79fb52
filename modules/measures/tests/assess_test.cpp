#include "cordon/measures/assess.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace cordon::measures {
namespace {

const RuleBook& book() {
  static const RuleBook shipped = *RuleBook::shipped();
  return shipped;
}

base::Date day(const char* text) { return *base::Date::parse(text); }

// What two imaginary lists say.
class TwoLists final : public PartyResolver {
 public:
  base::Result<PartyFacts> resolve(const PartyQuery& query, base::Date as_of) const override {
    PartyFacts out;
    out.searched = {"us", "eu"};
    out.owners_known = true;
    if (query.name == "Listed") {
      out.memberships.push_back(
          {"RUSSIA-EO14024", day("2022-05-01"), std::nullopt, "us_ofac_sdn ofac-1", "us_ofac_sdn ofac-1"});
      out.memberships.push_back({"SDN", day("2022-05-01"), std::nullopt, "us_ofac_sdn ofac-1", "us_ofac_sdn ofac-1"});
    }
    if (query.name == "Owned") {
      OwnerFacts owner;
      owner.name = "Listed";
      owner.share = ShareRange{*base::BasisPoints::from_int(5000), *base::BasisPoints::from_int(5000)};
      owner.facts = *resolve({"Listed", "", "", false, {}}, as_of);
      out.owners.push_back(owner);
    }
    if (query.name == "Sberbank") {
      const std::string entry = "us_ofac_cons ofac-2";
      for (const char* tag : {"CAPTA", "EO14024-DIRECTIVE-2", "RUSSIA-EO14024"}) {
        out.memberships.push_back({tag, day("2022-02-24"), std::nullopt, entry, entry});
      }
    }
    if (query.name == "Broken") return base::Error{base::ErrorCode::kDamaged, "the index is damaged"};
    return out;
  }
};

Outcome outcome_of(const char* party, const char* on, const char* family, const PartyResolver* resolver) {
  Activity activity;
  activity.type = "payment";
  activity.actor.nationalities = {"us"};
  activity.parties_given = true;
  activity.parties.resize(1);
  activity.parties[0].name = party;
  const auto answers = assess(activity, day(on), book(), resolver);
  EXPECT_TRUE(answers.has_value());
  for (const Assessment& answer : *answers) {
    if (answer.family == family) return answer.outcome;
  }
  ADD_FAILURE() << family << " does not answer";
  return Outcome::kUnknown;
}

// An entry of a list that does not block must not undo what is known of the party from elsewhere.
TEST(Assess, RegressionNonBlockingEntryBesideCuratedBlocking) {
  const TwoLists lists;
  EXPECT_EQ(outcome_of("Sberbank", "2022-05-01", "us-blocking", &lists), Outcome::kProhibited);
  EXPECT_EQ(outcome_of("Sberbank", "2022-03-30", "us-blocking", &lists), Outcome::kAllowed);
  EXPECT_EQ(outcome_of("Sberbank", "2022-03-30", "us-14024-d2", &lists), Outcome::kProhibited);
}

// One list, of a day; somebody on it only may be the one who is meant.
class OneList final : public PartyResolver {
 public:
  explicit OneList(bool stale) : stale_(stale) {}
  base::Result<PartyFacts> resolve(const PartyQuery& query, base::Date) const override {
    PartyFacts out;
    out.searched = {"us"};
    out.lists = {{"us_ofac_sdn", day("2022-04-01"), stale_}};
    out.owners_known = true;
    if (query.name == "May Be") {
      const std::string entry = "us_ofac_sdn ofac-1";
      out.memberships.push_back(
          {"SDN", std::nullopt, std::nullopt, entry, entry, "is May Be the listed Maybe Trading (ofac-1)?"});
    }
    return out;
  }

 private:
  bool stale_;
};

Assessment blocking_of(const char* party, const PartyResolver& resolver) {
  Activity activity;
  activity.type = "payment";
  activity.actor.nationalities = {"us"};
  activity.parties_given = true;
  activity.parties.resize(1);
  activity.parties[0].name = party;
  const auto answers = assess(activity, day("2022-05-01"), book(), &resolver);
  EXPECT_TRUE(answers.has_value());
  for (const Assessment& answer : *answers) {
    if (answer.family == "us-blocking") return answer;
  }
  ADD_FAILURE() << "us-blocking does not answer";
  return {};
}

TEST(Assess, AnUncertainListingIsAQuestion) {
  const OneList fresh(false);
  const Assessment answer = blocking_of("May Be", fresh);
  EXPECT_EQ(answer.outcome, Outcome::kUnknown);
  EXPECT_EQ(answer.missing_facts, std::vector<std::string>{"is May Be the listed Maybe Trading (ofac-1)?"});
}

TEST(Assess, NotListedNamesTheListAndAStaleListDoesNotSaySo) {
  const OneList fresh(false);
  const Assessment free = blocking_of("Nobody", fresh);
  EXPECT_EQ(free.outcome, Outcome::kAllowed);
  EXPECT_NE(free.because.find("the SDN list of 2022-04-01"), std::string::npos) << free.because;
  const OneList stale(true);
  const Assessment open = blocking_of("Nobody", stale);
  EXPECT_EQ(open.outcome, Outcome::kUnknown);
  EXPECT_EQ(open.missing_facts,
            std::vector<std::string>{"the SDN list as of 2022-05-01 (the newest here is of 2022-04-01)"});
  // What the rules themselves know of a name needs no list.
  EXPECT_EQ(outcome_of("Sberbank", "2022-03-30", "us-blocking", &stale), Outcome::kAllowed);
}

TEST(Assess, ListsTellTheTagsThatAreTheirs) {
  EXPECT_TRUE(list_tells("us_ofac_sdn", "RUSSIA-EO14024"));
  EXPECT_FALSE(list_tells("us_ofac_sdn", "SSI-DIRECTIVE-1"));
  EXPECT_TRUE(list_tells("us_ofac_cons", "SSI-DIRECTIVE-1"));
  EXPECT_TRUE(list_tells("us_trade_csl", "BIS-ENTITY-LIST"));
  EXPECT_TRUE(list_tells("eu_fsf", "EU-269-ANNEX-I"));
  EXPECT_FALSE(list_tells("eu_fsf", "EU-833-ANNEX-III"));
  EXPECT_FALSE(list_tells("us_ofac_sdn", "EU-269-ANNEX-I"));
}

TEST(Assess, ScreensPartiesThroughTheResolver) {
  const TwoLists lists;
  EXPECT_EQ(outcome_of("Listed", "2022-05-01", "us-blocking", &lists), Outcome::kProhibited);
  EXPECT_EQ(outcome_of("Owned", "2022-05-01", "us-blocking", &lists), Outcome::kProhibited);
  EXPECT_EQ(outcome_of("Nobody", "2022-05-01", "us-blocking", &lists), Outcome::kAllowed);
  EXPECT_EQ(outcome_of("Nobody", "2022-05-01", "us-blocking", nullptr), Outcome::kUnknown);
}

TEST(Assess, AListingThatIsNotYetEffectiveIsPending) {
  const TwoLists lists;
  EXPECT_EQ(outcome_of("Listed", "2022-04-30", "us-blocking", &lists), Outcome::kPending);
}

TEST(Assess, ARegimeThatWasNotSearchedStaysUnknown) {
  const TwoLists lists;
  Activity activity;
  activity.type = "payment";
  activity.actor.nationalities = {"gb"};
  activity.parties_given = true;
  activity.parties.resize(1);
  activity.parties[0].name = "Nobody";
  const auto answers = assess(activity, day("2022-05-01"), book(), &lists);
  ASSERT_TRUE(answers.has_value());
  for (const Assessment& answer : *answers) {
    if (answer.family == "uk-freeze") {
      EXPECT_EQ(answer.outcome, Outcome::kUnknown);
      EXPECT_EQ(answer.missing_facts, std::vector<std::string>{"parties[0].programmes"});
    }
  }
}

TEST(Assess, AResolverThatFailsFailsTheAssessment) {
  const TwoLists lists;
  Activity activity;
  activity.type = "payment";
  activity.parties_given = true;
  activity.parties.resize(1);
  activity.parties[0].name = "Broken";
  EXPECT_FALSE(assess(activity, day("2022-05-01"), book(), &lists).has_value());
}

// Whatever is left out, no family says 'allowed' and names missing facts, and every 'unknown' names one.
TEST(Assess, UnknownNamesWhatIsMissingAndAllowedMissesNothing) {
  for (const std::string& type : activity_types()) {
    for (const char* on : {"2014-08-01", "2017-11-28", "2020-12-15", "2022-03-10", "2024-03-01", "2026-11-23"}) {
      Activity activity;
      activity.type = type;
      const auto answers = assess(activity, day(on), book(), nullptr);
      ASSERT_TRUE(answers.has_value());
      ASSERT_FALSE(answers->empty());
      for (const Assessment& answer : *answers) {
        SCOPED_TRACE(type + " " + on + " " + answer.family);
        EXPECT_TRUE(answer.outcome != Outcome::kUnknown || !answer.missing_facts.empty());
        EXPECT_TRUE(answer.outcome != Outcome::kAllowed || answer.missing_facts.empty());
        EXPECT_FALSE(answer.because.empty());
        EXPECT_FALSE(answer.citation.empty());
        EXPECT_FALSE(answer.expected_from.has_value() && answer.outcome != Outcome::kPending);
        EXPECT_LE(answer.effective_from.value_or(day(on)), day(on));
        EXPECT_NE(answer.outcome, Outcome::kProhibited) << "nothing can be forbidden on no facts: " << answer.because;
      }
    }
  }
}

TEST(Assess, TheSameInputsGiveTheSameBytes) {
  const auto file = parse_activity(
      "activity: {type: loan, tenor_days: 20, parties: [{name: Sberbank}, {name: Rosneft}], actor: {nationality: US}}",
      "x");
  ASSERT_TRUE(file.has_value());
  std::string first;
  std::string second;
  for (std::string* out : {&first, &second}) {
    const auto answers = assess(file->activity, day("2018-01-10"), book(), nullptr);
    ASSERT_TRUE(answers.has_value());
    for (const Assessment& answer : *answers) append_json(*out, answer);
  }
  EXPECT_EQ(first, second);
  std::vector<std::string> seen;
  const auto answers = assess(file->activity, day("2018-01-10"), book(), nullptr);
  for (const Assessment& answer : *answers) {
    EXPECT_EQ(std::count(seen.begin(), seen.end(), answer.family), 0) << "one answer per family";
    seen.push_back(answer.family);
  }
}

TEST(Assess, EveryFamilyOfTheContractIsThere) {
  const std::vector<std::string> families = book().families();
  for (const char* family :
       {"us-blocking",       "us-ssi-1",      "us-ssi-2",      "us-ssi-3",      "us-ssi-4",           "us-14024-d1",
        "us-14024-d1a",      "us-14024-d2",   "us-14024-d3",   "us-14024-d4",   "us-14024-secondary", "us-14039",
        "us-14065",          "us-14066",      "us-14068",      "us-14071-inv",  "us-14071-svc",       "us-14114",
        "us-peesa",          "us-peesca",     "us-caatsa-225", "us-caatsa-226", "us-caatsa-228",      "us-caatsa-231",
        "us-caatsa-232",     "us-caatsa-233", "us-caatsa-235", "us-cbw",        "us-iran-secondary",  "us-price-cap",
        "us-ear-affiliates", "eu-269",        "eu-833-5",      "eu-833-5aa",    "eu-833-5af",         "uk-freeze",
        "uk-reg17",          "ch-freeze"}) {
    EXPECT_NE(std::find(families.begin(), families.end(), family), families.end()) << family;
  }
}

TEST(Assessment, WritesTheFieldsOfTheContract) {
  Assessment answer;
  answer.rule = "r";
  answer.family = "f";
  answer.outcome = Outcome::kPending;
  answer.citation = "Act \"A\"";
  answer.because = "b";
  answer.missing_facts = {"depth_ft"};
  answer.expected_from = day("2021-01-01");
  std::string out;
  append_json(out, answer);
  EXPECT_EQ(out,
            R"({"rule":"r","family":"f","outcome":"pending","citation":"Act \"A\"","because":"b",)"
            R"("missing_facts":["depth_ft"],"effective_from":null,"effective_to":null,"expected_from":"2021-01-01"})");
}

TEST(ListingTags, SayWhatAListMeans) {
  using Tags = std::vector<std::string>;
  const Tags ssi{"UKRAINE-EO13662"};
  EXPECT_EQ(listing_tags("us_ofac_cons", ssi, "Subject to Directive 1; Executive Order 13662 Directive Determination"),
            (Tags{"SSI", "SSI-DIRECTIVE-1"}));
  // One entry under two orders: each directive belongs to the order named before it.
  EXPECT_EQ(
      listing_tags(
          "us_ofac_cons", Tags{"UKRAINE-EO13662", "RUSSIA-EO14024"},
          "Executive Order 13662 Directive Determination - Subject to Directive 1 "
          "Effective Date (EO 14024 Directive 2): 26 Mar 2022 Effective Date (EO 14024 Directive 3): 26 Mar 2022"),
      (Tags{"CAPTA", "EO14024-DIRECTIVE-2", "EO14024-DIRECTIVE-3", "NS-MBS", "SSI", "SSI-DIRECTIVE-1"}));
  EXPECT_EQ(listing_tags("us_ofac_sdn", ssi, ""), (Tags{"SDN", "UKRAINE-EO13662"}));
  EXPECT_EQ(listing_tags("us_ofac_cons", Tags{"CAATSA - RUSSIA"}, ""), (Tags{"CAATSA-235"}));
  EXPECT_EQ(listing_tags("eu_fsf", Tags{"UKR"}, ""), (Tags{"EU-269-ANNEX-I"}));
  EXPECT_EQ(listing_tags("us_bis_entity", Tags{}, ""), (Tags{"BIS-ENTITY-LIST"}));
  EXPECT_TRUE(listing_tags("my_own_list", ssi, "").empty());
  EXPECT_EQ(regime_of_source("gb_fcdo_sanctions"), "uk");
}

}  // namespace
}  // namespace cordon::measures
