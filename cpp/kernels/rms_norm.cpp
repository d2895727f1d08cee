#include "kernels/rms_norm.hpp"

#include <cassert>
#include <cmath>
#include <cstddef>
#include <span>

namespace ropescope {
namespace {

// Four sums, so that additions do not wait for each other.
double sum_of_squares(std::span<const float> x) {
  double sums[4] = {0, 0, 0, 0};
  const std::size_t whole = x.size() / 4 * 4;
  for (std::size_t i = 0; i < whole; i += 4) {
    for (std::size_t j = 0; j < 4; ++j) sums[j] += static_cast<double>(x[i + j]) * static_cast<double>(x[i + j]);
  }
  for (std::size_t i = whole; i < x.size(); ++i) sums[0] += static_cast<double>(x[i]) * static_cast<double>(x[i]);
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

}  // namespace

void rms_norm(std::span<const float> x, std::span<const float> weight, double eps, std::span<float> y) {
  const std::size_t width = weight.size();
  assert(width > 0 && x.size() % width == 0 && y.size() == x.size());
  for (std::size_t begin = 0; begin < x.size(); begin += width) {
    const double mean = sum_of_squares(x.subspan(begin, width)) / static_cast<double>(width);
    const auto scale = static_cast<float>(1.0 / std::sqrt(mean + eps));
    for (std::size_t i = 0; i < width; ++i) y[begin + i] = x[begin + i] * scale * weight[i];
  }
}

}  // namespace ropescope
