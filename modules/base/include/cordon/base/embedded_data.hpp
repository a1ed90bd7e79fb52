// Reference data compiled into the program: one binary, no files to lose. A module with DATA in its CMakeLists.txt gets
// a generated function `std::span<const EmbeddedFile> cordon::<module>::embedded_files() noexcept` (declare it in the
// source that uses it).
#pragma once

#include <span>
#include <string_view>

namespace cordon::base {

struct EmbeddedFile {
  std::string_view path;   // below data/, e.g. "names/legal_forms.csv"
  std::string_view bytes;  // lives as long as the program
};

// Returns: the bytes; empty when there is no such file (a programmer error, tested by each module).
[[nodiscard]] inline std::string_view find_embedded(std::span<const EmbeddedFile> files,
                                                    std::string_view path) noexcept {
  for (const EmbeddedFile& file : files) {
    if (file.path == path) return file.bytes;
  }
  return {};
}

}  // namespace cordon::base
