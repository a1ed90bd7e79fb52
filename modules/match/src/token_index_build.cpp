#include "token_index_build.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <limits>
#include <utility>

#include "kernels/kernels.hpp"
#include "slot_kinds.hpp"
#include "sort_by_key.hpp"

namespace cordon::match {
namespace {

constexpr std::uint32_t kNobody = std::numeric_limits<std::uint32_t>::max();

// Letters in the order in which they halve a dictionary of names best: tokens are sorted by their letter sets read in
// this order, so that neighbours share the letters that tell most.
constexpr std::string_view kSortingLetters = "ainrehosuldmktbygvzcfpjwqx";

std::uint32_t sorting_set(std::uint32_t letters) noexcept {
  std::uint32_t out = 0;
  for (const char letter : kSortingLetters) {
    out = (out << 1U) | (letters >> static_cast<unsigned>(letter - 'a') & 1U);
  }
  return (out << 1U) | (letters >> 26U & 1U);
}

// Everything that decides a token's group but its use.
std::uint32_t shape_of(const Token& token) noexcept {
  const std::uint32_t length = std::uint32_t{token.form_length} << 5U;
  if ((token.flags & (kTokenNumber | kTokenSyllable)) != 0) return (1U << 11U) | length;
  return ((token.flags & kTokenLossy) != 0 ? 1U << 10U : 0U) | length | token.sound_length;
}

// Tokens come in no order, and each costs a look at far memory: what is needed so many later is fetched now.
constexpr std::size_t kAhead = 16;

// By shape and letters.
std::vector<SortEntry> sorted_tokens(const std::vector<Token>& tokens) {
  std::vector<SortEntry> order(tokens.size());
  for (std::uint32_t i = 0; i < tokens.size(); ++i) {
    order[i] = {(std::uint64_t{shape_of(tokens[i])} << 32U) | sorting_set(tokens[i].letters), i};
  }
  sort_by_key(order);
  return order;
}

constexpr std::uint32_t kJoinedGroup = 1U << 12U;  // with a shape: the group of tokens that stand for no word
constexpr std::uint32_t kGroups = 1U << 13U;
constexpr std::uint32_t kRepeated = kGroups;  // no group: the same token as the one before

// Puts tokens of the same shape and letters, which are few, in the order of their content, and makes the keys groups.
void group_tokens(const std::vector<Token>& tokens, const std::vector<std::uint8_t>& is_word,
                  std::vector<SortEntry>& order) {
  const auto before = [&tokens](std::uint32_t a, std::uint32_t b) {
    const int content = std::memcmp(&tokens[a], &tokens[b], sizeof(Token));
    return content != 0 ? content < 0 : a < b;
  };
  for_each_equal(order, [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first + kAhead; i < std::min(last + kAhead, order.size()); ++i) {
      if (order[i].key != order[i - 1].key) continue;
      __builtin_prefetch(&tokens[order[i - 1].value]);
      __builtin_prefetch(&tokens[order[i].value]);
    }
    sort_values(order, first, last, before);
    const std::uint64_t shape = order[first].key >> 32U;
    std::size_t distinct = first;
    for (std::size_t i = first; i < last; ++i) {
      const bool repeated = i > first && tokens[order[i].value] == tokens[order[distinct].value];
      if (!repeated) distinct = i;
      order[i].key = repeated ? kRepeated : shape | kJoinedGroup;
      if (is_word[order[i].value] != 0) order[distinct].key &= ~std::uint64_t{kJoinedGroup};
    }
  });
}

// Final numbers of the tokens: first by use and shape, then in sorted order. Fills out.tokens and out.groups.
std::vector<std::uint32_t> number_tokens(const std::vector<Token>& tokens, const std::vector<std::uint8_t>& is_word,
                                         SegmentStorage& out) {
  std::vector<SortEntry> order = sorted_tokens(tokens);
  group_tokens(tokens, is_word, order);
  std::array<std::uint32_t, kGroups + 1> starts{};
  for (const SortEntry& entry : order) {
    if (entry.key != kRepeated) ++starts[entry.key + 1];
  }
  for (std::size_t i = 1; i < starts.size(); ++i) starts[i] += starts[i - 1];
  std::vector<std::uint32_t> number(tokens.size());
  std::vector<std::uint32_t> source(starts.back());  // of a number
  auto next = starts;
  std::uint32_t current = 0;
  for (const SortEntry& entry : order) {
    if (entry.key != kRepeated) {
      current = next[entry.key]++;
      source[current] = entry.value;
    }
    number[entry.value] = current;
  }
  out.tokens.reserve(source.size());
  for (std::size_t i = 0; i < source.size(); ++i) {
    if (i + kAhead < source.size()) __builtin_prefetch(&tokens[source[i + kAhead]]);
    out.tokens.push_back(tokens[source[i]]);
  }
  for (std::uint32_t shape = 0; shape + 1 < starts.size(); ++shape) {
    if (starts[shape] == starts[shape + 1]) continue;
    TokenGroup group;
    group.first_token = starts[shape];
    group.last_token = starts[shape + 1];
    group.use = (shape >> 11U & 1U) != 0 ? TokenUse::kExact : (shape >> 12U) != 0 ? TokenUse::kJoined : TokenUse::kWord;
    group.lossy = (shape >> 10U & 1U) != 0 ? 1 : 0;
    group.form_length = static_cast<std::uint8_t>(shape >> 5U & 31U);
    group.sound_length = static_cast<std::uint8_t>(shape & 31U);
    out.groups.push_back(group);
  }
  return number;
}

void fill_block(const Token& token, std::size_t lane, const TokenGroup& group, std::uint8_t* symbols) {
  for (std::size_t j = 0; j < group.form_length; ++j) {
    symbols[j * kTokenBlock + lane] = kernels::symbol_of(token.form[j]);
  }
  symbols += group.form_length * kTokenBlock;
  for (std::size_t j = 0; j < group.sound_length; ++j) {
    symbols[j * kTokenBlock + lane] = kernels::symbol_of(token.sound[j]);
  }
}

void make_blocks(SegmentStorage& out) {
  std::size_t blocks = 0;
  std::size_t symbols_total = 0;
  for (const TokenGroup& group : out.groups) {
    if (group.use == TokenUse::kExact) continue;
    const std::size_t count = (group.last_token - group.first_token + kTokenBlock - 1) / kTokenBlock;
    blocks += count;
    symbols_total += count * group.block_symbols();
  }
  out.columns.reserve(symbols_total);
  for (auto* sets :
       {&out.blocks.letters_all, &out.blocks.letters_any, &out.blocks.sounds_all, &out.blocks.sounds_any}) {
    sets->reserve(blocks);
  }
  for (TokenGroup& group : out.groups) {
    group.columns = out.columns.size();
    group.first_block = group.last_block = static_cast<std::uint32_t>(out.blocks.letters_all.size());
    if (group.use == TokenUse::kExact) continue;
    for (std::uint32_t first = group.first_token; first < group.last_token; first += kTokenBlock) {
      const std::uint32_t last = std::min<std::uint32_t>(group.last_token, first + kTokenBlock);
      const std::size_t symbols = out.columns.size();
      out.columns.resize(symbols + group.block_symbols(), kernels::kSymbols - 1);
      std::uint32_t letters_all = ~0U, letters_any = 0, sounds_all = ~0U, sounds_any = 0;
      for (std::uint32_t token = first; token < last; ++token) {
        const std::uint32_t sounds = letter_set(out.tokens[token].sound_text());
        letters_all &= out.tokens[token].letters;
        letters_any |= out.tokens[token].letters;
        sounds_all &= sounds;
        sounds_any |= sounds;
        fill_block(out.tokens[token], token - first, group, out.columns.data() + symbols);
      }
      out.blocks.letters_all.push_back(letters_all);
      out.blocks.letters_any.push_back(letters_any);
      out.blocks.sounds_all.push_back(sounds_all);
      out.blocks.sounds_any.push_back(sounds_any);
      ++group.last_block;
    }
  }
}

constexpr unsigned key_bits(std::size_t keys) noexcept { return static_cast<unsigned>(std::bit_width(keys / 4 + 1)); }

// Calls visit(key, token) for everything that tokens are found by.
template <typename Visit>
void for_each_key(const std::vector<Token>& tokens, Visit&& visit) {
  for (std::uint32_t token = 0; token < tokens.size(); ++token) {
    const Token& content = tokens[token];
    visit(token_key(KeyKind::kForm, content.text()), token);
    if (content.sound_length > 0) visit(token_key(KeyKind::kSound, content.sound_text()), token);
    for (const std::uint16_t token_class : content.classes) {
      if (token_class != 0) visit(token_key(token_class), token);
    }
  }
}

// Sorted in three steps, of which only the first goes through far memory, and in few places at a time: by some of the
// top bits into parts that fit the cache, within these by the rest of them, and a place then holds four or so.
void make_keys(SegmentStorage& out) {
  constexpr unsigned kPartBits = 11;
  std::vector<KeyEntry> unsorted;
  unsorted.reserve(2 * out.tokens.size() + out.tokens.size() / 4);  // classes are few
  for_each_key(out.tokens, [&](std::uint64_t key, std::uint32_t token) { unsorted.push_back({key, token, 0}); });
  const unsigned bits = key_bits(unsorted.size());
  const unsigned part_bits = std::min(bits, kPartBits);
  const auto place_of = [bits](const KeyEntry& entry) { return static_cast<std::uint32_t>(entry.key >> (64U - bits)); };
  std::vector<std::uint32_t> parts((std::size_t{1} << (bits - part_bits)) + 1);
  for (const KeyEntry& entry : unsorted) ++parts[(place_of(entry) >> part_bits) + 1];
  for (std::size_t i = 1; i < parts.size(); ++i) parts[i] += parts[i - 1];
  std::vector<KeyEntry>& keys = out.token_keys;
  keys.resize(unsorted.size());
  std::vector<std::uint32_t> next(parts.begin(), parts.end() - 1);
  for (const KeyEntry& entry : unsorted) keys[next[place_of(entry) >> part_bits]++] = entry;
  std::vector<std::uint32_t>& starts = out.token_key_starts;
  starts.reserve((std::size_t{1} << bits) + 1);
  const std::uint32_t in_part = (1U << part_bits) - 1;
  for (std::size_t part = 0; part + 1 < parts.size(); ++part) {
    const std::span<KeyEntry> sorted = std::span(keys).subspan(parts[part], parts[part + 1] - parts[part]);
    unsorted.assign(sorted.begin(), sorted.end());
    next.assign(std::size_t{in_part} + 1, 0);
    for (const KeyEntry& entry : unsorted) ++next[place_of(entry) & in_part];
    std::uint32_t start = 0;
    for (std::uint32_t& place : next) {
      starts.push_back(parts[part] + start);
      start += std::exchange(place, start);
    }
    for (const KeyEntry& entry : unsorted) sorted[next[place_of(entry) & in_part]++] = entry;
    auto first = sorted.begin();
    for (const std::uint32_t end : next) {  // the beginnings have become the ends
      const auto last = sorted.begin() + end;
      std::sort(first, last, [](const KeyEntry& a, const KeyEntry& b) {
        return a.key != b.key ? a.key < b.key : a.value < b.value;
      });
      first = last;
    }
  }
  starts.push_back(static_cast<std::uint32_t>(keys.size()));
}

// What the slots ask of a token while postings are made, side by side.
struct TokenUses {
  std::uint32_t seen = kNobody;  // the last name that had it
  std::uint32_t postings = 0;    // how many; then where the next one goes
  std::array<std::uint8_t, kNameModes> most{};
};

// Calls visit(name, slot, the token's uses) for every slot. Requires: the slots are those of the names, in their order.
template <typename Visit>
void for_each_use(const SegmentStorage& out, std::vector<TokenUses>& uses, Visit&& visit) {
  std::size_t at = 0;
  for (std::uint32_t name = 0; name < out.names.size(); ++name) {
    for (const std::size_t end = at + out.names[name].slot_count; at < end; ++at) {
      if (at + kAhead < out.slots.size()) __builtin_prefetch(&uses[out.slots[at + kAhead].token], 1);
      visit(name, at, uses[out.slots[at].token]);
    }
  }
}

void make_postings(SegmentStorage& out) {
  std::vector<TokenUses> uses(out.tokens.size());
  for_each_use(out, uses, [&out](std::uint32_t name, std::size_t at, TokenUses& use) {
    const NameSlot& slot = out.slots[at];
    for (std::size_t m = slot.kind == SlotKind::kAcronym ? 1 : 0; m < kNameModes; ++m) {
      use.most[m] = std::max(use.most[m], slot.loss[m]);  // acronyms count in no person's name
    }
    if (use.seen == name) return;
    use.seen = name;
    ++use.postings;
  });
  out.posting_starts.resize(out.tokens.size() + 1);
  out.token_facts.assign(out.tokens.size(), {});
  std::uint32_t start = 0;
  for (std::size_t i = 0; i < out.tokens.size(); ++i) {
    TokenFacts& facts = out.token_facts[i];
    facts.most = uses[i].most;
    facts.flags = out.tokens[i].flags;
    facts.form_letter = out.tokens[i].form[0];
    facts.sound_letter = out.tokens[i].sound[0];
    facts.bones_length = out.tokens[i].bones_length;
    out.posting_starts[i] = start;
    start += std::exchange(uses[i].postings, start);
    uses[i].seen = kNobody;
  }
  out.posting_starts.back() = start;
  out.postings.resize(start);
  out.posting_marks.assign(start, 0);
  for_each_use(out, uses, [&](std::uint32_t name, std::size_t at, TokenUses& use) {
    if (at + kAhead / 2 < out.slots.size()) {
      const std::uint32_t next = uses[out.slots[at + kAhead / 2].token].postings;
      __builtin_prefetch(out.postings.data() + next, 1);
      __builtin_prefetch(out.posting_marks.data() + next, 1);
    }
    if (use.seen != name) out.postings[use.postings++] = name;
    use.seen = name;
    const NameSlot& slot = out.slots[at];
    if (slot.kind == SlotKind::kAcronym && out.names[name].kind == SubjectKind::kPerson) return;
    std::uint16_t& mark = out.posting_marks[use.postings - 1];
    mark = static_cast<std::uint16_t>(mark | positions_of(slot));
  });
}

}  // namespace

std::uint64_t token_key(KeyKind kind, std::string_view text) noexcept {
  std::uint64_t hash = 0xCBF29CE484222325ULL ^ static_cast<std::uint64_t>(kind);
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  hash = (hash ^ (hash >> 32U)) * 0x9E3779B97F4A7C15ULL;
  return hash ^ (hash >> 29U);
}

std::uint64_t token_key(std::uint16_t token_class) noexcept {
  const std::array<char, 2> bytes{static_cast<char>(token_class & 0xFFU), static_cast<char>(token_class >> 8U)};
  return token_key(KeyKind::kClass, {bytes.data(), bytes.size()});
}

std::span<const KeyEntry> find_key(const SegmentArrays& arrays, std::uint64_t key) noexcept {
  const auto shift = static_cast<unsigned>(64 - std::countr_zero(arrays.token_key_starts.size() - 1));
  const std::uint64_t bucket = key >> shift;
  const std::uint32_t last = arrays.token_key_starts[bucket + 1];
  std::uint32_t first = arrays.token_key_starts[bucket];
  while (first < last && arrays.token_keys[first].key < key) ++first;
  std::uint32_t end = first;
  while (end < last && arrays.token_keys[end].key == key) ++end;
  return arrays.token_keys.subspan(first, end - first);
}

std::uint32_t letter_set(std::string_view text) noexcept {
  std::uint32_t out = 0;
  for (const char c : text) out |= 1U << (c >= 'a' && c <= 'z' ? static_cast<unsigned>(c - 'a') : 26U);
  return out;
}

void index_tokens(std::vector<Token> tokens, SegmentStorage& out) {
  std::vector<std::uint8_t> is_word(tokens.size(), 0);
  for (const NameSlot& slot : out.slots) {
    if (slot.kind != SlotKind::kJoined && slot.kind != SlotKind::kAcronym) is_word[slot.token] = 1;
  }
  const std::vector<std::uint32_t> number = number_tokens(tokens, is_word, out);
  tokens = std::vector<Token>();  // `= {}` would keep the memory
  for (NameSlot& slot : out.slots) slot.token = number[slot.token];
  make_blocks(out);
  make_keys(out);
  make_postings(out);
  for (TokenGroup& group : out.groups) {
    for (std::uint32_t token = group.first_token; token < group.last_token; ++token) {
      for (std::size_t m = 0; m < kNameModes; ++m) {
        group.most[m] = std::max(group.most[m], out.token_facts[token].most[m]);
      }
    }
  }
}

}  // namespace cordon::match
