// Layer norm of rows, f32 (Ba, Kiros, Hinton 2016, arXiv 1607.06450, equation 4): y_i = (x_i - mean) / sqrt(variance +
// eps) * weight_i + bias_i. Valid: weight.size() >= 1, x.size() a multiple of it, eps >= 0; x and y may be the same.
// Maximum error against double: 2^-21 of max_i |y_i| (mean and variance are summed in double).
#pragma once

#include <span>

namespace ropescope {

// x, y: [rows, weight.size()]; bias: [weight.size()] or empty.
void layer_norm(std::span<const float> x, std::span<const float> weight, std::span<const float> bias, double eps,
                std::span<float> y);

}  // namespace ropescope
