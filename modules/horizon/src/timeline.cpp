#include "cordon/horizon/timeline.hpp"

#include <algorithm>
#include <array>

#include "cordon/base/csv.hpp"
#include "cordon/horizon/calendar.hpp"
#include "known_values.hpp"
#include "shipped_data.hpp"

namespace cordon::horizon {
namespace {

using base::Date;
using base::Error;
using base::ErrorCode;

constexpr std::array<std::string_view, 10> kColumns{"date",  "issue", "direction",  "actor",  "target",
                                                    "cameo", "kind",  "confidence", "source", "description"};

bool is_settled_by(const Calendar::Trigger& trigger, const Development& row) {
  if (trigger.issue != row.issue) return false;
  const auto on_day = [&](const Calendar::Note& note) { return note.on == row.date; };
  if (std::any_of(trigger.closed.begin(), trigger.closed.end(), on_day)) return true;
  if (row.date < trigger.known) return false;
  if (trigger.when.yearly.empty()) return trigger.when.every_days == 0 && trigger.when.from == row.date;
  return row.date >= trigger.when.from &&
         std::find(trigger.when.yearly.begin(), trigger.when.yearly.end(),
                   std::pair{row.date.month(), row.date.day()}) != trigger.when.yearly.end();
}

}  // namespace

base::Result<void> Timeline::add(const std::string& document, std::string_view csv) {
  base::CsvReader reader(csv, {}, document);
  std::vector<std::string> fields;
  CORDON_ASSIGN(const bool header, reader.next(fields));
  if (!header || !std::equal(fields.begin(), fields.end(), kColumns.begin(), kColumns.end())) {
    return Error{ErrorCode::kMalformed, "expected the header date,issue,direction,...,description", {document, 1, {}}};
  }
  for (;;) {
    CORDON_ASSIGN(const bool more, reader.next(fields));
    if (!more) return {};
    const base::SourceLocation where{document, reader.line(), {}};
    if (fields.size() != kColumns.size()) {
      return Error{ErrorCode::kMalformed,
                   "expected " + std::to_string(kColumns.size()) + " fields, found " + std::to_string(fields.size()),
                   where};
    }
    const auto date = Date::parse(fields[0]);
    if (!date) return Error{ErrorCode::kMalformed, "expected a day, found '" + fields[0] + "'", where};
    if (fields[2] != "conflict" && fields[2] != "cooperate" && fields[2] != "mixed") {
      return Error{ErrorCode::kMalformed, "expected conflict, cooperate or mixed, found '" + fields[2] + "'", where};
    }
    rows_.push_back(
        {*date, fields[1], fields[2], fields[3], fields[4], fields[5], fields[6], fields[7], fields[8], fields[9]});
  }
}

base::Result<Timeline> Timeline::shipped() {
  Timeline timeline;
  for (const base::EmbeddedFile& file : embedded_files()) {
    if (file.path.starts_with("timeline/")) CORDON_TRY(timeline.add(std::string(file.path), file.bytes));
  }
  return timeline;
}

std::vector<Development> Timeline::select(const TimelineOptions& options) const {
  std::vector<Development> out;
  for (const Development& row : rows_) {
    if (!options.issue.empty() && row.issue != options.issue) continue;
    if (!options.actor.empty() && row.actor != options.actor) continue;
    if ((options.from && row.date < *options.from) || (options.to && row.date > *options.to)) continue;
    if (options.as_of && row.date > *options.as_of) continue;
    out.push_back(row);
  }
  std::stable_sort(out.begin(), out.end(), [](const Development& a, const Development& b) { return a.date < b.date; });
  return out;
}

base::Result<void> Timeline::check(const TimelineOptions& options) const {
  std::set<std::string> issues;
  std::set<std::string> actors;
  for (const Development& row : rows_) {
    issues.insert(row.issue);
    actors.insert(row.actor);
  }
  CORDON_TRY(expect_known("--issue", options.issue, issues));
  return expect_known("--actor", options.actor, actors);
}

base::Result<void> list_timeline(const TimelineOptions& options, const JsonSink& sink) {
  CORDON_ASSIGN(const Timeline timeline, Timeline::shipped());
  CORDON_TRY(timeline.check(options));
  CORDON_ASSIGN(const Calendar calendar, Calendar::shipped());
  JsonOut out;
  for (const Development& row : timeline.select(options)) {
    out.clear();
    out.begin_object();
    out.field("date", row.date.to_string()).field("issue", row.issue).field("direction", row.direction);
    out.field("actor", row.actor).field("target", row.target).field("cameo", row.cameo).field("kind", row.kind);
    out.field("description", row.description).field("confidence", row.confidence);
    out.field_or_null("source", row.source).flag("sourced", !row.source.empty());
    out.key("triggers").begin_array();
    for (const Calendar::Trigger& trigger : calendar.triggers()) {
      if (is_settled_by(trigger, row)) out.text(trigger.id);
    }
    out.end_array().end_object();
    CORDON_TRY(sink(out.str()));
  }
  return {};
}

}  // namespace cordon::horizon
