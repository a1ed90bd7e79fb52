// Use case: what programmes mean, from data/programmes/programmes.yaml. Needs no data directory.
#pragma once

#include <optional>
#include <string>

#include "cordon/service/workspace.hpp"

namespace cordon::service {

// One object an entry; `name`: only entries of this programme as a list writes it, or with this key; `source`: as that
// list uses it. Errors: kNotFound when nothing answers.
[[nodiscard]] base::Result<void> list_programmes(const std::optional<std::string>& name,
                                                 const std::optional<std::string>& source, const JsonSink& sink);

}  // namespace cordon::service
