// Writing and opening bundles. Format: docs/formats/bundle.md.
// Thread: functions without shared state.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cordon/base/result.hpp"

namespace cordon::bundle {

struct Member {
  std::string name;  // a plain file name: letters, digits, '.', '_', '-'; not starting with a dot
  std::filesystem::path path;
};

// Replaces the target when the bundle is complete. The same members give the same bytes.
// Errors: kInvalidArgument for a name, kIo, kMalformed for a key.
[[nodiscard]] base::Result<void> write_bundle(const std::filesystem::path& target, const std::vector<Member>& members,
                                              const std::optional<std::string>& private_pem);

struct OpenOptions {
  std::optional<std::string> public_pem;       // refuse what is not signed with it
  std::uint64_t largest_bytes = 16ULL << 30U;  // of all members
};

struct Opened {
  bool has_signature = false;
  bool signature_checked = false;
  std::vector<Member> members;  // in the given directory, sorted by name
};

// Puts the members into the directory. When this returns an error, what it wrote there must not be used.
// Errors: kDamaged (no bundle, a changed member, one that is missing or not named, a wrong signature, each by name),
// kOutOfRange, kIo.
[[nodiscard]] base::Result<Opened> open_bundle(const std::filesystem::path& file,
                                               const std::filesystem::path& directory, const OpenOptions& options);

}  // namespace cordon::bundle
