#include "core/decimal.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace ropescope {
namespace {

std::string print(const char* format, int decimals, double value) {
  std::array<char, 128> buffer{};
  std::snprintf(buffer.data(), buffer.size(), format, decimals, value);
  return buffer.data();
}

}  // namespace

double read_decimal(const std::string& digits) { return std::strtod(digits.c_str(), nullptr); }
std::string write_exponent(double value, int decimals) { return print("%.*e", decimals, value); }
std::string write_fixed(double value, int decimals) { return print("%.*f", decimals, value); }

}  // namespace ropescope
