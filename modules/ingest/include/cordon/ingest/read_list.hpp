// The two steps of an import: find out what the files are, then read one version of one list.
// Thread: functions without shared state. They never print; progress goes to the sink of the options.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/base/progress.hpp"
#include "cordon/base/result.hpp"
#include "cordon/ingest/input.hpp"
#include "cordon/model/list_entity.hpp"

namespace cordon::ingest {

// Visits the entities of the version a delta applies to: the newest of the source that was published by that day (any,
// without a day). Visits nothing when there is none.
using BaseVersion = std::function<base::Result<void>(const model::SourceId& source, std::optional<base::Date> published,
                                                     const std::function<void(const model::Entity&)>& visit)>;

struct ReadOptions {
  std::optional<model::SourceId> source;  // overrides what the content says
  bool partial = false;                   // missing parts of a set are accepted by the caller; readers only report them
  base::ProgressSink* progress = nullptr;  // borrowed; may be null
  BaseVersion base = {};                   // may be empty: deltas are then refused
};

struct GroupPart {
  std::string part;  // "prim", "add", "alt", "comments"; empty for single-file formats
  Input input;
};

struct SkippedFile {
  std::filesystem::path path;
  std::string reason;
};

// The files that form one version of one list.
struct InputGroup {
  std::string format;  // "un-xml", "ofac-csv" ...
  model::SourceId source;
  std::vector<GroupPart> parts;      // in the format's canonical order
  std::vector<SkippedFile> skipped;  // files of the given directories that are no lists; on the first group only
};

// Expands directories (recursively, in order of their names), recognises every file, puts together what belongs
// together. A file named by the user must be a list; in a directory, read-me files and checksums are skipped and
// reported. Errors: kIo; kMalformed for empty or damaged files; kUnsupported naming a file whose content is no known
// format; kMissingField for parts without their main file; kInvalidArgument when the list cannot be told apart and
// no source is given.
[[nodiscard]] base::Result<std::vector<InputGroup>> group_inputs(const std::vector<std::filesystem::path>& paths,
                                                                 const ReadOptions& options);

// Reads one group. Entities go to the sink as they come; when this returns an error, the caller must discard them.
[[nodiscard]] base::Result<model::ListDescription> read_group(const InputGroup& group, const ReadOptions& options,
                                                              model::ListEntitySink& sink);

// The names of the formats that can be read, in the order of the registry.
[[nodiscard]] std::vector<std::string> known_formats();

}  // namespace cordon::ingest
