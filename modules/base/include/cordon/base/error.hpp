// Errors with a place. An Error says what was expected, what was found and where: document, line, record.
// It is a value; nothing here prints, logs or throws.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace cordon::base {

// Where in an input something was found. Units: line is 1-based, 0 = not known.
struct SourceLocation {
  std::string document;    // file name or member of an archive, as the user gave it
  std::uint64_t line = 0;  // 1-based; 0 when the place is not a line
  std::string record;      // the list's own id of the record, if it was known by then

  friend bool operator==(const SourceLocation&, const SourceLocation&) = default;
};

// Persisted nowhere; used by callers to choose an exit status or an HTTP status.
enum class ErrorCode : std::uint8_t {
  kInvalidArgument = 1,  // the caller's request makes no sense (usage)
  kNotFound = 2,         // the thing named does not exist
  kMalformed = 3,        // input that does not follow its format
  kMissingField = 4,     // a required value is absent
  kOutOfRange = 5,       // a value outside its stated range, or a limit of limits.hpp was met
  kUnsupported = 6,      // a format or version that is recognised but not read
  kIo = 7,               // the operating system refused: open, read, write, disk full
  kConflict = 8,         // another writer, or a state that forbids the change
  kDamaged = 9,          // stored data that fails its checks
  kQuarantined = 10,     // a list that was read but is not trusted
};

[[nodiscard]] std::string_view error_code_name(ErrorCode code) noexcept;

struct Error {
  ErrorCode code = ErrorCode::kMalformed;
  std::string message;
  SourceLocation where;

  Error(ErrorCode error_code, std::string text, SourceLocation place = {})
      : code(error_code), message(std::move(text)), where(std::move(place)) {}

  // Returns: "document:line: record R: message", leaving out what is not known.
  [[nodiscard]] std::string to_string() const;
};

}  // namespace cordon::base
