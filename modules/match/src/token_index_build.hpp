// The token side of a segment: numbering, blocks, columns, keys and postings.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "segment_storage.hpp"

namespace cordon::match {

// Requires: slots and names are in their final order, slot.token indexes `tokens` (which may hold equal tokens).
// Fills tokens, groups, blocks, columns, token_facts, token_keys, token_key_starts, postings; renumbers the slots.
void index_tokens(std::vector<Token> tokens, SegmentStorage& out);

// What a token can be found by without comparing letters.
enum class KeyKind : std::uint8_t { kForm = 1, kSound = 2, kClass = 3 };
[[nodiscard]] std::uint64_t token_key(KeyKind kind, std::string_view text) noexcept;
[[nodiscard]] std::uint64_t token_key(std::uint16_t token_class) noexcept;
// The entries of token_keys with that key.
[[nodiscard]] std::span<const KeyEntry> find_key(const SegmentArrays& arrays, std::uint64_t key) noexcept;

// The letters of a form or sound key as a set: bit 0..25 a-z, bit 26 any digit.
[[nodiscard]] std::uint32_t letter_set(std::string_view text) noexcept;

}  // namespace cordon::match
