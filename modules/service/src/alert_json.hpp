// Alerts as JSON: the row of a queue, and the whole with facts, checklist and history.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cordon/monitoring/alert.hpp"

namespace cordon::service {

using AlertJson = nlohmann::ordered_json;

// {id, portfolio, counterparty, name, status, score, evidence, entity_id, cluster_id, caption, schema, sources,
// programmes, reason, reason_kind, opened, updated, assignee, due, disposition}. Errors: kDamaged.
[[nodiscard]] base::Result<AlertJson> alert_row(const monitoring::Alert& alert);

// The row, and facts, searched, checklist, revision, history.
[[nodiscard]] base::Result<AlertJson> alert_whole(const monitoring::Alert& alert,
                                                  const std::vector<monitoring::AlertEvent>& history);

// The steps a reviewer takes, each with what the finding says about it.
// Source: the order follows OFAC's published guidance for assessing a name match (FAQ 5), in our own words; not re-read
// from the page (docs/methodology/monitoring.md).
[[nodiscard]] AlertJson checklist_of(const AlertJson& facts);

[[nodiscard]] std::string dump(const AlertJson& json);

}  // namespace cordon::service
