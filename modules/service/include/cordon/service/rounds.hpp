// Use case: designations and delistings counted, by round, programme, issuer, month or presidency.
// A round is what one list adds on one publication day under one family of programmes (those about the same thing:
// data/cluster/regimes.csv; a programme the table does not know is its own family). Fields: docs/api/commands.md.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/service/workspace.hpp"

namespace cordon::service {

struct RoundsRequest {
  std::vector<std::string> sources;  // empty: all
  std::optional<base::Date> since;   // rounds after this day
  std::optional<base::Date> to;      // and up to this one
  std::optional<std::string> programme;
  std::string by;  // "" or "round": one object a round; programme, issuer, month, presidency: counts
};
// The first version of a list is the starting point and no round. Errors: kInvalidArgument for an unknown `by`.
[[nodiscard]] base::Result<void> list_rounds(Workspace& workspace, const RoundsRequest& request, const JsonSink& sink);

}  // namespace cordon::service
