#include "update_state.hpp"

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <system_error>

#include "json_writer.hpp"

namespace cordon::service {
namespace {

using Json = nlohmann::json;

std::string text_of(const Json& object, const char* key) {
  const auto at = object.find(key);
  return at != object.end() && at->is_string() ? at->get<std::string>() : std::string{};
}

SourceUpdateState read_source(const Json& object) {
  SourceUpdateState source;
  if (!object.is_object()) return source;
  source.last_attempt = text_of(object, "last_attempt");
  source.last_success = text_of(object, "last_success");
  source.failure = text_of(object, "failure");
  const auto files = object.find("files");
  if (files == object.end() || !files->is_object()) return source;
  for (const auto& [url, validators] : files->items()) {
    if (validators.is_object()) {
      source.by_url[url] = {text_of(validators, "etag"), text_of(validators, "last_modified")};
    }
  }
  return source;
}

}  // namespace

std::filesystem::path update_directory(const std::filesystem::path& data_directory) {
  return data_directory / "update";
}

UpdateState load_update_state(const std::filesystem::path& data_directory) {
  UpdateState state;
  std::ifstream file(update_directory(data_directory) / "state.json", std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  const Json json = Json::parse(bytes, nullptr, false);
  if (!json.is_object()) return state;
  for (const auto& [source, object] : json.items()) state[source] = read_source(object);
  return state;
}

base::Result<void> save_update_state(const std::filesystem::path& data_directory, const UpdateState& state) {
  JsonWriter json;
  json.begin_object();
  for (const auto& [id, source] : state) {
    json.key(id).begin_object();
    json.key("last_attempt").value(source.last_attempt).key("last_success").value(source.last_success);
    json.key("failure").value(source.failure);
    json.key("files").begin_object();
    for (const auto& [url, validators] : source.by_url) {
      json.key(url).begin_object();
      json.key("etag").value(validators.etag).key("last_modified").value(validators.last_modified);
      json.end_object();
    }
    json.end_object();
    json.end_object();
  }
  json.end_object();
  const std::filesystem::path target = update_directory(data_directory) / "state.json";
  const std::filesystem::path part = target.string() + ".part";
  std::error_code problem;
  std::filesystem::create_directories(target.parent_path(), problem);
  {
    std::ofstream file(part, std::ios::binary | std::ios::trunc);
    file << json.text() << '\n';
    file.flush();
    if (!file) return base::Error{base::ErrorCode::kIo, "cannot write it", {part.string(), 0, {}}};
  }
  std::filesystem::rename(part, target, problem);
  if (problem)
    return base::Error{base::ErrorCode::kIo, "cannot replace it: " + problem.message(), {target.string(), 0, {}}};
  return {};
}

}  // namespace cordon::service
