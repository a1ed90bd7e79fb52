// The JSON library behind Result, and the few helpers all codecs of this module share. Objects are written with sorted
// keys and no blanks: equal values give equal bytes.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/clock.hpp"
#include "cordon/base/result.hpp"

namespace cordon::monitoring {

using Json = nlohmann::json;

// Invalid UTF-8 becomes U+FFFD, so that a text can always be written.
[[nodiscard]] inline std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// Errors: kDamaged, naming what was read.
[[nodiscard]] inline base::Result<Json> parse_stored(std::string_view text, std::string_view what) {
  Json json = Json::parse(text, nullptr, false);
  if (!json.is_discarded()) return json;
  return base::Error{base::ErrorCode::kDamaged, "stored " + std::string(what) + " cannot be read: no JSON"};
}

// Reads fields of a stored object; the first that is missing or of another kind is remembered.
class StoredObject {
 public:
  StoredObject(const Json& json, std::string_view what) : json_(json), what_(what) {}

  template <typename T>
  StoredObject& read(const char* key, T& out) {
    const auto at = json_.find(key);
    if (at == json_.end()) {
      fail(key);
      return *this;
    }
    if constexpr (std::is_same_v<T, base::Timestamp>) {
      const auto time = at->is_string() ? base::parse_timestamp(at->template get_ref<const std::string&>())
                                        : base::Result<base::Timestamp>(base::Timestamp{});
      if (!at->is_string() || !time) {
        fail(key);
      } else {
        out = *time;
      }
    } else if constexpr (std::is_same_v<T, std::string>) {
      if (at->is_string()) {
        out = at->template get<std::string>();
      } else {
        fail(key);
      }
    } else if constexpr (std::is_same_v<T, bool>) {
      if (at->is_boolean()) {
        out = at->template get<bool>();
      } else {
        fail(key);
      }
    } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
      read_texts(*at, key, out);
    } else {
      if (at->is_number()) {
        out = at->template get<T>();
      } else {
        fail(key);
      }
    }
    return *this;
  }
  [[nodiscard]] base::Result<void> done() const {
    if (bad_.empty()) return {};
    return base::Error{base::ErrorCode::kDamaged, "stored " + what_ + ": field '" + bad_ + "' is missing or wrong"};
  }

 private:
  void fail(const char* key) {
    if (bad_.empty()) bad_ = key;
  }
  void read_texts(const Json& array, const char* key, std::vector<std::string>& out) {
    out.clear();
    if (!array.is_array()) return fail(key);
    for (const Json& item : array) {
      if (!item.is_string()) return fail(key);
      out.push_back(item.get<std::string>());
    }
  }

  const Json& json_;
  std::string what_;
  std::string bad_;
};

}  // namespace cordon::monitoring
