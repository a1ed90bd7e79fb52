#include "analysis_fingerprint.hpp"

#include <bit>
#include <span>

#include "container.hpp"
#include "cordon/base/embedded_data.hpp"
#include "cordon/match/scorer.hpp"

namespace cordon::match {

std::span<const base::EmbeddedFile> embedded_files() noexcept;  // made by cordon_embed_data
std::string_view source_fingerprint() noexcept;                 // made by cordon_source_fingerprint

namespace {

std::uint64_t fingerprint_of(std::string_view folder) noexcept {
  std::uint64_t out = checksum_of(std::as_bytes(std::span(source_fingerprint())));
  for (const base::EmbeddedFile& file : embedded_files()) {
    if (!file.path.starts_with(folder)) continue;
    out = std::rotl(out, 7) ^ checksum_of(std::as_bytes(std::span(file.path)));
    out = std::rotl(out, 7) ^ checksum_of(std::as_bytes(std::span(file.bytes)));
  }
  return out;
}

}  // namespace

std::uint64_t analysis_fingerprint() noexcept {
  static const std::uint64_t fingerprint = fingerprint_of("names/");  // policies do not change what is stored
  return fingerprint;
}

std::uint64_t scoring_fingerprint() noexcept {
  static const std::uint64_t fingerprint = fingerprint_of("");
  return fingerprint;
}

}  // namespace cordon::match
