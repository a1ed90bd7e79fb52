// The scan as a use case: records out, report back.
#include <string>

#include "cordon/horizon/event_codes.hpp"
#include "cordon/horizon/scan.hpp"

namespace cordon::horizon {
namespace {

// Exact decimal text of a sum in units of 1e-9.
std::string decimal(std::int64_t nano) {
  constexpr std::uint64_t kNano = 1'000'000'000;
  const std::uint64_t size = nano < 0 ? ~static_cast<std::uint64_t>(nano) + 1U : static_cast<std::uint64_t>(nano);
  std::string text = (nano < 0 ? "-" : "") + std::to_string(size / kNano);
  std::string fraction = std::to_string(size % kNano);
  fraction.insert(0, 9 - fraction.size(), '0');
  fraction.erase(fraction.find_last_not_of('0') + 1);
  if (!fraction.empty()) text += "." + fraction;
  return text;
}

void write_dyad(const DyadPeriod& dyad, ScanPeriod period, const std::vector<std::string>& issues, JsonOut& out) {
  const std::string day = dyad.period.to_string();
  out.clear();
  out.begin_object();
  out.field("actor1", std::string_view(dyad.actor1.data(), 3)).field("actor2", std::string_view(dyad.actor2.data(), 3));
  if (period == ScanPeriod::kDay) {
    out.field("day", day);
  } else {
    out.field("month", std::string_view(day).substr(0, 7));
  }
  out.field("events", dyad.events).field("conflict_events", dyad.conflict_events);
  out.field("cooperation_events", dyad.cooperation_events);
  out.key("conflict_mass").raw(decimal(dyad.conflict_mass_nano));
  out.key("cooperation_mass").raw(decimal(dyad.cooperation_mass_nano));
  out.key("goldstein_sum").raw(decimal(dyad.goldstein_sum_nano()));
  out.key("goldstein_mean");
  if (dyad.goldstein_rows == 0) {
    out.null();
  } else {
    out.number(static_cast<double>(dyad.goldstein_sum_nano()) / 1e9 / static_cast<double>(dyad.goldstein_rows));
  }
  out.field("mentions", dyad.mentions);
  if (dyad.issue != 0) out.field("issue", issues[dyad.issue]);
  out.end_object();
}

}  // namespace

base::Result<ScanReport> scan_dyads(const std::string& path, const ScanOptions& options, const JsonSink& sink) {
  CORDON_ASSIGN(ScanReport report, scan_events(path, options));
  CORDON_ASSIGN(const EventCodes codes, EventCodes::shipped());
  JsonOut out;
  for (const DyadPeriod& dyad : report.dyads) {
    write_dyad(dyad, options.period, codes.issues(), out);
    CORDON_TRY(sink(out.str()));
  }
  report.dyads.clear();
  return report;
}

std::string to_json(const ScanReport& report) {
  const auto count = [](std::uint64_t value) { return static_cast<std::int64_t>(value); };
  JsonOut out;
  out.begin_object();
  out.field("rows", count(report.rows)).field("parsed", count(report.parsed)).field("rejected", count(report.rejected));
  out.field("without_dyad", count(report.without_dyad)).field("without_goldstein", count(report.without_goldstein));
  out.field("repeated", count(report.repeated)).field("format", report.format);
  out.field("columns", std::int64_t{report.columns}).flag("header", report.header);
  out.key("reasons").begin_array();
  for (const RejectCount& reason : report.reject_reasons) {
    out.begin_object().field("reason", reason.reason).field("rows", count(reason.rows)).end_object();
  }
  out.end_array().key("examples").begin_array();
  for (const RejectedRow& row : report.reject_examples) {
    out.begin_object()
        .field("line", count(row.line))
        .field("reason", row.reason)
        .field("found", row.found)
        .end_object();
  }
  out.end_array().end_object();
  return out.str();
}

}  // namespace cordon::horizon
