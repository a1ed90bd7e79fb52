// From one OFAC record to FollowTheMoney entities: the subject, its Sanction, Address, Identification, Passport and
// CryptoWallet entities, and its ties to other subjects. The same for every OFAC layout.
//
// Rules (our choice, as near to OpenSanctions' as a strict reading allows):
// - id: "ofac-<uid>". Further entities are named after the subject and their content, so that they keep their ids from
//   version to version and from layout to layout: "ofac-<uid>-address-<hash>".
// - schema: individual -> Person, vessel -> Vessel, aircraft -> Airplane, all else -> Organization; Company where the
//   record carries what only companies have (ISIN, ticker, BIK). Never from words in the name: it would change with it.
// - name: a person's first name value is "First LAST"; the second the list's own "LAST, First". Aliases are written
//   "First LAST".
// - every subject has topic 'sanction'; which measures that means is said by the Sanction's programId and provisions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cordon/model/list_entity.hpp"
#include "ofac_names.hpp"
#include "ofac_record.hpp"
#include "unmapped.hpp"

namespace cordon::ingest::ofac {

struct MapContext {
  std::string list_title;                        // "Specially Designated Nationals and Blocked Persons List"
  const std::vector<Record>* records = nullptr;  // the whole list, for ties
  const NameIndex* names = nullptr;              // over *records
  Unmapped* unmapped = nullptr;
};

[[nodiscard]] std::string entity_id(std::string_view uid);
[[nodiscard]] std::string_view schema_of(SubjectKind kind) noexcept;

// Appends the record's entities to out, the subject first. Requires: the context's pointers are set.
void map_record(const Record& record, const MapContext& context, std::vector<model::ListEntity>& out);

}  // namespace cordon::ingest::ofac
