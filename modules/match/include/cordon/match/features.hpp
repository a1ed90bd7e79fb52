// SubjectFeatures: what scoring sees of a subject, the same for a listed subject and for a query.
// Plain text as lists and callers give it; nothing here is normalised yet (see prepared_subject.hpp).
// Values; thread safe.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "cordon/model/entity.hpp"

namespace cordon::match {

struct Identifier {
  std::string type;     // FtM property name: imoNumber, innCode, passportNumber, leiCode, swiftBic, idNumber, publicKey
  std::string value;    // as given
  std::string country;  // alpha-2, may be empty
  friend bool operator==(const Identifier&, const Identifier&) = default;
};

struct SubjectFeatures {
  std::string id;
  std::string schema;  // FtM schema; empty = not known
  std::string caption;
  std::vector<std::string> names;       // primary names and strong aliases
  std::vector<std::string> weak_names;  // weak aliases: low quality a.k.a., nicknames, abbreviations
  // What a query's names are without what is no part of them (see name_variants.hpp): compared as names, and never the
  // same as written.
  std::vector<std::string> derived_names;
  std::vector<std::string> birth_dates;  // FtM dates; also incorporation and build dates of non-persons
  std::vector<std::string> birth_places;
  std::vector<std::string> countries;  // alpha-2
  std::vector<std::string> genders;    // "male", "female", "other"
  std::vector<std::string> addresses;
  std::vector<Identifier> identifiers;
  std::string attachment;  // the owner's bytes, kept beside the subject in a corpus; takes no part in scoring
  friend bool operator==(const SubjectFeatures&, const SubjectFeatures&) = default;
};

// Reads a FollowTheMoney entity. adjacent: entities that belong to it (Address, Identification, Passport,
// CryptoWallet). Properties without a feature are left alone: they take no part in scoring.
[[nodiscard]] SubjectFeatures features_of(const model::Entity& subject, std::span<const model::Entity* const> adjacent);

}  // namespace cordon::match
