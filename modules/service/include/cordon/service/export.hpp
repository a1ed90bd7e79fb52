// `export`: the loaded lists as FollowTheMoney JSON lines, as the difference of two dates (entities.delta.json), or as
// Senzing records. One JSON text a line, in order of source and entity id: the same data gives the same bytes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/service/workspace.hpp"

namespace cordon::service {

enum class ExportForm : std::uint8_t {
  kFtm,      // every entity: {id, caption, schema, properties, datasets}
  kSenzing,  // every subject, with its names, dates, addresses, identifiers and relationships
  kDelta     // {op: ADD|MOD|DEL, entity}: from the version before, or from `since`, to as_of
};

struct ExportRequest {
  std::vector<std::string> sources;  // empty: all
  ExportForm form = ExportForm::kFtm;
  std::optional<base::Date> as_of;  // as published by the end of this day; nullopt: the newest
  std::optional<base::Date> since;  // kDelta only
};

// Errors: kNotFound for a source that is not loaded; kInvalidArgument for a delta without `since` where the version
// before was published on the same day.
[[nodiscard]] base::Result<void> export_lists(Workspace& workspace, const ExportRequest& request, const JsonSink& sink);

}  // namespace cordon::service
