#include "cordon/horizon/calendar.hpp"

#include <gtest/gtest.h>

#include <set>

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
