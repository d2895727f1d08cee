#include "kernels/softplus.hpp"

#include <algorithm>
#include <cstddef>
#include <span>

#include "kernels/exp.hpp"
#include "kernels/simd.hpp"

namespace ropescope {
namespace {

// max(x, 0) + ln(1 + e^-|x|): neither overflows nor loses small results.
Batch softplus(Batch x) { return xsimd::max(x, Batch(0.0F)) + xsimd::log1p(fast_exp_below(-xsimd::abs(x))); }

Batch sigmoid(Batch x) { return Batch(1.0F) / (Batch(1.0F) + fast_exp(-x)); }

// y[i] = function(x[i], y[i])
template <class Function>
void update(std::span<const float> x, float* y, Function function) {
  std::size_t i = 0;
  for (; i + lanes <= x.size(); i += lanes) {
    function(Batch::load_unaligned(&x[i]), Batch::load_unaligned(y + i)).store_unaligned(y + i);
  }
  const std::size_t rest = x.size() - i;
  if (rest == 0) return;
  alignas(64) float tails[2][lanes] = {};
  std::copy_n(&x[i], rest, tails[0]);
  std::copy_n(y + i, rest, tails[1]);
  function(Batch::load_aligned(tails[0]), Batch::load_aligned(tails[1])).store_aligned(tails[1]);
  std::copy_n(tails[1], rest, y + i);
}

}  // namespace

void softplus(std::span<const float> x, float factor, float* out) {
  update(x, out, [factor](Batch of_x, Batch /*written*/) { return Batch(factor) * softplus(of_x); });
}

void softplus_backward(std::span<const float> x, float* d) {
  update(x, d, [](Batch of_x, Batch of_d) { return of_d * sigmoid(of_x); });
}

}  // namespace ropescope
