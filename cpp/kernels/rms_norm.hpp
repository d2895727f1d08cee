// Root mean square norm of rows, f32 (Zhang, Sennrich 2019, equation 4): y_i = x_i / sqrt(mean(x^2) + eps) * weight_i.
// Valid: weight.size() >= 1, x.size() a multiple of it, eps >= 0; x and y may be the same.
// Maximum error against double: 2^-22 of each element (squares are summed in double).
#pragma once

#include <span>

namespace ropescope {

// x, y: [rows, weight.size()].
void rms_norm(std::span<const float> x, std::span<const float> weight, double eps, std::span<float> y);

// The gradient, given dy = d(loss) / dy; adds to dx: [rows, weight.size()] and d_weight: [weight.size()].
// dx_i += (w_i dy_i - z_i mean_j(w_j dy_j z_j)) / rms and d_weight_i += dy_i z_i, z = x / rms. Maximum error against
// double: weight.size() * 2^-23 of the largest term.
struct NormGradient {
  std::span<const float> dy;  // [rows, weight.size()]
  std::span<float> dx;        // [rows, weight.size()]
  std::span<float> d_weight;  // [weight.size()]
};
void rms_norm_backward(std::span<const float> x, std::span<const float> weight, double eps,
                       const NormGradient& gradient);

}  // namespace ropescope
