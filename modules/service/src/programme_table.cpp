#include "programme_table.hpp"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <unordered_map>

#include "shipped_data.hpp"

namespace cordon::service {
namespace {

std::string text_of(const YAML::Node& entry, const char* key) {
  const YAML::Node node = entry[key];
  return node.IsDefined() && node.IsScalar() ? node.Scalar() : std::string{};
}

std::vector<std::string> texts_of(const YAML::Node& entry, const char* key) {
  std::vector<std::string> texts;
  const YAML::Node node = entry[key];
  if (!node.IsDefined() || !node.IsSequence()) return texts;
  for (const YAML::Node& item : node) texts.push_back(item.Scalar());
  return texts;
}

// The table is compiled in and its form is tested; a table that cannot be read has no entries.
std::vector<Programme> load() {
  std::vector<Programme> programmes;
  try {
    const YAML::Node root =
        YAML::Load(std::string(base::find_embedded(embedded_files(), "programmes/programmes.yaml")));
    for (const YAML::Node& entry : root["programmes"]) {
      Programme programme;
      programme.key = text_of(entry, "key");
      programme.issuer = text_of(entry, "issuer");
      programme.title = text_of(entry, "title");
      programme.authority = text_of(entry, "authority");
      programme.since = text_of(entry, "since");
      programme.until = text_of(entry, "until");
      programme.status = text_of(entry, "status");
      programme.meaning = text_of(entry, "meaning");
      programme.mark = text_of(entry, "mark");
      programme.since_mark = text_of(entry, "since_mark");
      programme.verified = text_of(entry, "verified") == "true";
      programme.sources = texts_of(entry, "sources");
      programme.names = texts_of(entry, "names");
      programme.measures = texts_of(entry, "measures");
      programmes.push_back(std::move(programme));
    }
  } catch (const YAML::Exception&) {
    programmes.clear();
  }
  return programmes;
}

bool holds(const std::vector<std::string>& values, std::string_view value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

std::string plain(std::string text) {
  std::replace(text.begin(), text.end(), '-', ' ');
  return text;
}

std::string sentence(const std::string& name, const Programme& programme) {
  std::string text = name + ": " + programme.title + "; ";
  for (std::size_t i = 0; i < programme.measures.size(); ++i) {
    const bool blocking = programme.measures[i] == "asset-freeze" && programme.issuer.starts_with("us_");
    text += (i == 0 ? "" : ", ") + (blocking ? std::string("blocking") : plain(programme.measures[i]));
  }
  if (programme.measures.empty()) text += "no measure known";
  text += " (" + programme.authority;
  if (!programme.since.empty()) text += ", since " + programme.since;
  if (!programme.until.empty()) text += ", until " + programme.until;
  return text + "; " + plain(programme.status) + ")";
}

}  // namespace

bool Programme::freezes() const { return holds(measures, "asset-freeze"); }

std::span<const Programme> programme_table() {
  static const std::vector<Programme> kTable = load();
  return kTable;
}

std::vector<const Programme*> find_programmes(std::string_view name, std::string_view source) {
  using Index = std::unordered_map<std::string_view, std::vector<const Programme*>>;
  static const Index kByName = [] {
    Index index;
    for (const Programme& programme : programme_table()) {
      for (const std::string& spelling : programme.names) index[spelling].push_back(&programme);
    }
    return index;
  }();
  const auto named = kByName.find(name);
  if (named == kByName.end()) return {};
  std::vector<const Programme*> found;
  for (const Programme* programme : named->second) {
    if (holds(programme->sources, source)) found.push_back(programme);
  }
  return found.empty() && named->second.size() == 1 ? named->second : found;
}

std::vector<std::string> programme_sentences(std::span<const std::string> programmes, std::string_view source) {
  std::vector<std::string> sentences;
  for (const std::string& name : programmes) {
    const auto found = find_programmes(name, source);
    if (found.empty()) sentences.push_back(name + ": not in the programme table");
    for (const Programme* programme : found) sentences.push_back(sentence(name, *programme));
  }
  return sentences;
}

void write_programme(JsonWriter& json, const Programme& programme) {
  json.key("key").value(programme.key);
  json.key("issuer").value(programme.issuer);
  json.key("title").value(programme.title);
  json.key("authority").value(programme.authority);
  json.key("since").value(programme.since);
  json.key("until").value(programme.until);
  json.key("measures").strings(programme.measures);
  json.key("freezes_assets").value(programme.freezes());
  json.key("status").value(programme.status);
  json.key("meaning").value(programme.meaning);
  json.key("mark").value(programme.mark);
  json.key("since_mark").value(programme.since_mark);
  json.key("verified").value(programme.verified);
}

void write_programmes(JsonWriter& json, std::span<const std::string> programmes, std::string_view source) {
  json.begin_array();
  for (const std::string& name : programmes) {
    const auto found = find_programmes(name, source);
    if (found.empty()) json.begin_object().key("programme").value(name).key("known").value(false).end_object();
    for (const Programme* programme : found) {
      json.begin_object().key("programme").value(name).key("known").value(true);
      write_programme(json, *programme);
      json.end_object();
    }
  }
  json.end_array();
}

}  // namespace cordon::service
