#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "core/text.hpp"

namespace ropescope {

// The fewest digits that read back as the same number, through the C library: std::to_chars would bring 100 KB of
// tables into WebAssembly. The modules have JavaScript's own: wasm/boundary/numbers.cpp.
std::string format_number(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  constexpr int most_digits = 16;  // after the first; 17 in all tell every double apart
  std::array<char, 64> buffer{};
  int digits = 0;
  do {
    std::snprintf(buffer.data(), buffer.size(), "%.*e", digits, value);
  } while (std::strtod(buffer.data(), nullptr) != value && digits++ < most_digits);
  const double size = std::abs(value);
  if (size == 0 || (size >= 1e-6 && size < 1e15)) {
    const int exponent = std::atoi(std::strchr(buffer.data(), 'e') + 1);
    std::snprintf(buffer.data(), buffer.size(), "%.*f", std::max(0, digits - exponent), value);
  }
  return buffer.data();
}

}  // namespace ropescope
