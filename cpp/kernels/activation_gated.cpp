#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

#include "core/activation.hpp"
#include "kernels/activation.hpp"
#include "kernels/exp.hpp"
#include "kernels/simd.hpp"

namespace ropescope {
namespace {

// An activation and its derivative at one point.
struct Response {
  Batch value;
  Batch slope;
};

// x sigmoid(s): slope = sigmoid(s) (1 + x s' (1 - sigmoid(s)))
Response times_sigmoid(Batch x, Batch s, Batch s_slope) {
  const Batch sigmoid = Batch(1.0F) / (Batch(1.0F) + fast_exp(-s));
  const Batch slope = sigmoid * multiply_add(x * s_slope, Batch(1.0F) - sigmoid, Batch(1.0F));
  return {x * sigmoid, slope};
}

Response silu(Batch x) { return times_sigmoid(x, x, Batch(1.0F)); }

// s = 2 sqrt(2 / pi) (x + 0.044715 x^3): Hendrycks, Gimpel 2016, section 2
Response gelu_tanh(Batch x) {
  const Batch twice_root(1.5957691216F);
  const Batch cubic(0.044715F);
  const Batch square = x * x;
  const Batch s = twice_root * multiply_add(cubic * square, x, x);
  return times_sigmoid(x, s, twice_root * multiply_add(Batch(3.0F) * cubic, square, Batch(1.0F)));
}

// x Phi(x): slope = Phi(x) + x phi(x)
Response gelu(Batch x) {
  alignas(64) float points[lanes];
  alignas(64) float shares[lanes];
  x.store_aligned(points);
  for (std::size_t i = 0; i < lanes; ++i) {
    shares[i] = static_cast<float>(0.5 * (1.0 + std::erf(static_cast<double>(points[i]) * 0.70710678118654752)));
  }
  const Batch share = Batch::load_aligned(shares);
  const Batch density = Batch(0.3989422804F) * fast_exp_below(Batch(-0.5F) * x * x);
  return {x * share, multiply_add(x, density, share)};
}

Response relu(Batch x) {
  const Batch none(0.0F);
  return {xsimd::select(x < none, none, x), xsimd::select(x < none, none, Batch(1.0F))};
}

Response relu2(Batch x) {
  const Batch value = relu(x).value;
  return {value * value, value + value};
}

template <class Respond>
void forward(std::span<const float> gate, const float* up, float* out, Respond respond) {
  std::size_t i = 0;
  for (; i + lanes <= gate.size(); i += lanes) {
    (respond(Batch::load_unaligned(&gate[i])).value * Batch::load_unaligned(up + i)).store_unaligned(out + i);
  }
  if (i == gate.size()) return;
  alignas(64) float tail[lanes] = {};
  std::copy(gate.begin() + static_cast<std::ptrdiff_t>(i), gate.end(), tail);
  respond(Batch::load_aligned(tail)).value.store_aligned(tail);
  for (std::size_t k = 0; i + k < gate.size(); ++k) out[i + k] = tail[k] * up[i + k];
}

template <class Respond>
void backward_vector(float* gate, float* up, float* out, Respond respond) {
  const Response response = respond(Batch::load_unaligned(gate));
  const Batch factor = Batch::load_unaligned(up);
  const Batch d_out = Batch::load_unaligned(out);
  (d_out * factor * response.slope).store_unaligned(gate);
  (d_out * response.value).store_unaligned(up);
  (response.value * factor).store_unaligned(out);
}

template <class Respond>
void backward(std::span<float> gate, float* up, float* out, Respond respond) {
  std::size_t i = 0;
  for (; i + lanes <= gate.size(); i += lanes) backward_vector(&gate[i], up + i, out + i, respond);
  const std::size_t rest = gate.size() - i;
  if (rest == 0) return;
  alignas(64) float tails[3][lanes] = {};
  float* sources[3] = {&gate[i], up + i, out + i};
  for (std::size_t k = 0; k < 3; ++k) std::copy_n(sources[k], rest, tails[k]);
  backward_vector(tails[0], tails[1], tails[2], respond);
  for (std::size_t k = 0; k < 3; ++k) std::copy_n(tails[k], rest, sources[k]);
}

// Calls use(respond); a lambda of each, not a function's address, so that the loops hold its code.
template <class Use>
void with_response(Activation activation, Use use) {
  switch (activation) {
    case Activation::silu:
      return use([](Batch x) { return silu(x); });
    case Activation::gelu_tanh:
      return use([](Batch x) { return gelu_tanh(x); });
    case Activation::gelu:
      return use([](Batch x) { return gelu(x); });
    case Activation::relu:
      return use([](Batch x) { return relu(x); });
    case Activation::relu2:
      return use([](Batch x) { return relu2(x); });
  }
}

}  // namespace

void activate_gated(Activation activation, std::span<const float> gate, const float* up, float* out) {
  with_response(activation, [&](auto respond) { forward(gate, up, out, respond); });
}

void activate_gated_backward(Activation activation, std::span<float> gate, float* up, float* out) {
  with_response(activation, [&](auto respond) { backward(gate, up, out, respond); });
}

}  // namespace ropescope
