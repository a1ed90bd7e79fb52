// The timeline: dated developments by issue area, in the conduct of Russia, the United States and allies.
// Invariant: as of a day nothing later is listed; a row without a source says so.
// Thread: immutable. Does not weigh or score; the index does.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/base/result.hpp"
#include "cordon/horizon/json_out.hpp"

namespace cordon::horizon {

struct Development {
  base::Date date;  // the day it became public
  std::string issue, direction, actor, target, cameo, kind, confidence, source, description;
};

struct TimelineOptions {
  std::string issue;
  std::string actor;
  std::optional<base::Date> from, to;  // inclusive
  std::optional<base::Date> as_of;
};

class Timeline {
 public:
  [[nodiscard]] static base::Result<Timeline> shipped();
  // Appends the rows of a CSV with the header
  // date,issue,direction,actor,target,cameo,kind,confidence,source,description. Errors: kMalformed with document and
  // line.
  [[nodiscard]] base::Result<void> add(const std::string& document, std::string_view csv);
  // Returns: by day, then file order.
  [[nodiscard]] std::vector<Development> select(const TimelineOptions& options) const;
  // Errors: kInvalidArgument when no row has the issue or actor asked for, listing those there are.
  [[nodiscard]] base::Result<void> check(const TimelineOptions& options) const;
  [[nodiscard]] const std::vector<Development>& all() const noexcept { return rows_; }

 private:
  std::vector<Development> rows_;
};

// Use case of `horizon timeline`: {date, issue, direction, actor, target, cameo, kind, description, confidence, source,
// sourced, triggers}; triggers are ids of the calendar that fell due or were settled on the day in the same issue area.
[[nodiscard]] base::Result<void> list_timeline(const TimelineOptions& options, const JsonSink& sink);

}  // namespace cordon::horizon
