#include "kernels/layer_norm.hpp"

#include <cassert>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <span>

namespace ropescope {

void layer_norm(std::span<const float> x, std::span<const float> weight, std::span<const float> bias, double eps,
                std::span<float> y) {
  const std::size_t width = weight.size();
  assert(width > 0 && x.size() % width == 0 && y.size() == x.size() && (bias.empty() || bias.size() == width));
  for (std::size_t begin = 0; begin < x.size(); begin += width) {
    const auto row = x.subspan(begin, width);
    const double mean = std::accumulate(row.begin(), row.end(), 0.0) / static_cast<double>(width);
    double squares = 0;
    for (const float value : row) squares += (value - mean) * (value - mean);
    const double scale = 1.0 / std::sqrt(squares / static_cast<double>(width) + eps);
    for (std::size_t i = 0; i < width; ++i) {
      const double added = bias.empty() ? 0.0 : static_cast<double>(bias[i]);
      y[begin + i] = static_cast<float>((row[i] - mean) * scale * weight[i] + added);
    }
  }
}

}  // namespace ropescope
