#include "import_outcome.hpp"

#include "json_writer.hpp"

namespace cordon::service {

using base::Error;
using base::ErrorCode;

namespace {

void write_unmapped(JsonWriter& json, const std::vector<model::UnmappedValue>& values) {
  json.begin_array();
  for (const model::UnmappedValue& value : values) {
    json.begin_object();
    json.key("field").value(value.field).key("value").value(value.value).key("count").value(value.count);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

std::string import_json(const store::ImportOutcome& outcome, const model::ListDescription& list) {
  const store::VersionInfo& version = outcome.version;
  const std::uint64_t none = 0;
  JsonWriter json;
  json.begin_object();
  json.key("source").value(version.source.str());
  json.key("version").value(version.version);
  json.key("title").value(version.title);
  json.key("format").value(version.format);
  json.key("published").value(version.published.to_string());
  json.key("published_assumed").value(version.published_assumed);
  json.key("sha256").value(version.sha256.hex());
  json.key("subjects").value(version.subjects);
  json.key("entities").value(version.entities);
  json.key("added").value(outcome.unchanged ? none : version.added);
  json.key("changed").value(outcome.unchanged ? none : version.changed);
  json.key("removed").value(outcome.unchanged ? none : version.removed);
  json.key("unchanged").value(outcome.unchanged);
  json.key("state").value(store::version_state_name(version.state));
  json.key("parts").strings(list.parts_present);
  json.key("parts_missing").strings(list.parts_missing);
  json.key("findings").strings(outcome.findings);
  json.key("unmapped_total").value(list.unmapped_total);
  json.key("unmapped");
  write_unmapped(json, list.unmapped);
  json.key("rejected").begin_array();
  for (const model::RejectedRecord& record : list.rejected) {
    json.begin_object();
    json.key("document").value(record.where.document).key("line").value(record.where.line);
    json.key("record").value(record.where.record).key("reason").value(record.reason);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json.text();
}

void report_import(const store::ImportOutcome& outcome, const model::ListDescription& list, const MessageSink& message,
                   std::vector<Error>& failed) {
  const std::string& source = outcome.version.source.str();
  if (outcome.version.published_assumed && !outcome.unchanged) {
    message(source + ": the file has no publication date; taking today, " + outcome.version.published.to_string() +
            " (--as-of DATE says otherwise)");
  }
  if (!outcome.quarantined && !outcome.unchanged) {
    for (const std::string& finding : outcome.findings) {
      if (!outcome.version.published_assumed || !finding.starts_with("no publication date")) {
        message(source + ": " + finding);
      }
    }
  }
  if (!list.parts_missing.empty()) {
    std::string text = source + ": without the parts";
    for (const std::string& part : list.parts_missing) text += " " + part;
    message(text);
  }
  std::string unreadable;
  if (!list.rejected.empty()) {
    unreadable = std::to_string(list.rejected.size()) + " records could not be read, the first: ";
    if (!outcome.quarantined) {
      failed.emplace_back(ErrorCode::kMalformed, unreadable + list.rejected.front().reason,
                          list.rejected.front().where);
    }
  }
  if (outcome.quarantined) {
    std::string why;
    for (const std::string& finding : outcome.findings) why += (why.empty() ? "" : "; ") + finding;
    if (!list.rejected.empty()) {
      const model::RejectedRecord& first = list.rejected.front();
      why += "; " + unreadable + Error{ErrorCode::kMalformed, first.reason, first.where}.to_string();
    }
    failed.emplace_back(ErrorCode::kQuarantined,
                        source + " version " + std::to_string(outcome.version.version) + " is quarantined: " + why +
                            ". The last good version stays in use; 'cordon sources release " + source +
                            "' trusts it, 'cordon sources reject " + source + "' discards it");
  }
}

}  // namespace cordon::service
