#include "manifest.hpp"

#include <xxhash.h>

#include <algorithm>
#include <iterator>

#include "varint.hpp"

namespace cordon::store {
namespace {

constexpr char kManifestFormat = 1;
constexpr std::size_t kTrailerBytes = 8;

}  // namespace

std::string encode_manifest(const Manifest& manifest) {
  std::string out;
  out.reserve(manifest.keys.size() + manifest.keys.size() / 4 + 64);
  out += kManifestFormat;
  put_varint(out, manifest.keys.size());
  put_varint(out, manifest.subjects);
  put_word(out, manifest.body_sum);
  BodyKey last = 0;
  for (const BodyKey key : manifest.keys) {
    put_varint(out, static_cast<std::uint64_t>(key - last));
    last = key;
  }
  put_word(out, XXH3_64bits(out.data(), out.size()));
  return out;
}

base::Result<Manifest> decode_manifest(std::string_view bytes) {
  const auto damaged = [](std::string_view what) {
    return base::Error{base::ErrorCode::kDamaged, "stored manifest cannot be read: " + std::string(what)};
  };
  if (bytes.size() <= kTrailerBytes) return damaged("too short");
  const std::string_view content = bytes.substr(0, bytes.size() - kTrailerBytes);
  std::uint64_t expected = 0;
  ByteReader trailer(bytes.substr(content.size()));
  if (!trailer.word(expected) || XXH3_64bits(content.data(), content.size()) != expected) {
    return damaged("its checksum does not match");
  }
  ByteReader reader(content);
  std::string_view format;
  if (!reader.bytes(format, 1) || format[0] != kManifestFormat) return damaged("unknown format");
  Manifest manifest;
  std::uint64_t count = 0;
  if (!reader.varint(count) || !reader.varint(manifest.subjects) || !reader.word(manifest.body_sum) ||
      count > reader.remaining()) {
    return damaged("its head is cut off");
  }
  manifest.keys.reserve(static_cast<std::size_t>(count));
  BodyKey last = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    std::uint64_t step = 0;
    if (!reader.varint(step) || step == 0 || step > static_cast<std::uint64_t>(INT64_MAX - last)) {
      return damaged("its keys do not rise");
    }
    last += static_cast<BodyKey>(step);
    manifest.keys.push_back(last);
  }
  if (!reader.at_end()) return damaged("bytes behind its end");
  return manifest;
}

KeyDifference difference(const std::vector<BodyKey>& before, const std::vector<BodyKey>& after) {
  KeyDifference result;
  std::ranges::set_difference(before, after, std::back_inserter(result.only_before));
  std::ranges::set_difference(after, before, std::back_inserter(result.only_after));
  std::ranges::set_intersection(before, after, std::back_inserter(result.common));
  return result;
}

}  // namespace cordon::store
