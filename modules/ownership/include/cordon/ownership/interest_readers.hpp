// Readers of ownership data. Each adds interests to a builder and says what it could not map; nothing is dropped
// without being counted. Ids are the source's own: recordId or statementID, LEI, company number.
// Thread: every call stands alone.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/error.hpp"
#include "cordon/base/result.hpp"
#include "cordon/model/entity_source.hpp"
#include "cordon/ownership/graph.hpp"
#include "cordon/ownership/listed.hpp"
#include "cordon/ownership/regime.hpp"

namespace cordon::ownership {

struct InterestImport {
  std::uint64_t records = 0;    // read
  std::uint64_t parties = 0;    // statements or records about a person or entity
  std::uint64_t interests = 0;  // added to the graph
  std::uint64_t ignored = 0;    // understood and left out on purpose (closed, superseded, other kinds of record)
  std::vector<model::UnmappedValue> unmapped;  // sorted by field, value
  std::vector<model::RejectedRecord> rejected;
  std::vector<std::string> warnings;

  void count_unmapped(std::string_view field, std::string_view value);
  // {"records":..,"parties":..,"interests":..,"ignored":..,"unmapped":[..],"rejected":[..],"warnings":[..]}
  void append_json(std::string& out) const;
};

// CSV `owner,asset,share_min,share_max[,start,end,kind]`; a header line naming these columns (in any order, further
// columns left alone) is recognised. Shares are percentages; an empty share_min is 0, an empty share_max 100.
// Errors: the first bad row, with document and line.
[[nodiscard]] base::Result<InterestImport> read_interest_csv(std::string_view bytes, const std::string& document,
                                                             OwnershipGraph::Builder& builder);
// `id[,since[,until]]`, one a line, both days inclusive; a header line starting with "id" is recognised.
[[nodiscard]] base::Result<ListedParties> read_listed_csv(std::string_view bytes, const std::string& document);

// FollowTheMoney: Ownership, Directorship, Membership, Employment, Representation, Family, Associate, UnknownLink, and
// the owners and operators of vessels and aircraft; parties with one address, phone, e-mail or wallet get association
// edges. Captions are kept for explanations.
[[nodiscard]] base::Result<InterestImport> read_entities(const model::EntitySource& source,
                                                         OwnershipGraph::Builder& builder);

// Beneficial Ownership Data Standard 0.2, 0.3 and 0.4: a JSON array, one statement, or JSON lines. Statements that
// break the standard (missing or mistyped fields, unknown codes, shares outside 0..100, ends of the wrong type) are
// rejected with the path; the others are read, with warnings about what is doubtful. Only the newest statement of a
// record counts. today: dates behind it are doubted. Source: data/ownership/bods_rules.txt.
// Errors: kMalformed when the text is not JSON statements at all.
[[nodiscard]] base::Result<InterestImport> read_bods(std::string_view bytes, const std::string& document,
                                                     OwnershipGraph::Builder& builder,
                                                     std::optional<base::Date> today = std::nullopt);

// GLEIF: entities (LEI-CDF, their names), relationship records (RR-CDF) and reporting exceptions, as XML or JSON;
// relationships and exceptions also as the published CSV. A parent that
// consolidates an entity owns or controls it: the share is what the record quantifies, else unknown. Exceptions name
// nobody and are counted.
[[nodiscard]] base::Result<InterestImport> read_gleif_xml(std::string_view bytes, const std::string& document,
                                                          OwnershipGraph::Builder& builder);
[[nodiscard]] base::Result<InterestImport> read_gleif_json(std::string_view bytes, const std::string& document,
                                                           OwnershipGraph::Builder& builder);
[[nodiscard]] base::Result<InterestImport> read_gleif_csv(std::string_view bytes, const std::string& document,
                                                          OwnershipGraph::Builder& builder);

// UK Companies House snapshot of persons with significant control, JSON lines. Bands become ranges
// ("ownership-of-shares-25-to-50-percent" is more than 25 up to 50); ceased_on ends the interest.
[[nodiscard]] base::Result<InterestImport> read_uk_psc(std::string_view bytes, const std::string& document,
                                                       OwnershipGraph::Builder& builder);

// Recognises one of the formats above from the content and reads it.
// Errors: kUnsupported when it is none of them.
[[nodiscard]] base::Result<InterestImport> read_interests(std::string_view bytes, const std::string& document,
                                                          OwnershipGraph::Builder& builder,
                                                          std::optional<base::Date> today = std::nullopt);

// Which of the formats that hold nothing but ownership data a file starts like: "bods", "gleif", "uk-psc",
// "interests-csv" (with its header line); empty for anything else, FollowTheMoney included.
[[nodiscard]] std::string_view interest_format(std::string_view head) noexcept;

// The parties and interests of a graph as FollowTheMoney entities, so that a store can keep them: read_entities() gives
// the same interests back. prefix: for ids of interests whose record has none. Stops early when visit returns false.
void graph_entities(const OwnershipGraph& graph, std::string_view prefix,
                    const std::function<bool(model::Entity&&)>& visit);

// The parties that stand on the lists of a regime and measure: from source, programmes and topics of listed entities.
[[nodiscard]] ListedParties listed_parties(const model::EntitySource& source, Regime regime, Measure measure);

}  // namespace cordon::ownership
