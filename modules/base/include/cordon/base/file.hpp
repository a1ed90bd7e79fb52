// Reading a whole file: configuration, tables and caches that are parsed from memory. Lists are streamed instead
// (ingest/input.hpp).
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "cordon/base/content_hash.hpp"
#include "cordon/base/limits.hpp"
#include "cordon/base/result.hpp"

namespace cordon::base {

// Returns: the bytes as they are. Errors: kNotFound when there is no such file, kIo when it is a directory or reading
// fails, kOutOfRange when it holds more than `limit` bytes. The error names the file. Any thread.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& file, std::uint64_t limit = kMaxInputBytes);

// Text files are UTF-8. Errors: kMalformed with the document and the first line that holds other bytes. Any thread.
[[nodiscard]] Result<void> must_be_utf8(std::string_view bytes, const std::string& document);

// Returns: the hash of all bytes of the file, read in blocks; any size. Errors: as read_file. Any thread.
[[nodiscard]] Result<ContentHash> hash_file(const std::filesystem::path& file);

}  // namespace cordon::base
