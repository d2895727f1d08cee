#include "boundary/object.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace ropescope::js {

void Object::set(std::string_view key, const val& value) { object_.set(text(key), value); }
void Object::set(std::string_view key, double value) { set(key, val(value)); }
void Object::set(std::string_view key, int value) { set(key, val(value)); }
void Object::set(std::string_view key, bool value) { set(key, val(value)); }
void Object::set(std::string_view key, std::string_view utf8) { set(key, text(utf8)); }

val text(std::string_view utf8) { return val::u8string(std::string(utf8).c_str()); }

void push(const val& list, const val& item) { list.call<void>("push", item); }

val list_of(std::span<const double> numbers) {
  return array(numbers, [](double number) { return val(number); });
}

template <class Number>
val typed_array(std::span<const Number> numbers) {
  return val(emscripten::typed_memory_view(numbers.size(), numbers.data())).template call<val>("slice");
}
template val typed_array(std::span<const float> numbers);
template val typed_array(std::span<const double> numbers);
template val typed_array(std::span<const int> numbers);
template val typed_array(std::span<const unsigned char> numbers);

val bytes_to_js(std::span<const std::byte> bytes) {
  const auto* const first = reinterpret_cast<const unsigned char*>(bytes.data());
  return typed_array<unsigned char>({first, bytes.size()});
}

}  // namespace ropescope::js
