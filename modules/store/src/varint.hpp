// Unsigned LEB128 numbers, length-prefixed strings and fixed little-endian words: the pieces of the store's byte
// formats.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cordon::store {

inline void put_varint(std::string& out, std::uint64_t value) {
  while (value >= 0x80U) {
    out += static_cast<char>((value & 0x7FU) | 0x80U);
    value >>= 7U;
  }
  out += static_cast<char>(value);
}

inline void put_text(std::string& out, std::string_view text) {
  put_varint(out, text.size());
  out += text;
}

inline void put_word(std::string& out, std::uint64_t value) {
  for (unsigned shift = 0; shift < 64U; shift += 8U) out += static_cast<char>((value >> shift) & 0xFFU);
}

// Reads what the functions above wrote. Every read fails cleanly at the end of the bytes: damaged data is an answer,
// never an overrun.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  [[nodiscard]] bool varint(std::uint64_t& value) noexcept {
    value = 0;
    for (unsigned shift = 0; shift < 64U; shift += 7U) {
      if (rest_.empty()) return false;
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
      if ((byte & 0x80U) == 0) return true;
    }
    return false;
  }
  [[nodiscard]] bool bytes(std::string_view& out, std::uint64_t size) noexcept {
    if (size > rest_.size()) return false;
    out = rest_.substr(0, static_cast<std::size_t>(size));
    rest_.remove_prefix(static_cast<std::size_t>(size));
    return true;
  }
  [[nodiscard]] bool text(std::string_view& out) noexcept {
    std::uint64_t size = 0;
    return varint(size) && bytes(out, size);
  }
  [[nodiscard]] bool word(std::uint64_t& value) noexcept {
    std::string_view raw;
    if (!bytes(raw, 8)) return false;
    value = 0;
    for (unsigned i = 0; i < 8U; ++i) {
      value |= static_cast<std::uint64_t>(static_cast<unsigned char>(raw[i])) << (8U * i);
    }
    return true;
  }
  [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }
  [[nodiscard]] std::size_t remaining() const noexcept { return rest_.size(); }

 private:
  std::string_view rest_;
};

}  // namespace cordon::store
