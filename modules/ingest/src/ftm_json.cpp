// FollowTheMoney JSON lines: one entity a line, as OpenSanctions and the FollowTheMoney tools write them; also the
// nested form, in which entities stand in place of the ids of entities.
// Ids and values are kept byte for byte; nothing is cleaned. Explicitly ignored, because the publisher derives them
// from the entity or from its own runs: caption, target, datasets, first_seen, last_seen, last_change, origin.
// Referents (ids of merged entities) and unknown keys are counted; FollowTheMoney has no property for them.
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <optional>

#include "cordon/base/limits.hpp"
#include "cordon/model/schema.hpp"
#include "line_reader.hpp"
#include "readers.hpp"

namespace cordon::ingest {
namespace {

namespace od = simdjson::ondemand;
using base::Error;
using base::ErrorCode;
using base::Result;

static_assert(LineReader::kPaddingBytes >= simdjson::SIMDJSON_PADDING);

constexpr std::array<std::string_view, 7> kIgnoredKeys{"caption",   "target",      "datasets", "first_seen",
                                                       "last_seen", "last_change", "origin"};

// The property that tells whose record an entity belongs to. Of links it is the end that acts or holds.
struct SubjectProperty {
  std::string_view schema;
  std::string_view property;
};
constexpr std::array<SubjectProperty, 13> kSubjectProperties{{{"Sanction", "entity"},
                                                              {"Identification", "holder"},
                                                              {"Ownership", "owner"},
                                                              {"Directorship", "director"},
                                                              {"Membership", "member"},
                                                              {"Employment", "employee"},
                                                              {"Representation", "agent"},
                                                              {"UnknownLink", "subject"},
                                                              {"Family", "person"},
                                                              {"Associate", "person"},
                                                              {"Occupancy", "holder"},
                                                              {"Documentation", "entity"},
                                                              {"Succession", "predecessor"}}};

model::EntityId subject_of(const model::Entity& entity) {
  for (const SubjectProperty& rule : kSubjectProperties) {
    if (!entity.is_a(rule.schema)) continue;
    const auto values = entity.values(rule.property);
    return values.size() == 1 ? model::EntityId{values.front()} : model::EntityId{};
  }
  return {};
}

// Order of keys and values carries no meaning in FollowTheMoney and differs between exports.
base::ContentHash hash_of(const model::Entity& entity) {
  std::string text = entity.schema();
  std::vector<std::string_view> values;
  for (const model::PropertyValues& property : entity.properties()) {
    text += '\x1E';
    text += property.name;
    values.assign(property.values.begin(), property.values.end());
    std::sort(values.begin(), values.end());
    for (const std::string_view value : values) {
      text += '\x1F';
      text += value;
    }
  }
  return base::ContentHash::of(text);
}

// Reads one line. fail() keeps the first reason; the line is then rejected as a whole.
class LineParser {
 public:
  LineParser(Unmapped& unmapped, std::vector<model::Entity>& out) : unmapped_(&unmapped), out_(&out) {}

  // Returns: empty when the line was read; the reason it was not otherwise.
  std::string parse(std::string_view line, od::parser& parser) {
    reason_.clear();
    out_->clear();
    od::document document;
    od::object object;
    const simdjson::padded_string_view padded{line.data(), line.size(), line.size() + simdjson::SIMDJSON_PADDING};
    if (parser.iterate(padded).get(document) != simdjson::SUCCESS ||
        document.get_object().get(object) != simdjson::SUCCESS)
      return "expected a JSON object, found other text";
    (void)read_entity(object, 0);
    // At the end of the text there is no current location.
    if (reason_.empty() && document.current_location().error() != simdjson::OUT_OF_BOUNDS)
      fail("expected one JSON object on the line, found text behind it");
    return reason_;
  }

 private:
  void fail(std::string reason) {
    if (reason_.empty()) reason_ = std::move(reason);
  }

  // Appends the entity and those nested in it. Returns: its id, empty after fail().
  std::string read_entity(od::object object, std::size_t depth) {
    if (depth > base::kMaxJsonDepth) return fail("expected less nesting of entities"), "";
    model::Entity entity;
    std::string id;
    std::string schema;
    for (auto field : object) {
      std::string_view key;
      if (field.unescaped_key().get(key) != simdjson::SUCCESS) return fail("expected well-formed JSON"), "";
      if (key == "id" || key == "schema") {
        std::string& target = key == "id" ? id : schema;
        std::string_view text;
        if (field.value().get_string().get(text) != simdjson::SUCCESS)
          return fail("expected text for id and schema, found another type"), "";
        target = text;
      } else if (key == "properties") {
        od::object properties;
        if (field.value().get_object().get(properties) != simdjson::SUCCESS)
          return fail("expected an object of properties, found another type"), "";
        read_properties(properties, entity, depth);
        if (!reason_.empty()) return "";
      } else if (std::find(kIgnoredKeys.begin(), kIgnoredKeys.end(), key) == kIgnoredKeys.end()) {
        count_key(std::string(key), field.value());
      }
    }
    if (id.empty()) return fail("expected an id, found none"), "";
    if (schema.empty()) return fail("expected a schema, found none in entity " + id), "";
    entity.set_id(model::EntityId{id});
    entity.set_schema(schema);
    count_unknown(entity);
    out_->push_back(std::move(entity));
    return id;
  }

  void count_key(const std::string& key, simdjson::simdjson_result<od::value> value) {
    od::array array;
    if (key == "referents" && value.get_array().get(array) == simdjson::SUCCESS) {
      std::uint64_t count = 0;
      for (auto item : array) {
        if (item.error() != simdjson::SUCCESS) return fail("expected well-formed JSON");
        ++count;
      }
      if (count != 0) unmapped_->count("referents", "ids of merged entities", count);
      return;
    }
    unmapped_->count("key", key);
  }

  void read_properties(od::object properties, model::Entity& entity, std::size_t depth) {
    for (auto property : properties) {
      std::string_view key;
      if (property.unescaped_key().get(key) != simdjson::SUCCESS) return fail("expected well-formed JSON");
      name_ = key;
      const std::string name = name_;  // nested entities use name_ again
      od::value value;
      od::json_type type{};
      if (property.value().get(value) != simdjson::SUCCESS || value.type().get(type) != simdjson::SUCCESS)
        return fail("expected well-formed JSON");
      if (type != od::json_type::array) {
        unmapped_->count("property without an array", name);
        read_value(value, name, entity, depth);
        continue;
      }
      od::array values;
      if (value.get_array().get(values) != simdjson::SUCCESS) return fail("expected well-formed JSON");
      for (auto item : values) {
        od::value one;
        if (item.get(one) != simdjson::SUCCESS) return fail("expected well-formed JSON");
        read_value(one, name, entity, depth);
        if (!reason_.empty()) return;
      }
      if (entity.values(name).size() > base::kMaxValuesPerProperty)
        return fail("expected at most " + std::to_string(base::kMaxValuesPerProperty) + " values of " + name);
    }
  }

  void read_value(od::value value, const std::string& name, model::Entity& entity, std::size_t depth) {
    od::json_type type{};
    if (value.type().get(type) != simdjson::SUCCESS) return fail("expected well-formed JSON");
    if (type == od::json_type::string) {
      std::string_view text;
      if (value.get_string().get(text) != simdjson::SUCCESS) return fail("expected well-formed text in " + name);
      entity.add(name, text);
    } else if (type == od::json_type::object) {
      od::object nested;
      if (value.get_object().get(nested) != simdjson::SUCCESS) return fail("expected well-formed JSON");
      entity.add(name, read_entity(nested, depth + 1));
    } else if (type == od::json_type::array) {
      fail("expected text in " + name + ", found an array in an array");
    } else {  // numbers, true, false: FollowTheMoney has text only; the digits are kept
      std::string_view text = value.raw_json_token();
      while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
      unmapped_->count("value that is no text", name);
      if (type != od::json_type::null) entity.add(name, text);
      // simdjson's is_null() converts to bool by throwing: ask for the result.
      bool is_null = false;
      if (type == od::json_type::null &&
          (simdjson::simdjson_result<bool>(value.is_null()).get(is_null) != simdjson::SUCCESS || !is_null))
        fail("expected well-formed JSON");
      if (type == od::json_type::number && value.get_number().error() != simdjson::SUCCESS)
        fail("expected well-formed JSON");
      if (type == od::json_type::boolean && value.get_bool().error() != simdjson::SUCCESS)
        fail("expected well-formed JSON");
    }
  }

  void count_unknown(const model::Entity& entity) {
    if (schema_ == nullptr || schema_->name() != entity.schema())
      schema_ = model::SchemaRegistry::instance().find(entity.schema());
    if (schema_ == nullptr) {
      unmapped_->count("schema", entity.schema());
      return;
    }
    for (const model::PropertyValues& property : entity.properties()) {
      if (schema_->find(property.name) == nullptr)
        unmapped_->count("property:" + entity.schema(), property.name, property.values.size());
    }
  }

  Unmapped* unmapped_;
  std::vector<model::Entity>* out_;
  std::string reason_;
  std::string name_;
  const model::Schema* schema_ = nullptr;
};

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
    const base::ContentHash hash = hash_of(entity);
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
      const base::ContentHash hash = hash_of(entity);
      CORDON_TRY(emit(std::move(entity), hash));
    }
    return {};
  }

 private:
  Result<void> emit(model::Entity entity, const base::ContentHash& hash) {
    model::ListEntity listed;
    listed.is_subject = model::is_subject_schema(entity.schema());
    if (listed.is_subject) {
      listed.subject_id = entity.id();
      listed.raw_hash = hash;
    } else {
      listed.subject_id = subject_of(entity);
    }
    listed.entity = std::move(entity);
    return context_->emit(std::move(listed));
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
    od::parser parser;
    std::vector<model::Entity> entities;
    LineParser line_parser{context.unmapped, entities};
    Emitter emitter{context, is_nested(input.head)};
    std::string_view line;
    std::uint64_t good_lines = 0;
    for (;;) {
      CORDON_ASSIGN(const bool more, lines.next(line));
      if (!more) break;
      if (lines.line() == 1 && line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
      if (line.find_first_not_of(" \t") == std::string_view::npos) continue;
      const base::SourceLocation where{input.document, lines.line(), {}};
      const std::string reason = line_parser.parse(line, parser);
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
