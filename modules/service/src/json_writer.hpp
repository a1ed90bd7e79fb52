// Writes JSON text in the order of the calls: for output lines, whose numbers need a fixed number of decimals.
#pragma once

#include <array>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

#include "cordon/base/json_text.hpp"

namespace cordon::service {

// Requires: keys inside objects, values behind keys or inside arrays; begin and end in pairs.
class JsonWriter {
 public:
  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }

  JsonWriter& key(std::string_view name) {
    separate();
    base::append_json_string(text_, name);
    text_ += ':';
    fresh_ = true;
    return *this;
  }
  JsonWriter& value(std::string_view text) {
    separate();
    base::append_json_string(text_, text);
    return *this;
  }
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(std::uint64_t number) { return raw(std::to_string(number)); }
  JsonWriter& value(std::int64_t number) { return raw(std::to_string(number)); }
  JsonWriter& value(std::uint32_t number) { return raw(std::to_string(number)); }
  JsonWriter& value(int number) { return raw(std::to_string(number)); }
  JsonWriter& value(bool truth) { return raw(truth ? "true" : "false"); }
  JsonWriter& null() { return raw("null"); }
  // Six decimals, always: scores are compared as text. What is below 1 is never written as 1: a threshold of 1 would
  // leave out what is shown to reach it.
  JsonWriter& score(double number) {
    constexpr double kLargestBelowOne = 0.999999;  // of six decimals
    if (number < 1.0 && number > kLargestBelowOne) number = kLargestBelowOne;
    std::array<char, 32> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%.6f", number);
    return raw(buffer.data());
  }
  template <typename Strings>
  JsonWriter& strings(const Strings& values) {
    begin_array();
    for (const auto& text : values) value(std::string_view(text));
    return end_array();
  }
  // Inserts JSON text that is already complete.
  JsonWriter& raw(std::string_view json) {
    separate();
    text_ += json;
    return *this;
  }

  [[nodiscard]] const std::string& text() const noexcept { return text_; }

 private:
  JsonWriter& open(char bracket) {
    separate();
    text_ += bracket;
    fresh_ = true;
    return *this;
  }
  JsonWriter& close(char bracket) {
    text_ += bracket;
    fresh_ = false;
    return *this;
  }
  void separate() {
    if (!fresh_) text_ += ',';
    fresh_ = false;
  }

  std::string text_;
  bool fresh_ = true;  // at the start, or behind a bracket or key: no comma
};

}  // namespace cordon::service
