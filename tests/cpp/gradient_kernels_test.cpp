// The kernels that only training uses, against their formulas in double, with the errors that their headers state.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <numeric>
#include <span>
#include <vector>

#include "kernels/activation.hpp"
#include "kernels/matmul.hpp"
#include "kernels/rms_norm.hpp"
#include "kernels/softmax.hpp"
#include "kernels/softplus.hpp"
#include "reference.hpp"

namespace ropescope {
namespace {

using reference::Doubles;
using reference::random_floats;
using reference::widen;

constexpr std::size_t sizes[] = {1, 4, 15, 16, 17, 41, 128, 344};

TEST(TransposedProduct, AddsToWhatIsThere) {
  constexpr std::size_t depth = 37;
  for (const std::size_t outputs : {1U, 5U, 70U}) {
    for (const std::size_t columns : {3U, 64U, 131U}) {
      const auto a = random_floats(depth * outputs, 1);
      const auto b = random_floats(depth * columns, 2);
      auto c = random_floats(outputs * columns, 3);
      const Doubles before = widen(c);
      PackedMatrix packed;
      pack_rows({b.data(), columns, depth}, static_cast<int>(columns), packed);
      multiply_transposed({a.data(), outputs, static_cast<int>(outputs)}, packed, {c.data(), columns, true});
      for (std::size_t i = 0; i < c.size(); ++i) {
        double sum = before[i];
        for (std::size_t d = 0; d < depth; ++d) {
          sum += static_cast<double>(a[d * outputs + i / columns]) * static_cast<double>(b[d * columns + i % columns]);
        }
        ASSERT_NEAR(c[i], sum, (depth + 1) * 0x1p-24 * (depth + 1)) << outputs << " x " << columns;  // |terms| <= 1
      }
    }
  }
}

TEST(Softplus, IsTheLogarithmAndItsSlopeTheSigmoidFarOutToo) {
  for (const std::size_t size : sizes) {
    auto x = random_floats(size, 1);
    for (float& value : x) value *= 30;
    x.front() = 100;
    x.back() = -60;
    const auto d = random_floats(size, 2);
    std::vector<float> out(size);
    softplus(x, -1.5F, out.data());
    std::vector<float> slope = d;
    softplus_backward(x, slope.data());
    for (std::size_t i = 0; i < size; ++i) {
      const auto at = static_cast<double>(x[i]);
      const double expected = std::max(at, 0.0) + std::log1p(std::exp(-std::abs(at)));
      ASSERT_NEAR(out[i], -1.5 * expected, 4e-7 * 1.5 * expected) << at;
      const double expected_slope = static_cast<double>(d[i]) / (1 + std::exp(-at));
      ASSERT_NEAR(slope[i], expected_slope, 4e-7 * std::abs(expected_slope)) << at;
    }
  }
}

TEST(RmsNormBackward, IsTheGradientOfTheNorm) {
  for (const std::size_t width : sizes) {
    const auto x = random_floats(3 * width, 1);
    const auto weight = random_floats(width, 2);
    const auto dy = random_floats(3 * width, 3);
    std::vector<float> dx(x.size(), 0.5F);
    std::vector<float> d_weight(width, -0.25F);
    rms_norm_backward(x, weight, 1e-5, {dy, dx, d_weight});
    Doubles expected_weight(width, -0.25);
    for (std::size_t row = 0; row < 3; ++row) {
      const Doubles z = widen(std::span(x).subspan(row * width, width));
      const double mean = std::inner_product(z.begin(), z.end(), z.begin(), 0.0) / static_cast<double>(width) + 1e-5;
      double pull = 0;
      for (std::size_t i = 0; i < width; ++i) {
        const auto slope = static_cast<double>(dy[row * width + i]);
        pull += static_cast<double>(weight[i]) * slope * z[i] / static_cast<double>(width);
        expected_weight[i] += slope * z[i] / std::sqrt(mean);
      }
      for (std::size_t i = 0; i < width; ++i) {
        const double inside = static_cast<double>(weight[i] * dy[row * width + i]) - z[i] * pull / mean;
        const double largest = 1 / std::sqrt(mean) + 1;
        ASSERT_NEAR(dx[row * width + i], 0.5 + inside / std::sqrt(mean),
                    (static_cast<double>(width) + 4) * 0x1p-23 * largest)
            << width;
      }
    }
    for (std::size_t i = 0; i < width; ++i) ASSERT_NEAR(d_weight[i], expected_weight[i], 0x1p-20 * 8) << width;
  }
}

double response(Activation activation, double x) {
  if (activation == Activation::silu) return x / (1 + std::exp(-x));
  if (activation == Activation::relu) return std::max(x, 0.0);
  if (activation == Activation::relu2) return std::max(x, 0.0) * std::max(x, 0.0);
  if (activation == Activation::gelu) return 0.5 * x * (1 + std::erf(x / std::numbers::sqrt2));
  return 0.5 * x * (1 + std::tanh(std::sqrt(2 / std::numbers::pi) * (x + 0.044715 * x * x * x)));
}

TEST(GatedActivation, AndItsGradientAreThoseOfTheFormula) {
  for (const Activation activation :
       {Activation::silu, Activation::gelu, Activation::gelu_tanh, Activation::relu, Activation::relu2}) {
    for (const std::size_t size : sizes) {
      auto gate = random_floats(size, 1);
      for (float& value : gate) value *= 6;
      auto up = random_floats(size, 2);
      auto out = random_floats(size, 3);
      const auto x = widen(gate);
      const auto factor = widen(up);
      const auto d = widen(out);
      std::vector<float> forward(size);
      activate_gated(activation, gate, up.data(), forward.data());
      activate_gated_backward(activation, gate, up.data(), out.data());
      for (std::size_t i = 0; i < size; ++i) {
        const double value = response(activation, x[i]);
        const double slope = (response(activation, x[i] + 1e-5) - response(activation, x[i] - 1e-5)) / 2e-5;
        const double error = 1e-6 * std::max({std::abs(x[i]), 1.0, value});
        ASSERT_NEAR(forward[i], value * factor[i], error);
        ASSERT_NEAR(out[i], value * factor[i], error);
        ASSERT_NEAR(up[i], value * d[i], error);
        ASSERT_NEAR(gate[i], d[i] * factor[i] * slope, error) << x[i];
      }
    }
  }
}

TEST(SoftmaxBackward, TakesTheWeightedMeanAway) {
  for (const std::size_t size : sizes) {
    auto weights = random_floats(size, 1);
    softmax(weights);
    auto gradient = random_floats(size, 2);
    const Doubles before = widen(gradient);
    double mean = 0;
    for (std::size_t i = 0; i < size; ++i) mean += static_cast<double>(weights[i]) * before[i];
    EXPECT_NEAR(dot(weights, gradient.data()), mean, static_cast<double>(size) * 0x1p-24);
    softmax_backward(weights.data(), static_cast<float>(mean), gradient);
    for (std::size_t i = 0; i < size; ++i) {
      const auto weight = static_cast<double>(weights[i]);
      ASSERT_NEAR(gradient[i], weight * (before[i] - mean), weight * 4 * 0x1p-24) << size;
    }
  }
}

}  // namespace
}  // namespace ropescope
