// The two transcendental functions that plans need. One place, because a plan must be the same bits natively and in
// WebAssembly, and C libraries do not promise that.
#pragma once

#include <cmath>
#include <numbers>

namespace ropescope {

inline constexpr double two_pi = 2 * std::numbers::pi;

inline double natural_log(double x) { return std::log(x); }
inline double power(double base, double exponent) { return std::pow(base, exponent); }

}  // namespace ropescope
