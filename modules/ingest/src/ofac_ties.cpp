// Ties between subjects: by name from the remarks ('Linked To: X'), by number from the XML layouts' relationships.
#include <array>
#include <utility>

#include "cordon/model/schema.hpp"
#include "ofac_subject.hpp"
#include "ofac_text.hpp"

namespace cordon::ingest::ofac {
namespace {

// How a typed relationship "from ROLE to" reads in FollowTheMoney. Source: OFAC's relationship types (reference values
// of the XML lists); from is the record that carries it, to the other one.
struct TieRule {
  std::string_view role;
  std::string_view schema;
  std::string_view from;  // the property that takes the record itself
  std::string_view to;    // the property that takes the other
};
constexpr std::array<TieRule, 10> kTieRules{{
    {"owned or controlled by", "Ownership", "asset", "owner"},
    {"owns, controls, or operates", "Ownership", "owner", "asset"},
    {"property in the interest of", "Ownership", "asset", "owner"},
    {"leader or official of", "Directorship", "director", "organization"},
    {"principal executive officer", "Directorship", "director", "organization"},
    {"acting for or on behalf of", "Representation", "agent", "client"},
    {"family member of", "Family", "person", "relative"},
    {"associate of", "Associate", "person", "associate"},
    {"providing support to", "UnknownLink", "subject", "object"},
    {"playing a significant role in", "UnknownLink", "subject", "object"},
}};
constexpr TieRule kUnknownLink{"", "UnknownLink", "subject", "object"};

// Kin words of the remarks; they make a Family link when the other is on the list.
bool is_kin(std::string_view role) {
  const std::string_view word = role.substr(0, role.find(' '));
  for (std::string_view end : {"spouse", "wife", "husband", "widow", "son", "daughter", "brother", "sister", "father",
                               "mother", "nephew", "niece", "cousin", "child", "grandson", "in-law"}) {
    if (word.ends_with(end)) return true;
  }
  return false;
}

// Whether the schema's property may point to an entity of this schema. An owned organisation is let through: the list
// does not tell companies (which FtM calls assets) from other organisations.
bool may_take(std::string_view edge_schema, std::string_view property, std::string_view schema) {
  const model::Schema* edge = model::SchemaRegistry::instance().find(edge_schema);
  const model::Property* known = edge == nullptr ? nullptr : edge->find(property);
  if (known == nullptr) return false;
  return model::is_a(schema, known->range) || (property == "asset" && model::is_a(schema, "Organization"));
}

}  // namespace

void map_named_tie(std::string_view role, std::string_view name, SubjectBuilder& builder) {
  const std::vector<Record>& records = *builder.context.records;
  const std::uint32_t at = builder.context.names->find(name);
  const bool known = at != NameIndex::kNobody && records[at].uid != builder.record.uid;
  model::Entity& subject = builder.subject;
  if (known && role == "Aircraft Operator" && builder.add_to_first({"operator"}, entity_id(records[at].uid))) return;
  if (known && role == "Vessel Owner" && builder.add_to_first({"owner"}, entity_id(records[at].uid))) return;
  const bool family = known && is_kin(role) && builder.record.kind == SubjectKind::kIndividual &&
                      records[at].kind == SubjectKind::kIndividual;
  std::string text(name);
  // The full stop that ends the remarks was taken off; an abbreviation needs it back ("S.A" -> "S.A.").
  const std::size_t last_word = text.find_last_of(' ');
  const std::string_view word = std::string_view(text).substr(last_word == std::string::npos ? 0 : last_word + 1);
  if (!known && word.find('.') != std::string_view::npos && text.back() != '.') text += '.';
  const std::string other = known ? entity_id(records[at].uid) : std::string{};
  model::Entity link{model::EntityId{builder.child_id("link", std::string(role) + '\n' + (known ? other : text))},
                     family ? "Family" : "UnknownLink"};
  link.add(family ? "person" : "subject", subject.id().str());
  link.add(family ? "relationship" : "role", role);
  if (known) {
    link.add(family ? "relative" : "object", other);
  } else {
    link.add("namesMentioned", text);
  }
  builder.others.push_back(std::move(link));
}

void map_typed_tie(const Tie& tie, SubjectBuilder& builder) {
  const std::vector<Record>& records = *builder.context.records;
  const std::uint32_t at = builder.context.names->find_uid(tie.other_uid);
  // The other may stand outside an extract (Enhanced XML can be filtered): the tie is kept, its kind is open.
  const bool known = at != NameIndex::kNobody;
  const std::string_view other_schema = known ? schema_of(records[at].kind) : std::string_view{"Organization"};
  const std::string folded = ascii_lowered(trimmed(tie.role));
  const TieRule* rule = &kUnknownLink;
  for (const TieRule& candidate : kTieRules) {
    if (candidate.role == folded) rule = &candidate;
  }
  if (rule == &kUnknownLink && !tie.is_free_role) builder.unmapped("relationship type", tie.role);
  if (!may_take(rule->schema, rule->from, builder.subject.schema()) ||
      !may_take(rule->schema, rule->to, other_schema)) {
    rule = &kUnknownLink;
  }
  std::string content = tie.id + '\n' + folded;
  for (const std::string& part : {tie.other_uid, tie.status, tie.comment}) content += '\n' + part;
  for (const std::string& date : tie.starts) content += '\n' + date;
  for (const std::string& date : tie.ends) content += "\nuntil " + date;
  model::Entity link{model::EntityId{builder.child_id("link", content)}, std::string(rule->schema)};
  link.add(rule->from, builder.subject.id().str());
  link.add(rule->to, entity_id(tie.other_uid));
  const bool interest = rule->schema != "Family" && rule->schema != "Associate";
  link.add(interest ? "role" : "relationship", tie.role);
  link.add("recordId", tie.id);
  for (const std::string& date : tie.starts) link.add("startDate", date);
  for (const std::string& date : tie.ends) link.add("endDate", date);
  link.add(interest ? "status" : "description", tie.status);
  link.add("description", tie.comment);
  if (!known) link.add("namesMentioned", tie.other_name);
  builder.others.push_back(std::move(link));
}

}  // namespace cordon::ingest::ofac
