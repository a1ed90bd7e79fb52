// A BODS statement of any version, reduced to what ownership needs, and the checks that look at a whole package.
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/ownership/interest_readers.hpp"

namespace cordon::ownership {

enum class BodsType : std::uint8_t { kEntity, kPerson, kRelationship };

struct BodsInterest {
  std::string type;  // the code as given
  InterestKind kind = InterestKind::kOwnedOrControlled;
  bool type_known = true;
  bool indirect = false;
  bool beneficial = false;
  ShareRange share = ShareRange::unknown();
  std::string start;
  std::string end;
};

struct BodsStatement {
  BodsType type = BodsType::kEntity;
  std::uint64_t place = 0;  // 1-based position in the package
  std::string id;           // statementId, statementID
  std::string record;       // what relationships refer to: recordId; before 0.4 the statement's id
  std::string status;       // new, updated, closed
  std::string date;
  std::string declaration_subject;
  std::string name;
  PartyFacts facts;
  std::string subtype;  // of an entity: trust, nomination ...
  bool component = false;
  std::vector<std::string> components;
  std::vector<std::string> replaces;
  std::string subject;
  std::string party;  // empty: unspecified
  std::vector<BodsInterest> interests;
  std::vector<std::string> problems;  // of this statement; not empty: it is rejected
  std::vector<std::string> doubts;    // worth a warning
};

// Reads one statement of version 0.2, 0.3 (statementID, statementType) or 0.4 (statementId, recordType).
// today: dates behind it are doubted; none: not checked.
[[nodiscard]] BodsStatement read_bods_statement(simdjson::dom::element value, const std::optional<base::Date>& today);

// Adds problems and doubts that show only in the package: duplicate ids, references to nothing, broken series, order.
void check_bods_package(std::vector<BodsStatement>& statements);

}  // namespace cordon::ownership
