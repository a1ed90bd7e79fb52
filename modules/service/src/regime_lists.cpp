// Which lists a regime's ownership verdicts rest on, and whether they are there and fresh.
#include <algorithm>

#include "freshness.hpp"
#include "ownership_data.hpp"

namespace cordon::service {
namespace {

// Lists that name the parties of OFAC's directives.
const std::vector<std::string>& directive_lists() {
  static const std::vector<std::string> lists{"us_ofac_cons", "us_trade_csl"};
  return lists;
}

const std::vector<std::string>& lists_behind(const ownership::RegimeQuery& query) {
  static const std::vector<std::string> none;
  if (query.measure != ownership::Measure::kBlocking) return directive_lists();
  const ownership::ListSources* lists = ownership::RegimeBook::instance().lists_of(query.regime);
  return lists == nullptr ? none : lists->sources;
}

bool is_one_of(const std::string& text, const std::vector<std::string>& words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

std::string_view issuer_of(ownership::Regime regime) {
  switch (regime) {
    case ownership::Regime::kUsOfac:
      return "OFAC";
    case ownership::Regime::kEu:
      return "EU";
    case ownership::Regime::kUk:
      return "UK";
    case ownership::Regime::kCh:
      return "Swiss";
    case ownership::Regime::kUsBis:
      return "BIS";
  }
  return {};
}

}  // namespace

std::optional<std::string> lacking_list(const store::Snapshot& snapshot, const ownership::RegimeQuery& query,
                                        const ownership::ListedParties& listed) {
  const std::vector<std::string>& wanted = lists_behind(query);
  const auto versions = snapshot.versions();
  if (std::any_of(versions.begin(), versions.end(),
                  [&](const store::VersionInfo& version) { return is_one_of(version.source.str(), wanted); })) {
    return std::nullopt;
  }
  // A collection of several issuers counts when it names somebody under the regime. The SDN list alone does not stand
  // in for another issuer's, though that issuer's rule may reach some of its entries.
  for (const auto& [id, periods] : listed.parties()) {
    for (const model::SourcedEntity* entity : snapshot.find_all(model::EntityId{id})) {
      if (query.regime == ownership::Regime::kUsOfac || entity->source.str() != "us_ofac_sdn") return std::nullopt;
    }
  }
  return "no " + std::string(issuer_of(query.regime)) + " list is loaded";
}

void warn_of_stale_lists(const store::Snapshot& snapshot, const ownership::RegimeQuery& query,
                         const MessageSink& message) {
  const std::vector<std::string>& wanted = lists_behind(query);
  for (const store::VersionInfo& version : snapshot.versions()) {
    if (!is_one_of(version.source.str(), wanted)) continue;
    const std::int32_t age = age_days(version.published, query.as_of);
    if (age <= max_age_days(version.source)) continue;
    message("warning: " + version.source.str() + " is of " + version.published.to_string() + ", " +
            std::to_string(age) + " days before " + query.as_of.to_string() + " (" +
            std::to_string(max_age_days(version.source)) + " are expected): who was listed since is not known");
  }
}

}  // namespace cordon::service
