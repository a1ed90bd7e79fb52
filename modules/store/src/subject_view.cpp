#include "subject_view.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "cordon/model/schema.hpp"
#include "references.hpp"

namespace cordon::store {
namespace {

// "address", "sanction", "identification" (passports too), otherwise the schema with a small first letter.
std::string label_of(const model::Entity& entity) {
  if (entity.is_a("Identification")) return "identification";
  std::string label = entity.schema();
  if (!label.empty() && label[0] >= 'A' && label[0] <= 'Z') label[0] = static_cast<char>(label[0] - 'A' + 'a');
  return label;
}

std::string address_text(const model::Entity& address) {
  if (const std::string_view full = address.first("full"); !full.empty()) return std::string(full);
  static constexpr std::array<std::string_view, 11> kOrder{"remarks",    "postOfficeBox", "street", "street2",
                                                           "street3",    "city",          "region", "state",
                                                           "postalCode", "country",       "name"};
  std::string text;
  for (const std::string_view property : kOrder) {
    for (const std::string& value : address.values(property)) {
      if (!text.empty()) text += ", ";
      text += value;
    }
  }
  return text;
}

// Properties that only say whose part it is.
bool is_back_reference(const model::PropertyValues& property, const model::EntityId& subject) {
  return property.values.size() == 1 && property.values.front() == subject.str();
}

std::string part_text(const model::Entity& part, const model::EntityId& subject) {
  std::string text = part.schema() + ":";
  for (const model::PropertyValues& property : part.properties()) {
    if (is_back_reference(property, subject)) continue;
    std::vector<std::string> values = property.values;
    std::sort(values.begin(), values.end());
    text += " " + property.name;
    for (const std::string& value : values) text += " '" + value + "'";
  }
  return text;
}

void add_part(SubjectView& view, const model::Entity& part, const model::EntityId& subject) {
  const std::string label = label_of(part);
  view.parts[label].push_back(part_text(part, subject));
  if (part.is_a("Address")) {
    std::string text = address_text(part);
    if (!text.empty()) view.fields[label].push_back(std::move(text));
    return;
  }
  for (const model::PropertyValues& property : part.properties()) {
    if (is_back_reference(property, subject)) continue;
    std::vector<std::string>& values = view.fields[label + "." + property.name];
    values.insert(values.end(), property.values.begin(), property.values.end());
  }
}

// Without repetition, first occurrence kept.
std::vector<std::string> distinct(const std::vector<std::string>& values) {
  std::vector<std::string> result;
  std::set<std::string_view> seen;
  for (const std::string& value : values) {
    if (seen.insert(value).second) result.push_back(value);
  }
  return result;
}

bool same_values(std::vector<std::string> a, std::vector<std::string> b) {
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  return a == b;
}

void compare_maps(const FieldMap& before, const FieldMap& after, std::vector<FieldChange>& changes) {
  static const std::vector<std::string> kNoValues;
  std::set<std::string_view> names;
  for (const auto& [name, values] : before) names.insert(name);
  for (const auto& [name, values] : after) names.insert(name);
  for (const std::string_view name : names) {
    const auto b = before.find(std::string(name));
    const auto a = after.find(std::string(name));
    const std::vector<std::string>& old_values = b == before.end() ? kNoValues : b->second;
    const std::vector<std::string>& new_values = a == after.end() ? kNoValues : a->second;
    if (same_values(old_values, new_values)) continue;
    FieldChange change{std::string(name), distinct(old_values), distinct(new_values)};
    if (same_values(change.before, change.after)) {
      // They differ only in how often a value stands there.
      change.before = old_values;
      change.after = new_values;
    }
    changes.push_back(std::move(change));
  }
}

// Joins two subjects; a document belongs to one.
bool is_link(const model::Entity& part) {
  const model::Schema* schema = model::SchemaRegistry::instance().find(part.schema());
  return schema != nullptr && schema->is_edge() && !schema->is_a("Identification");
}

}  // namespace

SubjectView view_of(const SubjectSide& side, Links links) {
  SubjectView view;
  if (side.subject == nullptr) return view;
  const model::Entity& subject = side.subject->entity;
  view.fields["schema"] = {subject.schema()};
  std::set<std::string_view> shown;
  for (const model::ListEntity* part : side.related) {
    shown.insert(part->entity.id().str());
    if (links == Links::kNoneOfRecord && part->subject_id == subject.id() && is_link(part->entity)) continue;
    add_part(view, part->entity, subject.id());
  }
  for (auto& [label, texts] : view.parts) std::sort(texts.begin(), texts.end());
  for (auto& [label, values] : view.fields) std::sort(values.begin(), values.end());
  for (const model::PropertyValues& property : subject.properties()) {
    const bool may_be_parts = is_part_property(subject.schema(), property.name);
    if (links == Links::kNoneOfRecord && is_link_property(subject.schema(), property.name)) continue;
    std::vector<std::string>& values = view.fields[property.name];
    const std::size_t already = values.size();
    for (const std::string& value : property.values) {
      // Parts are shown by what they say; ids are the reader's choice and no news.
      if (may_be_parts && shown.contains(value)) continue;
      // The address text of the subject itself and that of its address entity are often the same.
      if (std::find(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(already), value) !=
          values.begin() + static_cast<std::ptrdiff_t>(already)) {
        continue;
      }
      values.push_back(value);
    }
    if (values.empty()) view.fields.erase(property.name);
  }
  return view;
}

std::vector<FieldChange> compare_views(const SubjectView& before, const SubjectView& after) {
  std::vector<FieldChange> changes;
  compare_maps(before.fields, after.fields, changes);
  std::vector<FieldChange> parts;
  compare_maps(before.parts, after.parts, parts);
  for (FieldChange& part : parts) {
    const bool explained = std::ranges::any_of(changes, [&](const FieldChange& change) {
      return change.property == part.property || change.property.starts_with(part.property + ".");
    });
    if (!explained) changes.push_back(std::move(part));
  }
  std::ranges::sort(changes, {}, &FieldChange::property);
  return changes;
}

std::vector<std::string> programmes_of(const SubjectSide& before, const SubjectSide& after) {
  for (const std::string_view property : {"programId", "program"}) {
    std::set<std::string> found;
    for (const SubjectSide* side : {&before, &after}) {
      if (side->subject == nullptr) continue;
      for (const std::string& value : side->subject->entity.values(property)) found.insert(value);
      for (const model::ListEntity* part : side->related) {
        if (!part->entity.is_a("Sanction")) continue;
        for (const std::string& value : part->entity.values(property)) found.insert(value);
      }
    }
    if (!found.empty()) return {found.begin(), found.end()};
  }
  return {};
}

}  // namespace cordon::store
