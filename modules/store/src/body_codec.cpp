#include "body_codec.hpp"

#include <xxhash.h>

#include <algorithm>
#include <cstring>

#include "varint.hpp"

namespace cordon::store {
namespace {

constexpr char kBodyFormat = 1;
constexpr unsigned kSubjectBit = 1U;
constexpr unsigned kRawHashBit = 2U;
constexpr unsigned kOwnerBit = 4U;  // subject_id is written: it is neither empty nor the entity's own id
constexpr unsigned kSelfBit = 8U;   // subject_id is the entity's own id
constexpr unsigned kAllBits = 15U;

}  // namespace

std::size_t BodyHashHash::operator()(const BodyHash& hash) const noexcept {
  std::size_t value = 0;  // the bytes are already well mixed
  std::memcpy(&value, hash.data(), sizeof value);
  return value;
}

void encode_body(const model::ListEntity& entity, std::string& out) {
  const model::Entity& e = entity.entity;
  unsigned flags = 0;
  if (entity.is_subject) flags |= kSubjectBit;
  if (entity.raw_hash) flags |= kRawHashBit;
  if (entity.subject_id == e.id()) {
    flags |= kSelfBit;
  } else if (!entity.subject_id.empty()) {
    flags |= kOwnerBit;
  }
  out.clear();
  out += kBodyFormat;
  out += static_cast<char>(flags);
  put_text(out, e.id().str());
  if ((flags & kOwnerBit) != 0) put_text(out, entity.subject_id.str());
  if (entity.raw_hash) {
    for (const std::uint8_t byte : entity.raw_hash->bytes()) out += static_cast<char>(byte);
  }
  put_text(out, e.schema());
  put_varint(out, e.properties().size());
  for (const model::PropertyValues& property : e.properties()) {
    put_text(out, property.name);
    put_varint(out, property.values.size());
    for (const std::string& value : property.values) put_text(out, value);
  }
}

BodyHash hash_body(std::string_view bytes) {
  const base::ContentHash full = base::ContentHash::of(bytes);
  BodyHash hash{};
  std::copy_n(full.bytes().begin(), hash.size(), hash.begin());
  return hash;
}

std::uint64_t body_checksum(std::string_view bytes) noexcept { return XXH3_64bits(bytes.data(), bytes.size()); }

bool read_body_head(std::string_view bytes, BodyHead& head) noexcept {
  ByteReader reader(bytes);
  std::string_view start;
  if (!reader.bytes(start, 2) || start[0] != kBodyFormat) return false;
  head.is_subject = (static_cast<unsigned char>(start[1]) & kSubjectBit) != 0;
  return reader.text(head.entity_id);
}

base::Result<model::ListEntity> decode_body(std::string_view bytes) {
  const auto damaged = [&](std::string_view what) {
    return base::Error{base::ErrorCode::kDamaged, "stored entity of " + std::to_string(bytes.size()) +
                                                      " bytes cannot be read: " + std::string(what)};
  };
  ByteReader reader(bytes);
  std::string_view start;
  if (!reader.bytes(start, 2)) return damaged("too short");
  if (start[0] != kBodyFormat) return damaged("unknown format " + std::to_string(static_cast<int>(start[0])));
  const unsigned flags = static_cast<unsigned char>(start[1]);
  if ((flags & ~kAllBits) != 0) return damaged("unknown flags");
  std::string_view id;
  if (!reader.text(id) || id.empty()) return damaged("no id");
  model::ListEntity result;
  result.is_subject = (flags & kSubjectBit) != 0;
  if ((flags & kSelfBit) != 0) result.subject_id = model::EntityId{id};
  if ((flags & kOwnerBit) != 0) {
    std::string_view owner;
    if (!reader.text(owner)) return damaged("subject id cut off");
    result.subject_id = model::EntityId{owner};
  }
  if ((flags & kRawHashBit) != 0) {
    std::string_view raw;
    if (!reader.bytes(raw, base::ContentHash::kSizeBytes)) return damaged("record hash cut off");
    std::array<std::uint8_t, base::ContentHash::kSizeBytes> hash{};
    std::memcpy(hash.data(), raw.data(), hash.size());
    result.raw_hash = base::ContentHash{hash};
  }
  std::string_view schema;
  std::uint64_t property_count = 0;
  if (!reader.text(schema) || !reader.varint(property_count)) return damaged("schema cut off");
  if (property_count > reader.remaining()) return damaged("impossible number of properties");
  std::vector<model::PropertyValues> properties(static_cast<std::size_t>(property_count));
  for (model::PropertyValues& property : properties) {
    std::string_view name;
    std::uint64_t value_count = 0;
    if (!reader.text(name) || !reader.varint(value_count)) return damaged("property cut off");
    if (value_count > reader.remaining()) return damaged("impossible number of values");
    property.name = name;
    property.values.reserve(static_cast<std::size_t>(value_count));
    for (std::uint64_t i = 0; i < value_count; ++i) {
      std::string_view value;
      if (!reader.text(value)) return damaged("value cut off");
      property.values.emplace_back(value);
    }
  }
  if (!reader.at_end()) return damaged("bytes behind its end");
  result.entity = model::Entity::from_sorted(model::EntityId{id}, std::string(schema), std::move(properties));
  return result;
}

}  // namespace cordon::store
