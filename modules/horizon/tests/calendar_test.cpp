#include "cordon/horizon/calendar.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "later_days.hpp"

namespace cordon::horizon {
namespace {

base::Date day(std::string_view text) { return base::Date::parse(text).value(); }

std::set<std::string> listed(std::string_view as_of, std::int32_t days) {
  const auto calendar = Calendar::shipped();
  EXPECT_TRUE(calendar) << calendar.error().to_string();
  CalendarOptions options;
  options.as_of = day(as_of);
  options.days = days;
  std::set<std::string> out;
  for (const Occurrence& occurrence : calendar->occurrences(options)) {
    out.insert(occurrence.from.to_string() + " " + calendar->trigger(occurrence).id);
  }
  return out;
}

TEST(CalendarTest, AsOfDecember2020ListsWhatAnAnalystWouldHaveListed) {
  const auto ids = listed("2020-12-15", 300);
  for (const char* expected :
       {"2020-12-20 us-eo-13818", "2020-12-23 us-ndaa-fy2021-veto-clock", "2020-12-31 uk-own-regime",
        "2021-01-03 us-ndaa-fy2021-override", "2021-01-20 us-inauguration-2021", "2021-01-31 eu-833-sectoral",
        "2021-02-05 new-start-2021", "2021-02-12 us-peesa-report", "2021-03-06 us-eo-13660",
        "2021-03-15 eu-269-individual", "2021-04-01 us-eo-13694", "2020-11-01 us-cbw-navalny-determination",
        "2020-11-23 open-skies-russia", "2020-12-05 ns2-german-works", "2020-12-15 us-caatsa-231-turkey-publication",
        "2021-02-01 us-threat-assessment", "2021-02-01 nato-summit-2021", "2021-06-18 iran-election-2021",
        "2021-09-19 duma-2021"}) {
    EXPECT_TRUE(ids.contains(expected)) << expected;
  }
}

TEST(CalendarTest, UsesNothingKnownLater) {
  const auto before = listed("2020-12-15", 400);
  EXPECT_FALSE(before.contains("2021-04-15 us-eo-14024"));
  EXPECT_FALSE(before.contains("2021-06-16 geneva-2021"));
  EXPECT_FALSE(before.contains("2021-06-02 us-cbw-navalny-second-round"));
  EXPECT_FALSE(listed("2021-02-04", 30).contains("2021-02-05 new-start-2021"));  // extended the day before
  EXPECT_FALSE(listed("2020-12-18", 60).contains("2021-01-31 eu-833-sectoral"));
  EXPECT_TRUE(listed("2021-06-03", 1).contains("2021-06-02 us-cbw-navalny-second-round"));  // overdue
  EXPECT_FALSE(listed("2021-08-20", 1).contains("2021-06-02 us-cbw-navalny-second-round"));
  const auto calendar = Calendar::shipped();
  for (const Calendar::Trigger& trigger : calendar->triggers()) {
    CalendarOptions options;
    options.as_of = trigger.known.plus_days(-1);
    options.days = 20'000;
    for (const Occurrence& occurrence : calendar->occurrences(options)) {
      EXPECT_NE(calendar->trigger(occurrence).id, trigger.id);
      EXPECT_LE(calendar->trigger(occurrence).known, options.as_of);
      EXPECT_LE(occurrence.stage_on.value_or(options.as_of), options.as_of);
    }
  }
}

// Every text that an answer holds, by name.
std::vector<std::pair<std::string, std::string>> texts_of(const Calendar::Trigger& trigger,
                                                          const Occurrence& occurrence, base::Date as_of) {
  std::vector<std::pair<std::string, std::string>> out{{"title", trigger.title},
                                                       {"basis", trigger.basis.at(as_of)},
                                                       {"who", trigger.who},
                                                       {"default", trigger.default_outcome.at(as_of)},
                                                       {"source", trigger.source.at(as_of)},
                                                       {"stage", std::string(occurrence.stage)}};
  for (const std::string& programme : trigger.programmes_on(as_of)) out.emplace_back("programme", programme);
  for (const std::string& concern : trigger.concerns) out.emplace_back("concern", concern);
  return out;
}

TEST(CalendarTest, NoTextHoldsADayThatWasStillAhead) {
  const auto calendar = Calendar::shipped();
  ASSERT_TRUE(calendar) << calendar.error().to_string();
  // Every fifth day, and each day on which something became known.
  std::set<base::Date> days;
  for (base::Date on = day("2014-03-06"); on <= day("2026-11-26"); on = on.plus_days(5)) days.insert(on);
  for (const Calendar::Trigger& trigger : calendar->triggers()) {
    days.insert(trigger.known);
    for (const Calendar::Note& stage : trigger.stages) days.insert(stage.on);
    for (const auto* text : {&trigger.basis, &trigger.default_outcome, &trigger.source}) {
      for (const Calendar::Wording& wording : text->wordings()) {
        days.insert(wording.since);
        days.insert(wording.since.plus_days(-1));
      }
    }
  }
  std::set<std::string> found;
  std::size_t seen = 0;
  for (const base::Date as_of : days) {
    CalendarOptions options;
    options.as_of = as_of;
    options.days = 800;
    for (const Occurrence& occurrence : calendar->occurrences(options)) {
      const Calendar::Trigger& trigger = calendar->trigger(occurrence);
      std::vector<base::Date> allowed = trigger.scheduled;
      allowed.insert(allowed.end(), {occurrence.from, occurrence.to, trigger.when.from});
      for (const auto& [name, text] : texts_of(trigger, occurrence, as_of)) {
        ++seen;
        for (const std::string& later : later_days(text, as_of, allowed)) {
          found.insert(trigger.id + " " + name + " as of " + as_of.to_string() + ": " + later);
        }
      }
    }
  }
  EXPECT_GT(seen, 100'000U);
  for (const std::string& text : found) ADD_FAILURE() << text;
}

TEST(CalendarTest, TheCheckOfTextsFindsWhatItShould) {
  const base::Date as_of = day("2020-12-15");
  const auto later = [&](std::string_view text) { return later_days(text, as_of, {day("2021-02-05")}).size(); };
  EXPECT_EQ(later("suspended since February 2023"), 1U);
  EXPECT_EQ(later("act of 2020-12-27"), 1U);
  EXPECT_EQ(later("the round of 28 June 2022"), 1U);
  EXPECT_EQ(later("used in 2024"), 1U);
  EXPECT_EQ(later("RUSSIA-EO14024"), 1U);
  EXPECT_EQ(later("P.L. 116-283 section 1242"), 1U);
  EXPECT_EQ(later("ends on 5 February 2021, 2021-02-05 or in February 2021"), 0U);
  EXPECT_EQ(later("EO 13848; 50 USC 1622(d); Regulation 2018/1542; P.L. 116-92; 1,800 ships; 14 December"), 0U);
}

TEST(CalendarTest, WordingsHoldFromTheirDay) {
  const auto parse = [](const std::string& fields) {
    const std::vector<std::pair<std::string, std::string>> documents{
        {"x.yaml",
         "triggers:\n  - {id: a, title: t, kind: report, issue: cyber, issuer: US, who: w, mark: M, known: "
         "2020-01-01, when: {date: 2022-01-01}, " +
             fields + "}\n"}};
    return Calendar::parse(documents);
  };
  const std::string rest = "basis: b, source: s";
  const auto dated = parse(rest +
                           ", default: [one, {since: 2021-01-01, text: two}], programmes: [P, {since: "
                           "2021-06-01, text: Q}]");
  ASSERT_TRUE(dated) << dated.error().to_string();
  const Calendar::Trigger& trigger = dated->triggers().front();
  EXPECT_EQ(trigger.default_outcome.at(day("2020-12-31")), "one");
  EXPECT_EQ(trigger.default_outcome.at(day("2021-01-01")), "two");
  EXPECT_EQ(trigger.programmes_on(day("2021-05-31")), std::vector<std::string>{"P"});
  CalendarOptions options;
  options.as_of = day("2021-05-31");
  options.days = 300;
  options.programme = "Q";
  EXPECT_TRUE(dated->occurrences(options).empty());
  options.as_of = day("2021-06-01");
  EXPECT_EQ(dated->occurrences(options).size(), 1U);
  for (const char* bad : {"default: []", "default: [{since: 2021-01-01, text: two}]", "default: [one, two]",
                          "default: [one, {since: 2019-01-01, text: two}]", "default: [one, {since: 2021-01-01}]",
                          "default: [one, {since: 2021-02-01, text: x}, {since: 2021-01-01, text: y}]",
                          "default: one, programmes: P", "default: one, scheduled: [soon]"}) {
    const auto refused = parse(rest + ", " + bad);
    ASSERT_FALSE(refused) << bad;
    EXPECT_EQ(refused.error().where.line, 2U) << bad;
    EXPECT_EQ(refused.error().where.record, "a") << bad;
  }
}

TEST(CalendarTest, EmergenciesThatWereContinuedAreSettledAndThePeesaClockStops) {
  EXPECT_TRUE(listed("2021-03-03", 30).contains("2021-03-06 us-eo-13660"));
  EXPECT_FALSE(listed("2021-03-04", 30).contains("2021-03-06 us-eo-13660"));  // notice published
  EXPECT_TRUE(listed("2022-01-12", 30).contains("2022-01-31 eu-833-sectoral"));
  EXPECT_FALSE(listed("2022-01-13", 30).contains("2022-01-31 eu-833-sectoral"));
  const auto autumn = listed("2024-11-10", 120);
  EXPECT_TRUE(autumn.contains("2024-12-20 us-peesa-sunset"));
  EXPECT_FALSE(autumn.contains("2025-01-22 us-peesa-report"));
  EXPECT_TRUE(listed("2024-11-10", 200).contains("2025-04-30 us-energy-gl8-2025-04"));
  EXPECT_TRUE(listed("2025-01-10", 90).contains("2025-03-12 us-energy-gl8-2025-03"));
  const auto eve = listed("2022-02-23", 400);
  for (const char* expected : {"2023-01-03 us-nyet-desa-2022", "2022-03-02 us-ns2-gl4"}) {
    EXPECT_TRUE(eve.contains(expected)) << expected;
  }
  EXPECT_TRUE(listed("2022-02-21", 30).contains("2021-09-08 ns2-german-certification"));
  EXPECT_TRUE(listed("2021-05-01", 60).contains("2021-06-14 us-eo14024-dir1"));
  EXPECT_TRUE(listed("2022-03-01", 60).contains("2022-03-26 us-eo14024-dir3"));
}

TEST(CalendarTest, AsOfLate2026LooksAhead) {
  const auto ids = listed("2026-11-24", 120);
  for (const char* expected :
       {"2026-12-20 us-eo-13818", "2027-01-01 eu-lng-long", "2027-01-25 eu-kulevi", "2027-01-31 eu-833-sectoral",
        "2027-03-15 eu-269-individual", "2027-01-03 us-new-congress", "2026-11-10 us-bis-affiliates"}) {
    EXPECT_TRUE(ids.contains(expected)) << expected;
  }
}

TEST(CalendarTest, ErrorsNameTheTriggerAndTheLine) {
  const auto parse = [](const std::string& yaml) {
    const std::vector<std::pair<std::string, std::string>> documents{{"x.yaml", yaml}};
    return Calendar::parse(documents);
  };
  const auto unknown = parse("triggers:\n  - {id: a, colour: red}\n");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().where.line, 2U);
  EXPECT_EQ(unknown.error().where.record, "a");
  EXPECT_NE(unknown.error().message.find("colour"), std::string::npos);
  EXPECT_FALSE(parse("triggers: [{id: a}]"));
  EXPECT_FALSE(parse("triggers: [unclosed"));
}

TEST(CalendarTest, IcalendarIsFoldedAndRepeatable) {
  CalendarOptions options;
  options.as_of = day("2020-12-15");
  const auto ics = calendar_ics(options);
  ASSERT_TRUE(ics);
  EXPECT_EQ(*ics, *calendar_ics(options));
  EXPECT_TRUE(ics->starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
  EXPECT_NE(ics->find("UID:new-start-2021-20210205@cordon\r\nDTSTAMP:20201215T000000Z\r\n"
                      "DTSTART;VALUE=DATE:20210205\r\nDTEND;VALUE=DATE:20210206\r\n"),
            std::string::npos);
  std::size_t at = 0;
  while (at < ics->size()) {
    const std::size_t end = ics->find("\r\n", at);
    ASSERT_NE(end, std::string::npos);
    EXPECT_LE(end - at, 75U);
    at = end + 2;
  }
}

}  // namespace
}  // namespace cordon::horizon
