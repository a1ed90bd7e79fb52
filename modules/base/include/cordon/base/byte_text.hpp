// Texts and numbers in a run of bytes, each text behind its length: for values that an index or a store keeps packed.
// Numbers are written in groups of seven bits, lowest first, the top bit says that more follow. Persisted.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cordon::base {

inline void append_number(std::string& out, std::uint64_t value) {
  while (value >= 0x80U) {
    out += static_cast<char>(static_cast<unsigned char>(value | 0x80U));
    value >>= 7U;
  }
  out += static_cast<char>(static_cast<unsigned char>(value));
}

inline void append_text(std::string& out, std::string_view text) {
  append_number(out, text.size());
  out += text;
}

inline void append_texts(std::string& out, const std::vector<std::string>& texts) {
  append_number(out, texts.size());
  for (const std::string& text : texts) append_text(out, text);
}

// Reads them back. Never reads past the end: what does not fit makes ok() false, and everything behind it is empty.
// Lifetime: views point into the bytes.
class ByteTextReader {
 public:
  explicit ByteTextReader(std::string_view bytes) noexcept : bytes_(bytes) {}

  std::uint64_t number() noexcept {
    std::uint64_t out = 0;
    for (unsigned shift = 0; shift < 63 && !bytes_.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(bytes_.front());
      bytes_.remove_prefix(1);
      out |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
      if (byte < 0x80U) return out;
    }
    fail();
    return 0;
  }
  // A number of things that take at least one byte each.
  std::size_t count() noexcept {
    const std::uint64_t number_of = number();
    if (number_of <= bytes_.size()) return static_cast<std::size_t>(number_of);
    fail();
    return 0;
  }
  std::string_view text() noexcept { return bytes(count()); }
  // So many bytes as they are.
  std::string_view bytes(std::size_t size) noexcept {
    if (size > bytes_.size()) {
      fail();
      return {};
    }
    const std::string_view out = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return out;
  }
  std::vector<std::string> texts() {
    std::vector<std::string> out;
    for (std::size_t left = count(); left > 0 && ok_; --left) out.emplace_back(text());
    return out;
  }
  [[nodiscard]] bool ok() const noexcept { return ok_; }
  // Everything was read and nothing is left.
  [[nodiscard]] bool complete() const noexcept { return ok_ && bytes_.empty(); }

 private:
  void fail() noexcept {
    ok_ = false;
    bytes_ = {};
  }

  std::string_view bytes_;
  bool ok_ = true;
};

}  // namespace cordon::base
