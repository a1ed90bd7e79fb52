// The table of contents: "HASH  NAME" lines as sha256sum writes them.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "cordon/base/content_hash.hpp"
#include "cordon/base/result.hpp"

namespace cordon::bundle {

using Checksums = std::map<std::string, base::ContentHash>;

[[nodiscard]] bool is_plain_name(std::string_view name) noexcept;
[[nodiscard]] std::string encode(const Checksums& checksums);
// Errors: kDamaged.
[[nodiscard]] base::Result<Checksums> decode_checksums(std::string_view text);

}  // namespace cordon::bundle
