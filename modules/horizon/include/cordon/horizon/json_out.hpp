// How results leave this module and outlook: one JSON text per record, handed to a sink. The callers only print.
// JsonOut appends JSON without building a tree; it writes the same bytes for the same calls on any machine.
// Thread: one user at a time. Does not check that begin and end calls match.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/result.hpp"

namespace cordon::horizon {

// Called once per record with one complete JSON value. Lifetime: the text lives until the call returns.
using JsonSink = std::function<base::Result<void>(std::string_view json)>;

class JsonOut {
 public:
  JsonOut& begin_object();
  JsonOut& end_object();
  JsonOut& begin_array();
  JsonOut& end_array();
  JsonOut& key(std::string_view name);
  JsonOut& text(std::string_view value);
  JsonOut& integer(std::int64_t value);
  JsonOut& number(double value);               // shortest text that reads back; not finite: null
  JsonOut& fixed(double value, int decimals);  // rounded, for values that are estimates
  JsonOut& boolean(bool value);
  JsonOut& null();
  JsonOut& raw(std::string_view json);  // a complete JSON value

  JsonOut& field(std::string_view name, std::string_view value) { return key(name).text(value); }
  JsonOut& field(std::string_view name, std::int64_t value) { return key(name).integer(value); }
  JsonOut& flag(std::string_view name, bool value) { return key(name).boolean(value); }
  JsonOut& texts(std::string_view name, const std::vector<std::string>& values);
  // Absent values are null, so that every record has the same fields.
  JsonOut& field_or_null(std::string_view name, std::string_view value);

  [[nodiscard]] const std::string& str() const noexcept { return out_; }
  void clear() { out_.clear(), comma_ = false; }

 private:
  void separate();
  std::string out_;
  bool comma_ = false;  // a value precedes in the innermost container
};

}  // namespace cordon::horizon
