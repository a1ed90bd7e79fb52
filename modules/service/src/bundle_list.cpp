#include "bundle_list.hpp"

#include <nlohmann/json.hpp>
#include <optional>

#include "json_writer.hpp"

namespace cordon::service {
namespace {

using base::Error;
using base::ErrorCode;
using Json = nlohmann::json;

constexpr std::uint64_t kForm = 1;

Error damaged(const std::string& what) {
  return Error{ErrorCode::kDamaged, "expected " + what + ", found another form", {"manifest.json", 0, {}}};
}

std::optional<std::string> text_of(const Json& object, const char* key) {
  const auto at = object.find(key);
  if (at == object.end() || !at->is_string()) return std::nullopt;
  return at->get<std::string>();
}

std::optional<std::uint64_t> number_of(const Json& object, const char* key) {
  const auto at = object.find(key);
  if (at == object.end() || !at->is_number_unsigned()) return std::nullopt;
  return at->get<std::uint64_t>();
}

void write_list(JsonWriter& json, const BundledList& list) {
  const store::VersionInfo& version = list.version;
  json.begin_object();
  json.key("file").value(list.file).key("source").value(version.source.str()).key("title").value(version.title);
  json.key("version").value(version.version).key("format").value(version.format);
  json.key("reader_revision").value(version.reader_revision);
  json.key("published").value(version.published.to_string());
  json.key("published_assumed").value(version.published_assumed);
  json.key("retrieved").value(base::to_iso(version.retrieved)).key("edition").value(version.edition);
  json.key("sha256").value(version.sha256.hex());
  json.key("subjects").value(version.subjects).key("entities").value(version.entities);
  json.key("parts").strings(version.parts_present);
  json.key("unmapped_total").value(version.unmapped_total);
  json.key("unmapped").begin_array();
  for (const model::UnmappedValue& value : version.unmapped) {
    json.begin_object();
    json.key("field").value(value.field).key("value").value(value.value).key("count").value(value.count);
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

base::Result<void> read_unmapped(const Json& object, store::VersionInfo& version) {
  const auto unmapped = object.find("unmapped");
  if (unmapped == object.end() || !unmapped->is_array()) return damaged("a list of unmapped values");
  for (const Json& item : *unmapped) {
    if (!item.is_object()) return damaged("an unmapped value");
    const auto field = text_of(item, "field");
    const auto value = text_of(item, "value");
    const auto count = number_of(item, "count");
    if (!field || !value || !count) return damaged("an unmapped value with field, value and count");
    version.unmapped.push_back({*field, *value, *count});
  }
  return {};
}

base::Result<BundledList> read_list(const Json& object) {
  if (!object.is_object()) return damaged("an object for each list");
  BundledList list;
  store::VersionInfo& version = list.version;
  const auto file = text_of(object, "file");
  const auto source = text_of(object, "source");
  const auto title = text_of(object, "title");
  const auto format = text_of(object, "format");
  const auto edition = text_of(object, "edition");
  const auto published = base::Date::parse(text_of(object, "published").value_or(""));
  const auto sha256 = base::ContentHash::from_hex(text_of(object, "sha256").value_or(""));
  if (!file || !source || source->empty() || !title || !format || !edition || !published || !sha256) {
    return damaged("file, source, title, format, edition, published and sha256 of each list");
  }
  const auto number = number_of(object, "version");
  const auto revision = number_of(object, "reader_revision");
  const auto subjects = number_of(object, "subjects");
  const auto entities = number_of(object, "entities");
  const auto unmapped_total = number_of(object, "unmapped_total");
  if (!number || !revision || !subjects || !entities || !unmapped_total || *number > UINT32_MAX ||
      *revision > UINT32_MAX) {
    return damaged("version, reader_revision, subjects, entities and unmapped_total of each list");
  }
  list.file = *file;
  version.source = model::SourceId{*source};
  version.title = *title;
  version.format = *format;
  version.edition = *edition;
  version.published = *published;
  version.sha256 = *sha256;
  version.version = static_cast<std::uint32_t>(*number);
  version.reader_revision = static_cast<std::uint32_t>(*revision);
  version.subjects = *subjects;
  version.entities = *entities;
  version.unmapped_total = *unmapped_total;
  const auto parts = object.find("parts");
  if (parts == object.end() || !parts->is_array()) return damaged("a list of parts");
  for (const Json& part : *parts) {
    if (!part.is_string()) return damaged("a part as text");
    version.parts_present.push_back(part.get<std::string>());
  }
  CORDON_TRY(read_unmapped(object, version));
  return list;
}

base::Result<model::Entity> read_entity(const Json& object) {
  const Error wrong{ErrorCode::kDamaged, "expected an entity with id, schema and properties, found another form"};
  if (!object.is_object()) return wrong;
  const auto id = text_of(object, "id");
  const auto schema = text_of(object, "schema");
  const auto properties = object.find("properties");
  if (!id || !schema || properties == object.end() || !properties->is_object()) return wrong;
  model::Entity entity{model::EntityId{*id}, *schema};
  for (const auto& [name, values] : properties->items()) {
    if (!values.is_array()) return wrong;
    for (const Json& value : values) {
      if (!value.is_string()) return wrong;
      entity.add(name, value.get_ref<const std::string&>());
    }
  }
  return entity;
}

}  // namespace

std::string encode_bundle_manifest(const std::vector<BundledList>& lists) {
  JsonWriter json;
  json.begin_object();
  json.key("bundle").value(kForm);
  json.key("lists").begin_array();
  for (const BundledList& list : lists) write_list(json, list);
  json.end_array();
  json.end_object();
  return json.text() + "\n";
}

base::Result<std::vector<BundledList>> decode_bundle_manifest(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return damaged("a JSON object");
  const auto form = number_of(json, "bundle");
  if (!form) return damaged("the number of the form");
  if (*form != kForm) {
    return Error{ErrorCode::kUnsupported, "expected a bundle of form " + std::to_string(kForm) + ", found form " +
                                              std::to_string(*form) + "; update the program"};
  }
  const auto lists = json.find("lists");
  if (lists == json.end() || !lists->is_array()) return damaged("an array of lists");
  std::vector<BundledList> result;
  for (const Json& object : *lists) {
    CORDON_ASSIGN(BundledList list, read_list(object));
    result.push_back(std::move(list));
  }
  return result;
}

void append_bundle_line(const model::ListEntity& entity, std::string& out) {
  JsonWriter json;
  json.begin_object();
  json.key("subject").value(entity.subject_id.str()).key("is_subject").value(entity.is_subject);
  json.key("raw").value(entity.raw_hash ? entity.raw_hash->hex() : "");
  json.key("entity").raw(entity.entity.to_json());
  json.end_object();
  out += json.text();
}

base::Result<model::ListEntity> parse_bundle_line(std::string_view line) {
  const Error wrong{ErrorCode::kDamaged, "expected subject, is_subject, raw and entity, found another form"};
  const Json json = Json::parse(line, nullptr, false);
  if (!json.is_object()) return wrong;
  const auto subject = text_of(json, "subject");
  const auto raw = text_of(json, "raw");
  const auto is_subject = json.find("is_subject");
  const auto object = json.find("entity");
  if (!subject || !raw || is_subject == json.end() || !is_subject->is_boolean() || object == json.end()) return wrong;
  model::ListEntity entity;
  CORDON_ASSIGN(entity.entity, read_entity(*object));
  entity.subject_id = model::EntityId{*subject};
  entity.is_subject = is_subject->get<bool>();
  if (!raw->empty()) {
    entity.raw_hash = base::ContentHash::from_hex(*raw);
    if (!entity.raw_hash) return wrong;
  }
  return entity;
}

}  // namespace cordon::service
