// Is a list that was read without error nevertheless wrong? A truncated download, a page in place of a file, an export
// that lost half its records: such a version is kept apart until somebody decides.
// The thresholds are our choice; each says what it stands for. Whoever changes one changes which lists are served
// without a human having looked.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/model/list_entity.hpp"

namespace cordon::store {

// A list of this many subjects or more that keeps less than this share of them is suspicious. Evidence: no publication
// of OFAC, UN, UK or EU lists of 2014 to 2022 that we know took off more than a tenth; truncation loses any share. 70
// leaves room for a repealed programme. Short lists do shrink by half when a programme ends, so they are left alone.
inline constexpr std::uint64_t kSmallestKeptPercent = 70;
inline constexpr std::uint64_t kSmallestComparedSubjects = 50;
// An older version is also held against the version after it, but only when that is near: lists grow by half and more
// over years. Units: days.
inline constexpr std::int32_t kNearDays = 92;
// Records that could not be read, of all records. Above it the reader does not understand the file. Units: basis
// points.
inline constexpr std::uint64_t kMostRejectedBasisPoints = 100;
// A publication date may lie one day ahead of ours (time zones).
inline constexpr std::int32_t kFutureDays = 1;

struct Neighbour {
  std::uint32_t version = 0;
  base::Date published;
  std::uint64_t subjects = 0;
};

struct PlausibilityInput {
  std::uint64_t subjects = 0;
  std::uint64_t rejected = 0;
  std::optional<std::uint64_t> declared_records;
  base::Date published;
  base::Date today;
  std::optional<Neighbour> before;
  std::optional<Neighbour> after;
};

// Reasons to keep the version apart (quarantine) and things to mention (notice), in plain sentences.
struct Plausibility {
  std::vector<std::string> quarantine;
  std::vector<std::string> notices;
};
[[nodiscard]] Plausibility assess(const PlausibilityInput& input);

}  // namespace cordon::store
