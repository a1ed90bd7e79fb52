#include "cordon/monitoring/portfolio.hpp"

#include <charconv>

#include "json.hpp"
#include "settings_json.hpp"

namespace cordon::monitoring {
namespace {

void put_net_string(std::string& out, std::string_view text) {
  out += std::to_string(text.size());
  out += ':';
  out += text;
}

// Returns: false when the bytes do not start with a net string.
bool take_net_string(std::string_view& rest, std::string_view& text) {
  std::size_t size = 0;
  const auto [end, problem] = std::from_chars(rest.data(), rest.data() + rest.size(), size);
  const auto digits = static_cast<std::size_t>(end - rest.data());
  if (problem != std::errc{} || digits == rest.size() || rest[digits] != ':' || size > rest.size() - digits - 1) {
    return false;
  }
  text = rest.substr(digits + 1, size);
  rest.remove_prefix(digits + 1 + size);
  return true;
}

}  // namespace

std::string encode_values(const CounterpartyValues& values) {
  std::string out;
  for (const auto& [column, value] : values) {
    put_net_string(out, column);
    put_net_string(out, value);
  }
  return out;
}

base::Result<CounterpartyValues> decode_values(std::string_view body) {
  CounterpartyValues values;
  while (!body.empty()) {
    std::string_view column;
    std::string_view value;
    if (!take_net_string(body, column) || !take_net_string(body, value)) {
      return base::Error{base::ErrorCode::kDamaged, "stored counterparty cannot be read: no net string"};
    }
    values.emplace_back(column, value);
  }
  return values;
}

void ContentHasher::add(std::string_view key, std::string_view body) {
  std::string text;
  put_net_string(text, key);
  put_net_string(text, body);
  hasher_.update(text);
}

Json settings_json(const PortfolioSettings& s) {
  return {{"policy", s.policy},   {"threshold", s.threshold}, {"depth", s.depth},      {"regime", s.regime},
          {"sources", s.sources}, {"four_eyes", s.four_eyes}, {"due_days", s.due_days}};
}

base::Result<PortfolioSettings> settings_from(const Json& json) {
  PortfolioSettings s;
  StoredObject object(json, "portfolio settings");
  object.read("policy", s.policy).read("threshold", s.threshold).read("depth", s.depth).read("regime", s.regime);
  object.read("sources", s.sources).read("four_eyes", s.four_eyes).read("due_days", s.due_days);
  CORDON_TRY(object.done());
  return s;
}

std::string to_json(const Portfolio& p) {
  Json unreadable = Json::array();
  for (const UnreadableRow& row : p.unreadable) unreadable.push_back({{"key", row.key}, {"problems", row.problems}});
  return dump({{"name", p.name},
               {"settings", settings_json(p.settings)},
               {"revision", p.revision},
               {"counterparties", p.counterparties},
               {"content", p.content.hex()},
               {"unreadable_rows", p.unreadable_rows},
               {"unreadable", std::move(unreadable)},
               {"created", base::to_iso(p.created)}});
}

base::Result<Portfolio> portfolio_from_json(std::string_view text) {
  CORDON_ASSIGN(const Json json, parse_stored(text, "portfolio"));
  Portfolio p;
  std::string content;
  StoredObject object(json, "portfolio");
  object.read("name", p.name).read("revision", p.revision).read("counterparties", p.counterparties);
  object.read("content", content).read("unreadable_rows", p.unreadable_rows).read("created", p.created);
  CORDON_TRY(object.done());
  const auto hash = base::ContentHash::from_hex(content);
  if (!hash || !json.contains("settings") || !json.contains("unreadable") || !json["unreadable"].is_array()) {
    return base::Error{base::ErrorCode::kDamaged, "stored portfolio '" + p.name + "' is incomplete"};
  }
  p.content = *hash;
  CORDON_ASSIGN(p.settings, settings_from(json["settings"]));
  for (const Json& item : json["unreadable"]) {
    UnreadableRow row;
    CORDON_TRY(StoredObject(item, "portfolio").read("key", row.key).read("problems", row.problems).done());
    p.unreadable.push_back(std::move(row));
  }
  return p;
}

}  // namespace cordon::monitoring
