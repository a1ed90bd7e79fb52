// What a store keeps about one version of one list, and what an import says when it is done.
// Values. Invariant: numbers rise by one per source in import order; the order of versions is publication date, then
// number. The entities of a version never change; its state and its three difference counts can (a version imported
// later may take its place in front of it).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "cordon/base/clock.hpp"
#include "cordon/base/content_hash.hpp"
#include "cordon/base/date.hpp"
#include "cordon/model/ids.hpp"
#include "cordon/model/list_entity.hpp"
#include "cordon/store/health.hpp"

namespace cordon::store {

// Persisted: do not renumber. Only active versions are served.
enum class VersionState : std::uint8_t { kActive = 1, kQuarantined = 2, kRejected = 3 };

[[nodiscard]] std::string_view version_state_name(VersionState state) noexcept;  // "active", "quarantined", "rejected"

struct VersionInfo {
  model::SourceId source;
  std::uint32_t version = 0;  // 1, 2, 3 ... per source
  std::string title;
  std::string format;
  std::uint32_t reader_revision = 1;
  base::Date published;            // valid time: when the list was published
  bool published_assumed = false;  // neither the file nor the caller knew the date: the day of retrieval stands in
  base::Timestamp retrieved{};     // recorded time: when this store took it in
  std::string edition;             // ListDescription::edition, or ImportOptions::edition where the file has none
  base::ContentHash sha256;
  std::uint64_t subjects = 0;
  std::uint64_t entities = 0;  // subjects included
  // Against the active version before it in date order; of the first version every subject is added.
  std::uint64_t added = 0;
  std::uint64_t removed = 0;
  std::uint64_t changed = 0;
  VersionState state = VersionState::kActive;
  std::vector<std::string> parts_present;
  std::vector<model::UnmappedValue> unmapped;
  std::uint64_t unmapped_total = 0;
  std::uint64_t rejected_records = 0;
  std::vector<std::string> findings;  // plain sentences: why it is quarantined, what was assumed
};

struct ImportOptions {
  // The publication date where the file has none. The file's own date wins.
  std::optional<base::Date> as_of;
  // Accept a set that lacks parts the version before it had.
  bool partial = false;
  // Names the publication where the file does not: what the server said (Last-Modified). The file's own wins.
  std::string edition;
  HealthLimits limits;
};

struct ImportOutcome {
  VersionInfo version;       // when unchanged: the version that already holds this content
  bool unchanged = false;    // nothing was stored
  bool quarantined = false;  // the version (new or found) waits for a decision and is not served
  std::vector<std::string> findings;
};

// What one source has.
struct SourceInfo {
  model::SourceId source;
  std::optional<VersionInfo> current;    // the last active version in date order
  std::vector<VersionInfo> quarantined;  // waiting for a decision
};

// A version as a user names it: its number, or a date (the last active version published by its end).
using VersionRef = std::variant<std::uint32_t, base::Date>;

// Reads "12" or "2021-08-19". Errors: kInvalidArgument, quoting the text.
[[nodiscard]] base::Result<VersionRef> parse_version_ref(std::string_view text);

}  // namespace cordon::store
