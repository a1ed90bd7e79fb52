// Use cases around names: screening one or many, comparing pairs.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/service/workspace.hpp"

namespace cordon::service {

struct ScreenRequest {
  std::vector<std::string> sources;  // empty: all
  std::optional<base::Date> as_of;
  std::optional<base::Date> known;
  std::string policy = "onboarding";
  double threshold = 0.70;                    // inclusive
  std::size_t limit = 10;                     // 0: all
  bool exhaustive = false;                    // score every subject instead of asking the index: the oracle
  unsigned threads = 0;                       // 0: as many as the machine has
  int depth = 0;                              // ownership levels looked through; 0: names only
  std::vector<std::string> regimes;           // whose ownership rules are asked, with depth > 0; empty: all
  std::vector<std::filesystem::path> graphs;  // interests beside those of the lists
  std::vector<std::pair<std::string, std::string>> columns_renamed;  // {given, known}
};

struct ScreenStats {
  std::uint64_t queries = 0;
  std::uint64_t hits = 0;
  std::uint64_t rows_with_hits = 0;
  std::uint64_t rows_with_problems = 0;
  std::uint64_t rows_unread = 0;  // nothing of them could be read or screened; among rows_with_problems
  unsigned threads = 0;
  // From the first row read to the last row scored; lines are written meanwhile. Opening the index is excluded.
  double seconds = 0;
  // For people: one warning when a list is stale, quarantined or was not searched; what a graph held.
  std::vector<std::string> messages;
};

// One counterparty as {column, value} pairs, the columns of a counterparty file.
using CounterpartyColumns = std::vector<std::pair<std::string, std::string>>;

// Emits {id, query, hits, hits_total, searched} for each row, in order.
// Errors: kInvalidArgument for a policy nobody knows or a threshold outside [0, 1]; kNotFound, kQuarantined when a list
// that the request names, or every list, has no version that answers.
[[nodiscard]] base::Result<ScreenStats> screen_rows(Workspace& workspace, const ScreenRequest& request,
                                                    const std::vector<CounterpartyColumns>& rows, const JsonSink& sink);
// Reads a CSV or .xlsx (header row) or JSON lines file first as a whole: a damaged file is one error and no output.
[[nodiscard]] base::Result<ScreenStats> screen_file(Workspace& workspace, const ScreenRequest& request,
                                                    const std::filesystem::path& file, const JsonSink& sink);

// Emits one object {name1, name2, schema, problems?, score, evidence, match, policy, explanation}. Needs no data
// directory.
// Returns: the problems, as query_of() words them: an empty name, a schema nobody knows ... The pair is scored without
// what could not be read.
[[nodiscard]] base::Result<std::vector<std::string>> compare_names(const std::string& name1, const std::string& name2,
                                                                   const std::string& schema, const std::string& policy,
                                                                   const JsonSink& sink);

struct ComparedPairs {
  std::string csv;                       // the rows of the file with score,match added
  std::vector<std::string> problems;     // as above, each with file and line in front; at most 100
  std::uint64_t rows_with_problems = 0;  // all
};
// Reads a CSV with the columns schema,name1,name2; answers it with score,match added to each row.
// With `shadow`, another policy, also shadow_score,shadow_match: what that policy would say of the same pairs.
// Errors: kMalformed, kMissingField with file and line: bytes that are no UTF-8, a column that is missing or named
// twice.
[[nodiscard]] base::Result<ComparedPairs> compare_pairs(const std::filesystem::path& file, const std::string& policy,
                                                        const std::string& shadow = {});

}  // namespace cordon::service
