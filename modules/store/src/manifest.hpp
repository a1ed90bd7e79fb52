// A manifest: which bodies one version consists of, as sorted keys, with the sums that prove it. Format:
// docs/formats/store.md. Versions stay cheap (about one byte per entity), immutable, and can be put anywhere in the
// order of dates, because a difference is the difference of two sets.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/result.hpp"

namespace cordon::store {

using BodyKey = std::int64_t;  // SQLite's row id: 1, 2, 3 ...

struct Manifest {
  std::vector<BodyKey> keys;  // strictly rising
  std::uint64_t subjects = 0;
  std::uint64_t body_sum = 0;  // body_checksum of all bodies, added modulo 2^64
  friend bool operator==(const Manifest&, const Manifest&) = default;
};

// Requires: keys strictly rising and positive.
[[nodiscard]] std::string encode_manifest(const Manifest& manifest);
// Errors: kDamaged.
[[nodiscard]] base::Result<Manifest> decode_manifest(std::string_view bytes);

struct KeyDifference {
  std::vector<BodyKey> only_before;
  std::vector<BodyKey> only_after;
  std::vector<BodyKey> common;
};
[[nodiscard]] KeyDifference difference(const std::vector<BodyKey>& before, const std::vector<BodyKey>& after);

}  // namespace cordon::store
