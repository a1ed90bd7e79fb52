// The activity of a screened row against the rules.
#include <array>

#include "cordon/measures/assess.hpp"
#include "json_writer.hpp"
#include "reach_limbs.hpp"

namespace cordon::service {
namespace {

constexpr std::string_view kTypeColumn = "activity";
// Columns that an activity file has under the same name.
constexpr std::array<std::string_view, 19> kFields{
    "instrument", "tenor_days", "value",         "currency",   "aggregate_12m_value", "goods",  "vessel",
    "project",    "depth_ft",   "contract_date", "issue_date", "initiated",           "loaded", "location",
    "origin",     "service",    "unit_price",    "note",       "voting_majority"};
constexpr std::array<std::string_view, 3> kActorFields{"nationality", "place", "kind"};

std::string_view value_of(const CounterpartyColumns& row, std::string_view column) {
  for (const auto& [name, value] : row) {
    if (name == column) return value;
  }
  return {};
}

// The row as an activity file, its party being the counterparty.
std::string activity_json(const CounterpartyColumns& row) {
  JsonWriter json;
  json.begin_object().key("activity").begin_object();
  json.key("type").value(value_of(row, kTypeColumn));
  for (const std::string_view field : kFields) {
    if (const std::string_view value = value_of(row, field); !value.empty()) json.key(field).value(value);
  }
  json.key("parties").begin_array().begin_object();
  json.key("name").value(value_of(row, "name"));
  for (const std::string_view field : {"entity_id", "country", "role"}) {
    if (const std::string_view value = value_of(row, field); !value.empty()) json.key(field).value(value);
  }
  json.end_object().end_array();
  json.key("actor").begin_object();
  for (const std::string_view field : kActorFields) {
    const std::string_view value = value_of(row, "actor_" + std::string(field));
    if (!value.empty()) json.key(field).value(value);
  }
  json.end_object().end_object().end_object();
  return json.text();
}

}  // namespace

base::Result<std::unique_ptr<ActivityLimb>> ActivityLimb::build(Workspace& workspace,
                                                                std::shared_ptr<const match::Corpus> corpus,
                                                                const ScreenRequest& request,
                                                                const std::vector<CounterpartyColumns>& rows,
                                                                const match::Policy& policy, base::Date day) {
  bool wanted = false;
  for (const CounterpartyColumns& row : rows) wanted = wanted || !value_of(row, kTypeColumn).empty();
  if (!wanted) return std::unique_ptr<ActivityLimb>{};
  CORDON_ASSIGN(measures::RuleBook book, measures::RuleBook::shipped());
  CORDON_ASSIGN(auto snapshot, workspace.store().snapshot(lists_of(request)));
  CORDON_ASSIGN(auto resolver, ListResolver::build(std::move(snapshot), std::move(corpus), policy));
  return std::unique_ptr<ActivityLimb>(new ActivityLimb(std::move(book), std::move(resolver), day));
}

base::Result<std::string> ActivityLimb::answers(const CounterpartyColumns& row) const {
  if (value_of(row, kTypeColumn).empty()) return std::string{};
  CORDON_ASSIGN(const measures::ActivityFile file, measures::parse_activity(activity_json(row), "activity"));
  CORDON_ASSIGN(const auto assessments, measures::assess(file.activity, day_, book_, resolver_.get()));
  std::string json = "[";
  for (const measures::Assessment& assessment : assessments) {
    if (assessment.outcome == measures::Outcome::kAllowed) continue;
    if (json.size() > 1) json += ',';
    measures::append_json(json, assessment);
  }
  return json + "]";
}

}  // namespace cordon::service
