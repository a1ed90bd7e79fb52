#include "cordon/horizon/relations.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>

namespace cordon::horizon {
namespace {

using base::Date;
using base::Result;

constexpr std::int32_t kTrainingDays = 730;  // parameters are fitted on the first two years, or the first half
constexpr std::size_t kMedianDays = 1826;    // what a usual day is: five years
constexpr std::int32_t kZDays = 1826;
constexpr std::size_t kZLeast = 180;  // days of past a z needs
constexpr double kBand80 = 1.2815516;
constexpr std::size_t kEvidence = 5;
constexpr std::size_t kShownDays = 3, kShownFacts = 2;  // beside a value of the index

// One day of the index.
struct IndexDay {
  Date day;
  double level = 0.0, deviation = 0.0, volume = 0.0;
  std::int64_t events = 0;
};

std::vector<Observation> observations_of(const std::vector<DaySum>& series) {
  TrailingMedian usual{kMedianDays};
  std::vector<Observation> out;
  for (const DaySum& day : series) {
    const double size = day.events > 0 ? static_cast<double>(day.events) : day.mass();
    const double median = usual.size() == 0 ? size : usual.median();
    usual.add(size);
    const double mass = day.mass();
    out.push_back({mass > 0 ? day.net() / mass : 0.0, median > 0 ? size / median : 1.0});
  }
  return out;
}

// Requires: series is not empty.
std::vector<IndexDay> index_of(const std::vector<DaySum>& series) {
  const std::vector<Observation> seen = observations_of(series);
  const std::int32_t span = series.back().day.days() - series.front().day.days();
  const std::int32_t training = std::min(kTrainingDays, span / 2);
  std::size_t end = 0;
  while (end < series.size() && series[end].day.days() - series.front().day.days() <= training) ++end;
  LevelFilter filter{fit_level(std::span(seen).first(end))};
  std::vector<IndexDay> out;
  Date previous = series.front().day;
  for (std::size_t i = 0; i < series.size(); ++i) {
    // Days without news let the uncertainty grow.
    for (std::int32_t gap = previous.days() + 1; gap < series[i].day.days(); ++gap) (void)filter.step(0.0, 0.0);
    previous = series[i].day;
    (void)filter.step(seen[i].balance, seen[i].mass);
    out.push_back({series[i].day, filter.level(), filter.deviation(), seen[i].mass, series[i].events});
  }
  return out;
}

struct Mean {
  double sum = 0.0, squares = 0.0;
  std::size_t n = 0;
  void add(double value) { sum += value, squares += value * value, ++n; }
  [[nodiscard]] double mean() const { return n == 0 ? 0.0 : sum / static_cast<double>(n); }
  [[nodiscard]] double deviation() const {
    return n < 2 ? 0.0 : std::sqrt(std::max(0.0, squares / static_cast<double>(n) - mean() * mean()));
  }
};

// Levels of the days in (day - from, day - to].
Mean mean_between(const std::vector<IndexDay>& index, std::size_t at, std::int32_t from, std::int32_t to) {
  Mean out;
  const std::int32_t today = index[at].day.days();
  for (std::size_t i = at + 1; i-- > 0;) {
    const std::int32_t age = today - index[i].day.days();
    if (age >= from) break;
    if (age >= to) out.add(index[i].level);
  }
  return out;
}

bool is_month_end(const std::vector<IndexDay>& index, std::size_t at) {
  return at + 1 == index.size() || index[at + 1].day.month() != index[at].day.month() ||
         index[at + 1].day.year() != index[at].day.year();
}

std::vector<DaySum> known_on(std::vector<DaySum> series, const std::optional<Date>& as_of) {
  if (as_of) std::erase_if(series, [&](const DaySum& day) { return day.day > *as_of; });
  return series;
}

// The two parties of "USA-RUS", "NATO-RUS", "USA>RUS"; the codes of blocs have other lengths than those of countries.
struct Parties {
  std::string first, second;
  bool one_way = false;
};

std::optional<Parties> parties_of(const std::string& dyad) {
  const std::size_t at = dyad.find_first_of("->");
  if (at == std::string::npos || at == 0 || at + 1 == dyad.size()) return std::nullopt;
  return Parties{dyad.substr(0, at), dyad.substr(at + 1), dyad[at] == '>'};
}

// An act of one towards the other. What a party does at home is no act between two.
bool is_between(const Development& fact, const Parties& parties) {
  const bool forth = fact.actor == parties.first && fact.target == parties.second;
  const bool back = fact.actor == parties.second && fact.target == parties.first;
  return forth || (back && !parties.one_way);
}

bool is_bloc(const std::string& code) { return code == "EU" || code == "NATO" || code == "INT"; }

// How a fact stands to the dyad: its own act; context, when one party is in it and the other is a bloc, so that members
// of it speak too; nothing else.
enum class Standing : std::uint8_t { kNone, kContext, kOwn };

Standing standing_of(const Development& fact, const std::string& dyad) {
  const auto parties = parties_of(dyad);
  if (!parties) return Standing::kNone;
  if (is_between(fact, *parties)) return Standing::kOwn;
  const auto in = [&](const std::string& code) { return code == parties->first || code == parties->second; };
  const bool with_bloc = (in(fact.actor) && is_bloc(fact.target)) || (in(fact.target) && is_bloc(fact.actor));
  return with_bloc ? Standing::kContext : Standing::kNone;
}

void write_fact(JsonOut& out, const Development& fact, Standing standing) {
  out.begin_object().field("day", fact.date.to_string()).field("fact", fact.description);
  out.flag("context", standing == Standing::kContext).end_object();
}

// Those of the dyad, then as much context as there is room for.
std::vector<std::pair<Development, Standing>> facts_of(const std::vector<Development>& facts, const std::string& dyad,
                                                       std::size_t most_context) {
  std::vector<std::pair<Development, Standing>> out;
  for (const Standing wanted : {Standing::kOwn, Standing::kContext}) {
    std::size_t context = 0;
    for (auto fact = facts.rbegin(); fact != facts.rend(); ++fact) {
      if (standing_of(*fact, dyad) != wanted) continue;
      if (wanted == Standing::kContext && ++context > most_context) break;
      out.emplace_back(*fact, wanted);
    }
  }
  return out;
}

// The days that moved the period most, and the last facts of the timeline in it.
void write_days(JsonOut& out, std::span<const DaySum> days, const Timeline& timeline, const IndexOptions& options) {
  std::vector<const DaySum*> largest;
  for (const DaySum& day : days) largest.push_back(&day);
  const std::size_t shown = std::min(kShownDays, largest.size());
  std::partial_sort(largest.begin(), largest.begin() + static_cast<std::ptrdiff_t>(shown), largest.end(),
                    [](const DaySum* a, const DaySum* b) {
                      const double first = std::abs(a->net());
                      const double second = std::abs(b->net());
                      return first > second || (first >= second && a->day < b->day);
                    });
  out.key("evidence").begin_array();
  for (std::size_t i = 0; i < shown; ++i) {
    out.begin_object().field("day", largest[i]->day.to_string()).key("net").fixed(largest[i]->net(), 3).end_object();
  }
  TimelineOptions facts;
  facts.issue = options.issue;
  facts.from = days.front().day;
  facts.to = days.back().day;
  facts.as_of = options.as_of;
  auto found = facts_of(timeline.select(facts), options.dyad, kShownFacts);
  if (found.size() > kShownFacts) found.resize(kShownFacts);
  for (auto fact = found.rbegin(); fact != found.rend(); ++fact) write_fact(out, fact->first, fact->second);
  out.end_array();
}

void write_evidence(JsonOut& out, const std::vector<DaySum>& series, const ChangePoint& point, const Timeline& timeline,
                    const IndexOptions& options) {
  std::vector<DaySum> days;
  for (const DaySum& day : series) {
    if (day.day >= point.onset && day.day <= point.raised_on) days.push_back(day);
  }
  std::stable_sort(days.begin(), days.end(), [&](const DaySum& a, const DaySum& b) {
    return point.escalation ? a.net() > b.net() : a.net() < b.net();
  });
  if (days.size() > kEvidence) days.resize(kEvidence);
  out.key("evidence").begin_array();
  for (const DaySum& day : days) {
    out.begin_object().field("day", day.day.to_string()).key("net").fixed(day.net(), 3).end_object();
  }
  TimelineOptions facts;
  facts.from = point.onset.plus_days(-7);
  facts.to = point.raised_on;
  facts.as_of = options.as_of;
  const auto found = facts_of(timeline.select(facts), options.dyad, kShownFacts);
  for (auto fact = found.rbegin(); fact != found.rend(); ++fact) write_fact(out, fact->first, fact->second);
  out.end_array();
}

}  // namespace

std::vector<DaySum> series_of(const Timeline& timeline, const std::string& dyad, const std::string& issue,
                              std::optional<Date> as_of) {
  TimelineOptions options;
  options.issue = issue;
  options.as_of = as_of;
  std::map<Date, DaySum> days;
  const auto parties = parties_of(dyad);
  for (const Development& fact : timeline.select(options)) {
    if (!parties || !is_between(fact, *parties)) continue;
    const std::string root = fact.cameo.substr(0, 2);
    const double weight = (root >= "06" && root <= "08") || root >= "14" ? 2.0 : 1.0;
    DaySum& day = days[fact.date];
    day.day = fact.date;
    ++day.events;
    if (fact.direction == "cooperate") day.cooperation += weight;
    if (fact.direction == "conflict") day.conflict += weight;
  }
  std::vector<DaySum> out;
  for (const auto& [date, sum] : days) out.push_back(sum);
  return out;
}

Result<void> relation_index(const std::vector<DaySum>& series, const IndexOptions& options, const Timeline& timeline,
                            const JsonSink& sink) {
  const std::vector<DaySum> known = known_on(series, options.as_of);
  if (known.empty()) return base::Error{base::ErrorCode::kNotFound, "no day is known for " + options.dyad};
  const std::vector<IndexDay> index = index_of(known);
  const std::string as_of = options.as_of.value_or(known.back().day).to_string();
  JsonOut out;
  Mean level, volume, deviation;
  std::int64_t events = 0;
  std::size_t first = 0;  // of the period
  for (std::size_t i = 0; i < index.size(); ++i) {
    const IndexDay& day = index[i];
    level.add(day.level);
    deviation.add(day.deviation);
    volume.add(day.volume);
    events += day.events;
    if (options.by_month && !is_month_end(index, i)) continue;
    const bool wanted = (!options.from || day.day >= *options.from) && (!options.to || day.day <= *options.to);
    if (wanted) {
      const Mean recent = mean_between(index, i, 30, 0);
      const Mean before = mean_between(index, i, 210, 30);
      const Mean past = mean_between(index, i, kZDays, 0);
      out.clear();
      out.begin_object().field("dyad", options.dyad).field("issue", options.issue.empty() ? "all" : options.issue);
      const std::string text = day.day.to_string();
      out.field(options.by_month ? "month" : "day", options.by_month ? text.substr(0, 7) : text);
      out.key("level").fixed(level.mean(), 6).key("interval").begin_array();
      out.fixed(std::max(-1.0, level.mean() - kBand80 * deviation.mean()), 4);
      out.fixed(std::min(1.0, level.mean() + kBand80 * deviation.mean()), 4).end_array().key("momentum");
      before.n < 30 ? out.null() : out.fixed(recent.mean() - before.mean(), 4);
      out.key("z");
      past.n < kZLeast || past.deviation() <= 0 ? out.null()
                                                : out.fixed((day.level - past.mean()) / past.deviation(), 3);
      out.key("volume").fixed(volume.mean(), 4).field("n", static_cast<std::int64_t>(level.n)).field("events", events);
      out.key("base_rate");
      past.n < kZLeast ? out.null() : out.fixed(past.mean(), 4);
      write_days(out, std::span(known).subspan(first, i + 1 - first), timeline, options);
      out.field("as_of", as_of).field("model", kIndexModel).end_object();
      CORDON_TRY(sink(out.str()));
    }
    first = i + 1;
    level = volume = deviation = {};
    events = 0;
  }
  return {};
}

Result<void> change_points(const std::vector<DaySum>& series, const IndexOptions& options, const Timeline& timeline,
                           const JsonSink& sink) {
  const std::vector<DaySum> known = known_on(series, options.as_of);
  if (known.empty()) return base::Error{base::ErrorCode::kNotFound, "no day is known for " + options.dyad};
  ChangeDetector detector;
  for (const DaySum& day : known) detector.add(day);
  const std::string as_of = options.as_of.value_or(known.back().day).to_string();
  JsonOut out;
  for (const ChangePoint& point : detector.found()) {
    if ((options.from && point.raised_on < *options.from) || (options.to && point.raised_on > *options.to)) continue;
    out.clear();
    out.begin_object().field("dyad", options.dyad).field("issue", options.issue.empty() ? "all" : options.issue);
    out.field("raised_on", point.raised_on.to_string()).field("onset", point.onset.to_string());
    out.field("direction", point.escalation ? "escalation" : "easing").key("probability").fixed(point.probability, 4);
    out.key("before").fixed(point.before, 4).key("after").fixed(point.after, 4);
    out.key("interval").begin_array().fixed(point.after_low, 4).fixed(point.after_high, 4).end_array();
    out.key("deviations").fixed(point.deviations, 2).key("base_rate").fixed(change_base_rate(), 4);
    out.field_or_null("ended", point.ended ? point.ended->to_string() : std::string());
    write_evidence(out, known, point, timeline, options);
    out.field("n", static_cast<std::int64_t>(known.size())).field("as_of", as_of).field("model", kChangeModel);
    out.end_object();
    CORDON_TRY(sink(out.str()));
  }
  return {};
}

}  // namespace cordon::horizon
