#include "kernels/layer_norm.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <random>
#include <span>
#include <vector>

#include "kernels/elementwise.hpp"

namespace ropescope {
namespace {

std::vector<double> exact(std::span<const float> x, std::span<const float> weight, std::span<const float> bias,
                          double eps) {
  const auto width = static_cast<double>(x.size());
  double mean = 0;
  for (const float value : x) mean += value / width;
  double variance = 0;
  for (const float value : x) variance += (value - mean) * (value - mean) / width;
  std::vector<double> y;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double normed = (x[i] - mean) / std::sqrt(variance + eps);
    y.push_back(normed * weight[i] + (bias.empty() ? 0.0 : static_cast<double>(bias[i])));
  }
  return y;
}

std::vector<float> random_row(std::size_t width, float centre, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal(centre, 1.0F);
  std::vector<float> row(width);
  std::ranges::generate(row, [&] { return normal(random); });
  return row;
}

TEST(LayerNorm, StaysWithinTheHeadersErrorOfDoubleFarFromZeroToo) {
  for (const std::size_t width : std::vector<std::size_t>{1, 3, 8, 17, 256}) {
    for (const float centre : {0.0F, 3.0F, -100.0F}) {
      const auto x = random_row(width, centre, 1);
      const auto weight = random_row(width, 1, 2);
      const auto bias = random_row(width, 0, 3);
      for (const std::span<const float> added : {std::span<const float>(bias), std::span<const float>()}) {
        std::vector<float> y(width);
        layer_norm(x, weight, added, 1e-5, y);
        const auto expected = exact(x, weight, added, 1e-5);
        double largest = 0;
        for (const double value : expected) largest = std::max(largest, std::abs(value));
        for (std::size_t i = 0; i < width; ++i) {
          ASSERT_NEAR(y[i], expected[i], std::ldexp(largest, -21)) << width << " wide around " << centre;
        }
      }
    }
  }
}

TEST(LayerNorm, TakesEachRowByItselfAndMayWriteWhereItReads) {
  const auto first = random_row(5, 2, 4);
  const auto second = random_row(5, -7, 5);
  const std::vector<float> weight(5, 2.0F);
  std::vector<float> rows = first;
  rows.insert(rows.end(), second.begin(), second.end());
  layer_norm(rows, weight, {}, 1e-5, rows);
  std::vector<float> alone(5);
  layer_norm(second, weight, {}, 1e-5, alone);
  EXPECT_THAT(std::vector<float>(rows.begin() + 5, rows.end()), testing::ElementsAreArray(alone));
}

TEST(Cap, HoldsValuesInsideItsLimitAndLeavesSmallOnesAlmostAsTheyAre) {
  std::vector<float> x{0.0F, 0.01F, -0.01F, 25.0F, 1e4F, -1e4F};
  cap(x, 50);
  EXPECT_EQ(x[0], 0);
  EXPECT_NEAR(x[1], 0.01, 1e-8);
  EXPECT_EQ(x[2], -x[1]);
  EXPECT_NEAR(x[3], 50 * std::tanh(0.5), 1e-5);
  EXPECT_EQ(x[4], 50);
  EXPECT_EQ(x[5], -50);
}

}  // namespace
}  // namespace ropescope
