// How the kind of an interest is kept in an entity: the words of its role, "interest kind: jointly-held".
#pragma once

#include <string_view>

namespace cordon::ownership {

inline constexpr std::string_view kKindRole = "interest kind: ";

}  // namespace cordon::ownership
