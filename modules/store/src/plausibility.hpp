// Is a list that was read without error nevertheless wrong? Such a version is kept apart until somebody decides. Pure:
// what the session found goes in, sentences come out. Limits and their reasons: HealthLimits, data/sources/health.csv.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/model/list_entity.hpp"
#include "cordon/store/health.hpp"
#include "fill_profile.hpp"

namespace cordon::store {

struct Neighbour {
  std::uint32_t version = 0;
  base::Date published;
  std::uint64_t subjects = 0;
};

// The version before, where its layout can be compared: same format, reader and parts.
struct Layout {
  std::uint32_t version = 0;
  std::uint64_t subjects = 0;
  FillProfile fill;
  std::vector<model::UnmappedValue> unmapped;
};

// A version of the same edition, or of the same date where the files name no edition, with other bytes.
struct Twin {
  std::uint32_t version = 0;
  std::string edition;                   // empty: the caller gave the date of both
  bool has_new_subject = false;          // a subject that the stored one does not have in any state
  std::uint64_t entities_only_here = 0;  // entity states of the new one that the stored one lacks
  std::uint64_t entities_only_there = 0;
};

struct PlausibilityInput {
  std::uint64_t subjects = 0;
  std::uint64_t rejected = 0;
  std::optional<std::uint64_t> declared_records;
  base::Date published;
  base::Date today;
  std::optional<Neighbour> before;
  std::optional<Neighbour> after;
  std::optional<Twin> twin;
  const Layout* layout = nullptr;  // null: nothing to compare with
  FillProfile fill;
  std::vector<model::UnmappedValue> unmapped;
};

// Reasons to keep the version apart (quarantine) and things to mention (notice), in plain sentences. Where the number
// of subjects is wrong already, layout and fill rates are not judged, and where the layout is new, fill rates are not:
// what they would say follows from it. One failure gives one reason.
struct Plausibility {
  std::vector<std::string> quarantine;
  std::vector<std::string> notices;
};
[[nodiscard]] Plausibility assess(const PlausibilityInput& input, const HealthLimits& limits);

}  // namespace cordon::store
