// The stored bytes of one ListEntity. Canonical: equal entities give equal bytes, so that the hash of the bytes names
// the entity version. Format: docs/formats/store.md.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "cordon/base/result.hpp"
#include "cordon/model/list_entity.hpp"

namespace cordon::store {

// The first 16 bytes of SHA-256. A cryptographic hash, because an entity whose body collided with another would be
// served as that other one; 128 bits, because a chance collision among 10^12 bodies is then below 10^-14.
using BodyHash = std::array<std::uint8_t, 16>;

struct BodyHashHash {
  std::size_t operator()(const BodyHash& hash) const noexcept;
};

// Replaces out.
void encode_body(const model::ListEntity& entity, std::string& out);
[[nodiscard]] BodyHash hash_body(std::string_view bytes);
// A fast sum over body bytes; those of a version are added up in its manifest, so that a flipped byte is noticed
// whenever the version is read.
[[nodiscard]] std::uint64_t body_checksum(std::string_view bytes) noexcept;

// Errors: kDamaged.
[[nodiscard]] base::Result<model::ListEntity> decode_body(std::string_view bytes);

// What can be read without decoding. Returns: false when the bytes are damaged. Lifetime: the bytes'.
struct BodyHead {
  bool is_subject = false;
  std::string_view entity_id;
};
[[nodiscard]] bool read_body_head(std::string_view bytes, BodyHead& head) noexcept;

}  // namespace cordon::store
