// A value or an error: the way every function that reads user input reports failure. Member names are those of
// std::expected (C++23), so that one day this header can become an alias. Reading what is not there ends the program in
// release builds too: it is a bug of the reader, and what would be read is whatever the memory holds.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "core/error_codes.hpp"
#include "core/saying.hpp"

namespace ropescope {

// What went wrong, as data and in English. The code is what programs switch on; the saying tells a person what, given,
// accepted: `yarn.factor must be a number from 1 to 1000000, got NaN`.
struct Error {
  Error(ErrorCode kind, Saying said) : code(kind), saying(std::move(said)), message(to_english(saying)) {}
  Error(ErrorCode kind, Reason reason, std::string_view path, std::initializer_list<Argument> arguments = {})
      : Error(kind, Saying(reason, path, arguments)) {}

  ErrorCode code;
  Saying saying;
  std::string message;
};

// A T or an Error. `if (result) use(*result); else report(result.error().message);`
template <class T>
class [[nodiscard]] Result {
 public:
  using value_type = T;

  // Both conversions are implicit on purpose: `return value;` and `return Error{...};` read as what they are.
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT(google-explicit-constructor)
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  T& value() & { return get(); }
  const T& value() const& { return get(); }
  T&& value() && { return std::move(get()); }

  T& operator*() & { return get(); }
  const T& operator*() const& { return get(); }
  T&& operator*() && { return std::move(get()); }
  T* operator->() { return &get(); }
  const T* operator->() const { return &get(); }

  [[nodiscard]] const Error& error() const {
    if (const Error* error = std::get_if<1>(&state_)) return *error;
    __builtin_trap();
  }

 private:
  T& get() {
    if (T* value = std::get_if<0>(&state_)) return *value;
    __builtin_trap();
  }
  const T& get() const {
    if (const T* value = std::get_if<0>(&state_)) return *value;
    __builtin_trap();
  }

  std::variant<T, Error> state_;
};

// The result of what has nothing to say but that it was done.
using Status = Result<std::monostate>;
// It was done.
inline Status ok() { return std::monostate{}; }

}  // namespace ropescope
