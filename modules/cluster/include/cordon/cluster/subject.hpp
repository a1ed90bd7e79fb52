// Subject: what is compared when subjects of several lists are linked, and how it is read from the lists' entities.
// Values; thread safe. A subject is known by its place in the vector that subjects_of() returns.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/match/features.hpp"
#include "cordon/model/entity_source.hpp"

namespace cordon::cluster {

struct Subject {
  model::EntityId id;
  model::SourceId source;
  match::SubjectFeatures features;
  // Numbers of the listing that the record says it carries out or copies, each with its issuer: "un:QDi.136",
  // "gb:RUS0001". A number in running text counts only where the text says that it is the record's own.
  std::vector<std::string> references;  // sorted
  std::vector<std::string> regimes;     // what its programmes are about, sorted: data/cluster/regimes.csv
  std::vector<std::string> programmes;  // as the list writes them, sorted
  std::string listed_on;                // earliest listing date the record gives (YYYY-MM-DD or shorter); may be empty
};

// The subjects of a source in its order (source id, entity id).
[[nodiscard]] std::vector<Subject> subjects_of(const model::EntitySource& source);

// UN permanent reference numbers that a text gives as its own subject's ("UN Ref QI.A.12.01", "UN Ref: QDi.012"), in
// the form of today: an old number keeps its last but one part, QI.A.12.01 is QDi.012.
[[nodiscard]] std::vector<std::string> own_un_references(std::string_view text);
// A number that stands alone ("QDi.012", "QE.A.4.01"); empty when it is none.
[[nodiscard]] std::string un_reference(std::string_view text);

// What a programme is about; empty when the table does not say. Lifetime: the program's.
[[nodiscard]] std::vector<std::string_view> regimes_of(std::string_view programme);

}  // namespace cordon::cluster
