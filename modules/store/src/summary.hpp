// The plain-language line of a change, for people who read lists of them. The wording is held by golden tests: alerts
// quote it.
#pragma once

#include <string>
#include <string_view>

#include "cordon/store/delta.hpp"

namespace cordon::store {

// The property name under which a raw record that differs where no property does is reported.
inline constexpr std::string_view kRawRecord = "rawRecord";

// Reads kind, caption, schema, programmes and fields.
[[nodiscard]] std::string summarise(const SubjectChange& change);

}  // namespace cordon::store
