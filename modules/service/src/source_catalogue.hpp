// Where the lists are published: data/sources/sources.csv, or a file of the user's in the same form.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/result.hpp"

namespace cordon::service {

enum class FileKind : std::uint8_t { kList, kChecksum, kCopy };

struct SourceFile {
  FileKind kind = FileKind::kList;
  std::string file;  // the name it is stored under; of a checksum or a copy the list file it belongs to
  std::string url;
};

struct CatalogueSource {
  std::string source;
  std::string title;
  std::string format;  // what the files must turn out to be; empty: any known format
  std::vector<SourceFile> files;
};

// In the order of the table. Errors: kMalformed with line, expected and found.
[[nodiscard]] base::Result<std::vector<CatalogueSource>> parse_catalogue(std::string_view csv,
                                                                         const std::string& document);
// The user's file, or the shipped table.
[[nodiscard]] base::Result<std::vector<CatalogueSource>> load_catalogue(
    const std::optional<std::filesystem::path>& file);

// Whether an official list has this id, as far as the shipped tables of sources name it.
[[nodiscard]] bool is_official_source(std::string_view source);

}  // namespace cordon::service
