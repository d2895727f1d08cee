// Between numbers and their decimal digits, each way to the nearest. Natively the C library does it; in WebAssembly the
// JavaScript around the module does (wasm/decimal.cpp), because that library's share is 22 kB there.
#pragma once

#include <string>

namespace ropescope {

// digits: a number as JSON writes it; infinity where it is too large for a double.
[[nodiscard]] double read_decimal(const std::string& digits);

// As printf writes %.*e and %.*f. value: finite and not negative, below 1e21 in the second; decimals: 0 to 100.
[[nodiscard]] std::string write_exponent(double value, int decimals);
[[nodiscard]] std::string write_fixed(double value, int decimals);

}  // namespace ropescope
