// ln(1 + e^x) over f32 rows and its derivative, 1 / (1 + e^-x).
// Valid: all finite values. Maximum error against double: 4e-7 * max(|softplus|, |d|, 1e-30).
#pragma once

#include <span>

namespace ropescope {

// out[i] = factor * softplus(x[i]); out: [x.size()]
void softplus(std::span<const float> x, float factor, float* out);

// d[i] *= softplus'(x[i]); d: [x.size()]
void softplus_backward(std::span<const float> x, float* d);

}  // namespace ropescope
