// Softmax and the activations against double.
#include "kernels/softmax.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <numeric>
#include <vector>

#include "kernels/activation.hpp"
#include "reference.hpp"

namespace ropescope {
namespace {

std::vector<float> random_row(std::size_t size, double spread) {
  auto row = reference::random_floats(size, 5);
  for (float& value : row) value *= static_cast<float>(spread);
  return row;
}

double exact_log_sum_exp(const std::vector<float>& row) {
  double sum = 0;
  for (const float value : row) sum += std::exp(static_cast<double>(value) - static_cast<double>(row[0]));
  return static_cast<double>(row[0]) + std::log(sum);
}

TEST(Softmax, StaysWithinTheHeadersErrorOfDoubleForEveryLengthAndSpread) {
  for (const double spread : {0.0, 1.0, 10.0, 40.0}) {
    for (const std::size_t size : std::vector<std::size_t>{1, 2, 3, 4, 5, 15, 16, 17, 63, 64, 65, 1000, 1025, 70000}) {
      std::vector<float> row = random_row(size, spread);
      const std::vector<float> scores = row;
      const double total = exact_log_sum_exp(scores);
      const float highest = *std::ranges::max_element(scores);
      softmax(row);
      for (std::size_t i = 0; i < size; ++i) {
        const double expected = std::exp(static_cast<double>(scores[i]) - total);
        const auto distance = static_cast<double>(highest - scores[i]);
        ASSERT_NEAR(row[i], expected, (4e-7 + 0x1.0p-24 * distance) * expected)
            << size << " elements, spread " << spread;
      }
      ASSERT_NEAR(log_sum_exp(scores), total, 1e-6 * std::max(1.0, std::abs(total)));
    }
  }
}

TEST(Softmax, GivesNothingToMinusInfinityAndEverythingToAFarMaximum) {
  std::vector<float> row{-INFINITY, 3.0F, -INFINITY, -200.0F, 3.0F};
  softmax(row);
  EXPECT_THAT(row, testing::ElementsAre(0.0F, 0.5F, 0.0F, 0.0F, 0.5F));
}

TEST(Softmax, FindsAFarMaximumInTheLastPlaceOfEveryLength) {
  for (std::size_t length = 1; length <= 70; ++length) {
    std::vector<float> row(length, 0.0F);
    row.back() = 200.0F;  // exp of it is infinite
    softmax(row);
    std::vector<float> expected(length, 0.0F);
    expected.back() = 1.0F;
    EXPECT_EQ(row, expected) << length;
  }
}

TEST(Softmax, GivesEverythingToASinkFarAbove) {
  for (std::size_t length = 1; length <= 70; ++length) {
    std::vector<float> row(length, 1.0F);
    EXPECT_EQ(softmax(row, 1000.0F), 1.0) << length;
    EXPECT_EQ(row, std::vector<float>(length, 0.0F)) << length;
  }
}

TEST(Softmax, DoesNotOverflowOnLargeScores) {
  std::vector<float> row{3e38F, 3e38F, -3e38F};
  softmax(row);
  EXPECT_THAT(row, testing::ElementsAre(0.5F, 0.5F, 0.0F));
}

TEST(Softmax, MakesARowWithANaNVisible) {
  for (const std::size_t place : std::vector<std::size_t>{0, 3, 20}) {
    std::vector<float> row(21, 1.0F);
    row[place] = NAN;
    softmax(row);
    EXPECT_THAT(row, testing::Each(testing::IsNan())) << "NaN at " << place;
  }
}

TEST(Softmax, AnswersTheEntropyOfItsWeightsAndTheSameWeights) {
  for (const double spread : {0.0, 1.0, 10.0, 40.0}) {
    for (const std::size_t size : std::vector<std::size_t>{1, 2, 3, 4, 5, 15, 16, 17, 63, 64, 65, 1000, 1025, 70000}) {
      for (const float sink : {-INFINITY, 2.0F}) {
        std::vector<float> row = random_row(size, spread);
        if (size > 2) row[1] = -INFINITY;
        std::vector<float> weights = row;
        softmax(weights, sink);
        double expected = 0;
        double far = 0;  // of what has a weight
        const float highest = std::max(*std::ranges::max_element(row), sink);
        std::vector<double> exact;
        for (const float score : row) exact.push_back(std::exp(static_cast<double>(score - highest)));
        const double total = std::accumulate(exact.begin(), exact.end(), std::exp(static_cast<double>(sink - highest)));
        for (std::size_t i = 0; i < size; ++i) {
          const double p = exact[i] / total;
          if (p > 0) expected -= p * std::log(p);
          if (p > 1e-9) far = std::max(far, static_cast<double>(highest - row[i]));
        }
        EXPECT_NEAR(softmax_entropy(row, sink), expected, 1e-5 + 0x1.0p-22 * far) << size << " elements, " << spread;
        EXPECT_EQ(row, weights) << size;
      }
    }
  }
}

double exact(Activation activation, double x) {
  switch (activation) {
    case Activation::silu:
      return x / (1 + std::exp(-x));
    case Activation::gelu:
      return 0.5 * x * (1 + std::erf(x / std::numbers::sqrt2));
    case Activation::relu:
      return std::max(x, 0.0);
    case Activation::relu2:
      return std::max(x, 0.0) * std::max(x, 0.0);
    case Activation::gelu_tanh:
      break;
  }
  return 0.5 * x * (1 + std::tanh(std::sqrt(2 / M_PI) * (x + 0.044715 * x * x * x)));
}

constexpr std::array every_activation{Activation::silu, Activation::gelu, Activation::gelu_tanh, Activation::relu,
                                      Activation::relu2};

TEST(Activate, StaysWithinTheHeadersErrorOfDouble) {
  std::vector<float> points;
  for (int i = -4001; i <= 4001; ++i) points.push_back(static_cast<float>(i) * 0.005F);
  for (const float far : {50.0F, 89.0F, 1000.0F, 1e6F}) points.insert(points.end(), {far, -far});
  for (const Activation activation : every_activation) {
    std::vector<float> y = points;
    activate(activation, y);
    for (std::size_t i = 0; i < y.size(); ++i) {
      const auto x = static_cast<double>(points[i]);
      ASSERT_NEAR(y[i], exact(activation, x), 4e-7 * std::max({std::abs(x), 1.0, exact(activation, x)})) << "at " << x;
    }
  }
}

}  // namespace
}  // namespace ropescope
