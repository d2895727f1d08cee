#include "kernels/elementwise.hpp"

#include <cmath>
#include <cstddef>
#include <span>

#include "kernels/simd.hpp"

namespace ropescope {

void copy_elements(std::span<const float> x, float* out) {
  std::size_t i = 0;
  for (; i + lanes <= x.size(); i += lanes) Batch::load_unaligned(&x[i]).store_unaligned(out + i);
  for (; i < x.size(); ++i) out[i] = x[i];
}

void add_to(std::span<float> x, const float* y) {
  std::size_t i = 0;
  for (; i + lanes <= x.size(); i += lanes) {
    (Batch::load_unaligned(&x[i]) + Batch::load_unaligned(y + i)).store_unaligned(&x[i]);
  }
  for (; i < x.size(); ++i) x[i] += y[i];
}

void multiply_elements(std::span<const float> x, const float* y, float* out) {
  std::size_t i = 0;
  for (; i + lanes <= x.size(); i += lanes) {
    (Batch::load_unaligned(&x[i]) * Batch::load_unaligned(y + i)).store_unaligned(out + i);
  }
  for (; i < x.size(); ++i) out[i] = x[i] * y[i];
}

void scale(std::span<const float> x, float factor, float* out) {
  std::size_t i = 0;
  for (; i + lanes <= x.size(); i += lanes) (Batch::load_unaligned(&x[i]) * factor).store_unaligned(out + i);
  for (; i < x.size(); ++i) out[i] = x[i] * factor;
}

void cap(std::span<float> x, float limit) {
  for (float& value : x) value = limit * std::tanh(value / limit);
}

}  // namespace ropescope
