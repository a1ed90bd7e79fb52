// What an index depends on besides its format: the name tables, and the sources of the modules that prepare names.
#pragma once

#include <cstdint>

namespace cordon::match {

// Lifetime of the value: the program's; equal for equal tables and sources. Thread: safe.
[[nodiscard]] std::uint64_t analysis_fingerprint() noexcept;

}  // namespace cordon::match
