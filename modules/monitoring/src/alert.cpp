#include "cordon/monitoring/alert.hpp"

#include <array>

#include "cordon/base/content_hash.hpp"
#include "json.hpp"

namespace cordon::monitoring {
namespace {

struct StateName {
  AlertState state;
  std::string_view name;
};
constexpr std::array<StateName, 6> kStates{{{AlertState::kOpen, "open"},
                                            {AlertState::kPending, "pending"},
                                            {AlertState::kEscalated, "escalated"},
                                            {AlertState::kTruePositive, "true-positive"},
                                            {AlertState::kFalsePositive, "false-positive"},
                                            {AlertState::kLapsed, "lapsed"}}};

}  // namespace

std::string_view alert_state_name(AlertState state) noexcept {
  for (const StateName& entry : kStates) {
    if (entry.state == state) return entry.name;
  }
  return "unknown";
}

std::optional<AlertState> alert_state_named(std::string_view name) noexcept {
  for (const StateName& entry : kStates) {
    if (entry.name == name) return entry.state;
  }
  return std::nullopt;
}

std::string alert_id(std::string_view portfolio, std::string_view counterparty, std::string_view cluster) {
  std::string text;
  for (const std::string_view part : {portfolio, counterparty, cluster}) {
    text += std::to_string(part.size());
    text += ':';
    text += part;
  }
  return "A" + base::ContentHash::of(text).hex().substr(0, 16);
}

std::string to_json(const Disposition& d) {
  Json json{{"as", alert_state_name(d.as)},
            {"reason", d.reason},
            {"by", d.by},
            {"at", base::to_iso(d.at)},
            {"until", d.until ? d.until->to_string() : std::string()},
            {"confirmed_by", d.confirmed_by},
            {"relied_on", d.relied_on}};
  return dump(json);
}

base::Result<Disposition> disposition_from_json(std::string_view text) {
  CORDON_ASSIGN(const Json json, parse_stored(text, "disposition"));
  Disposition d;
  std::string as;
  std::string until;
  StoredObject object(json, "disposition");
  object.read("as", as).read("reason", d.reason).read("by", d.by).read("at", d.at).read("until", until);
  object.read("confirmed_by", d.confirmed_by).read("relied_on", d.relied_on);
  CORDON_TRY(object.done());
  const auto state = alert_state_named(as);
  if (!state) return base::Error{base::ErrorCode::kDamaged, "stored disposition: unknown kind '" + as + "'"};
  d.as = *state;
  if (!until.empty()) {
    CORDON_ASSIGN(d.until, base::Date::parse(until));
  }
  return d;
}

}  // namespace cordon::monitoring
