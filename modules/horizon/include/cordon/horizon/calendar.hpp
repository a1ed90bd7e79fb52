// The trigger calendar: what is dated ahead, who must act, and what happens if nobody does.
// Invariant: an answer as of a day uses no trigger, stage, settlement or wording known only later.
// Thread: a Calendar is immutable and may be shared. Does not forecast, and does not say what the law is (module
// measures does).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/base/result.hpp"
#include "cordon/horizon/json_out.hpp"

namespace cordon::horizon {

struct CalendarOptions {
  base::Date as_of;
  std::int32_t days = 120;  // how far ahead; overdue triggers are always listed
  std::string programme;    // only triggers that name it; empty: all
  std::string issue;        // issue area, e.g. arms_control
  std::string kind;         // e.g. renewal, licence_end
  bool verified_only = false;
  bool programme_exists = false;  // known from elsewhere: no trigger may name it, and that is no slip
};

// One occurrence of a trigger as seen on a day. Views: into the Calendar.
struct Occurrence {
  base::Date from;
  base::Date to;               // == from unless the day is not settled
  std::int32_t days_left = 0;  // to `from`; negative when overdue or when a window has begun
  std::string_view state;      // ahead, today, open (window has begun), overdue
  std::size_t trigger = 0;     // index, see Calendar
  std::string_view stage;      // the latest stage known; may be empty
  std::optional<base::Date> stage_on;
};

class Calendar {
 public:
  // The triggers compiled into the program. Errors: none for the shipped data (tested).
  [[nodiscard]] static base::Result<Calendar> shipped();
  // documents: (name, YAML text). Errors: kMalformed or kMissingField with document, line and trigger id.
  [[nodiscard]] static base::Result<Calendar> parse(std::span<const std::pair<std::string, std::string>> documents);

  // Errors: kInvalidArgument when no trigger has the issue, kind or programme asked for, listing those there are.
  [[nodiscard]] base::Result<void> check(const CalendarOptions& options) const;
  // Returns: by first day, then id.
  [[nodiscard]] std::vector<Occurrence> occurrences(const CalendarOptions& options) const;

  struct When {
    base::Date from;  // first or only day; of a recurrence the first allowed
    base::Date to;
    std::vector<std::pair<int, int>> yearly;  // month, day
    std::int32_t every_days = 0;
    std::string rule;  // in words
  };
  struct Note {
    base::Date on;                         // known from this day
    std::optional<base::Date> occurrence;  // of one occurrence only
    std::string text;
  };
  // A text as it stood over time. Invariant: not empty, by `since`; the first is as old as the trigger.
  struct Wording {
    base::Date since;  // known from this day
    std::string text;
  };
  class Dated {
   public:
    Dated() = default;
    explicit Dated(std::vector<Wording> wordings) : wordings_(std::move(wordings)) {}
    // Returns: the wording of the day; of a day before the first, the first. Lifetime: of this object.
    [[nodiscard]] const std::string& at(base::Date day) const noexcept;
    [[nodiscard]] const std::vector<Wording>& wordings() const noexcept { return wordings_; }

   private:
    std::vector<Wording> wordings_;
  };
  struct Trigger {
    std::string id, title, kind, issue, issuer, who, mark;
    Dated basis, default_outcome, source;
    When when;
    std::vector<Wording> programmes;  // each from its day on
    std::vector<std::string> concerns;
    std::vector<base::Date> scheduled;  // days beyond `known` that a text names because they were fixed by then
    base::Date known;
    [[nodiscard]] std::vector<std::string> programmes_on(base::Date day) const;
    std::vector<Note> stages, closed;
    std::optional<std::pair<base::Date, base::Date>> ended;  // (known on, last occurrence)
    bool stays_open = false;
    [[nodiscard]] bool verified() const noexcept { return mark == "V" || mark == "V2" || mark == "D" || mark == "C"; }
  };
  [[nodiscard]] const Trigger& trigger(const Occurrence& occurrence) const { return triggers_[occurrence.trigger]; }
  [[nodiscard]] const std::vector<Trigger>& triggers() const noexcept { return triggers_; }

 private:
  std::vector<Trigger> triggers_;
};

// Use case of `horizon calendar`: one object per occurrence: {id, title, kind, issue, date, date_to, days_left, state,
// issuer, legal_basis, rule, who_must_act, default_outcome, programmes, concerns, stage, stage_on, source, mark,
// verified, known_since, as_of, model}.
[[nodiscard]] base::Result<void> list_calendar(const CalendarOptions& options, const JsonSink& sink);
// The same as iCalendar (RFC 5545). DTSTAMP is the as-of day, so that the same question gives the same bytes.
[[nodiscard]] base::Result<std::string> calendar_ics(const CalendarOptions& options);

}  // namespace cordon::horizon
