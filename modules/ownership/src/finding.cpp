#include "cordon/ownership/finding.hpp"

#include <array>

#include "cordon/base/json_text.hpp"

namespace cordon::ownership {

namespace {

constexpr std::array<std::string_view, 4> kVerdicts{"", "blocked", "not_blocked", "undetermined"};
constexpr std::array<std::string_view, 6> kStatuses{
    "", "listed", "owned", "possibly-owned", "joint-holder", "possibly-listed"};

void append_range(std::string& out, std::string_view prefix, const ShareRange& range) {
  out += ",\"";
  out += prefix;
  out += "_min\":";
  append_percent(out, range.min);
  out += ",\"";
  out += prefix;
  out += "_max\":";
  append_percent(out, range.max);
}

void append_texts(std::string& out, std::string_view key, const std::vector<std::string>& texts) {
  out += ",\"";
  out += key;
  out += "\":[";
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (i > 0) out += ',';
    base::append_json_string(out, texts[i]);
  }
  out += ']';
}

void append_text(std::string& out, std::string_view key, std::string_view text) {
  out += ",\"";
  out += key;
  out += "\":";
  base::append_json_string(out, text);
}

void append_step(std::string& out, const EvidenceStep& step) {
  out += "{\"owner\":";
  base::append_json_string(out, step.owner.str());
  append_text(out, "asset", step.asset.str());
  append_range(out, "share", step.share);
  append_text(out, "via", interest_kind_name(step.via));
  append_text(out, "kind", step.kind == EvidenceKind::kControl ? "control" : "ownership");
  append_text(out, "owner_status", owner_status_name(step.owner_status));
  if (!step.record.empty()) append_text(out, "record", step.record);
  out += '}';
}

}  // namespace

std::string_view verdict_name(Verdict verdict) noexcept { return kVerdicts[static_cast<std::size_t>(verdict)]; }
std::string_view owner_status_name(OwnerStatus status) noexcept { return kStatuses[static_cast<std::size_t>(status)]; }

void append_json(std::string& out, const OwnershipFinding& finding) {
  out += "{\"entity_id\":";
  base::append_json_string(out, finding.entity.str());
  append_text(out, "verdict", verdict_name(finding.verdict));
  append_range(out, "share", finding.blocked_share);
  out += ",\"threshold\":";
  if (finding.threshold) {
    append_percent(out, *finding.threshold);
  } else {
    out += "null";
  }
  out += ",\"evidence\":[";
  for (std::size_t i = 0; i < finding.evidence.size(); ++i) {
    if (i > 0) out += ',';
    append_step(out, finding.evidence[i]);
  }
  out += ']';
  append_texts(out, "missing", finding.missing);
  append_text(out, "rule", finding.rule);
  out += ",\"rule_verified\":";
  out += finding.rule_verified ? "true" : "false";
  out += ",\"listed\":";
  out += finding.listed ? "true" : "false";
  if (finding.threshold) {
    out += ",\"threshold_inclusive\":";
    out += finding.threshold_inclusive ? "true" : "false";
    append_text(out, "limb", finding.limb);
    out += ",\"distance\":";
    append_percent(out, finding.distance);
  }
  append_range(out, "unnamed", finding.unnamed_share);
  append_texts(out, "conditions", finding.conditions);
  append_texts(out, "flags", finding.flags);
  out += '}';
}

}  // namespace cordon::ownership
