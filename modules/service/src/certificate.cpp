#include "certificate.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "cordon/base/content_hash.hpp"
#include "freshness.hpp"
#include "json_writer.hpp"
#include "ownership_import.hpp"

namespace cordon::service {
namespace {

void write_lists(JsonWriter& json, const monitoring::Run& run) {
  json.key("lists").begin_array();
  for (const monitoring::ListUsed& list : run.lists) {
    json.begin_object();
    json.key("source").value(list.source).key("version").value(list.version).key("sha256").value(list.sha256);
    json.key("published").value(list.published).key("subjects").value(list.subjects);
    json.end_object();
  }
  json.end_array();
}

void write_ownership(JsonWriter& json, const monitoring::OwnershipUsed& used) {
  json.key("ownership").begin_object();
  json.key("as_of").value(used.as_of).key("rule").value(used.rule).key("rules_sha256").value(used.rules_sha256);
  json.key("graph").begin_array();
  for (const monitoring::ListUsed& list : used.graph) {
    json.begin_object().key("source").value(list.source).key("version").value(list.version);
    json.key("sha256").value(list.sha256).end_object();
  }
  json.end_array();
  json.key("graph_sha256").value(used.sha256);
  json.key("interests").value(used.interests).key("parties").value(used.parties);
  json.key("reached").value(used.reached).key("undetermined").value(used.undetermined);
  json.end_object();
}

constexpr std::size_t kIdsShown = 20;
// The tables an OFAC list in CSV consists of beside the first, as the reader names them, and what is in them.
constexpr std::array<std::pair<const char*, const char*>, 3> kOfacParts{
    {{"add", "addresses"}, {"alt", "other names"}, {"comments", "long remarks"}}};

// The ids of counterparties with neither a name nor a number that could be read, as far as the portfolio names them.
std::vector<std::string> without_name(const monitoring::Portfolio& portfolio) {
  std::vector<std::string> ids;
  for (const monitoring::UnreadableRow& row : portfolio.unreadable) {
    const bool empty = std::ranges::any_of(row.problems, [](const std::string& problem) {
      return problem.starts_with("name: expected a name or an identifier");
    });
    if (empty) ids.push_back(row.key);
  }
  return ids;
}

// A list that is old, and an OFAC list that was imported without some of its tables.
template <typename Say>
void say_gaps(const store::VersionInfo& list, base::Date today, const Say& say) {
  const std::int32_t age = age_days(list.published, today);
  if (const std::int32_t most = max_age_days(list.source); age > most) {
    say("old list", list.source.str() + ": published " + list.published.to_string() + ", " + std::to_string(age) +
                        " days before, at most " + std::to_string(most) + " are expected");
  }
  if (list.parts_present.empty()) return;
  std::string missing;
  for (const auto& [part, holds] : kOfacParts) {
    if (std::ranges::find(list.parts_present, part) != list.parts_present.end()) continue;
    missing += std::string(missing.empty() ? "" : ", ") + part + " (" + holds + ")";
  }
  if (!missing.empty()) say("parts of a list", list.source.str() + " was imported without " + missing);
}

void write_not_checked(JsonWriter& json, const CertificateFacts& facts) {
  json.key("not_checked").begin_array();
  const auto say = [&json](std::string_view what, const std::string& detail) {
    json.begin_object().key("what").value(what).key("detail").value(detail).end_object();
  };
  const monitoring::PortfolioSettings& settings = facts.run.settings;
  const std::optional<monitoring::OwnershipUsed>& ownership = facts.run.ownership;
  if (!ownership) say("ownership", "owners and controllers of counterparties were not looked through");
  if (ownership && !ownership->lacking.empty()) {
    say("listings of " + settings.regime, ownership->lacking + ": whoever has owners is undetermined");
  }
  if (ownership && ownership->deeper > 0) {
    say("longer chains", std::to_string(ownership->deeper) + " parties are reached through more than " +
                             std::to_string(settings.depth) + " levels of owners only");
  }
  if (const std::vector<std::string> empty = without_name(facts.portfolio); !empty.empty()) {
    std::string ids;
    for (std::size_t i = 0; i < std::min(empty.size(), kIdsShown); ++i) ids += (i == 0 ? "" : ", ") + empty[i];
    if (empty.size() > kIdsShown) ids += " ...";
    say("counterparties without name or number",
        std::to_string(empty.size()) + " counterparties give nothing to search by: " + ids);
  }
  if (facts.portfolio.unreadable_rows > 0) {
    say("unreadable values", std::to_string(facts.portfolio.unreadable_rows) +
                                 " counterparties were screened without values that could not be read; 'portfolio "
                                 "list' names them");
  }
  for (const store::SourceInfo& source : facts.sources) {
    const bool chosen =
        settings.sources.empty() || std::ranges::find(settings.sources, source.source.str()) != settings.sources.end();
    const bool is_data = source.current && is_ownership_data(*source.current);
    if (settings.sources.empty() && is_data && !ownership) {
      say("ownership data", source.source.str() + ": its parties are not listed, they were not searched for");
      continue;
    }
    if (!chosen && !(is_data && ownership)) say("list not chosen", source.source.str());
    for (const store::VersionInfo& version : source.quarantined) {
      say("quarantined list",
          source.source.str() + " version " + std::to_string(version.version) + " of " + version.published.to_string());
    }
    if (chosen && source.current && !is_data) say_gaps(*source.current, base::date_of(facts.run.finished), say);
    if (chosen && !source.current) say("list without a usable version", source.source.str());
  }
  json.end_array();
}

}  // namespace

std::string certificate_json(const CertificateFacts& facts) {
  const monitoring::Run& run = facts.run;
  std::uint64_t subjects = 0;
  for (const monitoring::ListUsed& list : run.lists) subjects += list.subjects;
  JsonWriter json;
  json.begin_object();
  json.key("run").value(run.id).key("portfolio").value(run.portfolio).key("kind").value(run.kind);
  json.key("base_run").value(run.base);
  json.key("started").value(base::to_iso(run.started)).key("finished").value(base::to_iso(run.finished));
  write_lists(json, run);
  json.key("listed_subjects").value(subjects);
  json.key("counterparties").value(facts.portfolio.counterparties);
  json.key("counterparties_sha256").value(facts.portfolio.content.hex());
  json.key("portfolio_revision").value(run.portfolio_revision);
  json.key("screened_in_this_run").value(facts.rows_screened);
  json.key("pairs_covered").value(subjects * (facts.portfolio.counterparties - without_name(facts.portfolio).size()));
  json.key("policy").value(run.settings.policy + "/" + std::to_string(run.policy_revision));
  json.key("policy_sha256").value(run.policy_sha256);
  json.key("clusters_sha256").value(run.clusters_sha256);
  json.key("threshold").score(run.settings.threshold);
  json.key("depth").value(run.settings.depth).key("regime").value(run.settings.regime);
  if (run.ownership) write_ownership(json, *run.ownership);
  json.key("software").value(run.software);
  json.key("alerts").begin_object();
  json.key("opened").value(run.opened).key("updated").value(run.updated);
  json.key("reopened").value(run.reopened).key("lapsed").value(run.lapsed);
  json.end_object();
  write_not_checked(json, facts);
  json.key("audit_head_before").begin_object();
  json.key("sequence").value(facts.head_before.sequence).key("hash").value(facts.head_before.hash.hex());
  json.end_object();
  json.end_object();
  return json.text();
}

monitoring::AuditPayload run_payload(const monitoring::Run& run) {
  std::string lists;
  for (const monitoring::ListUsed& list : run.lists) {
    lists += (lists.empty() ? "" : ", ") + list.source + "/" + std::to_string(list.version);
  }
  monitoring::AuditPayload payload{{"run", std::to_string(run.id)},
                                   {"portfolio", run.portfolio},
                                   {"kind", run.kind},
                                   {"base", std::to_string(run.base)},
                                   {"lists", lists},
                                   {"portfolio_revision", std::to_string(run.portfolio_revision)},
                                   {"policy", run.settings.policy + "/" + std::to_string(run.policy_revision)},
                                   {"software", run.software},
                                   {"opened", std::to_string(run.opened)},
                                   {"updated", std::to_string(run.updated)},
                                   {"reopened", std::to_string(run.reopened)},
                                   {"lapsed", std::to_string(run.lapsed)},
                                   {"certificate_sha256", base::ContentHash::of(run.certificate).hex()}};
  if (run.ownership) {
    payload.emplace_back("graph_sha256", run.ownership->sha256);
    payload.emplace_back("ownership_rule", run.ownership->rule);
  }
  return payload;
}

}  // namespace cordon::service
