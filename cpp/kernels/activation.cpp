#include "kernels/activation.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

#include "core/activation.hpp"
#include "kernels/exp.hpp"
#include "kernels/simd.hpp"

namespace ropescope {
namespace {

Batch silu(Batch x) { return x / (Batch(1.0F) + fast_exp(-x)); }

// 0.5 x (1 + tanh(u)) = x / (1 + exp(-2u)), u = sqrt(2 / pi) (x + 0.044715 x^3): Hendrycks, Gimpel 2016, section 2
Batch gelu_tanh(Batch x) {
  const Batch minus_two_u = Batch(-1.5957691216F) * (x + Batch(0.044715F) * x * x * x);
  return x / (Batch(1.0F) + fast_exp(minus_two_u));
}

template <class Function>
void for_each_vector(std::span<float> x, Function function) {
  std::size_t i = 0;
  for (; i + lanes <= x.size(); i += lanes) function(Batch::load_unaligned(&x[i])).store_unaligned(&x[i]);
  if (i == x.size()) return;
  alignas(64) float tail[lanes] = {};
  std::copy(x.begin() + static_cast<std::ptrdiff_t>(i), x.end(), tail);
  function(Batch::load_aligned(tail)).store_aligned(tail);
  std::copy(tail, tail + (x.size() - i), x.begin() + static_cast<std::ptrdiff_t>(i));
}

}  // namespace

void activate(Activation activation, std::span<float> x) {
  switch (activation) {
    case Activation::silu:
      return for_each_vector(x, silu);
    case Activation::gelu_tanh:
      return for_each_vector(x, gelu_tanh);
    case Activation::gelu:
      for (float& value : x) value = static_cast<float>(0.5 * value * (1.0 + std::erf(value * 0.70710678118654752)));
      return;
    case Activation::relu:
      for (float& value : x) value = value < 0 ? 0.0F : value;
      return;
    case Activation::relu2:
      for (float& value : x) value = value < 0 ? 0.0F : value * value;
  }
}

}  // namespace ropescope
