// Reading bodies by their keys, in key order.
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "body_codec.hpp"
#include "cordon/base/result.hpp"
#include "cordon/store/sqlite_database.hpp"
#include "manifest.hpp"

namespace cordon::store {

// Visits data of the bodies with these keys. Runs of near keys are read as ranges, which is several times faster than
// one look-up per key. Requires: keys strictly rising. Errors: kDamaged when a body is missing; those of visit.
[[nodiscard]] base::Result<void> for_each_body(
    Database& db, std::span<const BodyKey> keys,
    const std::function<base::Result<void>(BodyKey, std::string_view)>& visit);
// The same for the hashes.
[[nodiscard]] base::Result<void> for_each_hash(
    Database& db, std::span<const BodyKey> keys,
    const std::function<base::Result<void>(BodyKey, std::string_view)>& visit);

// Decodes. Errors: kDamaged naming the key.
[[nodiscard]] base::Result<std::vector<model::ListEntity>> load_bodies(Database& db, std::span<const BodyKey> keys);

}  // namespace cordon::store
