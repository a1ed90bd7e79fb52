#include "cordon/horizon/calendar.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "calendar_parse.hpp"
#include "known_values.hpp"
#include "shipped_data.hpp"

namespace cordon::horizon {
namespace {

using base::Date;

// Raise when the same data can give another answer.
constexpr std::string_view kModel = "calendar-2";

bool applies(const Calendar::Note& note, Date as_of, Date occurrence) {
  return note.on <= as_of && (!note.occurrence || *note.occurrence == occurrence);
}

bool wanted(const Calendar::Trigger& trigger, const CalendarOptions& options) {
  if (trigger.known > options.as_of) return false;
  if (options.verified_only && !trigger.verified()) return false;
  if (!options.issue.empty() && trigger.issue != options.issue) return false;
  if (!options.kind.empty() && trigger.kind != options.kind) return false;
  if (options.programme.empty()) return true;
  return std::any_of(trigger.programmes.begin(), trigger.programmes.end(), [&](const Calendar::Wording& programme) {
    return programme.since <= options.as_of && programme.text == options.programme;
  });
}

// First days of the occurrences that may matter on the day: those in [as_of, last], and a single one before.
std::vector<Date> days_of(const Calendar::Trigger& trigger, Date as_of, Date last) {
  const Calendar::When& when = trigger.when;
  std::vector<Date> out;
  if (when.every_days > 0) {
    const std::int32_t behind = std::max(0, as_of.days() - when.from.days());
    const std::int32_t step = (behind + when.every_days - 1) / when.every_days;
    for (Date day = when.from.plus_days(step * when.every_days); day <= last; day = day.plus_days(when.every_days)) {
      out.push_back(day);
    }
  } else if (!when.yearly.empty()) {
    for (int year = as_of.year(); year <= last.year(); ++year) {
      for (const auto& [month, day] : when.yearly) {
        const auto date = Date::from_ymd(year, month, day);  // 29 February: only in leap years
        if (date && *date >= when.from && *date >= as_of && *date <= last) out.push_back(*date);
      }
    }
  } else if (when.from <= last) {
    out.push_back(when.from);
  }
  if (trigger.ended && trigger.ended->first <= as_of) {
    std::erase_if(out, [&](Date day) { return day > trigger.ended->second; });
  }
  return out;
}

}  // namespace

const std::string& Calendar::Dated::at(Date day) const noexcept {
  std::size_t last = 0;
  while (last + 1 < wordings_.size() && wordings_[last + 1].since <= day) ++last;
  return wordings_[last].text;
}

std::vector<std::string> Calendar::Trigger::programmes_on(Date day) const {
  std::vector<std::string> out;
  for (const Wording& programme : programmes) {
    if (programme.since <= day) out.push_back(programme.text);
  }
  return out;
}

base::Result<Calendar> Calendar::parse(std::span<const std::pair<std::string, std::string>> documents) {
  Calendar calendar;
  std::set<std::string> ids;
  for (const auto& [name, yaml] : documents) {
    CORDON_ASSIGN(std::vector<Trigger> triggers, parse_triggers(name, yaml));
    for (Trigger& trigger : triggers) {
      if (!ids.insert(trigger.id).second) {
        return base::Error{base::ErrorCode::kMalformed, "expected each id once", {name, 0, trigger.id}};
      }
      calendar.triggers_.push_back(std::move(trigger));
    }
  }
  return calendar;
}

base::Result<Calendar> Calendar::shipped() {
  std::vector<std::pair<std::string, std::string>> documents;
  for (const base::EmbeddedFile& file : embedded_files()) {
    if (file.path.starts_with("calendar/")) documents.emplace_back(file.path, file.bytes);
  }
  return parse(documents);
}

std::vector<Occurrence> Calendar::occurrences(const CalendarOptions& options) const {
  std::vector<Occurrence> out;
  const Date as_of = options.as_of;
  const Date last = as_of.plus_days(std::clamp(options.days, 0, 36'600));
  for (std::size_t index = 0; index < triggers_.size(); ++index) {
    const Trigger& trigger = triggers_[index];
    if (!wanted(trigger, options)) continue;
    for (const Date day : days_of(trigger, as_of, last)) {
      const auto settled = [&](const Note& note) { return applies(note, as_of, day); };
      if (std::any_of(trigger.closed.begin(), trigger.closed.end(), settled)) continue;
      Occurrence occurrence;
      occurrence.trigger = index;
      occurrence.from = day;
      const bool window = trigger.when.to > trigger.when.from;
      occurrence.to = window ? trigger.when.to : day;
      occurrence.days_left = day.days() - as_of.days();
      if (occurrence.to < as_of) {
        if (!trigger.stays_open) continue;
        occurrence.state = "overdue";
      } else if (day == as_of && !window) {
        occurrence.state = "today";
      } else {
        occurrence.state = day <= as_of ? "open" : "ahead";
      }
      for (const Note& stage : trigger.stages) {
        if (!applies(stage, as_of, day)) continue;
        occurrence.stage = stage.text;
        occurrence.stage_on = stage.on;
      }
      out.push_back(occurrence);
    }
  }
  std::sort(out.begin(), out.end(), [this](const Occurrence& a, const Occurrence& b) {
    return std::tie(a.from, trigger(a).id) < std::tie(b.from, trigger(b).id);
  });
  return out;
}

base::Result<void> Calendar::check(const CalendarOptions& options) const {
  std::set<std::string> issues;
  std::set<std::string> kinds;
  std::set<std::string> programmes;
  for (const Trigger& trigger : triggers_) {
    issues.insert(trigger.issue);
    kinds.insert(trigger.kind);
    for (const Wording& programme : trigger.programmes) programmes.insert(programme.text);
  }
  CORDON_TRY(expect_known("--issue", options.issue, issues));
  CORDON_TRY(expect_known("--kind", options.kind, kinds));
  return options.programme_exists ? base::Result<void>{} : expect_known("--programme", options.programme, programmes);
}

base::Result<void> list_calendar(const CalendarOptions& options, const JsonSink& sink) {
  CORDON_ASSIGN(const Calendar calendar, Calendar::shipped());
  CORDON_TRY(calendar.check(options));
  JsonOut out;
  for (const Occurrence& occurrence : calendar.occurrences(options)) {
    const Calendar::Trigger& trigger = calendar.trigger(occurrence);
    out.clear();
    out.begin_object();
    out.field("id", trigger.id).field("title", trigger.title).field("kind", trigger.kind).field("issue", trigger.issue);
    out.field("date", occurrence.from.to_string());
    out.field_or_null("date_to", occurrence.to > occurrence.from ? occurrence.to.to_string() : std::string());
    out.field("days_left", std::int64_t{occurrence.days_left}).field("state", occurrence.state);
    out.field("issuer", trigger.issuer).field("legal_basis", trigger.basis.at(options.as_of));
    out.field("rule", trigger.when.rule).field("who_must_act", trigger.who);
    out.field("default_outcome", trigger.default_outcome.at(options.as_of));
    out.texts("programmes", trigger.programmes_on(options.as_of)).texts("concerns", trigger.concerns);
    out.field_or_null("stage", occurrence.stage);
    out.field_or_null("stage_on", occurrence.stage_on ? occurrence.stage_on->to_string() : std::string());
    out.field("source", trigger.source.at(options.as_of)).field("mark", trigger.mark);
    out.flag("verified", trigger.verified());
    out.field("known_since", trigger.known.to_string());
    out.field("as_of", options.as_of.to_string()).field("model", kModel).end_object();
    CORDON_TRY(sink(out.str()));
  }
  return {};
}

}  // namespace cordon::horizon
