// What cpp/core/decimal.cpp is natively. Every engine's JavaScript reads and writes the nearest double, as the C
// library does; a tie, which this library never asks for, may go the other way.
#include "core/decimal.hpp"

#include <emscripten/em_js.h>

#include <array>
#include <cstddef>
#include <string>

// NOLINTBEGIN: JavaScript; HEAPU8 and the two functions are Emscripten's
EM_JS_DEPS(ropescope_decimal, "$UTF8ToString,$stringToUTF8");

EM_JS(double, ropescope_read_decimal, (const char* digits), { return Number(UTF8ToString(digits)); });

// printf writes at least two digits of an exponent, JavaScript one
EM_JS(void, ropescope_write_decimal, (double value, int decimals, bool exponent, char* buffer, std::size_t size), {
  let digits = exponent ? value.toExponential(decimals) : value.toFixed(decimals);
  if (exponent && isNaN(digits.at(-2))) digits = digits.slice(0, -1) + 0 + digits.at(-1);
  stringToUTF8(digits, buffer, size);
});
// NOLINTEND

namespace ropescope {
namespace {

std::string write(double value, int decimals, bool exponent) {
  std::array<char, 128> buffer{};  // 100 decimals, 21 digits before them, the point and the end
  ropescope_write_decimal(value, decimals, exponent, buffer.data(), buffer.size());
  return buffer.data();
}

}  // namespace

double read_decimal(const std::string& digits) { return ropescope_read_decimal(digits.c_str()); }
std::string write_exponent(double value, int decimals) { return write(value, decimals, true); }
std::string write_fixed(double value, int decimals) { return write(value, decimals, false); }

}  // namespace ropescope
