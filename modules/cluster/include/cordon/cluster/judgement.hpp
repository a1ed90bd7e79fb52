// Judgements: what people decided about pairs of listed subjects.
// Append only: a later judgement of a pair replaces the earlier one, "withdrawn" gives the pair back to the rules; the
// earlier lines stay. File format: docs/methodology/clusters.md. Thread: one writer at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/clock.hpp"
#include "cordon/base/result.hpp"
#include "cordon/model/ids.hpp"

namespace cordon::cluster {

// Persisted by name.
enum class Decision : std::uint8_t { kSame = 1, kDifferent = 2, kUnsure = 3, kWithdrawn = 4 };
[[nodiscard]] std::string_view decision_name(Decision decision) noexcept;
[[nodiscard]] std::optional<Decision> decision_of(std::string_view name) noexcept;

struct Judgement {
  base::Timestamp at{};
  model::EntityId a;  // a < b
  model::EntityId b;
  Decision decision = Decision::kUnsure;
  std::string by;
  std::string reason;
};

// The lines of the file in order; none when it does not exist. Errors: kDamaged with file and line.
[[nodiscard]] base::Result<std::vector<Judgement>> read_judgements(const std::filesystem::path& file);
// Adds one line at the end and makes it durable. Errors: kInvalidArgument when a == b, or `by` or `reason` is empty;
// kIo.
[[nodiscard]] base::Result<void> append_judgement(const std::filesystem::path& file, Judgement judgement);
// Of each pair the last, those withdrawn left out; sorted by a, b.
[[nodiscard]] std::vector<Judgement> in_force(std::span<const Judgement> judgements);

}  // namespace cordon::cluster
