#include "cordon/base/error.hpp"

namespace cordon::base {

std::string_view error_code_name(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::kInvalidArgument:
      return "invalid argument";
    case ErrorCode::kNotFound:
      return "not found";
    case ErrorCode::kMalformed:
      return "malformed";
    case ErrorCode::kMissingField:
      return "missing field";
    case ErrorCode::kOutOfRange:
      return "out of range";
    case ErrorCode::kUnsupported:
      return "unsupported";
    case ErrorCode::kIo:
      return "input/output";
    case ErrorCode::kConflict:
      return "conflict";
    case ErrorCode::kDamaged:
      return "damaged";
    case ErrorCode::kQuarantined:
      return "quarantined";
  }
  return "unknown";
}

std::string Error::to_string() const {
  std::string text;
  if (!where.document.empty()) {
    text += where.document;
    if (where.line != 0) text += ":" + std::to_string(where.line);
    text += ": ";
  } else if (where.line != 0) {
    text += "line " + std::to_string(where.line) + ": ";
  }
  if (!where.record.empty()) text += "record " + where.record + ": ";
  return text + message;
}

}  // namespace cordon::base
