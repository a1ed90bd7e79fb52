// What a build makes of a list, against the plain way to make it.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>
#include <string>
#include <vector>

#include "corpus_generator.hpp"
#include "generated_subjects.hpp"
#include "segment.hpp"
#include "slot_kinds.hpp"

namespace cordon::match {
namespace {

TEST(SegmentBuild, SubjectsAreOrderedById) {
  std::vector<std::vector<std::string>> lists{
      {},
      {"ofac-36"},
      // Prefixes of each other, twice the same, differences behind eight bytes, bytes above 127, a zero byte.
      {"b", "", "a", "aa", "a", "a-very-long-id-2", "a-very-long-id-1", "\xC3\xA9", std::string("a\0b", 3), "a-very"},
      {"ofac-306", "ofac-36", "ofac-173", "ofac-3", "ofac-36"},
  };
  for (const auto& ids : lists) {
    std::vector<SubjectFeatures> subjects(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) subjects[i].id = ids[i];
    std::vector<std::uint32_t> expected(ids.size());
    std::iota(expected.begin(), expected.end(), 0U);
    std::stable_sort(expected.begin(), expected.end(), [&](auto a, auto b) { return ids[a] < ids[b]; });
    const auto segment = Segment::build(subjects, 1);
    const auto found = segment->arrays().subjects_by_id;
    EXPECT_EQ(std::vector<std::uint32_t>(found.begin(), found.end()), expected);
  }
}

TEST(SegmentBuild, PostingsAreTheNamesThatHaveTheToken) {
  const auto subjects = test::subjects_of(bench::CorpusGenerator(11).subjects_with_names(1'500));
  const auto segment = Segment::build(subjects, 2);
  const SegmentArrays& arrays = segment->arrays();
  std::vector<std::set<std::uint32_t>> names(arrays.tokens.size());
  std::vector<std::array<std::uint8_t, kNameModes>> most(arrays.tokens.size());
  for (std::uint32_t name = 0; name < arrays.names.size(); ++name) {
    for (const NameSlot& slot : segment->name(name).slots) {
      names[slot.token].insert(name);
      for (std::size_t m = slot.kind == SlotKind::kAcronym ? 1 : 0; m < kNameModes; ++m) {
        most[slot.token][m] = std::max(most[slot.token][m], slot.loss[m]);
      }
    }
  }
  ASSERT_EQ(arrays.posting_starts.size(), arrays.tokens.size() + 1);
  EXPECT_EQ(arrays.posting_starts.back(), arrays.postings.size());
  for (std::size_t token = 0; token < names.size(); ++token) {
    const auto first = arrays.posting_starts[token];
    const auto found = arrays.postings.subspan(first, arrays.posting_starts[token + 1] - first);
    EXPECT_TRUE(std::equal(found.begin(), found.end(), names[token].begin(), names[token].end()));
    EXPECT_EQ(arrays.token_facts[token].most, most[token]);
    for (std::size_t i = 0; i < found.size(); ++i) {
      unsigned mark = 0;
      for (const NameSlot& slot : segment->name(found[i]).slots) {
        const bool counts = slot.kind != SlotKind::kAcronym || arrays.names[found[i]].kind != SubjectKind::kPerson;
        if (slot.token == token && counts) mark |= positions_of(slot);
      }
      EXPECT_EQ(arrays.posting_marks[first + i], mark);
    }
  }
}

}  // namespace
}  // namespace cordon::match
