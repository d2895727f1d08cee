#include <cstddef>
#include <span>

#include "kernels/simd.hpp"
#include "kernels/softmax.hpp"

namespace ropescope {

void softmax_backward(const float* weights, float mean, std::span<float> gradient) {
  std::size_t i = 0;
  for (; i + lanes <= gradient.size(); i += lanes) {
    const Batch above = Batch::load_unaligned(&gradient[i]) - Batch(mean);
    (Batch::load_unaligned(weights + i) * above).store_unaligned(&gradient[i]);
  }
  for (; i < gradient.size(); ++i) gradient[i] = weights[i] * (gradient[i] - mean);
}

float dot(std::span<const float> x, const float* y) {
  Batch sum(0.0F);
  std::size_t i = 0;
  for (; i + lanes <= x.size(); i += lanes) {
    sum = multiply_add(Batch::load_unaligned(&x[i]), Batch::load_unaligned(y + i), sum);
  }
  float total = xsimd::reduce_add(sum);
  for (; i < x.size(); ++i) total += x[i] * y[i];
  return total;
}

}  // namespace ropescope
