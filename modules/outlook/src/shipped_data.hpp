// The reference data compiled into this module.
#pragma once

#include <span>

#include "cordon/base/embedded_data.hpp"

namespace cordon::outlook {

[[nodiscard]] std::span<const base::EmbeddedFile> embedded_files() noexcept;

}  // namespace cordon::outlook
