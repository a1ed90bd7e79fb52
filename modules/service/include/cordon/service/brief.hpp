// The two-page briefing: next triggers, issue areas with their last facts, what changed on the lists, who is near, and
// probabilities with their record, for a day and a portfolio.
// Invariant: the same data, day, portfolio and ledger give the same text; nothing later than the day is used.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "cordon/service/outlook.hpp"
#include "cordon/service/workspace.hpp"

namespace cordon::service {

struct BriefRequest {
  std::optional<base::Date> as_of;                  // default: today
  std::optional<std::filesystem::path> portfolio;   // a file of counterparties
  std::optional<std::filesystem::path> candidates;  // for 'next in line'
  RoundsSource rounds;
  std::filesystem::path ledger;  // every forecast behind the briefing is entered in it, once; empty: not kept
};

enum class BriefFormat : std::uint8_t { kMarkdown, kHtml };

[[nodiscard]] base::Result<std::string> horizon_brief(Workspace& workspace, const BriefRequest& request,
                                                      BriefFormat format);
// Writes the briefing; the format follows the ending: .md, .html or .pdf. PDF is printed by Chromium, which must be
// installed (chromium or chromium-browser on the path). Errors: kUnsupported for another ending or without Chromium;
// kIo.
[[nodiscard]] base::Result<void> write_brief(Workspace& workspace, const BriefRequest& request,
                                             const std::filesystem::path& file);

}  // namespace cordon::service
