#include "cordon/measures/activity.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace cordon::measures {
namespace {

TEST(Activity, ReadsYamlAndJsonAlike) {
  const auto yaml = parse_activity(R"(
as_of: 2021-01-20
activity:
  type: reinsurance
  project: Nord Stream 2
  depth_ft: 120
  value: 1,500,000.25 USD
  tenor_days: 45
  contract_date: 2020-06
  actor: {nationality: Swiss, place: "Zurich, Switzerland"}
  parties:
    - name: Holding
      country: Cyprus
      owners: [{name: A, share: 40.5}, {name: B}, {name: C, share: 5-10 %}]
)",
                                   "a.yaml");
  ASSERT_TRUE(yaml.has_value()) << yaml.error().to_string();
  const auto json = parse_activity(
      "{\n\t\"as_of\": \"2021-01-20\",\n\t\"activity\": {\"type\": \"reinsurance\", \"project\": \"Nord Stream 2\","
      " \"depth_ft\": 120, \"value\": 1500000.25, \"currency\": \"USD\", \"tenor_days\": 45}}",
      "a.json");
  ASSERT_TRUE(json.has_value()) << json.error().to_string();
  EXPECT_EQ(yaml->as_of, json->as_of);
  EXPECT_EQ(yaml->activity.value, json->activity.value);
  EXPECT_EQ(*yaml->activity.value, 1'500'000'250);
  EXPECT_EQ(*yaml->activity.currency, "USD");
  EXPECT_EQ(*yaml->activity.depth_ft, 120'000);
  EXPECT_EQ(yaml->activity.contract_date->precision(), base::DatePrecision::kMonth);
  EXPECT_EQ(yaml->activity.actor.nationalities, std::vector<std::string>{"ch"});
  EXPECT_EQ(yaml->activity.actor.place, "ch");
  const Party& party = yaml->activity.parties.at(0);
  EXPECT_EQ(party.country, "cy");
  EXPECT_FALSE(party.programmes.has_value());
  EXPECT_TRUE(party.owners_given);
  EXPECT_EQ(party.owners[0].share->min.value(), 4050);
  EXPECT_FALSE(party.owners[1].share.has_value());
  EXPECT_EQ(party.owners[2].share->max.value(), 1000);
}

void expect_error(std::string_view text, std::string_view words, std::uint64_t line) {
  const auto result = parse_activity(text, "x.yaml");
  ASSERT_FALSE(result.has_value()) << text;
  EXPECT_NE(result.error().to_string().find(words), std::string::npos) << result.error().to_string();
  EXPECT_EQ(result.error().where.line, line) << result.error().to_string();
  EXPECT_EQ(result.error().where.document, "x.yaml");
}

TEST(Activity, RefusesWhatItDoesNotKnowWithThePlace) {
  expect_error("activity:\n  typ: loan\n", "field 'typ' is not known", 2);
  expect_error("activity:\n  type: lone\n", "activity type 'lone' is not known", 2);
  expect_error("activity:\n  type: loan\n  type: payment\n", "comes twice", 3);
  expect_error("activity:\n  project: x\n", "'type' is missing", 2);
  expect_error("as_of: 2021-02-30\nactivity: {type: loan}\n", "2021-02-30", 1);
  expect_error("activity:\n  type: loan\n  tenor_days: many\n", "found 'many'", 3);
  expect_error("activity:\n  type: loan\n  value: -5\n", "not negative", 3);
  expect_error("activity:\n  type: loan\n  value: 5\n  currency: dollars\n", "ISO 4217", 4);
  expect_error("activity:\n  type: loan\n  actor: {nationality: Atlantis}\n", "Atlantis", 3);
  expect_error("activity:\n  type: loan\n  parties:\n    - {name: A, owners: [{name: B, share: 140}]}\n", "0 to 100",
               4);
  expect_error("activity: {type: loan\n", "not readable", 2);
  expect_error("- 1\n", "expected a map", 1);
  EXPECT_FALSE(parse_activity("", "x").has_value());
  EXPECT_FALSE(parse_activity(std::string(5U << 20U, 'a'), "x").has_value());
}

TEST(Activity, RefusesOwnersNestedWithoutEnd) {
  std::string text = "activity: {type: loan, parties: [";
  for (int i = 0; i < 40; ++i) text += "{name: A, owners: [";
  for (int i = 0; i < 40; ++i) text += "]}";
  text += "]}";
  const auto result = parse_activity(text, "x");
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, base::ErrorCode::kOutOfRange);
}

TEST(Activity, HasAVocabulary) {
  const std::vector<std::string> types = activity_types();
  EXPECT_TRUE(std::is_sorted(types.begin(), types.end()));
  for (const char* type :
       {"certification",      "insurance", "reinsurance",   "vessel_lease",   "pipe_laying",      "rock_placement",
        "vessel_upgrade",     "loan",      "financing",     "primary_market", "secondary_market", "payment",
        "messaging",          "goods",     "services",      "technology",     "import",           "shipping",
        "port_call",          "purchase",  "arms_purchase", "investment",     "maintenance",      "wind_down",
        "contract_signature", "dividend"}) {
    EXPECT_NE(std::find(types.begin(), types.end(), type), types.end()) << type;
  }
}

}  // namespace
}  // namespace cordon::measures
