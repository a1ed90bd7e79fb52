// SHA-256 of bytes: names list versions, entity versions and audit records.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace cordon::base {

class ContentHash {
 public:
  static constexpr std::size_t kSizeBytes = 32;

  ContentHash() = default;
  explicit ContentHash(const std::array<std::uint8_t, kSizeBytes>& bytes) : bytes_(bytes) {}

  [[nodiscard]] static ContentHash of(std::string_view bytes);
  [[nodiscard]] static std::optional<ContentHash> from_hex(std::string_view hex);

  [[nodiscard]] const std::array<std::uint8_t, kSizeBytes>& bytes() const noexcept { return bytes_; }
  [[nodiscard]] std::string hex() const;  // 64 lower-case digits

  friend auto operator<=>(const ContentHash&, const ContentHash&) = default;

 private:
  std::array<std::uint8_t, kSizeBytes> bytes_{};
};

// Incremental SHA-256. Thread: one user at a time.
class Hasher {
 public:
  Hasher();
  ~Hasher();
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;

  void update(std::string_view bytes);
  // Requires: called once, last.
  [[nodiscard]] ContentHash finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace cordon::base
