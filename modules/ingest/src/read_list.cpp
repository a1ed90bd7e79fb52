#include "cordon/ingest/read_list.hpp"

#include <algorithm>
#include <map>

#include "reader.hpp"

namespace cordon::ingest {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using base::SourceLocation;
namespace fs = std::filesystem;

// Files that stand beside lists and are none. Only looked at in directories.
bool is_companion(const fs::path& path) {
  std::string name = path.filename().string();
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  for (const std::string_view end :
       {".md", ".sha256", ".sha1", ".md5", ".asc", ".sig", ".pdf", ".xsd", ".dtd", ".xsl"}) {
    if (name.ends_with(end)) return true;
  }
  for (const std::string_view start : {"readme", "license", "licence", "notice", "source.", "copying", "checksums",
                                       "sha256sums", "index.html", "manifest"}) {
    if (name.starts_with(start)) return true;
  }
  return false;
}

struct Found {
  std::vector<Input> inputs;
  std::vector<SkippedFile> skipped;
};

Result<void> add_file(const fs::path& path, bool in_directory, Found& found) {
  if (in_directory && is_companion(path)) {
    found.skipped.push_back({path, "a companion file, no list"});
    return {};
  }
  // The publisher writes an empty file when a version changed nothing.
  std::error_code error;
  if (in_directory && path.filename() == "entities.delta.json" && fs::file_size(path, error) == 0 && !error) {
    found.skipped.push_back({path, "an empty delta: this version changed nothing"});
    return {};
  }
  CORDON_ASSIGN(std::vector<Input> inputs, inputs_of_file(path));
  for (Input& input : inputs) {
    if (input.container == Container::kZip && is_companion(input.member)) {
      found.skipped.push_back({input.document, "a companion file, no list"});
      continue;
    }
    input.is_directory_entry = in_directory;
    found.inputs.push_back(std::move(input));
  }
  return {};
}

Result<void> add_directory(const fs::path& directory, Found& found) {
  std::error_code error;
  std::vector<fs::path> entries;
  for (fs::directory_iterator at{directory, error}, end; !error && at != end; at.increment(error)) {
    if (!at->path().filename().string().starts_with('.')) entries.push_back(at->path());
  }
  if (error)
    return Error{ErrorCode::kIo, "cannot read the directory: " + error.message(),
                 SourceLocation{directory.string(), 0, {}}};
  std::sort(entries.begin(), entries.end());
  for (const fs::path& entry : entries) {
    if (fs::is_directory(entry, error)) {
      CORDON_TRY(add_directory(entry, found));
    } else {
      CORDON_TRY(add_file(entry, true, found));
    }
  }
  return {};
}

// What a server gives in place of a file that it does not have. Some layouts are known by the file's name alone, so
// this is asked first.
bool is_page(std::string_view head) {
  while (!head.empty() && (static_cast<unsigned char>(head.front()) <= ' ' || head.front() == '\xEF' ||
                           head.front() == '\xBB' || head.front() == '\xBF')) {
    head.remove_prefix(1);
  }
  std::string start(head.substr(0, 14));
  std::transform(start.begin(), start.end(), start.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return start.starts_with("<!doctype html") || start.starts_with("<html");
}

Error unrecognised(const Input& input) {
  std::string start;
  for (const char c : std::string_view(input.head).substr(0, 40)) {
    start += c >= ' ' && c < 0x7F ? c : '.';
  }
  return Error{ErrorCode::kUnsupported,
               "expected a list in a known format, found content that starts with '" + start + "'",
               SourceLocation{input.document, 0, {}}};
}

}  // namespace

Result<std::vector<InputGroup>> group_inputs(const std::vector<fs::path>& paths, const ReadOptions& options) {
  Found found;
  for (const fs::path& path : paths) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (status.type() == fs::file_type::not_found)
      return Error{ErrorCode::kNotFound, "no such file", SourceLocation{path.string(), 0, {}}};
    if (status.type() == fs::file_type::directory) {
      CORDON_TRY(add_directory(path, found));
    } else {
      CORDON_TRY(add_file(path, false, found));
    }
  }
  std::map<const Reader*, std::vector<GroupPart>> by_reader;
  for (Input& input : found.inputs) {
    const Reader* best = nullptr;
    Detection best_detection;
    if (is_page(input.head)) {
      return Error{ErrorCode::kUnsupported, "expected a list, found an HTML page",
                   SourceLocation{input.document, 0, {}}};
    }
    for (const Reader* reader : all_readers()) {
      Detection detection = reader->detect(input);
      if (detection.confidence > best_detection.confidence) {
        best = reader;
        best_detection = std::move(detection);
      }
    }
    if (best == nullptr) return unrecognised(input);
    by_reader[best].push_back({std::move(best_detection.part), std::move(input)});
  }
  std::vector<InputGroup> groups;
  for (const Reader* reader : all_readers()) {  // registry order, not pointer order
    const auto at = by_reader.find(reader);
    if (at == by_reader.end()) continue;
    CORDON_ASSIGN(std::vector<InputGroup> added, reader->group(std::move(at->second)));
    for (InputGroup& group : added) {
      if (options.source) {
        group.source = *options.source;
      } else {
        CORDON_ASSIGN(group.source, reader->source(group));
      }
      groups.push_back(std::move(group));
    }
  }
  if (groups.empty())
    return Error{ErrorCode::kNotFound, "expected at least one list, found none",
                 SourceLocation{paths.empty() ? std::string{} : paths.front().string(), 0, {}}};
  groups.front().skipped = std::move(found.skipped);
  return groups;
}

Result<model::ListDescription> read_group(const InputGroup& group, const ReadOptions& options,
                                          model::ListEntitySink& sink) {
  const Reader* reader = find_reader(group.format);
  if (reader == nullptr || group.parts.empty())
    return Error{ErrorCode::kInvalidArgument, "no reader for the format '" + group.format + "'"};
  ReadContext context{group, options, sink};
  context.description.source = group.source;
  context.description.format = group.format;
  CORDON_TRY(reader->read(context));
  return context.finish();
}

}  // namespace cordon::ingest
