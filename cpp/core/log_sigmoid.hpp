// ln(1 / (1 + exp(-x))), for any finite x. Maximum error against double: 3e-16 absolute where the result is near 0,
// 5e-16 relative elsewhere.
#pragma once

#include <algorithm>
#include <cmath>

#include "core/quick_math.hpp"

namespace ropescope {

[[nodiscard]] inline double log_sigmoid(double x) { return std::min(x, 0.0) - quick_log(1 + quick_exp(-std::abs(x))); }

}  // namespace ropescope
