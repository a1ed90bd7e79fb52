#include "token_search.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <memory>

#include "token_index_build.hpp"

namespace cordon::match {
namespace {

// The figures of token_similarity.cpp; token_search_test compares the outcome with that function.
constexpr std::uint32_t kJoinedFloor = 800;  // what slot_similarity asks of joined words
constexpr Similarity kInitialSimilarity = 900;
constexpr std::size_t kForms = kMaxTokenForm + 1;
constexpr std::size_t kSounds = kMaxTokenSound + 1;
static_assert(kMaxTokenForm < 64 && kMaxTokenSound < 64);

// What distances mean for tokens of given lengths, for one floor of similarity.
struct DistanceTables {
  // Twice the similarity left by a distance, as kernels::BlockQuery wants it; [longest length][distance].
  alignas(64) std::array<std::array<std::uint32_t, 16>, kForms> form_points{};
  alignas(64) std::array<std::array<std::uint32_t, 16>, kSounds> sound_points{};
  // limits[form length][sound length][form distance]: sound distances below it keep the similarity at the floor.
  alignas(64) std::array<std::array<std::array<std::uint8_t, 64>, kSounds>, kForms> limits{};
};

// Returns: 0 when the distance is beyond what token_similarity looks at.
constexpr std::uint32_t form_similarity(std::uint32_t longest, std::uint32_t distance) noexcept {
  return spelling_of_form(longest, distance);
}

constexpr std::uint32_t sound_similarity(std::uint32_t longest, std::uint32_t distance) noexcept {
  return spelling_of_sound(longest, distance);
}

constexpr std::uint32_t joint_similarity(std::uint32_t form, std::uint32_t sound) noexcept {
  return spelling_of_both(form, sound);
}

std::unique_ptr<const DistanceTables> make_tables(std::uint32_t floor) {
  auto out = std::make_unique<DistanceTables>();
  for (std::uint32_t longest = 0; longest < kForms; ++longest) {
    for (std::uint32_t d = 0; d < 16; ++d) out->form_points[longest][d] = 2 * form_similarity(longest, d);
    for (std::uint32_t sounds = 0; sounds < kSounds; ++sounds) {
      for (std::uint32_t d = 0; d <= longest; ++d) {
        const std::uint32_t form = form_similarity(longest, d);
        std::uint32_t limit = 0;
        while (limit <= kMaxTokenSound && joint_similarity(form, sound_similarity(sounds, limit)) >= floor) ++limit;
        out->limits[longest][sounds][d] = static_cast<std::uint8_t>(limit);
      }
    }
  }
  for (std::uint32_t longest = 0; longest < kSounds; ++longest) {
    for (std::uint32_t d = 0; d < 16; ++d) out->sound_points[longest][d] = 2 * sound_similarity(longest, d);
  }
  return out;
}

const DistanceTables& tables_for(bool joined) {
  static const std::unique_ptr<const DistanceTables> words = make_tables(kSimilarityFloor);
  static const std::unique_ptr<const DistanceTables> joined_words = make_tables(kJoinedFloor);
  return joined ? *joined_words : *words;
}

constexpr std::uint32_t gap(std::uint32_t a, std::uint32_t b) noexcept { return a > b ? a - b : b - a; }

}  // namespace

struct TokenSearch::Scan {
  const Token& token;
  kernels::Pattern form;
  kernels::Pattern sound;
  kernels::BlockColumns columns;
  bool joined = false;
  bool lossy = false;
  std::vector<std::uint32_t> blocks;
  std::uint64_t compared = 0;
};

TokenSearch::TokenSearch(const Segment& segment, Kernel kernel) noexcept
    : arrays_(segment.arrays()), kernels_(kernels::table(kernel)) {}

std::uint64_t TokenSearch::find(const Token& token, SlotKind kind, std::vector<TokenHit>& out) const {
  const bool joined = kind == SlotKind::kJoined;
  const bool exact = kind == SlotKind::kAcronym || (token.flags & kTokenNumber) != 0;
  if (exact || token.form_length == 0) {
    for (const KeyEntry& entry : find_key(arrays_, token_key(KeyKind::kForm, token.text()))) {
      out.push_back({entry.value, kSimilarityOne});
    }
    return 0;
  }
  find_keys(token, joined, out);
  if (!joined) find_initials(token, out);
  if ((token.flags & kTokenSyllable) != 0) return 0;
  Scan scan{token,
            kernels::Pattern(token.text()),
            kernels::Pattern(token.sound_text()),
            {arrays_.letters_all, arrays_.letters_any, arrays_.sounds_all, arrays_.sounds_any},
            joined,
            (token.flags & kTokenLossy) != 0,
            {},
            0};
  for (const TokenGroup& group : arrays_.groups) {
    if (group.use == TokenUse::kExact || (joined && group.use == TokenUse::kJoined)) continue;
    scan_group(group, scan, out);
    if (scan.lossy != (group.lossy != 0)) scan_lossy(group, scan, out);
  }
  return scan.compared;
}

void TokenSearch::find_keys(const Token& token, bool joined, std::vector<TokenHit>& out) const {
  const auto all = [&](std::uint64_t key, Similarity similarity) {
    for (const KeyEntry& entry : find_key(arrays_, key)) out.push_back({entry.value, similarity});
  };
  all(token_key(KeyKind::kForm, token.text()), kSimilarityOne);
  if (token.sound_length >= 2) all(token_key(KeyKind::kSound, token.sound_text()), Similarity{kSoundEqual});
  for (const std::uint16_t token_class : token.classes) {
    if (token_class == 0) break;
    const Similarity strength = class_strength(token_class);
    if (!joined || strength >= kJoinedFloor) all(token_key(token_class), strength);
  }
}

void TokenSearch::find_initials(const Token& token, std::vector<TokenHit>& out) const {
  for (const TokenGroup& group : arrays_.groups) {
    if (group.form_length != 1) continue;
    for (std::uint32_t i = group.first_token; i < group.last_token; ++i) {
      const Token& initial = arrays_.tokens[i];
      if (initial.form[0] == token.form[0] || initial.sound[0] == token.sound[0]) {
        out.push_back({i, kInitialSimilarity});
      }
    }
  }
}

void TokenSearch::scan_group(const TokenGroup& group, Scan& scan, std::vector<TokenHit>& out) const {
  const Token& token = scan.token;
  const std::uint32_t longest = std::max(token.form_length, group.form_length);
  const std::uint32_t sounds = std::max(token.sound_length, group.sound_length);
  if (longest < kShortestSpelling) return;
  const DistanceTables& tables = tables_for(scan.joined || group.use == TokenUse::kJoined);
  const std::uint8_t* limits = tables.limits[longest][sounds].data();
  const std::uint32_t form_gap = gap(token.form_length, group.form_length);
  const std::uint32_t sound_gap = gap(token.sound_length, group.sound_length);
  if (sound_gap >= limits[form_gap]) return;
  kernels::BlockQuery query;
  query.letters = token.letters;
  query.sounds = letter_set(token.sound_text());
  query.form_floor = form_gap;
  query.sound_floor = sound_gap;
  query.form_points = tables.form_points[longest].data();
  query.sound_points = tables.sound_points[sounds].data();
  query.need = 2 * (scan.joined || group.use == TokenUse::kJoined ? kJoinedFloor : std::uint32_t{kSimilarityFloor});
  scan.blocks.resize(group.last_block - group.first_block);
  const std::size_t count =
      kernels_.filter(scan.columns, query, group.first_block, group.last_block, scan.blocks.data());
  alignas(64) std::array<std::uint8_t, kTokenBlock> form_distances;
  alignas(64) std::array<std::uint8_t, kTokenBlock> sound_distances;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t number = scan.blocks[i] - group.first_block;
    const std::uint8_t* symbols = arrays_.columns.data() + group.columns + number * group.block_symbols();
    kernels_.osa(scan.form, symbols, group.form_length, form_distances.data());
    kernels_.osa(scan.sound, symbols + group.form_length * kTokenBlock, group.sound_length, sound_distances.data());
    const std::uint32_t first = group.first_token + number * static_cast<std::uint32_t>(kTokenBlock);
    const std::uint32_t lanes = std::min<std::uint32_t>(group.last_token - first, kTokenBlock);
    std::uint64_t chosen = kernels_.select(form_distances.data(), sound_distances.data(), limits);
    if (lanes < kTokenBlock) chosen &= (std::uint64_t{1} << lanes) - 1U;
    scan.compared += lanes;
    for (; chosen != 0; chosen &= chosen - 1) {
      const auto lane = static_cast<std::uint32_t>(std::countr_zero(chosen));
      std::uint32_t similarity = joint_similarity(form_similarity(longest, form_distances[lane]),
                                                  sound_similarity(sounds, sound_distances[lane]));
      // Two known names are no misspellings of each other: rare enough to ask the specification.
      if ((token.flags & arrays_.token_facts[first + lane].flags & kTokenKnown) != 0) {
        similarity = token_similarity(token, arrays_.tokens[first + lane]);
        if (similarity == 0) continue;
      }
      out.push_back({first + lane, static_cast<Similarity>(similarity)});
    }
  }
}

// One side is written in a script that loses sounds: its measure has no bound by letters, so every token is compared.
void TokenSearch::scan_lossy(const TokenGroup& group, Scan& scan, std::vector<TokenHit>& out) const {
  const std::uint32_t floor = scan.joined || group.use == TokenUse::kJoined ? kJoinedFloor : kSimilarityFloor;
  for (std::uint32_t i = group.first_token; i < group.last_token; ++i) {
    const Similarity similarity = token_similarity(scan.token, arrays_.tokens[i]);
    if (similarity >= floor) out.push_back({i, similarity});
  }
  scan.compared += group.last_token - group.first_token;
}

}  // namespace cordon::match
