// Vectors divided by their Euclidean length.
#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <span>

#include "kernels/elementwise.hpp"

namespace ropescope {

// 1 / |x|; 0 for a vector of zeros, which so stays one.
inline double inverse_length(std::span<const float> x) {
  double squares = 0;
  for (const float value : x) squares += static_cast<double>(value) * static_cast<double>(value);
  return squares == 0 ? 0 : 1 / std::sqrt(squares);
}

// Writes x * factor / |x|. Lengths below 3e-39 have no inverse among floats: there the product is made in double.
inline void divide_by_length(std::span<const float> x, double factor, float* out) {
  const double by = factor * inverse_length(x);
  if (std::abs(by) <= static_cast<double>(std::numeric_limits<float>::max())) {
    scale(x, static_cast<float>(by), out);
    return;
  }
  for (std::size_t i = 0; i < x.size(); ++i) out[i] = static_cast<float>(static_cast<double>(x[i]) * by);
}

}  // namespace ropescope
