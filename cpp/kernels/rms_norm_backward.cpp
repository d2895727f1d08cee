#include <cassert>
#include <cmath>
#include <cstddef>
#include <span>

#include "kernels/rms_norm.hpp"
#include "kernels/simd.hpp"

namespace ropescope {
namespace {

// What a row's gradient is made of.
struct RowSums {
  float squares = 0;  // sum_i x_i^2
  float pull = 0;     // sum_i w_i dy_i x_i
};

RowSums sums_of(const float* x, const float* w, const float* dy, std::size_t width) {
  Batch squares(0.0F);
  Batch pull(0.0F);
  std::size_t i = 0;
  for (; i + lanes <= width; i += lanes) {
    const Batch value = Batch::load_unaligned(x + i);
    squares = multiply_add(value, value, squares);
    pull = multiply_add(Batch::load_unaligned(w + i) * Batch::load_unaligned(dy + i), value, pull);
  }
  RowSums sums{xsimd::reduce_add(squares), xsimd::reduce_add(pull)};
  for (; i < width; ++i) {
    sums.squares += x[i] * x[i];
    sums.pull += w[i] * dy[i] * x[i];
  }
  return sums;
}

}  // namespace

void rms_norm_backward(std::span<const float> x, std::span<const float> weight, double eps,
                       const NormGradient& gradient) {
  const std::size_t width = weight.size();
  assert(width > 0 && gradient.dy.size() == x.size() && gradient.dx.size() == x.size());
  const float* w = weight.data();
  float* dw = gradient.d_weight.data();
  for (std::size_t begin = 0; begin < x.size(); begin += width) {
    const float* row = x.data() + begin;
    const float* dy = gradient.dy.data() + begin;
    float* dx = gradient.dx.data() + begin;
    const RowSums sums = sums_of(row, w, dy, width);
    const double mean = static_cast<double>(sums.squares) / static_cast<double>(width) + eps;
    const auto scale = static_cast<float>(1 / std::sqrt(mean));
    const auto back = static_cast<float>(static_cast<double>(sums.pull) / static_cast<double>(width) / mean);
    std::size_t i = 0;
    for (; i + lanes <= width; i += lanes) {
      const Batch value = Batch::load_unaligned(row + i);
      const Batch d = Batch::load_unaligned(dy + i);
      const Batch inside = xsimd::fnma(Batch(back), value, Batch::load_unaligned(w + i) * d);
      multiply_add(inside, Batch(scale), Batch::load_unaligned(dx + i)).store_unaligned(dx + i);
      multiply_add(d, value * scale, Batch::load_unaligned(dw + i)).store_unaligned(dw + i);
    }
    for (; i < width; ++i) {
      dx[i] += (w[i] * dy[i] - back * row[i]) * scale;
      dw[i] += dy[i] * row[i] * scale;
    }
  }
}

}  // namespace ropescope
