#include "suppressed_reach.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace cordon::monitoring {
namespace {

std::string text(const Json& object, const char* key) {
  const auto at = object.find(key);
  return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
}

// The number as the engine wrote it: shares are exact decimals.
std::string number(const Json& object, const char* key) {
  const auto at = object.find(key);
  return at != object.end() && at->is_number() ? at->dump() : std::string();
}

std::string range(const Json& object) {
  const std::string min = number(object, "share_min");
  const std::string max = number(object, "share_max");
  return min == max ? min + " %" : min + " to " + max + " %";
}

Json steps_of(const Json& limb) {
  Json steps = Json::array();
  if (!limb.contains("ownership") || !limb["ownership"].is_object()) return steps;
  for (const Json& step : limb["ownership"].value("evidence", Json::array())) {
    steps.push_back({{"owner", text(step, "owner")},
                     {"asset", text(step, "asset")},
                     {"via", text(step, "via")},
                     {"share", range(step)},
                     {"status", text(step, "owner_status")}});
  }
  std::sort(steps.begin(), steps.end());
  return steps;
}

std::set<std::string> listed_of(const Json& limb) {
  std::set<std::string> ids;
  for (const Json& holder : limb.value("listed", Json::array())) ids.insert(text(holder, "entity_id"));
  return ids;
}

// Interests by owner, asset and kind; one of these may be recorded several times.
using Interests = std::map<std::string, std::multiset<std::string>>;
Interests interests_of(const Json& limb) {
  Interests interests;
  for (const Json& step : limb.value("steps", Json::array())) {
    interests[text(step, "owner") + " in " + text(step, "asset") + " (" + text(step, "via") + ")"].insert(
        text(step, "share"));
  }
  return interests;
}

std::string joined(const std::multiset<std::string>& values) {
  std::string out;
  for (const std::string& value : values) out += (out.empty() ? "" : ", ") + value;
  return out;
}

std::string interests_change(const Json& before, const Json& now, const std::string& id) {
  const Interests was = interests_of(before);
  const Interests is = interests_of(now);
  for (const auto& [interest, shares] : is) {
    const auto at = was.find(interest);
    if (at == was.end()) return "another interest is on the way to " + id + ": " + interest;
    if (at->second != shares) {
      return "the share of " + interest + " changed: " + joined(at->second) + " -> " + joined(shares);
    }
  }
  for (const auto& [interest, shares] : was) {
    if (!is.contains(interest)) return "an interest on the way to " + id + " is gone: " + interest;
  }
  return {};
}

std::string limb_change(const Json& before, const Json& now, const std::string& id) {
  for (const char* field : {"rule", "verdict", "regime"}) {
    if (text(before, field) != text(now, field)) {
      return "the ownership " + std::string(field) + " of " + id + " changed: " + text(before, field) + " -> " +
             text(now, field);
    }
  }
  const auto was = before.value("listed", Json::array()).get<std::set<std::string>>();
  const auto is = now.value("listed", Json::array()).get<std::set<std::string>>();
  for (const std::string& holder : is) {
    if (!was.contains(holder)) return "another listed party owns or controls " + id + ": " + holder;
  }
  for (const std::string& holder : was) {
    if (!is.contains(holder)) return "a listed party no longer owns or controls " + id + ": " + holder;
  }
  if (std::string what = interests_change(before, now, id); !what.empty()) return what;
  if (before.value("steps", Json::array()) != now.value("steps", Json::array())) {
    return "an owner on the way to " + id + " is listed, or no longer";
  }
  if (text(before, "share") != text(now, "share")) {
    return "the share of blocked parties in " + id + " changed: " + text(before, "share") + " -> " + text(now, "share");
  }
  if (before.value("missing", Json::array()) != now.value("missing", Json::array())) {
    return "what is missing to determine " + id + " changed";
  }
  return {};
}

}  // namespace

Json reach_basis(const Json& reach) {
  Json basis = Json::array();
  if (!reach.is_array()) return basis;
  for (const Json& limb : reach) {
    const Json ownership = limb.value("ownership", Json::object());
    const bool stated = ownership.is_object();
    basis.push_back({{"limb", text(limb, "limb")},
                     {"regime", text(limb, "regime")},
                     {"verdict", text(limb, "verdict")},
                     {"rule", text(limb, "rule")},
                     {"share", stated ? range(ownership) : std::string()},
                     {"missing", stated ? ownership.value("missing", Json::array()) : Json::array()},
                     {"steps", steps_of(limb)},
                     {"listed", listed_of(limb)}});
  }
  return basis;
}

std::string reach_change(const Json& before, const Json& now, const std::string& id) {
  // By limb; a party is reached by one limb seldom twice (holders of several listed ships), then in a sorted order.
  for (std::size_t i = 0; i < now.size(); ++i) {
    if (i >= before.size() || text(before[i], "limb") != text(now[i], "limb")) {
      return id + " is reached in another way: " + text(now[i], "limb");
    }
    if (std::string what = limb_change(before[i], now[i], id); !what.empty()) return what;
  }
  return before.size() > now.size() ? id + " is no longer reached by " + text(before[now.size()], "limb")
                                    : std::string();
}

}  // namespace cordon::monitoring
