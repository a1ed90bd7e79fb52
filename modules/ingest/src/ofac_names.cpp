#include "ofac_names.hpp"

#include "ofac_text.hpp"

namespace cordon::ingest::ofac {

Name parse_name(std::string_view text, SubjectKind kind) {
  text = trimmed(text);
  Name name;
  const std::size_t comma = kind == SubjectKind::kIndividual ? text.find(", ") : std::string_view::npos;
  if (comma == std::string_view::npos) {
    name.last = text;
  } else {
    name.last = trimmed(text.substr(0, comma));
    name.first = trimmed(text.substr(comma + 2));
  }
  return name;
}

std::string natural_name(const Name& name) {
  if (!name.full.empty()) return name.full;
  if (name.first.empty()) return name.last;
  if (name.last.empty()) return name.first;
  return name.first + " " + name.last;
}

std::string listed_name(const Name& name) {
  if (!name.full.empty()) return name.full;
  if (name.first.empty()) return name.last;
  if (name.last.empty()) return name.first;
  return name.last + ", " + name.first;
}

void NameIndex::put(std::unordered_map<std::string, std::uint32_t>& names, std::string_view name,
                    std::uint32_t position) {
  std::string key = name_key(name);
  if (key.empty()) return;
  const auto [at, added] = names.emplace(std::move(key), position);
  if (!added && at->second != position) at->second = kSeveral;
}

void NameIndex::add(const Record& record, std::uint32_t position) {
  uids_.emplace(record.uid, position);
  put(primary_, listed_name(record.name), position);
  if (!record.name.first.empty()) put(primary_, natural_name(record.name), position);
  for (const Alias& alias : record.aliases) {
    if (alias.weak) continue;
    put(aliases_, listed_name(alias.name), position);
    if (!alias.name.first.empty()) put(aliases_, natural_name(alias.name), position);
  }
}

std::uint32_t NameIndex::find(std::string_view name) const {
  const std::string key = name_key(name);
  if (const auto at = primary_.find(key); at != primary_.end()) return at->second < kSeveral ? at->second : kNobody;
  if (const auto at = aliases_.find(key); at != aliases_.end()) return at->second < kSeveral ? at->second : kNobody;
  return kNobody;
}

std::uint32_t NameIndex::find_uid(const std::string& uid) const {
  const auto at = uids_.find(uid);
  return at == uids_.end() ? kNobody : at->second;
}

}  // namespace cordon::ingest::ofac
