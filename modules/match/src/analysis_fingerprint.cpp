#include "analysis_fingerprint.hpp"

#include <bit>
#include <span>

#include "container.hpp"
#include "cordon/base/embedded_data.hpp"

namespace cordon::match {

std::span<const base::EmbeddedFile> embedded_files() noexcept;  // made by cordon_embed_data
std::string_view source_fingerprint() noexcept;                 // made by cordon_source_fingerprint

std::uint64_t analysis_fingerprint() noexcept {
  static const std::uint64_t fingerprint = [] {
    std::uint64_t out = checksum_of(std::as_bytes(std::span(source_fingerprint())));
    for (const base::EmbeddedFile& file : embedded_files()) {
      if (!file.path.starts_with("names/")) continue;  // policies do not change what is stored
      out = std::rotl(out, 7) ^ checksum_of(std::as_bytes(std::span(file.path)));
      out = std::rotl(out, 7) ^ checksum_of(std::as_bytes(std::span(file.bytes)));
    }
    return out;
  }();
  return fingerprint;
}

}  // namespace cordon::match
