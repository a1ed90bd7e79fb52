// What a reader hands to a store: one entity of a list, with its place in the list's own record.
// This is the seam between ingest and store, which do not know each other.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cordon/base/content_hash.hpp"
#include "cordon/base/date.hpp"
#include "cordon/base/error.hpp"
#include "cordon/base/result.hpp"
#include "cordon/model/entity.hpp"
#include "cordon/model/ids.hpp"

namespace cordon::model {

// Invariant: a subject's subject_id is its own id.
struct ListEntity {
  Entity entity;
  // The subject whose record this entity came from; empty when the reader cannot know it (an FtM address, whose
  // subjects point to it). Several subjects may then share it.
  EntityId subject_id;
  bool is_subject = false;
  // Hash of the list's raw record. Set on subjects only; a change anywhere in the raw record is a change of the
  // subject.
  std::optional<base::ContentHash> raw_hash;
};

// A source value that no rule of the reader maps: kept out of the entities, counted, shown with examples' text.
struct UnmappedValue {
  std::string field;  // "remarks", "sdn_type", "schema", "property:Person"
  std::string value;  // the text, shortened to 200 bytes
  std::uint64_t count = 0;
  friend auto operator<=>(const UnmappedValue&, const UnmappedValue&) = default;
};

// A record that could not be read at all; it is not in the version.
struct RejectedRecord {
  base::SourceLocation where;
  std::string reason;
};

// What a reader knows about the list as a whole once it has read it.
struct ListDescription {
  SourceId source;
  std::string title;                    // "OFAC Specially Designated Nationals List"
  std::string format;                   // "ofac-csv", "ofac-xml", "un-xml", "ftm-json" ...
  std::uint32_t reader_revision = 1;    // raised when the same bytes would give other entities
  std::optional<base::Date> published;  // the publication date the file itself gives
  // What the file says about itself that names the publication: its date with the time where it has one, its number.
  // Two files of one edition must hold the same list. Empty when the file says nothing.
  std::string edition;
  base::ContentHash content;               // SHA-256 over the files in canonical order
  std::vector<std::string> parts_present;  // "prim", "add", "alt", "comments"; empty for single-file formats
  std::vector<std::string> parts_missing;
  std::uint64_t subjects = 0;
  std::uint64_t entities = 0;           // subjects included
  std::vector<UnmappedValue> unmapped;  // sorted by field, value
  std::uint64_t unmapped_total = 0;     // all of them, also those beyond the shown ones
  std::vector<RejectedRecord> rejected;
  std::optional<std::uint64_t> declared_records;  // the record count the file states about itself
};

// Receives the entities of one list in the order of the list. Errors stop the reader.
class ListEntitySink {
 public:
  ListEntitySink() = default;
  ListEntitySink(const ListEntitySink&) = delete;
  ListEntitySink& operator=(const ListEntitySink&) = delete;
  virtual ~ListEntitySink() = default;
  [[nodiscard]] virtual base::Result<void> add(ListEntity&& entity) = 0;
};

// Collects in memory: for tests and small lists.
class ListEntityCollector final : public ListEntitySink {
 public:
  [[nodiscard]] base::Result<void> add(ListEntity&& entity) override {
    entities.push_back(std::move(entity));
    return {};
  }
  std::vector<ListEntity> entities;
};

}  // namespace cordon::model
