// Root mean square norm of rows, f32 (Zhang, Sennrich 2019, equation 4): y_i = x_i / sqrt(mean(x^2) + eps) * weight_i.
// Valid: weight.size() >= 1, x.size() a multiple of it, eps >= 0; x and y may be the same.
// Maximum error against double: 2^-22 of each element (squares are summed in double).
#pragma once

#include <span>

namespace ropescope {

// x, y: [rows, weight.size()].
void rms_norm(std::span<const float> x, std::span<const float> weight, double eps, std::span<float> y);

}  // namespace ropescope
