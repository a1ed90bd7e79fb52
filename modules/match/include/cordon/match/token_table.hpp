// TokenTable: tokens, each made once and found again by what decides it.
// Not thread safe: one table per thread, query or index build.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "cordon/match/token.hpp"

namespace cordon::match {

class TokenTable {
 public:
  // Set in the numbers that defer() gives. Requires: a table never holds so many tokens (they would take 137 GB).
  static constexpr std::uint32_t kDeferred = 1U << 31U;

  // The token of a form with these flags and classes: they decide everything in it, so that it is made once only.
  [[nodiscard]] std::uint32_t intern(std::string_view form, std::uint8_t flags, std::span<const std::uint16_t> classes);

  // The same for many tokens at once: a large table lies far from the processor, and what many look-ups need can be
  // fetched together. Returns: kDeferred | i, which stands for the token until settle().
  [[nodiscard]] std::uint32_t defer(std::string_view form, std::uint8_t flags, std::span<const std::uint16_t> classes);
  // Makes the tokens that were deferred since the last call. Returns: their numbers, by i. Lifetime: until the next
  // call.
  [[nodiscard]] std::span<const std::uint32_t> settle();

  [[nodiscard]] const Token* data() const noexcept { return tokens_.data(); }
  [[nodiscard]] std::size_t size() const noexcept { return tokens_.size(); }
  [[nodiscard]] std::span<const Token> tokens() const noexcept { return tokens_; }
  // Room for so many tokens.
  void reserve(std::size_t tokens);
  // Its tokens, in the order of their numbers; the table is then done with.
  [[nodiscard]] std::vector<Token> take_tokens() noexcept { return std::move(tokens_); }

 private:
  // What decides a token, as it stands in it.
  struct Wanted {
    std::uint64_t hash = 0;
    std::array<std::uint16_t, 4> classes{};
    std::array<char, kMaxTokenForm> form{};
    std::uint8_t form_length = 0;
    std::uint8_t flags = 0;
  };
  struct Slot {
    std::uint32_t tag = 0;    // the upper half of the hash
    std::uint32_t token = 0;  // + 1; 0 = free
  };

  static void describe(std::string_view form, std::uint8_t flags, std::span<const std::uint16_t> classes, Wanted& out);
  std::uint32_t find_or_make(const Wanted& wanted);
  void make_room(std::size_t more);
  void place(std::size_t slots);

  std::vector<Token> tokens_;
  std::vector<std::uint64_t> hashes_;  // of the tokens
  std::vector<Slot> slots_;            // by hash; the size is a power of two
  std::vector<Wanted> wanted_;         // deferred
  std::vector<std::uint32_t> settled_;
};

}  // namespace cordon::match
