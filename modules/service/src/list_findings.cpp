#include "list_findings.hpp"

#include "freshness.hpp"

namespace cordon::service {

std::vector<ListFinding> update_findings(const std::string& source, const SourceUpdateState* update) {
  if (update == nullptr || update->failure.empty()) return {};
  return {{"update " + source, "failed", "the update of " + update->last_attempt + " failed: " + update->failure,
           "see whether the issuer has moved or changed the list, then 'cordon update --source " + source + "'"}};
}

std::vector<ListFinding> list_findings(const store::SourceInfo& info, const SourceUpdateState* update,
                                       base::Date today) {
  const std::string& source = info.source.str();
  std::vector<ListFinding> findings;
  if (info.current) {
    const std::int32_t age = age_days(info.current->published, today);
    const bool stale = age > max_age_days(info.source);
    findings.push_back(
        {"freshness " + source, stale ? "stale" : "ok",
         "published " + info.current->published.to_string() + ", " + std::to_string(age) + " days ago; at most " +
             std::to_string(max_age_days(info.source)) + " are expected",
         stale ? "'cordon update --source " + source + "', or import the issuer's current publication" : ""});
    for (const std::string& text : info.current->findings) {
      findings.push_back(
          {"version " + source, "notice", "version " + std::to_string(info.current->version) + ": " + text, ""});
    }
  }
  for (const store::VersionInfo& version : info.quarantined) {
    std::string why;
    for (const std::string& finding : version.findings) why += (why.empty() ? "" : "; ") + finding;
    findings.push_back({"quarantine " + source, "quarantined",
                        "version " + std::to_string(version.version) + ": " + why,
                        "look at it, then 'cordon sources release " + source + "' or 'reject'"});
  }
  for (ListFinding& finding : update_findings(source, update)) findings.push_back(std::move(finding));
  return findings;
}

}  // namespace cordon::service
