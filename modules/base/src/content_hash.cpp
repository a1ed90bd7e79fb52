#include "cordon/base/content_hash.hpp"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <cstdlib>

namespace cordon::base {
namespace {

int nibble(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

const unsigned char* as_bytes(std::string_view text) noexcept {
  return reinterpret_cast<const unsigned char*>(text.data());  // NOLINT: OpenSSL's byte type
}

}  // namespace

ContentHash ContentHash::of(std::string_view bytes) {
  std::array<std::uint8_t, kSizeBytes> out{};
  SHA256(as_bytes(bytes), bytes.size(), out.data());
  return ContentHash{out};
}

std::optional<ContentHash> ContentHash::from_hex(std::string_view hex) {
  if (hex.size() != 2 * kSizeBytes) return std::nullopt;
  std::array<std::uint8_t, kSizeBytes> out{};
  for (std::size_t i = 0; i < kSizeBytes; ++i) {
    const int high = nibble(hex[2 * i]);
    const int low = nibble(hex[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return ContentHash{out};
}

std::string ContentHash::hex() const {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(2 * kSizeBytes);
  for (const std::uint8_t byte : bytes_) {
    text += kDigits[byte >> 4U];
    text += kDigits[byte & 15U];
  }
  return text;
}

struct Hasher::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  State() {
    if (context == nullptr || EVP_DigestInit_ex(context, EVP_sha256(), nullptr) != 1) std::abort();  // out of memory
  }
  ~State() { EVP_MD_CTX_free(context); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
};

Hasher::Hasher() : state_(std::make_unique<State>()) {}
Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

// SHA-256 in memory does not fail; a hash that is none must not go on into a store, so it ends the program.
void Hasher::update(std::string_view bytes) {
  if (EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()) != 1) std::abort();
}

ContentHash Hasher::finish() {
  std::array<std::uint8_t, ContentHash::kSizeBytes> out{};
  if (EVP_DigestFinal_ex(state_->context, out.data(), nullptr) != 1) std::abort();  // used a second time, or broken
  return ContentHash{out};
}

}  // namespace cordon::base
