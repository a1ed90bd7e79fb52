// What of a query's name is no part of the name: a place behind it ("Acme LLC, Moscow"), a ship's number ("Fortuna (IMO
// 9074729)"), two words run together ("JohnSmith"). The name as given is searched all the same; these are searched
// besides, so that they can only add hits.
// Pure functions; thread safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/match/features.hpp"
#include "cordon/match/prepared_subject.hpp"

namespace cordon::match {

inline constexpr std::size_t kMaxNameVariants = 3;

struct NameVariants {
  std::vector<std::string> names;       // at most kMaxNameVariants; none for an ordinary name
  std::vector<Identifier> identifiers;  // ship numbers with a right check digit
};

[[nodiscard]] NameVariants name_variants(std::string_view name, SubjectKind kind);

// Adds the variants of a query's names as derived_names, and the identifiers.
void add_name_variants(SubjectFeatures& query);

}  // namespace cordon::match
