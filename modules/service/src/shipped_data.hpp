// The data files compiled into this module (see cmake/CordonModule.cmake).
#pragma once

#include <span>

#include "cordon/base/embedded_data.hpp"

namespace cordon::service {

[[nodiscard]] std::span<const base::EmbeddedFile> embedded_files() noexcept;

}  // namespace cordon::service
