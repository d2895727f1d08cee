// Numbers from text and to text as JavaScript does both: the C library's own ways are a thirtieth of the module. The
// linker meets this format_number first and leaves the library's where it is; strtod is wrapped.
#include <emscripten/em_js.h>

#include <cmath>
#include <cstring>
#include <string>

#include "boundary/bindings.hpp"
#include "core/text.hpp"

EM_JS_DEPS(ropescope_numbers, "$UTF8ToString");
EM_JS(double, ropescope_number_of, (const char* text), { return Number(UTF8ToString(text)); });

// strtod, of which JSON's parser asks the value of a number that it has read to its end.
extern "C" double __wrap_strtod(const char* text, char** end) {
  if (end != nullptr) *end = const_cast<char*>(text) + std::strlen(text);
  return ropescope_number_of(text);
}

namespace ropescope {

std::string format_number(double value) {
  using emscripten::val;
  const double size = std::abs(value);
  if (size == 0) return std::signbit(value) ? "-0" : "0";
  if (!std::isfinite(value) || (size >= 1e-6 && size < 1e15)) return val(value).call<std::string>("toString");
  auto text = val(value).call<std::string>("toExponential");  // 1e-7
  const std::size_t exponent = text.size() - text.find('e') - 2;
  if (exponent < 2) text.insert(text.size() - exponent, 1, '0');  // 1e-07
  return text;
}

}  // namespace ropescope
