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

using Adjacent = std::vector<const model::Entity*>;

Subject read_subject(const model::SourcedEntity& sourced, const Adjacent& adjacent) {
  const model::Entity& entity = sourced.listed.entity;
  Subject subject{entity.id(), sourced.source, {}, {}, {}, {}, {}};
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
  return subject;
}

// The entities of one list.
class ListReading {
 public:
  void add(const model::SourcedEntity& entity) {
    const model::ListEntity& listed = entity.listed;
    if (listed.is_subject) {
      subjects_.push_back(&entity);
    } else if (!listed.subject_id.empty()) {
      parts_[listed.subject_id.str()].push_back(&listed.entity);
    } else {
      shared_.emplace(listed.entity.id().str(), &listed.entity);
    }
  }
  void append_to(std::vector<Subject>& out) const {
    for (const model::SourcedEntity* subject : subjects_) {
      const model::Entity& entity = subject->listed.entity;
      Adjacent adjacent;
      if (const auto at = parts_.find(entity.id().str()); at != parts_.end()) adjacent = at->second;
      if (!shared_.empty()) {
        for (const std::string& id : entity.values("addressEntity")) {
          if (const auto at = shared_.find(id); at != shared_.end()) adjacent.push_back(at->second);
        }
      }
      out.push_back(read_subject(*subject, adjacent));
    }
  }

 private:
  std::vector<const model::SourcedEntity*> subjects_;
  std::unordered_map<std::string_view, Adjacent> parts_;               // by subject
  std::unordered_map<std::string_view, const model::Entity*> shared_;  // entities of no one subject
};

}  // namespace

std::vector<Subject> subjects_of(const model::EntitySource& source) {
  std::vector<Subject> out;
  ListReading list;
  const model::SourceId* current = nullptr;
  source.for_each([&](const model::SourcedEntity& entity) {
    if (current == nullptr || *current != entity.source) {
      list.append_to(out);
      list = {};
      current = &entity.source;
    }
    list.add(entity);
    return true;
  });
  list.append_to(out);
  return out;
}

}  // namespace cordon::cluster
