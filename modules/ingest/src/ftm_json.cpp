// FollowTheMoney JSON lines: one entity a line, as OpenSanctions and the FollowTheMoney tools write them; also the
// nested form, in which entities stand in place of the ids of entities.
// Ids and values are kept byte for byte; nothing is cleaned. Explicitly ignored, because the publisher derives them
// from the entity or from its own runs: caption, target, datasets, first_seen, last_seen, last_change, origin.
// Referents (ids of merged entities) and unknown keys are counted; FollowTheMoney has no property for them.
#include <optional>
#include <unordered_map>

#include "ftm_line.hpp"
#include "line_reader.hpp"
#include "readers.hpp"

namespace cordon::ingest {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

// Hands entities on, each id once. In the nested form an entity is written in parts, wherever it is referred to: the
// parts are put together in memory and handed on at the end, in the order of their first appearance.
class Emitter {
 public:
  Emitter(ReadContext& context, bool is_nested) : context_(&context), is_nested_(is_nested) {}

  Result<void> add(model::Entity entity, const base::SourceLocation& where) {
    if (is_nested_) {
      const auto [at, is_new] = index_.emplace(entity.id().str(), merged_.size());
      if (is_new) {
        merged_.push_back(std::move(entity));
        return {};
      }
      for (const model::PropertyValues& property : entity.properties()) {
        for (const std::string& value : property.values) merged_[at->second].add(property.name, value);
      }
      return {};
    }
    const base::ContentHash hash = ftm::hash_of(entity);
    const auto [at, is_new] = seen_.emplace(entity.id().str(), hash);
    if (!is_new) {
      if (at->second != hash) {
        base::SourceLocation record = where;
        record.record = entity.id().str();
        context_->reject(std::move(record), "expected every id once, found it again with another content");
      }
      return {};
    }
    return emit(std::move(entity), hash);
  }

  Result<void> finish() {
    for (model::Entity& entity : merged_) {
      const base::ContentHash hash = ftm::hash_of(entity);
      CORDON_TRY(emit(std::move(entity), hash));
    }
    return {};
  }

 private:
  Result<void> emit(model::Entity entity, const base::ContentHash& hash) {
    return context_->emit(ftm::listed(std::move(entity), hash));
  }

  ReadContext* context_;
  bool is_nested_;
  std::unordered_map<std::string, base::ContentHash> seen_;
  std::unordered_map<std::string, std::size_t> index_;
  std::vector<model::Entity> merged_;
};

class FtmJsonReader final : public Reader {
 public:
  std::string_view format() const override { return "ftm-json"; }

  Detection detect(const Input& input) const override {
    const std::string_view line = first_line(input.head);
    const bool fits = line.starts_with('{') && line.find("\"schema\"") != std::string_view::npos &&
                      line.find("\"id\"") != std::string_view::npos && line.find("\"op\"") == std::string_view::npos;
    if (!fits) {
      // A damaged or foreign first line in a file that is named as FollowTheMoney: the reader says what is wrong.
      return {input.file_name.ends_with(".ftm.json") || input.file_name.ends_with(".ftm") ? 20 : 0, {}};
    }
    return {line.find("\"properties\"") != std::string_view::npos ? 90 : 60, {}};
  }

  // The stem of the file. The ending .ftm is part of the extension: "us_ofac_sdn.ftm.json" is us_ofac_sdn.
  Result<model::SourceId> source(const InputGroup& group) const override {
    std::string_view stem = group.parts.front().input.stem;
    for (const std::string_view extension : {".ftm", ".nested", ".json"}) {
      if (stem.ends_with(extension)) stem.remove_suffix(extension.size());
    }
    if (stem.empty()) {
      return Error{ErrorCode::kInvalidArgument,
                   "expected a file name that gives the source, or --source",
                   {group.parts.front().input.document, 0, {}}};
    }
    return model::SourceId{stem};
  }

  Result<void> read(ReadContext& context) const override {
    const Input& input = context.group.parts.front().input;
    context.description.title = context.group.source.str();
    CORDON_ASSIGN(const auto stream, open_stream(input));
    LineReader lines{*stream, input.document};
    std::vector<model::Entity> entities;
    ftm::LineReading parser{context.unmapped, entities};
    Emitter emitter{context, is_nested(input.head)};
    std::string_view line;
    std::uint64_t good_lines = 0;
    for (;;) {
      CORDON_ASSIGN(const bool more, lines.next(line));
      if (!more) break;
      if (lines.line() == 1 && line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
      if (line.find_first_not_of(" \t") == std::string_view::npos) continue;
      const base::SourceLocation where{input.document, lines.line(), {}};
      const std::string reason = parser.parse(line);
      if (!reason.empty()) {
        if (good_lines == 0) return Error{ErrorCode::kMalformed, reason + ": not a FollowTheMoney file", where};
        if (!lines.was_terminated())
          return Error{ErrorCode::kMalformed, reason + ": the last line is cut off, the file is not complete", where};
        context.reject(where, reason);
        continue;
      }
      ++good_lines;
      for (model::Entity& entity : entities) CORDON_TRY(emitter.add(std::move(entity), where));
      if (good_lines % 4096 == 0) context.report_progress(lines.bytes_read(), 0);
    }
    CORDON_TRY(emitter.finish());
    if (good_lines == 0) return Error{ErrorCode::kMalformed, "expected entities, found none", {input.document, 0, {}}};
    CORDON_ASSIGN(const base::ContentHash hash, stream->finish());
    context.add_part_hash("", hash);
    return {};
  }

 private:
  static std::string_view first_line(std::string_view head) {
    if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
    const std::size_t start = head.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos) return {};
    head.remove_prefix(start);
    return head.substr(0, head.find('\n'));
  }

  // Whether an entity stands in place of an id somewhere in the first lines.
  static bool is_nested(std::string_view head) {
    for (std::size_t at = head.find('['); at != std::string_view::npos; at = head.find('[', at + 1)) {
      const std::size_t next = head.find_first_not_of(" \t", at + 1);
      if (next != std::string_view::npos && head[next] == '{') return true;
    }
    return false;
  }
};

}  // namespace

const Reader& ftm_json_reader() {
  static const FtmJsonReader reader;
  return reader;
}

}  // namespace cordon::ingest
