// Cosines at equal steps, as a bias by distance sums them.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <numbers>
#include <span>

#include "core/quick_math.hpp"

namespace ropescope {

// sums[n] += cos(n step), by cos(a + b) = cos a cos b - sin a sin b: two products in place of most cosines. Valid: 0 <=
// step <= 1, n step <= 1e8. Error: 1e-14, and 2^-52 n step for the rounding of the angles.
inline void add_cosines(double step, std::span<double> sums) {
  constexpr std::size_t block = 64;  // that share a cosine and a sine
  constexpr double quarter_turn = std::numbers::pi / 2;
  std::array<double, block> cosines;
  std::array<double, block> sines;
  for (std::size_t r = 0; r < block; ++r) {
    cosines[r] = quick_cos(static_cast<double>(r) * step);
    sines[r] = quick_cos(static_cast<double>(r) * step - quarter_turn);
  }
  for (std::size_t first = 0; first < sums.size(); first += block) {
    const double cosine = quick_cos(static_cast<double>(first) * step);
    const double sine = quick_cos(static_cast<double>(first) * step - quarter_turn);
    const std::size_t count = std::min(block, sums.size() - first);
    for (std::size_t r = 0; r < count; ++r) sums[first + r] += cosine * cosines[r] - sine * sines[r];
  }
}

}  // namespace ropescope
