// Relations between two countries as daily sums of conflict and cooperation, the index made of them, and change points.
// The index is the filtered level of tension (level.hpp), -1 to 1, tension positive; volume is a series of its own and
// never part of the level. Invariants: a day's value uses that day and earlier ones; the parameters come from the
// training span alone; the same input gives the same bytes. Thread: values and pure functions.
// Methods and measured results: docs/methodology/horizon.md. Formats: docs/formats/events.md.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/base/result.hpp"
#include "cordon/horizon/change_points.hpp"
#include "cordon/horizon/json_out.hpp"
#include "cordon/horizon/level.hpp"
#include "cordon/horizon/timeline.hpp"

namespace cordon::horizon {

// Persisted with each figure; bump them when any can change.
inline constexpr std::string_view kIndexModel = "tension-level@1";
inline constexpr std::string_view kChangeModel = "change-points@2";

// What the first does towards the second; codes as in the event data. In wide tables both ways stand in one.
struct RelationKey {
  std::string from, to;
  std::string issue;  // empty: all events; else the area, as the codes of the events say
  friend auto operator<=>(const RelationKey&, const RelationKey&) = default;
};

// Days in order, one entry a day.
using Relations = std::map<RelationKey, std::vector<DaySum>>;

// Reads either form:
//   wide  date,AAA_BBB,...            summed Goldstein values of a day and dyad, cooperation positive; both ways in one
//   long  day,actor1,actor2,events,conflict_mass,cooperation_mass[,issue]    (further columns are left out)
// Days as YYYY-MM-DD or YYYYMMDD. An empty cell means: nothing known of that day.
// Errors: kMalformed or kMissingField with document and line.
[[nodiscard]] base::Result<Relations> parse_relations(const std::string& document, std::string_view csv);
// The long form.
[[nodiscard]] std::string to_csv(const Relations& relations);
// Adds the days; a day that was there is replaced.
void merge(Relations& into, const Relations& from);
// Adds the days; the sums and counts of a day that was there grow. For tables that each hold a part of a day's events.
void accumulate(Relations& into, const Relations& from);
// "USA-RUS": both directions as one series; "USA>RUS": only what the first does towards the second.
// Errors: kNotFound, naming the dyads there are; kInvalidArgument for an issue area that no event has, naming those
// there are; kUnsupported for one direction of net sums, which hold both.
[[nodiscard]] base::Result<std::vector<DaySum>> series_of(const Relations& relations, const std::string& dyad,
                                                          const std::string& issue = {});
// Own facts as a series: an act counts 1, a material one (CAMEO 06 to 08 and 14 to 20) 2. Directions as above.
[[nodiscard]] std::vector<DaySum> series_of(const Timeline& timeline, const std::string& dyad, const std::string& issue,
                                            std::optional<base::Date> as_of);

struct IndexOptions {
  std::string dyad, issue;  // issue empty: all events
  std::optional<base::Date> from, to, as_of;
  bool by_month = true;  // means of the days' values
};
// One object a month or day: {dyad, issue, month|day, level, interval (80 %), momentum, z, volume, n, base_rate,
// evidence, as_of, model}. base_rate: the mean level of the five years before. evidence: the largest days, and facts:
// acts between the two, and as context what one of them and a bloc did to each other.
// momentum: the mean level of 30 days less that of the 180 before; z: against the five years before; both null without
// enough past. volume: the size of the day's news relative to the median day before.
[[nodiscard]] base::Result<void> relation_index(const std::vector<DaySum>& series, const IndexOptions& options,
                                                const Timeline& timeline, const JsonSink& sink);
// One object per alarm: {dyad, raised_on, onset, direction, probability, before, after, interval, deviations,
// base_rate, ended, evidence, as_of, model}. evidence: the largest days between onset and alarm, and facts of the
// timeline in that time.
[[nodiscard]] base::Result<void> change_points(const std::vector<DaySum>& series, const IndexOptions& options,
                                               const Timeline& timeline, const JsonSink& sink);

}  // namespace cordon::horizon
