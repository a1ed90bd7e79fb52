// What an import says when it is done, whether it came from files, an update or a bundle.
#pragma once

#include <string>
#include <vector>

#include "cordon/model/list_entity.hpp"
#include "cordon/service/workspace.hpp"
#include "cordon/store/version.hpp"

namespace cordon::service {

// The object `import` prints.
[[nodiscard]] std::string import_json(const store::ImportOutcome& outcome, const model::ListDescription& list);

// Messages for people; the errors of unreadable records and of a quarantined version go to `failed`, one a list.
void report_import(const store::ImportOutcome& outcome, const model::ListDescription& list, const MessageSink& message,
                   std::vector<base::Error>& failed);

}  // namespace cordon::service
