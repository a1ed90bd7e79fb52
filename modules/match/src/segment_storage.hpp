// The arrays of a segment while it is built and when it lives in memory. See SegmentArrays for what they mean.
#pragma once

#include <cstdint>
#include <vector>

#include "segment.hpp"

namespace cordon::match {

struct SegmentStorage {
  std::vector<Token> tokens;
  std::vector<NameSlot> slots;
  std::vector<NameRecord> names;
  std::vector<SubjectRecord> subjects;
  std::vector<std::uint32_t> subject_names;
  std::vector<DateRange> dates;
  std::vector<std::uint16_t> countries;
  std::vector<std::uint32_t> places;
  std::vector<std::uint32_t> addresses;
  std::vector<IdentifierKey> identifiers;
  std::vector<char> text;
  std::vector<std::uint32_t> posting_starts;
  std::vector<std::uint32_t> postings;
  std::vector<std::uint16_t> posting_marks;
  std::vector<TokenGroup> groups;
  BlockStorage blocks;
  std::vector<std::uint8_t> columns;
  std::vector<TokenFacts> token_facts;
  std::vector<KeyEntry> token_keys;
  std::vector<std::uint32_t> token_key_starts;
  std::vector<KeyEntry> identifier_keys;
  std::vector<std::uint32_t> subjects_by_id;
  std::vector<NameClass> classes;
  std::vector<NameBrief> briefs;

  // Points the arrays at this storage. Lifetime: the storage's, and until it changes.
  void point(SegmentArrays& arrays) const;
};

}  // namespace cordon::match
