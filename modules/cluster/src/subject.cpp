#include "cordon/cluster/subject.hpp"

#include <algorithm>
#include <unordered_map>

#include "cordon/match/prepared_subject.hpp"
#include "cordon/model/imo.hpp"

namespace cordon::cluster {
namespace {

void add_unique(std::vector<std::string>& to, std::string_view value) {
  if (!value.empty() && std::find(to.begin(), to.end(), value) == to.end()) to.emplace_back(value);
}

void sort_unique(std::vector<std::string>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

// References in the fields of a listing, and those its texts give.
void add_references(Subject& subject, const model::Entity& entity) {
  for (const std::string& value : entity.values("unscId")) {
    std::string reference = un_reference(value);
    add_unique(subject.references, "un:" + (reference.empty() ? value : reference));
  }
  for (const std::string_view property : {"notes", "summary", "reason", "description"}) {
    for (const std::string& text : entity.values(property)) {
      for (const std::string& reference : own_un_references(text)) add_unique(subject.references, "un:" + reference);
    }
  }
  // The two British lists have numbers of their own and one in common.
  if (subject.source.str().starts_with("gb_") && entity.schema() == "Sanction") {
    for (const std::string& value : entity.values("authorityId")) add_unique(subject.references, "gb:" + value);
  }
}

void add_listing(Subject& subject, const model::Entity& sanction) {
  for (const std::string& programme : sanction.values("programId")) add_unique(subject.programmes, programme);
  for (const std::string_view property : {"listingDate", "startDate"}) {
    for (const std::string& date : sanction.values(property)) {
      if (subject.listed_on.empty() || date < subject.listed_on) subject.listed_on = date;
    }
  }
}

// Numbers of companies stand under the same property as those of hulls; apart, they cannot meet by accident.
void split_imo_numbers(match::SubjectFeatures& features) {
  const bool hull = match::subject_kind(features.schema) == match::SubjectKind::kObject;
  std::erase_if(features.identifiers, [](const match::Identifier& id) {
    return id.type == "imoNumber" && model::imo_kind(id.value) == model::ImoKind::kNeither;
  });
  for (match::Identifier& id : features.identifiers) {
    if (id.type != "imoNumber") continue;
    const auto digits = model::imo_digits(id.value);
    if (digits) id.value = *digits;
    if (!hull) id.type = "imoCompanyNumber";
  }
}

}  // namespace

std::vector<Subject> subjects_of(const model::EntitySource& source) {
  std::vector<model::SourcedEntity> kept;
  std::unordered_map<std::string, std::vector<std::size_t>> parts;  // source + subject id -> places in kept
  std::unordered_map<std::string, std::size_t> shared;              // source + id of entities of no one subject
  const auto key = [](const model::SourceId& from, const model::EntityId& id) { return from.str() + '\n' + id.str(); };
  std::vector<std::size_t> subjects;
  source.for_each([&](const model::SourcedEntity& entity) {
    const std::size_t place = kept.size();
    kept.push_back(entity);
    if (entity.listed.is_subject) {
      subjects.push_back(place);
    } else if (!entity.listed.subject_id.empty()) {
      parts[key(entity.source, entity.listed.subject_id)].push_back(place);
    } else {
      shared.emplace(key(entity.source, entity.listed.entity.id()), place);
    }
    return true;
  });
  std::vector<Subject> out;
  out.reserve(subjects.size());
  for (const std::size_t place : subjects) {
    const model::SourcedEntity& sourced = kept[place];
    const model::Entity& entity = sourced.listed.entity;
    Subject subject{entity.id(), sourced.source, {}, {}, {}, {}, {}};
    std::vector<const model::Entity*> adjacent;
    if (const auto at = parts.find(key(sourced.source, entity.id())); at != parts.end()) {
      for (const std::size_t part : at->second) adjacent.push_back(&kept[part].listed.entity);
    }
    for (const std::string& id : entity.values("addressEntity")) {
      const auto at = shared.find(key(sourced.source, model::EntityId{id}));
      if (at != shared.end()) adjacent.push_back(&kept[at->second].listed.entity);
    }
    subject.features = match::features_of(entity, adjacent);
    split_imo_numbers(subject.features);
    add_references(subject, entity);
    for (const model::Entity* other : adjacent) {
      if (other->schema() != "Sanction") continue;
      add_listing(subject, *other);
      add_references(subject, *other);
    }
    for (const std::string& programme : entity.values("programId")) add_unique(subject.programmes, programme);
    for (const std::string& programme : subject.programmes) {
      for (const std::string_view regime : regimes_of(programme)) add_unique(subject.regimes, regime);
    }
    sort_unique(subject.references);
    sort_unique(subject.programmes);
    sort_unique(subject.regimes);
    out.push_back(std::move(subject));
  }
  return out;
}

}  // namespace cordon::cluster
