#include "cordon/base/file.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string_view>

#include "cordon/base/json_text.hpp"

namespace cordon::base {
namespace {

constexpr std::size_t kBlockBytes = 256U << 10U;

struct CloseFile {
  void operator()(std::FILE* file) const noexcept { (void)std::fclose(file); }  // only read: nothing can be lost
};

Error failed(const std::filesystem::path& file, ErrorCode code, std::string message) {
  return {code, std::move(message), {file.string(), 0, {}}};
}

// Hands over the file in blocks, until its end or until `take` returns false.
template <typename Take>
Result<void> read_blocks(const std::filesystem::path& file, const Take& take) {
  std::error_code problem;
  if (std::filesystem::is_directory(file, problem)) {
    return failed(file, ErrorCode::kIo, "expected a file, found a directory");
  }
  const std::unique_ptr<std::FILE, CloseFile> stream{std::fopen(file.c_str(), "rb")};
  if (!stream) {
    const int reason = errno;
    return failed(file, reason == ENOENT ? ErrorCode::kNotFound : ErrorCode::kIo,
                  std::string("cannot be opened for reading: ") + std::strerror(reason));
  }
  const auto block = std::make_unique<std::array<char, kBlockBytes>>();
  for (std::size_t got = 0; (got = std::fread(block->data(), 1, kBlockBytes, stream.get())) > 0;) {
    if (!take(std::string_view(block->data(), got))) return {};
  }
  if (std::ferror(stream.get()) != 0) {
    return failed(file, ErrorCode::kIo, std::string("reading failed: ") + std::strerror(errno));
  }
  return {};
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& file, std::uint64_t limit) {
  std::string bytes;
  // A pipe has no size: the blocks decide, the size only spares copies.
  std::error_code no_size;
  if (const auto size = std::filesystem::file_size(file, no_size); !no_size && size <= limit) bytes.reserve(size);
  bool too_large = false;
  CORDON_TRY(read_blocks(file, [&](std::string_view block) {
    too_large = bytes.size() + block.size() > limit;
    if (!too_large) bytes.append(block);
    return !too_large;
  }));
  if (too_large) {
    return failed(file, ErrorCode::kOutOfRange, "expected at most " + std::to_string(limit) + " bytes, found more");
  }
  return bytes;
}

Result<void> must_be_utf8(std::string_view bytes, const std::string& document) {
  if (is_valid_utf8(bytes)) return {};
  std::uint64_t line = 1;
  for (std::size_t end = bytes.find('\n'); end != std::string_view::npos && is_valid_utf8(bytes.substr(0, end));
       end = bytes.find('\n')) {
    bytes.remove_prefix(end + 1);
    ++line;
  }
  return Error{ErrorCode::kMalformed, "expected UTF-8, found bytes of another encoding", {document, line, {}}};
}

Result<ContentHash> hash_file(const std::filesystem::path& file) {
  Hasher hasher;
  CORDON_TRY(read_blocks(file, [&hasher](std::string_view block) {
    hasher.update(block);
    return true;
  }));
  return hasher.finish();
}

}  // namespace cordon::base
