// What every reader's fuzz target checks: no crash, no hang, and the invariants of a reading that succeeds.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>

#include "cordon/base/json_text.hpp"
#include "cordon/ingest/read_list.hpp"

namespace cordon::fuzz {

// Aborts, so that the fuzzer keeps the input.
inline void check(bool holds) {
  if (!holds) std::abort();
}

inline void read_checked(const ingest::InputGroup& group, const ingest::ReadOptions& options = {}) {
  model::ListEntityCollector collector;
  const auto description = ingest::read_group(group, options, collector);
  if (!description) {
    check(!description.error().message.empty());
    return;
  }
  check(description->entities == collector.entities.size());
  std::uint64_t subjects = 0;
  for (const model::ListEntity& listed : collector.entities) {
    if (listed.is_subject) ++subjects;
    check(!listed.entity.id().empty());
    check(!listed.is_subject || (listed.subject_id == listed.entity.id() && listed.raw_hash.has_value()));
  }
  check(subjects == description->subjects);
  std::uint64_t unmapped = 0;
  for (const model::UnmappedValue& value : description->unmapped) unmapped += value.count;
  check(unmapped == description->unmapped_total);
}

// One input of a single-file format.
inline void read_as(std::string_view format, std::string_view file_name, const std::uint8_t* data, std::size_t size) {
  if (size > ingest::kHeadBytes) return;
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};  // NOLINT: byte type
  ingest::InputGroup group;
  group.format = format;
  group.source = model::SourceId{"fuzz"};
  group.parts.push_back({"", ingest::memory_input(file_name, bytes)});
  read_checked(group);
}

}  // namespace cordon::fuzz
