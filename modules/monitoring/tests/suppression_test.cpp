// The golden table of suppression semantics, scored by the real matcher.
#include "cordon/monitoring/suppression.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cordon/match/scorer.hpp"
#include "cordon/monitoring/finding.hpp"

namespace cordon::monitoring {
namespace {

struct Subject {
  match::SubjectFeatures features;
  std::vector<std::string> programmes;
  std::vector<std::string> topics;
  // How owners reach it; without a rule it is listed itself.
  std::vector<std::string> rule, verdict, blocked, path, missing;
  std::vector<std::string> steps;    // OWNER>ASSET:SHARE:KIND:STATUS
  std::vector<std::string> holders;  // ID or ID:PROGRAMME
};

// The reach of a hit as screening writes it (service's portfolio_reach.cpp), of what a decision looks at.
std::string reach_of(const Subject& subject) {
  if (subject.rule.empty()) return {};
  using Object = nlohmann::json;
  const auto parts_of = [](const std::string& text, const char* separators) {
    std::vector<std::string> parts;
    std::size_t at = 0;
    for (std::size_t end = 0; end != std::string::npos; at = end + 1) {
      end = text.find_first_of(separators, at);
      parts.push_back(text.substr(at, end == std::string::npos ? end : end - at));
    }
    return parts;
  };
  Object evidence = Object::array();
  for (const std::string& step : subject.steps) {
    const std::vector<std::string> parts = parts_of(step, ">:");
    if (parts.size() != 5) ADD_FAILURE() << "expected OWNER>ASSET:SHARE:KIND:STATUS, found " << step;
    if (parts.size() != 5) return {};
    evidence.push_back({{"owner", parts[0]},
                        {"asset", parts[1]},
                        {"share_min", Object::parse(parts[2])},
                        {"share_max", Object::parse(parts[2])},
                        {"via", parts[3]},
                        {"kind", "ownership"},
                        {"owner_status", parts[4]}});
  }
  Object listed = Object::array();
  for (const std::string& holder : subject.holders) {
    const std::vector<std::string> parts = parts_of(holder, ":");
    listed.push_back({{"entity_id", parts[0]}, {"party", parts[0]}, {"programmes", parts}});
  }
  const Object blocked = Object::parse(subject.blocked.empty() ? "0" : subject.blocked.back());
  const Object limb{
      {"limb", "ownership"},
      {"regime", "us-ofac"},
      {"verdict", subject.verdict.empty() ? "blocked" : subject.verdict.back()},
      {"rule", subject.rule.back()},
      {"path", subject.path.empty() ? "" : subject.path.back()},
      {"listed", listed},
      {"ownership",
       {{"share_min", blocked}, {"share_max", blocked}, {"missing", subject.missing}, {"evidence", evidence}}}};
  return Object::array({limb}).dump();
}

struct Situation {
  Subject counterparty;
  std::map<std::string, Subject> listed;
  std::string policy = "onboarding";
};

struct Case {
  std::string name;
  Situation before;
  std::vector<std::string> changes;
  std::vector<std::string> relied_on;
  std::optional<base::Date> until;
  base::Date today;
  bool falls = false;
  std::string reason;  // part of it
  bool has_expectation = false;
  bool has_why = false;
};

void change_texts(std::vector<std::string>& values, const std::string& operation, const std::string& value) {
  if (operation == "=") values.clear();
  if (operation == "-=") {
    ASSERT_EQ(std::erase(values, value), 1U) << "the table removes '" << value << "', which is not there";
  } else {
    values.push_back(value);
  }
}

void change_field(Subject& subject, const std::string& field, const std::string& operation, const std::string& value) {
  match::SubjectFeatures& f = subject.features;
  const std::map<std::string, std::vector<std::string>*> texts{{"name", &f.names},
                                                               {"weak", &f.weak_names},
                                                               {"birth_date", &f.birth_dates},
                                                               {"birth_place", &f.birth_places},
                                                               {"country", &f.countries},
                                                               {"gender", &f.genders},
                                                               {"address", &f.addresses},
                                                               {"programme", &subject.programmes},
                                                               {"topic", &subject.topics},
                                                               {"rule", &subject.rule},
                                                               {"verdict", &subject.verdict},
                                                               {"blocked", &subject.blocked},
                                                               {"path", &subject.path},
                                                               {"missing", &subject.missing},
                                                               {"step", &subject.steps},
                                                               {"holder", &subject.holders}};
  if (field == "schema") {
    f.schema = value;
  } else if (field == "identifier") {
    if (operation == "=") f.identifiers.clear();
    const std::size_t colon = value.find(':');
    ASSERT_NE(colon, std::string::npos) << value;
    f.identifiers.push_back({value.substr(0, colon), value.substr(colon + 1), {}});
  } else {
    ASSERT_TRUE(texts.contains(field)) << "the table has an unknown field: " << field;
    change_texts(*texts.at(field), operation, value);
  }
}

void read_subject(Subject& subject, const std::string& text) {
  std::stringstream fields(text);
  for (std::string field; std::getline(fields, field, '|');) {
    const std::size_t at = field.find('=');
    ASSERT_NE(at, std::string::npos) << field;
    change_field(subject, field.substr(0, at), "+=", field.substr(at + 1));
  }
}

void apply(Situation& situation, const std::string& change) {
  const std::size_t blank = change.find(' ');
  const std::string side = change.substr(0, blank);
  const std::string rest = change.substr(blank + 1);
  if (side == "policy") {
    situation.policy = rest;
  } else if (side == "join") {
    const std::size_t next = rest.find(' ');
    read_subject(situation.listed[rest.substr(0, next)], rest.substr(next + 1));
  } else if (side == "drop") {
    ASSERT_EQ(situation.listed.erase(rest), 1U) << rest;
  } else {
    ASSERT_TRUE(side == "counterparty" || situation.listed.contains(side)) << "unknown side " << side;
    Subject& subject = side == "counterparty" ? situation.counterparty : situation.listed[side];
    const std::size_t equals = rest.find('=');
    const bool two = rest[equals - 1] == '+' || rest[equals - 1] == '-';
    change_field(subject, rest.substr(0, equals - (two ? 1 : 0)), two ? rest.substr(equals - 1, 2) : "=",
                 rest.substr(equals + 1));
  }
}

std::string facts_of_situation(const Situation& situation) {
  const auto policy = match::Policy::find(situation.policy);
  EXPECT_TRUE(policy);
  Screened screened;
  screened.key = "k";
  screened.query = situation.counterparty.features;
  for (const auto& [id, subject] : situation.listed) {
    ScreenedHit hit;
    const match::PairScore pair = match::compare(screened.query, subject.features, *policy);
    hit.hit.entity_id = model::EntityId{id};
    hit.hit.score = pair.score;
    hit.hit.evidence = pair.evidence;
    hit.hit.explanation = pair.explanation;
    hit.hit.programmes = subject.programmes;
    hit.hit.topics = subject.topics;
    hit.hit.schema = subject.features.schema;
    hit.listed = subject.features;
    hit.reach = reach_of(subject);
    screened.hits.push_back(std::move(hit));
  }
  return facts_json(screened);
}

void read_line(Case& test, const std::map<std::string, Situation>& bases, const std::string& word,
               const std::string& rest) {
  if (word == "from") {
    ASSERT_TRUE(bases.contains(rest)) << rest;
    test.before = bases.at(rest);
  } else if (word == "counterparty") {
    read_subject(test.before.counterparty, rest);
  } else if (word == "listed") {
    const std::size_t blank = rest.find(' ');
    read_subject(test.before.listed[rest.substr(0, blank)], rest.substr(blank + 1));
  } else if (word == "change") {
    test.changes.push_back(rest);
  } else if (word == "relied-on") {
    test.relied_on.push_back(rest);
  } else if (word == "until") {
    test.until = *base::Date::parse(rest);
  } else if (word == "today") {
    test.today = *base::Date::parse(rest);
  } else if (word == "expect") {
    test.has_expectation = true;
    test.falls = rest != "holds";
    if (test.falls) test.reason = rest.substr(rest.find(' ') + 1);
  } else {
    ASSERT_EQ(word, "why");
    test.has_why = rest.size() > 10;
  }
}

std::vector<Case> read_table() {
  std::ifstream file(std::string(CORDON_REPOSITORY_DIR) + "/tests/golden/monitoring/suppression.case");
  std::map<std::string, Situation> bases;
  std::vector<Case> cases;
  std::string base;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    const std::size_t blank = line.find(' ');
    const std::string word = line.substr(0, blank);
    const std::string rest = line.substr(blank + 1);
    if (word == "base") {
      base = rest;
    } else if (word == "case") {
      base.clear();
      Case test;
      test.name = rest;
      test.today = *base::Date::parse("2026-01-10");
      cases.push_back(std::move(test));
    } else if (!base.empty()) {
      Case holder;
      holder.before = bases[base];
      read_line(holder, bases, word, rest);
      bases[base] = holder.before;
    } else {
      read_line(cases.back(), bases, word, rest);
    }
  }
  return cases;
}

TEST(Suppression, golden_table) {
  const std::vector<Case> cases = read_table();
  ASSERT_GE(cases.size(), 30U);
  for (const Case& test : cases) {
    SCOPED_TRACE(test.name);
    ASSERT_TRUE(test.has_expectation && test.has_why);
    const auto basis = basis_of(facts_of_situation(test.before), test.relied_on);
    ASSERT_TRUE(basis) << basis.error().to_string();
    Situation after = test.before;
    for (const std::string& change : test.changes) apply(after, change);
    const auto falls = why_it_falls(*basis, facts_of_situation(after), test.until, test.today);
    ASSERT_TRUE(falls) << falls.error().to_string();
    EXPECT_EQ(falls->has_value(), test.falls) << falls->value_or("holds");
    EXPECT_THAT(falls->value_or(test.reason), ::testing::HasSubstr(test.reason));
  }
}

TEST(Suppression, refuses_unknown_kinds_and_damaged_texts) {
  const std::string facts = facts_of_situation({});
  EXPECT_FALSE(basis_of(facts, {"shoe_size"}));
  EXPECT_FALSE(basis_of("{}", {}));
  EXPECT_FALSE(why_it_falls("{}", facts, std::nullopt, base::Date{}));
  EXPECT_FALSE(why_it_falls("no json", facts, std::nullopt, base::Date{}));
}

}  // namespace
}  // namespace cordon::monitoring
