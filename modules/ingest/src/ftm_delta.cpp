// OpenSanctions' entities.delta.json: one change a line, {"op": "ADD|MOD|DEL", "entity": {...}}, applied to the version
// before, so that the store gets whole versions. Its index (delta.json, {"versions": {version: address}}) gives the
// source and says which deltas there are; a missing one is an error, as the ones behind it would apply to the wrong
// version.
// Source: the published files; the version "20240527194702-wnk" in the folder's name is the time of the publication.
// Changes that do not fit (MOD or DEL of an entity that is not there, ADD of one that is) are counted: the entity ends
// as the delta says.
#include <simdjson.h>

#include <algorithm>
#include <map>

#include "ftm_line.hpp"
#include "line_reader.hpp"
#include "readers.hpp"

namespace cordon::ingest {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::string_view kIndexPart = "index";
constexpr std::string_view kFileName = "entities.delta.json";
constexpr std::size_t kTimeDigits = 14;

// "20240527194702-wnk": the folder a delta stands in; empty when it is named otherwise.
std::string version_of(const Input& input) {
  const std::string folder = input.path.parent_path().filename().string();
  const bool is_version = folder.size() > kTimeDigits && folder[kTimeDigits] == '-' &&
                          folder.find_first_not_of("0123456789") == kTimeDigits;
  return is_version ? folder : std::string{};
}

std::optional<base::Date> date_of_version(const std::string& version) {
  if (version.size() < 8) return std::nullopt;
  const auto date = base::Date::parse(version.substr(0, 4) + "-" + version.substr(4, 2) + "-" + version.substr(6, 2));
  return date ? std::optional{*date} : std::nullopt;
}

// ".../artifacts/sanctions/20240527134702-zbn/entities.delta.json" -> "sanctions".
std::string source_of_address(std::string_view address, std::string_view version) {
  const std::size_t at = address.find("/" + std::string(version) + "/");
  if (at == std::string_view::npos || at == 0) return {};
  const std::size_t slash = address.rfind('/', at - 1);
  return std::string(slash == std::string_view::npos ? std::string_view{} : address.substr(slash + 1, at - slash - 1));
}

struct Index {
  std::string source;
  std::vector<std::string> versions;
};

Result<Index> read_index(const Input& input) {
  CORDON_ASSIGN(const WholeInput whole, read_whole(input));
  simdjson::dom::parser parser;
  simdjson::dom::object versions;
  const simdjson::padded_string bytes{whole.bytes};
  if (parser.parse(bytes)["versions"].get_object().get(versions) != simdjson::SUCCESS)
    return Error{ErrorCode::kMalformed, "expected an index with 'versions'", {input.document, 0, {}}};
  Index index;
  for (const auto& [version, address] : versions) {
    index.versions.emplace_back(version);
    std::string_view text;
    if (address.get_string().get(text) == simdjson::SUCCESS && index.source.empty())
      index.source = source_of_address(text, version);
  }
  return index;
}

bool is_delta_line(std::string_view head) {
  const std::string_view line = head.substr(0, head.find('\n'));
  return line.starts_with('{') && line.find("\"op\"") != std::string_view::npos &&
         line.find("\"entity\"") != std::string_view::npos;
}

class FtmDeltaReader final : public Reader {
 public:
  std::string_view format() const override { return "ftm-delta"; }

  Detection detect(const Input& input) const override {
    if (is_delta_line(input.head)) return {95, {}};
    const std::string_view head = input.head;
    const bool is_index = head.starts_with('{') && head.find("\"versions\"") != std::string_view::npos &&
                          head.find(kFileName) != std::string_view::npos;
    return {is_index ? 95 : 0, std::string(is_index ? kIndexPart : std::string_view{})};
  }

  // Every delta is one version, oldest first. The index is no version of its own: it is kept as the second part.
  Result<std::vector<InputGroup>> group(std::vector<GroupPart> parts) const override {
    const auto index =
        std::find_if(parts.begin(), parts.end(), [](const GroupPart& p) { return p.part == kIndexPart; });
    std::optional<GroupPart> index_part;
    if (index != parts.end()) {
      CORDON_ASSIGN(const Index listed, read_index(index->input));
      for (const std::string& version : listed.versions) {
        const auto file = index->input.path.parent_path() / version / kFileName;
        std::error_code error;
        if (!std::filesystem::exists(file, error))
          return Error{
              ErrorCode::kMissingField,
              "expected the delta of version " + version + ", which the index names; there is no " + file.string(),
              {index->input.document, 0, {}}};
      }
      index_part = std::move(*index);
      parts.erase(index);
    }
    // An index beside empty deltas only: no version changed anything.
    std::stable_sort(parts.begin(), parts.end(),
                     [](const GroupPart& a, const GroupPart& b) { return version_of(a.input) < version_of(b.input); });
    std::vector<InputGroup> groups;
    for (GroupPart& part : parts) {
      InputGroup& added = groups.emplace_back();
      added.format = format();
      added.parts.push_back(std::move(part));
      if (index_part) added.parts.push_back(*index_part);
    }
    return groups;
  }

  Result<model::SourceId> source(const InputGroup& group) const override {
    if (group.parts.size() > 1) {
      CORDON_ASSIGN(const Index index, read_index(group.parts[1].input));
      if (!index.source.empty()) return model::SourceId{index.source};
    }
    return Error{ErrorCode::kInvalidArgument,
                 "expected --source: a delta does not say which list it changes",
                 {group.parts.front().input.document, 0, {}}};
  }

  Result<void> read(ReadContext& context) const override {
    const Input& input = context.group.parts.front().input;
    context.description.title = context.group.source.str();
    context.description.published = date_of_version(version_of(input));
    std::map<model::EntityId, model::Entity> entities;
    CORDON_TRY(load_base(context, entities));
    CORDON_ASSIGN(const auto stream, open_stream(input));
    LineReader lines{*stream, input.document};
    std::vector<model::Entity> changed;
    ftm::LineReading parser{context.unmapped, changed};
    std::string_view line;
    for (;;) {
      CORDON_ASSIGN(const bool more, lines.next(line));
      if (!more) break;
      if (line.find_first_not_of(" \t") == std::string_view::npos) continue;
      ftm::Op op = ftm::Op::kAdd;
      // A change that is lost would leave a version nobody published: one bad line refuses the delta.
      if (const std::string reason = parser.parse_delta(line, op); !reason.empty())
        return Error{ErrorCode::kMalformed, reason, {input.document, lines.line(), {}}};
      for (model::Entity& entity : changed) apply(op, std::move(entity), context, entities);
    }
    for (auto& [id, entity] : entities) {
      const base::ContentHash hash = ftm::hash_of(entity);
      CORDON_TRY(context.emit(ftm::listed(std::move(entity), hash)));
    }
    CORDON_ASSIGN(const base::ContentHash hash, stream->finish());
    context.add_part_hash("", hash);
    return {};
  }

 private:
  static Result<void> load_base(const ReadContext& context, std::map<model::EntityId, model::Entity>& entities) {
    if (context.options.base) {
      CORDON_TRY(context.options.base(context.group.source, context.description.published,
                                      [&](const model::Entity& entity) { entities.emplace(entity.id(), entity); }));
    }
    if (!entities.empty()) return {};
    const auto& date = context.description.published;
    return Error{ErrorCode::kNotFound,
                 "expected a version of " + context.group.source.str() + (date ? " of " + date->to_string() : "") +
                     " or before to apply the delta to, found none; import its entities.ftm.json first (with --source "
                     "and --as-of)",
                 {context.group.parts.front().input.document, 0, {}}};
  }

  static void apply(ftm::Op op, model::Entity entity, ReadContext& context,
                    std::map<model::EntityId, model::Entity>& entities) {
    const auto at = entities.find(entity.id());
    const bool is_known = at != entities.end();
    if (op == ftm::Op::kDelete) {
      if (!is_known) context.unmapped.count("op", "DEL of an entity that is not there");
      if (is_known) entities.erase(at);
      return;
    }
    if (op == ftm::Op::kAdd && is_known) context.unmapped.count("op", "ADD of an entity that is there");
    if (op == ftm::Op::kModify && !is_known) context.unmapped.count("op", "MOD of an entity that is not there");
    const model::EntityId id = entity.id();
    entities.insert_or_assign(id, std::move(entity));
  }
};

}  // namespace

const Reader& ftm_delta_reader() {
  static const FtmDeltaReader reader;
  return reader;
}

}  // namespace cordon::ingest
