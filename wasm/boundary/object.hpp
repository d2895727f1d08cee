// JavaScript objects and arrays under construction. Embind's own templates put 100 bytes of code at every property;
// here they are instantiated once. Typed arrays are copies that JavaScript owns: a view of the heap would be detached
// by the next growth of the memory.
#pragma once

#include <emscripten/val.h>

#include <cstddef>
#include <span>
#include <string_view>

namespace ropescope::js {

using emscripten::val;

class Object {
 public:
  void set(std::string_view key, const val& value);
  void set(std::string_view key, double value);
  void set(std::string_view key, int value);
  void set(std::string_view key, bool value);
  void set(std::string_view key, std::string_view utf8);
  void set(std::string_view key, const char* utf8) = delete;  // else a bool

  operator val() const { return object_; }  // NOLINT(google-explicit-constructor): it is one

 private:
  val object_ = val::object();
};

val text(std::string_view utf8);
void push(const val& list, const val& item);

// convert(item): what becomes of each.
template <class Items, class Convert>
val array(const Items& items, Convert convert) {
  val list = val::array();
  for (const auto& item : items) push(list, convert(item));
  return list;
}

val list_of(std::span<const double> numbers);

// A new Float32Array, Float64Array, Int32Array or Uint8Array.
template <class Number>
val typed_array(std::span<const Number> numbers);
extern template val typed_array(std::span<const float> numbers);
extern template val typed_array(std::span<const double> numbers);
extern template val typed_array(std::span<const int> numbers);
extern template val typed_array(std::span<const unsigned char> numbers);

// A new Uint8Array.
val bytes_to_js(std::span<const std::byte> bytes);

}  // namespace ropescope::js
