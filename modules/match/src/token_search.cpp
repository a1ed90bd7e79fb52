#include "token_search.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <memory>
#include <numeric>

#include "lossy_costs.hpp"
#include "token_index_build.hpp"

namespace cordon::match {
namespace {

// The figures of token_similarity.cpp; token_search_test compares the outcome with that function.
constexpr std::uint32_t kJoinedFloor = 800;  // what slot_similarity asks of joined words
constexpr Similarity kInitialSimilarity = 900;
// Groups of so few blocks are compared whole: some of their tokens hold about any letter.
constexpr std::uint32_t kFewBlocks = 16;
// Memory of chosen blocks is asked for that many blocks before it is needed.
constexpr std::size_t kBlocksAhead = 2;
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
  // The same asked of what is in common, which bounds the distances: [form length][sound length][what the forms have in
  // common] -> what the sound keys must have in common.
  alignas(64) std::array<std::array<std::array<std::uint8_t, 64>, kSounds>, kForms> least_sound{};
  // [form length][sound length][difference of the lengths of the sound keys] -> what the forms must have in common.
  std::array<std::array<std::array<std::uint8_t, kSounds>, kSounds>, kForms> least_form{};
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
        out->least_sound[longest][sounds][longest - d] =
            static_cast<std::uint8_t>(limit > sounds ? 0 : sounds + 1 - limit);
        for (std::uint32_t sound_gap = limit; sound_gap <= sounds; ++sound_gap) {
          std::uint8_t& least = out->least_form[longest][sounds][sound_gap];
          least = std::max(least, static_cast<std::uint8_t>(longest - d + 1));
        }
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

static_assert(kTokenBlock == kernels::kBlockLanes);

constexpr std::uint32_t gap(std::uint32_t a, std::uint32_t b) noexcept { return a > b ? a - b : b - a; }

// The alignment of token_similarity.cpp between this sound key and others. native: the key is the one that lost sounds.
kernels::WeightedPattern lossy_pattern(std::string_view sound, bool native) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789";
  kernels::WeightedPattern out;
  out.length = sound.size();
  for (const char letter : kLetters) {
    const std::uint8_t symbol = kernels::symbol_of(letter);
    out.text_gap[symbol] = static_cast<std::uint8_t>(native ? lossy::full_gap(letter) : lossy::lossy_gap(letter));
    for (std::size_t i = 0; i < sound.size(); ++i) {
      out.pair[i][symbol] = static_cast<std::uint8_t>(lossy::substitution(sound[i], letter));
    }
  }
  for (std::size_t i = 0; i < sound.size(); ++i) {
    out.gap[i] = static_cast<std::uint8_t>(native ? lossy::lossy_gap(sound[i]) : lossy::full_gap(sound[i]));
  }
  return out;
}
static_assert(kMaxTokenSound <= kernels::WeightedPattern::kMaxLength);

}  // namespace

struct TokenSearch::Scan {
  // A token that may be near enough, and where the first of its symbols stands in the columns.
  struct Near {
    const TokenGroup* group;
    std::uint32_t token;
    const std::uint8_t* symbols;
  };
  Scan(const Token& of, bool is_joined, const SegmentArrays& arrays)
      : token(of),
        form(of.text()),
        sound(of.sound_text()),
        columns{arrays.letters_all, arrays.letters_any, arrays.sounds_all, arrays.sounds_any},
        joined(is_joined),
        lossy((of.flags & kTokenLossy) != 0) {}

  const Token& token;
  kernels::Pattern form;
  kernels::Pattern sound;
  kernels::BlockColumns columns;
  bool joined = false;
  bool lossy = false;
  std::vector<std::uint32_t> chosen;
  std::vector<Near> near;
  std::uint64_t compared = 0;
};

TokenSearch::TokenSearch(const Segment& segment, Kernel kernel) noexcept
    : arrays_(segment.arrays()), kernels_(kernels::table(kernel)) {}

std::uint64_t TokenSearch::find(const Token& token, SlotKind kind, std::vector<TokenHit>& out) const {
  const bool joined = kind == SlotKind::kJoined;
  const bool exact = kind == SlotKind::kAcronym || (token.flags & kTokenNumber) != 0;
  if (exact || token.form_length == 0) {
    for (const KeyEntry& entry : find_key(arrays_, token_key(KeyKind::kForm, token.text()))) {
      out.push_back({entry.value, kSimilarityOne, false});
    }
    return 0;
  }
  find_keys(token, joined, out);
  if (!joined) find_initials(token, kind, out);
  if ((token.flags & kTokenSyllable) != 0) return 0;
  Scan scan(token, joined, arrays_);
  // Joined words meet joined words only when they share a class.
  const bool meets_joined = !joined || token.classes[0] != 0;
  for (const TokenGroup& group : arrays_.groups) {
    if (group.use == TokenUse::kExact || (!meets_joined && group.use == TokenUse::kJoined)) continue;
    scan_group(group, scan);
  }
  for (std::size_t first = 0; first < scan.near.size(); first += kernels::kBatchTexts) {
    compare_near(scan, first, out);
  }
  scan_lossy(scan, out);
  return scan.compared;
}

void TokenSearch::find_keys(const Token& token, bool joined, std::vector<TokenHit>& out) const {
  const auto all = [&](std::uint64_t key, Similarity similarity) {
    for (const KeyEntry& entry : find_key(arrays_, key)) out.push_back({entry.value, similarity, false});
  };
  all(token_key(KeyKind::kForm, token.text()), kSimilarityOne);
  if (token.sound_length >= 2) all(token_key(KeyKind::kSound, token.sound_text()), Similarity{kSoundEqual});
  for (const std::uint16_t token_class : token.classes) {
    if (token_class == 0) break;
    const Similarity strength = class_strength(token_class);
    if (!joined || strength >= kJoinedFloor) all(token_key(token_class), strength);
  }
}

void TokenSearch::find_initials(const Token& token, SlotKind kind, std::vector<TokenHit>& out) const {
  for (const TokenGroup& group : arrays_.groups) {
    if (group.form_length != 1) continue;
    for (std::uint32_t i = group.first_token; i < group.last_token; ++i) {
      const Token& initial = arrays_.tokens[i];
      if (initial.form[0] == token.form[0] || initial.sound[0] == token.sound[0]) {
        out.push_back({i, kInitialSimilarity, kind != SlotKind::kInitial});
      }
    }
  }
}

namespace {

// symbols: of one lane of a block.
void add_text(kernels::TextBatch& batch, std::size_t number, const std::uint8_t* symbols, std::size_t length) noexcept {
  for (std::size_t j = 0; j < length; ++j) {
    batch.symbols[j * kernels::kBatchTexts + number] = symbols[j * kTokenBlock];
  }
  batch.lengths[number] = static_cast<std::uint8_t>(length);
  batch.longest = std::max(batch.longest, length);
}
static_assert(kMaxTokenForm <= kernels::TextBatch::kMaxLength && kMaxTokenSound <= kernels::TextBatch::kMaxLength);

// Bit i: token `first` + i is one of the group.
std::uint64_t lanes_from(const TokenGroup& group, std::uint32_t first) noexcept {
  const std::uint32_t lanes = group.last_token - first;
  return lanes < kTokenBlock ? (std::uint64_t{1} << lanes) - 1U : ~std::uint64_t{0};
}

}  // namespace

void TokenSearch::scan_group(const TokenGroup& group, Scan& scan) const {
  const Token& token = scan.token;
  const std::uint32_t longest = std::max(token.form_length, group.form_length);
  const std::uint32_t sounds = std::max(token.sound_length, group.sound_length);
  if (longest < kShortestSpelling) return;
  const bool joined = scan.joined || group.use == TokenUse::kJoined;
  const DistanceTables& tables = tables_for(joined);
  const std::uint8_t* limits = tables.limits[longest][sounds].data();
  const std::uint32_t form_gap = gap(token.form_length, group.form_length);
  const std::uint32_t sound_gap = gap(token.sound_length, group.sound_length);
  if (sound_gap >= limits[form_gap]) return;
  const std::uint32_t blocks = group.last_block - group.first_block;
  scan.chosen.resize(std::max<std::size_t>(scan.chosen.size(), blocks));
  if (blocks <= kFewBlocks) {
    std::iota(scan.chosen.begin(), scan.chosen.begin() + blocks, group.first_block);
    compare_blocks(group, {scan.chosen.data(), blocks}, scan);
    return;
  }
  kernels::BlockQuery query;
  query.letters = token.letters;
  query.sounds = letter_set(token.sound_text());
  query.form_floor = form_gap;
  query.sound_floor = sound_gap;
  query.form_points = tables.form_points[longest].data();
  query.sound_points = tables.sound_points[sounds].data();
  query.need = 2 * (joined ? kJoinedFloor : std::uint32_t{kSimilarityFloor});
  const std::size_t count =
      kernels_.filter(scan.columns, query, group.first_block, group.last_block, scan.chosen.data());
  compare_blocks(group, {scan.chosen.data(), count}, scan);
}

// Which tokens are near is decided by longest common subsequences, which cost a quarter of the distances and bound
// them: what of the longer text has no partner in order is edited. First of the forms, with the letters of the sound
// keys, then of the sound keys. The distances themselves are asked for of what is left.
void TokenSearch::compare_blocks(const TokenGroup& group, std::span<const std::uint32_t> blocks, Scan& scan) const {
  const std::uint32_t longest = std::max(scan.token.form_length, group.form_length);
  const std::uint32_t sounds = std::max(scan.token.sound_length, group.sound_length);
  const DistanceTables& tables = tables_for(scan.joined || group.use == TokenUse::kJoined);
  kernels::NearQuery query;
  query.form = &scan.form;
  query.sound = &scan.sound;
  query.form_length = group.form_length;
  query.sound_length = group.sound_length;
  query.least_form = tables.least_form[longest][sounds][gap(scan.token.sound_length, group.sound_length)];
  query.least_sound = tables.least_sound[longest][sounds].data();
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const std::uint32_t number = blocks[i] - group.first_block;
    if (i + kBlocksAhead < blocks.size()) {
      const std::uint8_t* ahead = arrays_.columns.data() + group.columns +
                                  (blocks[i + kBlocksAhead] - group.first_block) * group.block_symbols();
      for (std::size_t j = 0; j < group.form_length; ++j) __builtin_prefetch(ahead + j * kTokenBlock);
    }
    const std::uint32_t first = group.first_token + number * static_cast<std::uint32_t>(kTokenBlock);
    const std::uint8_t* columns = arrays_.columns.data() + group.columns + number * group.block_symbols();
    std::uint64_t left = kernels_.near(query, columns) & lanes_from(group, first);
    scan.compared += std::min<std::uint32_t>(group.last_token - first, kTokenBlock);
    for (; left != 0; left &= left - 1) {
      const auto lane = static_cast<std::uint32_t>(std::countr_zero(left));
      scan.near.push_back({&group, first + lane, columns + lane});
    }
  }
}

const std::uint8_t* TokenSearch::limits_of(const Scan& scan, const TokenGroup& group) noexcept {
  const DistanceTables& tables = tables_for(scan.joined || group.use == TokenUse::kJoined);
  return tables
      .limits[std::max(scan.token.form_length, group.form_length)]
             [std::max(scan.token.sound_length, group.sound_length)]
      .data();
}

void TokenSearch::compare_near(const Scan& scan, std::size_t first, std::vector<TokenHit>& out) const {
  const auto near = std::span(scan.near).subspan(first, std::min(kernels::kBatchTexts, scan.near.size() - first));
  kernels::TextBatch forms;
  kernels::TextBatch sounds;
  for (std::size_t i = 0; i < near.size(); ++i) {
    const TokenGroup& group = *near[i].group;
    add_text(forms, i, near[i].symbols, group.form_length);
    add_text(sounds, i, near[i].symbols + group.form_length * kTokenBlock, group.sound_length);
  }
  std::array<std::uint8_t, kernels::kBatchTexts> form_distances;
  std::array<std::uint8_t, kernels::kBatchTexts> sound_distances;
  kernels_.osa_batch(scan.form, forms, form_distances.data());
  kernels_.osa_batch(scan.sound, sounds, sound_distances.data());
  for (std::size_t i = 0; i < near.size(); ++i) {
    const TokenGroup& group = *near[i].group;
    if (sound_distances[i] >= limits_of(scan, group)[form_distances[i]]) continue;
    const std::uint32_t longest = std::max(scan.token.form_length, group.form_length);
    const std::uint32_t longest_sound = std::max(scan.token.sound_length, group.sound_length);
    std::uint32_t similarity = joint_similarity(form_similarity(longest, form_distances[i]),
                                                sound_similarity(longest_sound, sound_distances[i]));
    // Two known names are no misspellings of each other: rare enough to ask the specification.
    if ((scan.token.flags & arrays_.token_facts[near[i].token].flags & kTokenKnown) != 0) {
      similarity = token_similarity(scan.token, arrays_.tokens[near[i].token]);
      if (similarity == 0) continue;
    }
    out.push_back({near[i].token, static_cast<Similarity>(similarity), false});
  }
}

// One side is written in a script that loses sounds: its measure has no bound by letters, so every token is compared.
void TokenSearch::scan_lossy(Scan& scan, std::vector<TokenHit>& out) const {
  const bool wanted = std::any_of(arrays_.groups.begin(), arrays_.groups.end(), [&](const TokenGroup& group) {
    return group.use != TokenUse::kExact && scan.lossy != (group.lossy != 0);
  });
  if (!wanted || scan.token.sound_length == 0) return;
  const kernels::WeightedPattern pattern = lossy_pattern(scan.token.sound_text(), scan.lossy);
  for (const TokenGroup& group : arrays_.groups) {
    if (group.use == TokenUse::kExact) continue;
    if (scan.joined && scan.token.classes[0] == 0 && group.use == TokenUse::kJoined) continue;
    if (scan.lossy == (group.lossy != 0) || group.sound_length == 0) continue;
    align_group(group, pattern, scan, out);
  }
}

// The least that aligning the scan's sound key with one of that length and so many consonants costs. Letters of the
// longer key without a partner are gaps; consonants that one side has more are gaps too, which cost 3 or more, or stand
// for vowels, which costs 2 or more.
std::uint32_t TokenSearch::least_alignment(const Scan& scan, std::uint32_t length, std::uint32_t bones) noexcept {
  const bool longer = length > scan.token.sound_length;
  const std::uint32_t gaps = gap(length, scan.token.sound_length);
  // The lossy side's vowels are dearer than the other's.
  const bool dear = longer != scan.lossy;
  const bool more_bones_there = bones > scan.token.bones_length;
  const std::uint32_t extra = gap(bones, scan.token.bones_length);
  if (!dear) return gaps + 2 * extra;
  // Dear gaps may be those consonants.
  return 3 * gaps + 2 * (more_bones_there == longer ? extra - std::min(extra, gaps) : extra);
}

void TokenSearch::align_group(const TokenGroup& group, const kernels::WeightedPattern& pattern, Scan& scan,
                              std::vector<TokenHit>& out) const {
  const std::uint32_t floor = scan.joined || group.use == TokenUse::kJoined ? kJoinedFloor : kSimilarityFloor;
  const std::uint32_t native_sounds = scan.lossy ? scan.token.sound_length : group.sound_length;
  const auto weight = [&](std::uint32_t bones) {
    return lossy::lossy_weight(native_sounds, scan.token.bones_length, bones);
  };
  // The dearest alignment that a token of the group could afford, over the numbers of consonants it may have.
  std::uint32_t too_dear = 0;
  for (std::uint32_t bones = 0; bones <= group.sound_length; ++bones) {
    const std::uint32_t most = lossy::dearest(weight(bones), floor);
    if (least_alignment(scan, group.sound_length, bones) <= most) too_dear = std::max(too_dear, most + 1);
  }
  if (too_dear == 0) return;
  alignas(64) static constexpr std::array<std::uint8_t, kTokenBlock> kZeros{};
  alignas(64) const std::array<std::uint8_t, kTokenBlock> limits{static_cast<std::uint8_t>(std::min(too_dear, 255U))};
  alignas(64) std::array<std::uint8_t, kTokenBlock> costs;
  const std::uint8_t* symbols = arrays_.columns.data() + group.columns + group.form_length * kTokenBlock;
  for (std::uint32_t first = group.first_token; first < group.last_token; first += kTokenBlock) {
    kernels_.align(pattern, symbols, group.sound_length, costs.data());
    symbols += group.block_symbols();
    scan.compared += std::min<std::uint32_t>(group.last_token - first, kTokenBlock);
    std::uint64_t left = kernels_.select(kZeros.data(), costs.data(), limits.data()) & lanes_from(group, first);
    for (; left != 0; left &= left - 1) {
      const auto lane = static_cast<std::uint32_t>(std::countr_zero(left));
      const std::uint32_t bones = arrays_.token_facts[first + lane].bones_length;
      const std::uint32_t similarity = lossy::lossy_measure(costs[lane], weight(bones));
      if (similarity >= floor) out.push_back({first + lane, static_cast<Similarity>(similarity), false});
    }
  }
}

}  // namespace cordon::match
