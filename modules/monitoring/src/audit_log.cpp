#include "cordon/monitoring/audit_log.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "json.hpp"

namespace cordon::monitoring {
namespace {

base::Error broken(std::uint64_t sequence, const std::string& what) {
  return base::Error{
      base::ErrorCode::kDamaged, "the audit log is not intact: " + what, {"audit log", 0, std::to_string(sequence)}};
}

}  // namespace

AuditRecord chain(const AuditHead& head, const AuditEntry& entry) {
  Json payload = Json::object();
  for (const auto& [name, text] : entry.payload) payload[name] = text;
  AuditRecord record;
  record.sequence = head.sequence + 1;
  record.text = dump({{"action", entry.action},
                      {"actor", entry.actor},
                      {"at", base::to_iso(entry.at)},
                      {"payload", std::move(payload)},
                      {"previous", head.hash.hex()},
                      {"seq", record.sequence}});
  record.hash = base::ContentHash::of(record.text);
  return record;
}

std::string export_line(const AuditRecord& record) {
  Json json = Json::parse(record.text, nullptr, false);
  if (!json.is_object()) return record.text;  // damaged: exported as it is, and found by whoever verifies it
  json["hash"] = record.hash.hex();
  return dump(json);
}

base::Result<AuditRecord> record_of_line(std::string_view line) {
  const auto damaged = [&](const std::string& what) {
    return base::Error{base::ErrorCode::kDamaged, "expected a record of an audit log, found " + what + ": '" +
                                                      std::string(line.substr(0, 80)) + "'"};
  };
  Json json = Json::parse(line, nullptr, false);
  if (!json.is_object() || !json.contains("hash") || !json["hash"].is_string()) return damaged("no record with a hash");
  if (dump(json) != line) return damaged("a line that is not in canonical form");
  const auto hash = base::ContentHash::from_hex(json["hash"].get<std::string>());
  if (!hash || hash->hex() != json["hash"].get<std::string>()) return damaged("a hash that is none");
  json.erase("hash");
  if (!json.contains("seq") || !json["seq"].is_number_unsigned()) return damaged("no sequence number");
  return AuditRecord{json["seq"].get<std::uint64_t>(), dump(json), *hash};
}

base::Result<void> ChainVerifier::add(const AuditRecord& record) {
  const std::uint64_t expected = head_.sequence + 1;
  if (record.sequence != expected) {
    return broken(expected,
                  "expected record " + std::to_string(expected) + ", found record " + std::to_string(record.sequence));
  }
  if (const base::ContentHash hash = base::ContentHash::of(record.text); hash != record.hash) {
    return broken(expected, "its hash is " + record.hash.hex() + ", its text gives " + hash.hex());
  }
  const Json json = Json::parse(record.text, nullptr, false);
  if (!json.is_object() || dump(json) != record.text) return broken(expected, "its text is not canonical JSON");
  const auto field = [&json](const char* name) { return json.contains(name) ? json[name] : Json(); };
  if (field("seq") != Json(record.sequence)) return broken(expected, "its text has another sequence number");
  if (field("previous") != Json(head_.hash.hex())) {
    return broken(expected, "it follows on " + dump(field("previous")) + ", the record before it has the hash " +
                                head_.hash.hex());
  }
  head_ = {record.sequence, record.hash};
  if (record.hash == anchor_) met_anchor_ = true;
  return {};
}

std::string keyed_digest(std::string_view key, std::string_view value) {
  constexpr std::size_t kBlock = 64;  // of SHA-256
  std::string padded(key);
  if (padded.size() > kBlock) {
    const base::ContentHash hashed = base::ContentHash::of(padded);
    padded.assign(hashed.bytes().begin(), hashed.bytes().end());
  }
  padded.resize(kBlock, '\0');
  std::string inner = padded;
  std::string outer = padded;
  std::ranges::transform(inner, inner.begin(), [](char c) { return static_cast<char>(c ^ 0x36); });
  std::ranges::transform(outer, outer.begin(), [](char c) { return static_cast<char>(c ^ 0x5c); });
  inner += value;
  const base::ContentHash first = base::ContentHash::of(inner);
  outer.append(first.bytes().begin(), first.bytes().end());
  return base::ContentHash::of(outer).hex();
}

std::string audit_text(const std::vector<std::string>& values) {
  std::string text;
  for (const std::string& value : values) text += (text.empty() ? "" : ", ") + value;
  return text;
}

std::string audit_text(double score) {
  std::array<char, 32> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%.6f", score);
  return buffer.data();
}

}  // namespace cordon::monitoring
