// Strong identifiers: one class per kind of id, no implicit conversion, ordered and hashable.
#pragma once

#include <compare>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace cordon::base {

// Tag makes the types distinct; the text is kept byte for byte.
template <typename Tag>
class StringId {
 public:
  StringId() = default;
  explicit StringId(std::string text) : text_(std::move(text)) {}
  explicit StringId(std::string_view text) : text_(text) {}
  explicit StringId(const char* text) : text_(text) {}

  // Lifetime: the view lives as long as this id.
  [[nodiscard]] const std::string& str() const noexcept { return text_; }
  [[nodiscard]] bool empty() const noexcept { return text_.empty(); }

  friend bool operator==(const StringId&, const StringId&) = default;
  friend std::strong_ordering operator<=>(const StringId& a, const StringId& b) {
    return a.text_.compare(b.text_) <=> 0;
  }

 private:
  std::string text_;
};

}  // namespace cordon::base

template <typename Tag>
struct std::hash<cordon::base::StringId<Tag>> {
  std::size_t operator()(const cordon::base::StringId<Tag>& id) const noexcept {
    return std::hash<std::string>{}(id.str());
  }
};
