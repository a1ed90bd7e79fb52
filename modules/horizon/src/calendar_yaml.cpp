// Reads data/calendar/*.yaml strictly: an unknown field, a missing one or a day that does not exist is an error.
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <set>

#include "calendar_parse.hpp"

namespace cordon::horizon {
namespace {

using base::Date;
using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::array<std::string_view, 19> kFields{
    "id",       "title",  "kind", "issue", "issuer", "basis",  "when",  "who",        "default",  "programmes",
    "concerns", "source", "mark", "known", "stages", "closed", "ended", "stays_open", "scheduled"};
constexpr std::array<std::string_view, 15> kKinds{
    "renewal", "report",  "statutory_clock", "bill",   "election", "rule_in_force", "licence_end", "pending_decision",
    "expiry",  "meeting", "works",           "review", "deadline", "court_date",    "anniversary"};
constexpr std::array<std::string_view, 7> kMarks{"V", "V2", "D", "S", "P", "C", "M"};

template <std::size_t N>
bool one_of(const std::array<std::string_view, N>& known, std::string_view text) {
  return std::find(known.begin(), known.end(), text) != known.end();
}

class Reader {
 public:
  explicit Reader(std::string document) : document_(std::move(document)) {}

  Result<Calendar::Trigger> trigger(const YAML::Node& node);

 private:
  [[nodiscard]] Error error(const YAML::Node& node, const std::string& message) const {
    const int line = node.Mark().line;
    return Error{
        ErrorCode::kMalformed, message, {document_, line < 0 ? 0U : static_cast<std::uint64_t>(line) + 1U, id_}};
  }
  Result<std::string> text(const YAML::Node& node, const char* name) const {
    const YAML::Node value = node[name];
    if (!value || !value.IsScalar() || value.Scalar().empty()) {
      return error(node, std::string("expected a text for '") + name + "', found none");
    }
    return value.Scalar();
  }
  Result<Date> date(const YAML::Node& value) const {
    if (!value || !value.IsScalar()) return error(value, "expected a day (YYYY-MM-DD), found none");
    auto parsed = Date::parse(value.Scalar());
    if (!parsed) return error(value, "expected a day (YYYY-MM-DD), found '" + value.Scalar() + "'");
    return parsed;
  }
  Result<std::vector<std::string>> texts(const YAML::Node& value) const {
    std::vector<std::string> out;
    if (!value) return out;
    if (!value.IsSequence()) return error(value, "expected a list of texts");
    for (const YAML::Node& item : value) out.push_back(item.Scalar());
    return out;
  }
  Result<std::vector<Calendar::Note>> notes(const YAML::Node& value, const char* text_name) const;
  Result<Calendar::Wording> wording(const YAML::Node& item, Date known) const;
  Result<Calendar::Dated> dated(const YAML::Node& node, const char* name, Date known) const;
  Result<Calendar::When> when(const YAML::Node& value) const;

  std::string document_;
  std::string id_;
};

Result<std::vector<Calendar::Note>> Reader::notes(const YAML::Node& value, const char* text_name) const {
  std::vector<Calendar::Note> out;
  if (!value) return out;
  if (!value.IsSequence()) return error(value, "expected a list");
  for (const YAML::Node& item : value) {
    Calendar::Note note;
    CORDON_ASSIGN(note.on, date(item["on"]));
    CORDON_ASSIGN(note.text, text(item, text_name));
    if (item["for"]) {
      CORDON_ASSIGN(note.occurrence, date(item["for"]));
    }
    if (!out.empty() && note.on < out.back().on) return error(item, "expected entries in the order of 'on'");
    out.push_back(std::move(note));
  }
  return out;
}

// A plain text is known as long as the trigger, {since: D, text: T} from its day.
Result<Calendar::Wording> Reader::wording(const YAML::Node& item, Date known) const {
  if (item.IsScalar() && !item.Scalar().empty()) return Calendar::Wording{known, item.Scalar()};
  if (!item.IsMap()) return error(item, "expected a text, or {since, text}");
  Calendar::Wording out;
  CORDON_ASSIGN(out.since, date(item["since"]));
  CORDON_ASSIGN(out.text, text(item, "text"));
  if (item.size() != 2) return error(item, "expected nothing beside 'since' and 'text'");
  if (out.since <= known) return error(item, "expected 'since' behind the day from which the trigger is known");
  return out;
}

// One text, or a list of wordings: a plain one first, then those that took its place.
Result<Calendar::Dated> Reader::dated(const YAML::Node& node, const char* name, Date known) const {
  const YAML::Node value = node[name];
  std::vector<Calendar::Wording> wordings;
  if (!value || !value.IsSequence()) {
    CORDON_ASSIGN(std::string only, text(node, name));
    wordings.push_back({known, std::move(only)});
    return Calendar::Dated{std::move(wordings)};
  }
  for (const YAML::Node& item : value) {
    CORDON_ASSIGN(Calendar::Wording next, wording(item, known));
    if (wordings.empty() != (next.since == known)) {
      return error(item, std::string("expected one plain text first in '") + name + "', then {since, text}");
    }
    if (!wordings.empty() && next.since <= wordings.back().since) {
      return error(item, "expected wordings in the order of 'since'");
    }
    wordings.push_back(std::move(next));
  }
  if (wordings.empty()) return error(node, std::string("expected a text for '") + name + "', found none");
  return Calendar::Dated{std::move(wordings)};
}

Result<Calendar::When> Reader::when(const YAML::Node& value) const {
  Calendar::When out;
  if (!value || !value.IsMap()) return error(value, "expected 'when' to name date, window, yearly, every or after");
  if (value["date"]) {
    CORDON_ASSIGN(out.from, date(value["date"]));
    out.to = out.from;
    out.rule = "once";
  } else if (value["window"]) {
    if (value["window"].size() != 2) return error(value, "expected two days in 'window'");
    CORDON_ASSIGN(out.from, date(value["window"][0]));
    CORDON_ASSIGN(out.to, date(value["window"][1]));
    if (out.to < out.from) return error(value, "expected a window that ends after it begins");
    out.rule = "between " + out.from.to_string() + " and " + out.to.to_string();
  } else if (value["yearly"]) {
    CORDON_ASSIGN(out.from, date(value["from"]));
    out.to = out.from;
    out.rule = "yearly on";
    for (const YAML::Node& day : value["yearly"]) {
      const std::string& month_day = day.Scalar();
      const auto parsed = Date::parse("2001-" + month_day);
      if (!parsed) return error(day, "expected MM-DD, found '" + month_day + "'");
      out.yearly.emplace_back(parsed->month(), parsed->day());
      out.rule += (out.yearly.size() > 1 ? " and " : " ") + month_day;
    }
    if (out.yearly.empty()) return error(value, "expected days in 'yearly'");
  } else if (value["every"]) {
    CORDON_ASSIGN(out.from, date(value["every"]["start"]));
    out.to = out.from;
    out.every_days = value["every"]["days"].as<std::int32_t>(0);
    if (out.every_days <= 0) return error(value, "expected days above 0 in 'every'");
    out.rule = "every " + std::to_string(out.every_days) + " days from " + out.from.to_string();
  } else if (value["after"]) {
    const YAML::Node& after = value["after"];
    CORDON_ASSIGN(const Date event, date(after["event"]));
    const auto days = after["days"].as<std::int32_t>(0);
    const auto months = after["months"].as<int>(0);
    if ((days > 0) == (months > 0)) return error(value, "expected either days or months in 'after'");
    out.from = days > 0 ? event.plus_days(days) : event.plus_months(months);
    out.to = out.from;
    out.rule = (days > 0 ? std::to_string(days) + " days" : std::to_string(months) + " months") + " after " +
               event.to_string();
  } else {
    return error(value, "expected 'when' to name date, window, yearly, every or after");
  }
  return out;
}

Result<Calendar::Trigger> Reader::trigger(const YAML::Node& node) {
  id_.clear();
  Calendar::Trigger out;
  CORDON_ASSIGN(out.id, text(node, "id"));
  id_ = out.id;
  for (const auto& field : node) {
    const std::string& name = field.first.Scalar();
    if (!one_of(kFields, name)) return error(field.first, "unknown field '" + name + "'");
  }
  CORDON_ASSIGN(out.title, text(node, "title"));
  CORDON_ASSIGN(out.kind, text(node, "kind"));
  CORDON_ASSIGN(out.issue, text(node, "issue"));
  CORDON_ASSIGN(out.issuer, text(node, "issuer"));
  CORDON_ASSIGN(out.who, text(node, "who"));
  CORDON_ASSIGN(out.mark, text(node, "mark"));
  CORDON_ASSIGN(out.when, when(node["when"]));
  CORDON_ASSIGN(out.known, date(node["known"]));
  CORDON_ASSIGN(out.basis, dated(node, "basis", out.known));
  CORDON_ASSIGN(out.default_outcome, dated(node, "default", out.known));
  CORDON_ASSIGN(out.source, dated(node, "source", out.known));
  if (node["programmes"] && !node["programmes"].IsSequence()) return error(node["programmes"], "expected a list");
  for (const YAML::Node& item : node["programmes"]) {
    CORDON_ASSIGN(Calendar::Wording programme, wording(item, out.known));
    out.programmes.push_back(std::move(programme));
  }
  if (node["scheduled"] && !node["scheduled"].IsSequence()) return error(node["scheduled"], "expected a list of days");
  for (const YAML::Node& item : node["scheduled"]) {
    CORDON_ASSIGN(const Date day, date(item));
    out.scheduled.push_back(day);
  }
  CORDON_ASSIGN(out.concerns, texts(node["concerns"]));
  CORDON_ASSIGN(out.stages, notes(node["stages"], "text"));
  CORDON_ASSIGN(out.closed, notes(node["closed"], "outcome"));
  out.stays_open = node["stays_open"].as<bool>(false);
  if (const YAML::Node ended = node["ended"]) {
    CORDON_ASSIGN(const Date on, date(ended["on"]));
    CORDON_ASSIGN(const Date last, date(ended["last"]));
    out.ended = std::pair{on, last};
  }
  if (!one_of(kKinds, out.kind)) return error(node, "unknown kind '" + out.kind + "'");
  if (!one_of(kMarks, out.mark)) return error(node, "unknown mark '" + out.mark + "'");
  return out;
}

}  // namespace

Result<std::vector<Calendar::Trigger>> parse_triggers(const std::string& document, const std::string& yaml) {
  std::vector<Calendar::Trigger> out;
  try {  // the library throws; nothing leaves this function that way
    const YAML::Node root = YAML::Load(yaml);
    Reader reader(document);
    for (const YAML::Node& node : root["triggers"]) {
      CORDON_ASSIGN(Calendar::Trigger trigger, reader.trigger(node));
      out.push_back(std::move(trigger));
    }
  } catch (const YAML::Exception& failure) {
    const int line = failure.mark.line;
    return Error{
        ErrorCode::kMalformed, failure.msg, {document, line < 0 ? 0U : static_cast<std::uint64_t>(line) + 1U, {}}};
  }
  return out;
}

}  // namespace cordon::horizon
