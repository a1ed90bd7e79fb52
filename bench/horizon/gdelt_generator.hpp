// Writes rows of GDELT 2.0's shape from the published schema only: same seed, same bytes, on any machine.
// Rows are about 500 bytes, countries and codes are skewed as in real files, texts are invented.
#pragma once

#include <cstdint>
#include <cstdio>

namespace cordon::bench {

// Returns: false when the stream refuses.
[[nodiscard]] bool write_gdelt2(std::FILE* out, std::uint64_t rows, std::uint64_t seed);

}  // namespace cordon::bench
