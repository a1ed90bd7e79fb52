// Inputs: one file, or one member of an archive, as a stream of decompressed bytes. Plain files, .gz (also .bz2, .xz,
// .zst) and members of .zip, recognised by their first bytes, never by the extension.
// Invariant: what is read is bounded: bytes, compression ratio, members; an archive inside an archive is refused.
// Thread: one user per stream. It does not interpret the bytes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/content_hash.hpp"
#include "cordon/base/result.hpp"

namespace cordon::ingest {

enum class Container : std::uint8_t { kPlain, kGzip, kCompressed, kZip };  // kCompressed: bzip2, xz, zstd

struct Input {
  std::filesystem::path path;
  Container container = Container::kPlain;
  std::string member;               // name inside a zip archive; empty otherwise
  std::string document;             // how errors name it: the path as given, "set.zip!sdn.csv" for a member
  std::string file_name;            // lower case, without directories and .gz: "sdn.csv"
  std::string stem;                 // file_name as written, without its extension: "us_ofac_sdn"
  std::string head;                 // the first bytes after decompression, at most kHeadBytes
  bool is_directory_entry = false;  // found by expanding a directory, not named by the user
};

inline constexpr std::size_t kHeadBytes = 64U << 10U;

// Returns: the inputs a file holds: one for plain and compressed files, one per member of a zip archive; an
// OpenDocument file is one input (its content.xml). Errors: kIo; kMalformed for an empty or damaged file; kOutOfRange
// for too many members; kUnsupported for encrypted or nested archives.
[[nodiscard]] base::Result<std::vector<Input>> inputs_of_file(const std::filesystem::path& path);

// The decompressed bytes of one input, in order.
class ByteStream {
 public:
  ByteStream() = default;
  ByteStream(const ByteStream&) = delete;
  ByteStream& operator=(const ByteStream&) = delete;
  virtual ~ByteStream() = default;

  // Returns: the next bytes, empty at the end. Lifetime: until the next call.
  // Errors: kIo, kMalformed (damaged compression), kOutOfRange (size or compression ratio beyond limits.hpp).
  [[nodiscard]] virtual base::Result<std::string_view> next() = 0;

  // Reads what is left and returns the SHA-256 of all decompressed bytes. Call once, last.
  [[nodiscard]] virtual base::Result<base::ContentHash> finish() = 0;
};

[[nodiscard]] base::Result<std::unique_ptr<ByteStream>> open_stream(const Input& input);

// A stream over bytes in memory: tests and fuzz targets.
[[nodiscard]] std::unique_ptr<ByteStream> memory_stream(std::string bytes);
// An input without a file behind it, for the same users: only document, file_name, stem and head are set.
[[nodiscard]] Input memory_input(std::string_view file_name, std::string_view bytes);

// One input read as a whole, for formats that are small by nature (CSV). kWholeInputBytes is its limit.
struct WholeInput {
  std::string bytes;
  base::ContentHash hash;
};
inline constexpr std::uint64_t kWholeInputBytes = 4ULL << 30U;
[[nodiscard]] base::Result<WholeInput> read_whole(const Input& input);

}  // namespace cordon::ingest
