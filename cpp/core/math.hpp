// Logarithm and power with the same bits natively and in WebAssembly: C libraries differ in the last one (measured: 4
// of 28,000 frequencies), and a plan must not. Only + - * / on doubles, no fma, so that every machine rounds alike.
// Valid: x, base > 0, normal; results normal. Error: at most 0.501 units in the last place.
#pragma once

#include <cstddef>
#include <numbers>
#include <vector>

namespace ropescope {

// One turn, rad.
inline constexpr double two_pi = 2 * std::numbers::pi;

// ln x, and base to the power of exponent.
[[nodiscard]] double natural_log(double x);
[[nodiscard]] double power(double base, double exponent);

// base to the powers 0, s, 2 s, ..., (count - 1) s of the exact s = numerator / denominator: one exponential for all.
// Valid: count <= 2^20, denominator not 0.
[[nodiscard]] std::vector<double> powers(double base, double numerator, double denominator, std::size_t count);

}  // namespace ropescope
