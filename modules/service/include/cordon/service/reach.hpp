// Use cases beyond names: ownership verdicts, what-if, proximity, and what the rules say about an activity.
// Fields of the JSON: as in the command reference (docs/api/commands.md).
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/service/workspace.hpp"

namespace cordon::service {

// Where interests and listed parties come from. Files of any known format (CSV, FollowTheMoney, BODS, GLEIF, UK PSC),
// recognised by content. Without `listed` the loaded lists say who is listed, and their interests count too.
struct OwnershipInput {
  std::vector<std::filesystem::path> graphs;
  std::optional<std::filesystem::path> listed;  // id[,since[,until]], one a line
  std::optional<base::Date> as_of;              // default: today
};

struct OwnershipRequest {
  OwnershipInput input;
  std::string regime = "us-ofac";
  std::string measure = "blocking";
  std::vector<std::string> entities;               // ids or names; empty: all
  std::optional<std::filesystem::path> companies;  // a file of ids or names, instead of `entities`
  // "Y buys 7 % of Z", "Y buys 7 % of Z from X", "X sells 7 % of Z to Y", "P is designated", "P is delisted".
  // With any of these only the parties whose verdict changes are emitted, with "verdict_before".
  std::vector<std::string> what_if;

  // Whether a data directory is needed at all.
  [[nodiscard]] bool needs_lists() const noexcept { return input.graphs.empty() || !input.listed; }
};

struct OwnershipStats {
  std::uint64_t interests = 0;
  std::uint64_t parties = 0;            // of graph and list
  std::uint64_t reported = 0;           // findings emitted
  std::uint64_t blocked = 0;            // of those
  double load_seconds = 0;              // reading and building the graph
  double seconds = 0;                   // the verdicts of the regime; with what-if: preparing
  double what_if_seconds = 0;           // answering the question
  double report_seconds = 0;            // proofs and their texts
  std::optional<base::Error> rejected;  // records of the files that could not be read
};

// Emits {entity_id, verdict, share_min, share_max, threshold, evidence, missing, rule, ...} for each entity.
// workspace: may be null when request.needs_lists() is false.
[[nodiscard]] base::Result<OwnershipStats> ownership_verdicts(Workspace* workspace, const OwnershipRequest& request,
                                                              const base::Clock& clock, const JsonSink& sink,
                                                              const MessageSink& message);

struct ProximityRequest {
  OwnershipInput input;
  std::vector<std::string> from;    // ids or names
  std::vector<std::string> topics;  // also everybody with one of these FollowTheMoney topics ("role.pep")
  std::optional<std::string> to;    // only the strongest path to this party
  std::size_t limit = 20;
};

// Emits {entity_id, caption, score, strength, words, path} nearest first: never a verdict, always with its path.
// workspace: may be null when files are given.
[[nodiscard]] base::Result<void> proximity(Workspace* workspace, const ProximityRequest& request,
                                           const base::Clock& clock, const JsonSink& sink, const MessageSink& message);

// An activity file (YAML or JSON) against every rule. as_of: overrides the file's own; default today. Parties without
// given programmes are looked up in the lists of the data directory as of that day.
[[nodiscard]] base::Result<void> assess_file(Workspace& workspace, const std::filesystem::path& file,
                                             std::optional<base::Date> as_of, const JsonSink& sink,
                                             const MessageSink& message);

}  // namespace cordon::service
