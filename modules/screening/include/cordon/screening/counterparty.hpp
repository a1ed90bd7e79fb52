// Counterparty: whom a user screens. What is empty was not given.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cordon/match/features.hpp"

namespace cordon::screening {

struct Counterparty {
  std::string id;                  // the user's own key
  std::vector<std::string> names;  // the first is the main name
  std::vector<std::string> aliases;
  std::string schema;                    // FollowTheMoney; empty: any
  std::vector<std::string> birth_dates;  // as given; read by features_of()
  std::vector<std::string> birth_places;
  std::vector<std::string> countries;  // codes or names
  std::vector<std::string> genders;
  std::vector<std::string> addresses;
  std::vector<match::Identifier> identifiers;
  std::vector<std::pair<std::string, std::string>> extra;  // unknown columns, echoed back

  friend bool operator==(const Counterparty&, const Counterparty&) = default;
};

// Adds one column of a counterparty file. Several values are separated by ';'.
// Known columns: id name alias schema birth_date birth_place country nationality gender address id_number
// passport_number tax_number registration_number imo mmsi lei bic inn ogrn isin wallet call_sign, and the identifier
// properties of FollowTheMoney (okpoCode, kppCode, imoNumber ...). Everything else is kept in extra.
// Returns: whether the column is known.
bool set_column(Counterparty& counterparty, std::string_view column, std::string_view value);

// What scoring sees of a counterparty. Dates in the usual written forms become FollowTheMoney dates.
// A value that cannot be read is left out and named in problems ("birth_date: expected ..., found ..."): the rest is
// screened all the same, because a row that is not screened at all is the worse outcome.
struct Query {
  match::SubjectFeatures features;
  std::vector<std::string> problems;
};
[[nodiscard]] Query query_of(const Counterparty& counterparty);

}  // namespace cordon::screening
