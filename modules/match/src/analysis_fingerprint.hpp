// What an index depends on besides its format: the name tables and the revision of the code that reads them.
#pragma once

#include <cstdint>

namespace cordon::match {

// Raise when preparing a name gives other tokens or slots for the same tables.
inline constexpr std::uint64_t kAnalysisRevision = 1;

// Lifetime of the value: the program's; equal for equal tables and revision. Thread: safe.
[[nodiscard]] std::uint64_t analysis_fingerprint() noexcept;

}  // namespace cordon::match
