#include "cordon/horizon/json_out.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "cordon/base/json_text.hpp"

namespace cordon::horizon {

void JsonOut::separate() {
  if (comma_) out_ += ',';
  comma_ = true;
}

JsonOut& JsonOut::begin_object() {
  separate();
  out_ += '{';
  comma_ = false;
  return *this;
}

JsonOut& JsonOut::end_object() {
  out_ += '}';
  comma_ = true;
  return *this;
}

JsonOut& JsonOut::begin_array() {
  separate();
  out_ += '[';
  comma_ = false;
  return *this;
}

JsonOut& JsonOut::end_array() {
  out_ += ']';
  comma_ = true;
  return *this;
}

JsonOut& JsonOut::key(std::string_view name) {
  separate();
  base::append_json_string(out_, name);
  out_ += ':';
  comma_ = false;
  return *this;
}

JsonOut& JsonOut::text(std::string_view value) {
  separate();
  base::append_json_string(out_, value);
  return *this;
}

JsonOut& JsonOut::integer(std::int64_t value) {
  separate();
  out_ += std::to_string(value);
  return *this;
}

JsonOut& JsonOut::number(double value) {
  if (!std::isfinite(value)) return null();
  separate();
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value == 0.0 ? 0.0 : value);
  out_.append(buffer.data(), end.ptr);
  return *this;
}

JsonOut& JsonOut::fixed(double value, int decimals) {
  if (!std::isfinite(value)) return null();
  const double scale = std::pow(10.0, decimals);
  return number(std::round(value * scale) / scale);
}

JsonOut& JsonOut::boolean(bool value) {
  separate();
  out_ += value ? "true" : "false";
  return *this;
}

JsonOut& JsonOut::null() {
  separate();
  out_ += "null";
  return *this;
}

JsonOut& JsonOut::raw(std::string_view json) {
  separate();
  out_ += json;
  return *this;
}

JsonOut& JsonOut::texts(std::string_view name, const std::vector<std::string>& values) {
  key(name).begin_array();
  for (const std::string& value : values) text(value);
  return end_array();
}

JsonOut& JsonOut::field_or_null(std::string_view name, std::string_view value) {
  key(name);
  return value.empty() ? null() : text(value);
}

}  // namespace cordon::horizon
