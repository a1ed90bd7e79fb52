// Lines of a byte stream, each with readable padding behind it, as the JSON parser needs.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "cordon/ingest/input.hpp"

namespace cordon::ingest {

class LineReader {
 public:
  static constexpr std::size_t kPaddingBytes = 64;

  // Lifetime: the stream must outlive the reader.
  LineReader(ByteStream& stream, std::string document) : stream_(&stream), document_(std::move(document)) {}

  // Reads the next line, without its line end (LF or CRLF). Lifetime of the view: until the next call; kPaddingBytes
  // behind it may be read. Returns: false at the end. Errors: the stream's; kOutOfRange for a line beyond
  // base::kMaxJsonLineBytes.
  [[nodiscard]] base::Result<bool> next(std::string_view& line);
  [[nodiscard]] std::uint64_t line() const noexcept { return line_; }         // 1-based number of that line
  [[nodiscard]] bool was_terminated() const noexcept { return terminated_; }  // whether it ended with a line end
  [[nodiscard]] std::uint64_t bytes_read() const noexcept { return bytes_; }

 private:
  ByteStream* stream_;
  std::string document_;
  std::string buffer_;  // data, then padding
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::uint64_t line_ = 0;
  std::uint64_t bytes_ = 0;
  bool at_end_ = false;
  bool terminated_ = false;
};

}  // namespace cordon::ingest
