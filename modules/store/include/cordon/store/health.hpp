// The limits by which a list that was read without error is nevertheless kept apart: a truncated download, a page in
// place of a file, an export that lost half its records or a column, a copy that somebody changed.
// The defaults are those of data/sources/health.csv, which gives the reasons; whoever changes one changes which lists
// are served without a human having looked. A value; nothing here reads files.
#pragma once

#include <cstdint>

namespace cordon::store {

struct HealthLimits {
  // Subjects kept of the version before (and of one soon after). Units: percent, inclusive.
  std::uint64_t smallest_kept_percent = 70;
  // The same of a version before that is not near: over years programmes end. Units: percent, inclusive.
  std::uint64_t smallest_kept_far_percent = 50;
  // Subjects against the version before, when that is near. Units: percent, inclusive; 0 = no limit.
  std::uint64_t largest_growth_percent = 150;
  // A version of fewer subjects is no measure: short lists do shrink and grow by half.
  std::uint64_t compared_subjects = 50;
  // How near the other version must be to be a measure of growth, or when it was published later; where the lower limit
  // for distant ones begins. Units: days, inclusive.
  std::int32_t near_days = 92;
  // Records that could not be read, of all records. Units: basis points, inclusive.
  std::uint64_t rejected_basis_points = 100;
  // Unmapped fields or values that the version before did not have, by how often they occur, of all subjects.
  // Units: basis points, inclusive. Up to it they are mentioned, above it the reader no longer knows the layout.
  std::uint64_t drift_basis_points = 100;
  // How much of a property's fill rate must be left. Units: percent of the rate before, inclusive.
  std::uint64_t smallest_fill_percent = 50;
  // Fewer filled values than this in the version before are no measure.
  std::uint64_t compared_values = 20;
  // Another list under an edition that is stored already. Off: it is mentioned only.
  bool same_edition_is_kept_apart = true;
  // Where the file names no edition: another list under a date the caller gave before, which adds no subject but takes
  // away or changes some. Off: it is mentioned only.
  bool same_date_is_kept_apart = false;
  // A publication date may lie this far ahead of ours. Units: days, inclusive.
  std::int32_t future_days = 1;
};

}  // namespace cordon::store
