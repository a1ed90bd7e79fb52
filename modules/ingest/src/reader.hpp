// Reader: one list format. How one is added:
//   1. src/<format>.cpp implements Reader and ends with `const Reader& <format>_reader() { static const ... }`.
//   2. src/readers.hpp declares that function and src/registry.cpp names it in all_readers().
//   3. tests/<format>_test.cpp quotes raw records; fuzz/fuzz_<format>.cpp and fuzz/seeds/<format>/ are picked up.
// Rules: recognise by content (head), then by file name; every source value is mapped, explicitly ignored with a
// comment that says why, or counted in context.unmapped; one clear Error with document and line for broken input; hash
// of the raw record on every subject; parts in canonical order.
// Readers are stateless and shared between threads; all state of one run is in ReadContext.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "cordon/ingest/read_list.hpp"
#include "unmapped.hpp"

namespace cordon::ingest {

// What a reader thinks of one input. Units: confidence 0 = not mine, 100 = certain; 50 = content fits, but so does that
// of a sibling format and only the file name speaks for it. The highest wins, ties go to the earlier reader.
struct Detection {
  int confidence = 0;
  std::string part;  // as in GroupPart
};

// One run over one group.
class ReadContext {
 public:
  ReadContext(const InputGroup& input_group, const ReadOptions& read_options, model::ListEntitySink& entity_sink)
      : group(input_group), options(read_options), sink_(&entity_sink) {}

  const InputGroup& group;
  const ReadOptions& options;
  model::ListDescription description;  // source and format are set before the reader runs
  Unmapped unmapped;                   // moved into the description at the end

  // Hands a subject to the sink. Errors: kMalformed when this id was emitted before (a list number used twice).
  [[nodiscard]] base::Result<void> emit_subject(model::Entity entity, const base::ContentHash& raw_hash,
                                                const base::SourceLocation& where);
  // Hands over an entity that belongs to a subject (address, identification, sanction, link). An entity of the same id
  // that was emitted before is left out when it has the same content, and is an error otherwise.
  [[nodiscard]] base::Result<void> emit_dependent(model::Entity entity, const model::EntityId& subject_id,
                                                  const base::SourceLocation& where);
  // The general form: no check for repeated ids.
  [[nodiscard]] base::Result<void> emit(model::ListEntity entity);
  void reject(base::SourceLocation where, std::string reason);

  // The content hash of the group: the hash of the one file, or of the hashes of all parts with their names.
  void add_part_hash(std::string_view part, const base::ContentHash& hash);
  void report_progress(std::uint64_t done, std::uint64_t total) const;
  // Called by read_group when the reader is done.
  [[nodiscard]] model::ListDescription finish();

 private:
  model::ListEntitySink* sink_;
  std::unordered_set<std::string> subject_ids_;
  std::unordered_map<std::string, base::ContentHash> dependent_ids_;
  std::vector<std::pair<std::string, base::ContentHash>> part_hashes_;
};

class Reader {
 public:
  Reader() = default;
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  virtual ~Reader() = default;

  [[nodiscard]] virtual std::string_view format() const = 0;  // "un-xml"
  [[nodiscard]] virtual Detection detect(const Input& input) const = 0;
  // Divides the inputs of one call that this reader recognised into versions. Default: each input is one.
  // Errors: kMissingField when a part lacks its main file.
  [[nodiscard]] virtual base::Result<std::vector<InputGroup>> group(std::vector<GroupPart> parts) const;
  // The source of a group when the user names none; may read the inputs. Errors: kInvalidArgument asking for --source.
  [[nodiscard]] virtual base::Result<model::SourceId> source(const InputGroup& group) const = 0;
  // Reads all parts of context.group: emits entities, fills context.description (title, published, parts_present,
  // parts_missing, declared_records, reader_revision) and calls context.add_part_hash for every part.
  [[nodiscard]] virtual base::Result<void> read(ReadContext& context) const = 0;
};

[[nodiscard]] const std::vector<const Reader*>& all_readers();
[[nodiscard]] const Reader* find_reader(std::string_view format);

}  // namespace cordon::ingest
