// Result<T>: a value or an Error. Names follow std::expected so that it can become an alias when the compiler has it.
// Must be used; never throws for an expected failure.
#pragma once

#include <cassert>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

#include "cordon/base/error.hpp"

namespace cordon::base {

template <typename T>
class [[nodiscard]] Result {
 public:
  using value_type = T;

  // Implicit on purpose: `return value;` and `return Error{...};` both read well.
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  [[nodiscard]] bool has_value() const noexcept { return state_.index() == 0; }
  [[nodiscard]] explicit operator bool() const noexcept { return has_value(); }

  // Requires: has_value().
  [[nodiscard]] T& value() & { return (assert(has_value()), *std::get_if<0>(&state_)); }
  [[nodiscard]] const T& value() const& { return (assert(has_value()), *std::get_if<0>(&state_)); }
  [[nodiscard]] T&& value() && { return (assert(has_value()), std::move(*std::get_if<0>(&state_))); }
  [[nodiscard]] T& operator*() & { return value(); }
  [[nodiscard]] const T& operator*() const& { return value(); }
  [[nodiscard]] T&& operator*() && { return std::move(*this).value(); }
  [[nodiscard]] T* operator->() { return &value(); }
  [[nodiscard]] const T* operator->() const { return &value(); }

  // Requires: !has_value().
  [[nodiscard]] const Error& error() const& { return (assert(!has_value()), *std::get_if<1>(&state_)); }
  [[nodiscard]] Error&& error() && { return (assert(!has_value()), std::move(*std::get_if<1>(&state_))); }

  template <typename U>
  [[nodiscard]] T value_or(U&& fallback) const& {
    return has_value() ? value() : static_cast<T>(std::forward<U>(fallback));
  }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  using value_type = void;

  Result() = default;
  Result(Error error) : error_(std::move(error)) {}

  [[nodiscard]] bool has_value() const noexcept { return !error_.has_value(); }
  [[nodiscard]] explicit operator bool() const noexcept { return has_value(); }
  // Requires: !has_value().
  [[nodiscard]] const Error& error() const& { return (assert(!has_value()), *error_); }
  [[nodiscard]] Error&& error() && { return (assert(!has_value()), std::move(*error_)); }

 private:
  std::optional<Error> error_;
};

// CORDON_TRY(expr): returns the error of a Result<...> from the enclosing function when there is one.
#define CORDON_TRY(...)                                               \
  do {                                                                \
    if (auto cordon_try_ = (__VA_ARGS__); !cordon_try_.has_value()) { \
      return std::move(cordon_try_).error();                          \
    }                                                                 \
  } while (false)

#define CORDON_CONCAT_(a, b) a##b
#define CORDON_CONCAT(a, b) CORDON_CONCAT_(a, b)
// CORDON_ASSIGN(auto x, expr): declares x with the value of a Result, or returns its error.
#define CORDON_ASSIGN(declaration, ...) \
  CORDON_ASSIGN_(CORDON_CONCAT(cordon_result_, __LINE__), declaration, __VA_ARGS__)
#define CORDON_ASSIGN_(name, declaration, ...)           \
  auto name = (__VA_ARGS__);                             \
  if (!name.has_value()) return std::move(name).error(); \
  declaration = std::move(name).value()

}  // namespace cordon::base
