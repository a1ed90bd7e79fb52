// iCalendar (RFC 5545): all-day events, lines folded at 75 bytes, CRLF.
#include <string>
#include <string_view>

#include "cordon/horizon/calendar.hpp"

namespace cordon::horizon {
namespace {

std::string compact(base::Date day) {
  const std::string text = day.to_string();
  return text.substr(0, 4) + text.substr(5, 2) + text.substr(8, 2);
}

// Source: RFC 5545 section 3.3.11.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '\\' || c == ';' || c == ',') out += '\\';
    out += c;
  }
  return out;
}

// Source: RFC 5545 section 3.1: at most 75 bytes a line; a UTF-8 character is not cut.
void append_line(std::string& out, std::string_view line) {
  std::size_t room = 75;
  while (line.size() > room) {
    std::size_t cut = room;
    while (cut > 1 && (static_cast<unsigned char>(line[cut]) & 0xC0U) == 0x80U) --cut;
    out.append(line.substr(0, cut)).append("\r\n ");
    line.remove_prefix(cut);
    room = 74;  // the leading blank counts
  }
  out.append(line).append("\r\n");
}

}  // namespace

base::Result<std::string> calendar_ics(const CalendarOptions& options) {
  CORDON_ASSIGN(const Calendar calendar, Calendar::shipped());
  CORDON_TRY(calendar.check(options));
  std::string out;
  for (const std::string_view line : {"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//cordon//horizon calendar//EN"}) {
    append_line(out, line);
  }
  const std::string stamp = "DTSTAMP:" + compact(options.as_of) + "T000000Z";
  for (const Occurrence& occurrence : calendar.occurrences(options)) {
    const Calendar::Trigger& trigger = calendar.trigger(occurrence);
    append_line(out, "BEGIN:VEVENT");
    append_line(out, "UID:" + trigger.id + "-" + compact(occurrence.from) + "@cordon");
    append_line(out, stamp);
    append_line(out, "DTSTART;VALUE=DATE:" + compact(occurrence.from));
    append_line(out, "DTEND;VALUE=DATE:" + compact(occurrence.to.plus_days(1)));  // exclusive
    append_line(out, "SUMMARY:" + escaped(trigger.title));
    const base::Date day = options.as_of;
    std::string about = "Who must act: " + trigger.who + "\nIf nothing happens: " + trigger.default_outcome.at(day) +
                        "\nBasis: " + trigger.basis.at(day);
    if (!occurrence.stage.empty()) {
      about += "\nStage (" + occurrence.stage_on->to_string() + "): " + std::string(occurrence.stage);
    }
    about += "\nSource: " + trigger.source.at(day) + " [" + trigger.mark + (trigger.verified() ? "]" : ", unverified]");
    append_line(out, "DESCRIPTION:" + escaped(about));
    append_line(out, "CATEGORIES:" + escaped(trigger.kind) + "," + escaped(trigger.issue));
    append_line(out, "TRANSP:TRANSPARENT");
    append_line(out, "END:VEVENT");
  }
  append_line(out, "END:VCALENDAR");
  return out;
}

}  // namespace cordon::horizon
