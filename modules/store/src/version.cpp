#include "cordon/store/version.hpp"

#include <charconv>
#include <memory>

#include "cordon/store/delta.hpp"

namespace cordon::store {

std::string_view version_state_name(VersionState state) noexcept {
  switch (state) {
    case VersionState::kActive:
      return "active";
    case VersionState::kQuarantined:
      return "quarantined";
    case VersionState::kRejected:
      return "rejected";
  }
  return "unknown";
}

std::string_view change_kind_name(ChangeKind kind) noexcept {
  switch (kind) {
    case ChangeKind::kAdded:
      return "added";
    case ChangeKind::kRemoved:
      return "removed";
    case ChangeKind::kChanged:
      return "changed";
  }
  return "unknown";
}

base::Result<VersionRef> parse_version_ref(std::string_view text) {
  std::uint32_t number = 0;
  const char* begin = std::to_address(text.begin());
  const char* end = std::to_address(text.end());
  const auto [stop, problem] = std::from_chars(begin, end, number);
  if (problem == std::errc{} && stop == end) return VersionRef{number};
  if (text.size() == 10) {
    if (const auto date = base::Date::parse(text)) return VersionRef{*date};
  }
  return base::Error{base::ErrorCode::kInvalidArgument,
                     "expected a version number or a date (YYYY-MM-DD), found '" + std::string(text) + "'"};
}

}  // namespace cordon::store
