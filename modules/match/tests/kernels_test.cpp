// Every kernel against the scalar one, and the scalar one against textbook dynamic programming.
#include "kernels/kernels.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <functional>
#include <string>
#include <vector>

#include "reference/edit_distance.hpp"

namespace cordon::match::kernels {
namespace {

std::uint64_t next_random(std::uint64_t& state) {
  state = state * 6364136223846793005ULL + 1442695040888963407ULL;
  return state >> 33U;
}

std::string random_text(std::uint64_t& state, std::size_t length, std::size_t letters) {
  std::string out;
  for (std::size_t i = 0; i < length; ++i) {
    const std::uint64_t letter = next_random(state) % letters;
    out += letter < 26 ? static_cast<char>('a' + letter) : static_cast<char>('0' + (letter - 26) % 10);
  }
  return out;
}

std::vector<std::uint8_t> columns_of(const std::vector<std::string>& texts) {
  std::vector<std::uint8_t> out(texts.front().size() * kBlockLanes);
  for (std::size_t i = 0; i < kBlockLanes; ++i) {
    for (std::size_t j = 0; j < texts[i].size(); ++j) out[j * kBlockLanes + i] = symbol_of(texts[i][j]);
  }
  return out;
}

using Distances = std::array<std::uint8_t, kBlockLanes>;
Distances run(BlockDistances kernel, const Pattern& pattern, const std::vector<std::uint8_t>& columns,
              std::size_t length) {
  Distances out{};
  kernel(pattern, columns.data(), length, out.data());
  return out;
}

// Lengths around every lane width, few letters (many coincidences) and many.
void compare_over_lengths(const std::function<void(const std::string&, const std::vector<std::string>&)>& check) {
  std::uint64_t state = 7;
  for (const std::size_t pattern_length : {0U, 1U, 2U, 5U, 7U, 8U, 9U, 15U, 16U, 17U, 24U, 31U, 32U, 33U, 63U, 64U}) {
    for (const std::size_t text_length : {0U, 1U, 2U, 6U, 8U, 13U, 24U, 40U}) {
      for (const std::size_t letters : {2U, 4U, 36U}) {
        const std::string pattern = random_text(state, pattern_length, letters);
        std::vector<std::string> texts;
        for (std::size_t i = 0; i < kBlockLanes; ++i) {
          texts.push_back(random_text(state, text_length, letters));
          if (i % 2 == 0 && text_length <= pattern_length) {  // a near copy
            texts.back() = pattern.substr(next_random(state) % (pattern_length - text_length + 1), text_length);
            if (text_length > 1) std::swap(texts.back()[0], texts.back()[1]);
          }
        }
        check(pattern, texts);
      }
    }
  }
}

TEST(Kernels, ScalarEqualsDynamicProgramming) {
  compare_over_lengths([](const std::string& pattern_text, const std::vector<std::string>& texts) {
    const Pattern pattern(pattern_text);
    const auto columns = columns_of(texts);
    const std::size_t length = texts.front().size();
    const KernelTable& kernels = scalar_table();
    const Distances lcs = run(kernels.lcs, pattern, columns, length);
    const Distances levenshtein = run(kernels.levenshtein, pattern, columns, length);
    const Distances osa = run(kernels.osa, pattern, columns, length);
    for (std::size_t i = 0; i < kBlockLanes; ++i) {
      ASSERT_EQ(lcs[i], reference::lcs_length(pattern_text, texts[i])) << pattern_text << ' ' << texts[i];
      ASSERT_EQ(levenshtein[i], reference::levenshtein(pattern_text, texts[i])) << pattern_text << ' ' << texts[i];
      ASSERT_EQ(osa[i], reference::optimal_string_alignment(pattern_text, texts[i])) << pattern_text << ' ' << texts[i];
      ASSERT_EQ(osa_distance(pattern, texts[i]), osa[i]) << pattern_text << ' ' << texts[i];
    }
  });
}

// Those that this machine can run; the scalar one always is.
std::vector<Kernel> available_kernels() {
  std::vector<Kernel> out;
  for (const Kernel kernel : {Kernel::kScalar, Kernel::kAvx2, Kernel::kAvx512}) {
    if (is_available(kernel)) out.push_back(kernel);
  }
  return out;
}

class EveryKernel : public testing::TestWithParam<Kernel> {};

TEST_P(EveryKernel, DistancesEqualScalar) {
  const KernelTable& kernels = table(GetParam());
  ASSERT_EQ(kernels.kernel, GetParam());
  compare_over_lengths([&](const std::string& pattern_text, const std::vector<std::string>& texts) {
    const Pattern pattern(pattern_text);
    const auto columns = columns_of(texts);
    const std::size_t length = texts.front().size();
    ASSERT_EQ(run(kernels.lcs, pattern, columns, length), run(scalar_table().lcs, pattern, columns, length));
    ASSERT_EQ(run(kernels.levenshtein, pattern, columns, length),
              run(scalar_table().levenshtein, pattern, columns, length));
    ASSERT_EQ(run(kernels.osa, pattern, columns, length), run(scalar_table().osa, pattern, columns, length));
  });
}

// Texts of any length side by side, empty ones too, and what stands behind their ends.
TEST_P(EveryKernel, BatchDistancesEqualDynamicProgramming) {
  std::uint64_t state = 13;
  for (std::size_t round = 0; round < 600; ++round) {
    const std::size_t letters = round % 2 == 0 ? 3 : 36;
    const std::string pattern_text = random_text(state, round % 33, letters);
    TextBatch batch;
    for (std::uint8_t& symbol : batch.symbols) symbol = static_cast<std::uint8_t>(next_random(state) % kSymbols);
    std::array<std::string, kBatchTexts> texts;
    for (std::size_t i = 0; i < kBatchTexts; ++i) {
      texts[i] = random_text(state, next_random(state) % (TextBatch::kMaxLength + 1), letters);
      if (i % 3 == 0 && pattern_text.size() > 2 && pattern_text.size() <= TextBatch::kMaxLength) {  // a near copy
        texts[i] = pattern_text;
        std::swap(texts[i][next_random(state) % 2], texts[i][2]);
      }
      for (std::size_t j = 0; j < texts[i].size(); ++j) batch.symbols[j * kBatchTexts + i] = symbol_of(texts[i][j]);
      batch.lengths[i] = static_cast<std::uint8_t>(texts[i].size());
      batch.longest = std::max(batch.longest, texts[i].size());
    }
    std::array<std::uint8_t, kBatchTexts> found{};
    table(GetParam()).osa_batch(Pattern(pattern_text), batch, found.data());
    for (std::size_t i = 0; i < kBatchTexts; ++i) {
      ASSERT_EQ(found[i], reference::optimal_string_alignment(pattern_text, texts[i]))
          << pattern_text << ' ' << texts[i];
    }
  }
}

TEST_P(EveryKernel, FilterEqualsScalar) {
  std::uint64_t state = 11;
  std::vector<std::uint32_t> letters_all, letters_any, sounds_all, sounds_any;
  for (int i = 0; i < 1'003; ++i) {
    const auto bits = [&state] {
      return static_cast<std::uint32_t>(next_random(state) & next_random(state)) & 0x7FFFFFFU;
    };
    letters_all.push_back(bits() & bits());
    letters_any.push_back(letters_all.back() | bits());
    sounds_all.push_back(bits() & bits());
    sounds_any.push_back(sounds_all.back() | bits());
  }
  const BlockColumns columns{letters_all, letters_any, sounds_all, sounds_any};
  for (std::uint32_t round = 0; round < 200; ++round) {
    BlockQuery query;
    alignas(64) std::array<std::uint32_t, 16> form_points{}, sound_points{};
    query.form_points = form_points.data();
    query.sound_points = sound_points.data();
    query.sound_floor = round % 3;
    query.letters = static_cast<std::uint32_t>(next_random(state) & next_random(state)) & 0x7FFFFFFU;
    query.sounds = static_cast<std::uint32_t>(next_random(state) & next_random(state)) & 0x7FFFFFFU;
    query.form_floor = round % 4;
    for (std::uint32_t d = 0; d < 16; ++d) {
      form_points[d] = d * 150 < 2000 ? 2000 - d * 150 : 0;
      sound_points[d] = d * 180 < 2000 ? 2000 - d * 180 : 0;
    }
    query.need = 1000 + 5 * round;
    const std::uint32_t first = round % 37;
    const std::uint32_t last = 1'003 - round % 19;
    std::vector<std::uint32_t> expected(1'003), found(1'003);
    expected.resize(scalar_table().filter(columns, query, first, last, expected.data()));
    found.resize(table(GetParam()).filter(columns, query, first, last, found.data()));
    ASSERT_EQ(found, expected);
  }
}

TEST_P(EveryKernel, SelectEqualsScalar) {
  std::uint64_t state = 3;
  for (int round = 0; round < 500; ++round) {
    alignas(64) std::array<std::uint8_t, 64> first{}, second{}, limits{};
    for (std::size_t i = 0; i < 64; ++i) {
      first[i] = static_cast<std::uint8_t>(next_random(state) % 64);
      second[i] = static_cast<std::uint8_t>(next_random(state) % (round % 2 == 0 ? 20 : 256));
      limits[i] = static_cast<std::uint8_t>(next_random(state) % (round % 2 == 0 ? 20 : 256));
    }
    ASSERT_EQ(table(GetParam()).select(first.data(), second.data(), limits.data()),
              scalar_table().select(first.data(), second.data(), limits.data()));
  }
}

TEST_P(EveryKernel, NearEqualsScalar) {
  std::uint64_t state = 5;
  std::size_t near = 0;
  for (std::size_t round = 0; round < 400; ++round) {
    // Few letters, so that much is in common; patterns of every width of lanes.
    const auto text = [&state](std::size_t length) {
      std::string out;
      while (out.size() < length) out += static_cast<char>('a' + next_random(state) % 5);
      return out;
    };
    const Pattern form(text(round % 27));
    const Pattern sound(text(round % 17));
    alignas(64) std::array<std::uint8_t, 64> least_sound{};
    for (std::uint8_t& least : least_sound) least = static_cast<std::uint8_t>(next_random(state) % 6);
    NearQuery query{&form, &sound, round % 24, round % 16, static_cast<std::uint8_t>(round % 7), least_sound.data()};
    std::vector<std::uint8_t> columns((query.form_length + query.sound_length) * kBlockLanes);
    for (std::uint8_t& symbol : columns) symbol = static_cast<std::uint8_t>(next_random(state) % 6);
    const std::uint64_t expected = scalar_table().near(query, columns.data());
    ASSERT_EQ(table(GetParam()).near(query, columns.data()), expected) << round;
    near += static_cast<std::size_t>(std::popcount(expected));
  }
  EXPECT_GT(near, 1'000U);
}

TEST(Kernels, NearAsksForWhatIsInCommon) {
  const Pattern form("ivan");
  const Pattern sound("ifan");
  const std::vector<std::string> forms(kBlockLanes, "ivon");   // three in common
  const std::vector<std::string> sounds(kBlockLanes, "ifin");  // three in common
  std::vector<std::uint8_t> columns = columns_of(forms);
  const std::vector<std::uint8_t> more = columns_of(sounds);
  columns.insert(columns.end(), more.begin(), more.end());
  alignas(64) std::array<std::uint8_t, 64> least_sound{};
  NearQuery query{&form, &sound, 4, 4, 3, least_sound.data()};
  least_sound.fill(4);
  least_sound[3] = 3;
  EXPECT_EQ(scalar_table().near(query, columns.data()), ~std::uint64_t{0});
  least_sound[3] = 4;
  EXPECT_EQ(scalar_table().near(query, columns.data()), 0U);
  least_sound[3] = 0;
  query.least_form = 4;
  EXPECT_EQ(scalar_table().near(query, columns.data()), 0U);
}

TEST_P(EveryKernel, AlignmentEqualsScalar) {
  std::uint64_t state = 21;
  for (std::size_t round = 0; round < 300; ++round) {
    // Small costs, and costs that reach the cap.
    const std::uint64_t dearest = round % 3 == 0 ? 60 : 9;
    const auto cost = [&] { return static_cast<std::uint8_t>(next_random(state) % dearest); };
    WeightedPattern pattern;
    pattern.length = round % (WeightedPattern::kMaxLength + 1);
    for (std::size_t i = 0; i < pattern.length; ++i) {
      pattern.gap[i] = cost();
      for (std::uint8_t& entry : pattern.pair[i]) entry = cost();
    }
    for (std::uint8_t& entry : pattern.text_gap) entry = cost();
    const std::size_t length = round % 17;
    std::vector<std::uint8_t> columns(length * kBlockLanes);
    for (std::uint8_t& symbol : columns) symbol = static_cast<std::uint8_t>(next_random(state) % kSymbols);
    Distances expected{}, found{};
    scalar_table().align(pattern, columns.data(), length, expected.data());
    table(GetParam()).align(pattern, columns.data(), length, found.data());
    ASSERT_EQ(found, expected) << pattern.length << ' ' << length;
  }
}

TEST(Kernels, AlignmentWithUnitCostsIsTheEditDistance) {
  compare_over_lengths([](const std::string& pattern_text, const std::vector<std::string>& texts) {
    if (pattern_text.size() > WeightedPattern::kMaxLength) return;
    WeightedPattern pattern;
    pattern.length = pattern_text.size();
    pattern.gap.fill(1);
    pattern.text_gap.fill(1);
    for (std::size_t i = 0; i < pattern.length; ++i) {
      pattern.pair[i].fill(1);
      pattern.pair[i][symbol_of(pattern_text[i])] = 0;
    }
    Distances found{};
    scalar_table().align(pattern, columns_of(texts).data(), texts.front().size(), found.data());
    for (std::size_t i = 0; i < kBlockLanes; ++i) {
      ASSERT_EQ(found[i], reference::levenshtein(pattern_text, texts[i])) << pattern_text << ' ' << texts[i];
    }
  });
}

INSTANTIATE_TEST_SUITE_P(All, EveryKernel, testing::ValuesIn(available_kernels()),
                         [](const auto& param) { return std::string(kernel_name(param.param)); });

TEST(Kernels, NamesRoundTrip) {
  for (const Kernel kernel : {Kernel::kBest, Kernel::kScalar, Kernel::kAvx2, Kernel::kAvx512}) {
    EXPECT_EQ(kernel_named(kernel_name(kernel)), kernel);
  }
  EXPECT_FALSE(kernel_named("sse9").has_value());
}

}  // namespace
}  // namespace cordon::match::kernels
