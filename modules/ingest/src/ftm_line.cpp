#include "ftm_line.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>

#include "cordon/base/limits.hpp"
#include "cordon/model/schema.hpp"
#include "line_reader.hpp"

namespace cordon::ingest::ftm {

namespace od = simdjson::ondemand;

static_assert(LineReader::kPaddingBytes >= simdjson::SIMDJSON_PADDING);

namespace {

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

}  // namespace

// fail() keeps the first reason.
class LineReading::Parser {
 public:
  Parser(Unmapped& unmapped, std::vector<model::Entity>& out) : unmapped_(&unmapped), out_(&out) {}

  std::string parse(std::string_view line) {
    return parse_object(line, [this](od::object object) { (void)read_entity(object, 0); });
  }

  std::string parse_delta(std::string_view line, Op& op) {
    return parse_object(line, [&](od::object object) { read_change(object, op); });
  }

 private:
  template <typename Read>
  std::string parse_object(std::string_view line, Read read) {
    reason_.clear();
    out_->clear();
    od::document document;
    od::object object;
    const simdjson::padded_string_view padded{line.data(), line.size(), line.size() + simdjson::SIMDJSON_PADDING};
    if (json_.iterate(padded).get(document) != simdjson::SUCCESS ||
        document.get_object().get(object) != simdjson::SUCCESS)
      return "expected a JSON object, found other text";
    read(object);
    // At the end of the text there is no current location.
    if (reason_.empty() && document.current_location().error() != simdjson::OUT_OF_BOUNDS)
      fail("expected one JSON object on the line, found text behind it");
    return reason_;
  }

  void read_change(od::object object, Op& op) {
    std::string name;
    bool has_entity = false;
    is_schema_needed_ = false;
    for (auto field : object) {
      std::string_view key;
      if (field.unescaped_key().get(key) != simdjson::SUCCESS) return fail("expected well-formed JSON");
      if (key == "op") {
        std::string_view text;
        if (field.value().get_string().get(text) != simdjson::SUCCESS)
          return fail("expected text for op, found another type");
        name = text;
      } else if (key == "entity") {
        od::object entity;
        if (field.value().get_object().get(entity) != simdjson::SUCCESS)
          return fail("expected an object for entity, found another type");
        (void)read_entity(entity, 0);
        has_entity = true;
      } else {
        unmapped_->count("key", key);
      }
      if (!reason_.empty()) return;
    }
    if (!has_entity) return fail("expected an entity, found none");
    if (name != "ADD" && name != "MOD" && name != "DEL")
      return fail("expected op ADD, MOD or DEL, found '" + name + "'");
    op = name == "ADD" ? Op::kAdd : name == "MOD" ? Op::kModify : Op::kDelete;
    if (op != Op::kDelete && out_->back().schema().empty())
      fail("expected a schema, found none in entity " + out_->back().id().str());
  }

  void fail(std::string reason) {
    if (reason_.empty()) reason_ = std::move(reason);
  }

  // Appends the entity and those nested in it. Returns: its id, empty after fail().
  std::string read_entity(od::object object, std::size_t depth) {
    if (depth > base::kMaxJsonDepth) {
      fail("expected at most " + std::to_string(base::kMaxJsonDepth) + " nested entities, found more");
      return "";
    }
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
    if (schema.empty() && is_schema_needed_) return fail("expected a schema, found none in entity " + id), "";
    entity.set_id(model::EntityId{id});
    entity.set_schema(schema);
    if (!schema.empty()) count_unknown(entity);
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
  od::parser json_;
  bool is_schema_needed_ = true;
  std::string reason_;
  std::string name_;
  const model::Schema* schema_ = nullptr;
};

LineReading::LineReading(Unmapped& unmapped, std::vector<model::Entity>& out)
    : parser_(std::make_unique<Parser>(unmapped, out)) {}

LineReading::~LineReading() = default;

std::string LineReading::parse(std::string_view line) { return parser_->parse(line); }

std::string LineReading::parse_delta(std::string_view line, Op& op) { return parser_->parse_delta(line, op); }

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

model::ListEntity listed(model::Entity entity, const base::ContentHash& hash) {
  model::ListEntity out;
  out.is_subject = model::is_subject_schema(entity.schema());
  if (out.is_subject) {
    out.subject_id = entity.id();
    out.raw_hash = hash;
  } else {
    out.subject_id = subject_of(entity);
  }
  out.entity = std::move(entity);
  return out;
}

}  // namespace cordon::ingest::ftm
