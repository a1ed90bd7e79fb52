// The YAML side of the calendar. Thread: pure function.
#pragma once

#include <string>
#include <vector>

#include "cordon/horizon/calendar.hpp"

namespace cordon::horizon {

[[nodiscard]] base::Result<std::vector<Calendar::Trigger>> parse_triggers(const std::string& document,
                                                                          const std::string& yaml);

}  // namespace cordon::horizon
