#include "model/sampler.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/random.hpp"

namespace ropescope {
namespace {

const std::vector<float> logits{1.0F, 3.0F, -2.0F, 2.0F, 3.0F - 1e-3F};

std::vector<double> frequencies(const SamplerOptions& options, int draws = 40000) {
  std::vector<double> counts(logits.size(), 0);
  std::uint64_t state = 1;
  for (int i = 0; i < draws; ++i) counts[static_cast<std::size_t>(sample(logits, options, state))] += 1.0 / draws;
  return counts;
}

TEST(Sample, TakesTheMostLikelyTokenAtTemperatureZeroAndNoRandomNumber) {
  std::uint64_t state = 5;
  EXPECT_EQ(sample(logits, {}, state), 1);
  EXPECT_EQ(state, 5U);
  EXPECT_EQ(sample(std::vector{2.0F, 2.0F}, {}, state), 0);
}

TEST(Sample, FollowsTheSoftmaxOfLogitsOverTemperature) {
  for (const double temperature : {0.5, 1.0, 3.0}) {
    double sum = 0;
    for (const float logit : logits) sum += std::exp(static_cast<double>(logit) / temperature);
    const auto observed = frequencies({.temperature = temperature});
    for (std::size_t i = 0; i < logits.size(); ++i) {
      // 40,000 draws: a standard deviation of at most 0.0025
      EXPECT_NEAR(observed[i], std::exp(static_cast<double>(logits[i]) / temperature) / sum, 0.01);
    }
  }
}

TEST(Sample, KeepsOnlyTheTopKTokens) {
  const auto observed = frequencies({.temperature = 5, .top_k = 2});
  EXPECT_GT(observed[1], 0.4);
  EXPECT_GT(observed[4], 0.4);
  EXPECT_EQ(observed[0] + observed[2] + observed[3], 0);
  EXPECT_GT(frequencies({.temperature = 5, .top_k = 1})[1], 0.999);
  EXPECT_GT(frequencies({.temperature = 50, .top_k = 100})[2], 0.1);
}

TEST(Sample, KeepsTheSmallestSetThatReachesTopP) {
  // probabilities at temperature 1: 0.40 (1), 0.40 (4), 0.15 (3), 0.05 (0), 0.003 (2)
  EXPECT_GT(frequencies({.temperature = 1, .top_p = 0.39})[1], 0.999);
  const auto two = frequencies({.temperature = 1, .top_p = 0.75});
  EXPECT_EQ(two[0] + two[2] + two[3], 0);
  EXPECT_GT(two[4], 0.4);
  const auto three = frequencies({.temperature = 1, .top_p = 0.9});
  EXPECT_GT(three[3], 0.1);
  EXPECT_EQ(three[0] + three[2], 0);
  std::uint64_t state = 1;
  for (int i = 0; i < 100; ++i) {
    ASSERT_EQ(sample(std::vector{2.0F, 2.0F}, {.temperature = 1, .top_p = 0.5}, state), 0);  // one reaches a half
  }
}

TEST(Sample, RepeatsItselfFromTheSameSeed) {
  std::vector<int> first;
  std::vector<int> second;
  for (auto* tokens : {&first, &second}) {
    std::uint64_t state = 42;
    for (int i = 0; i < 20; ++i) tokens->push_back(sample(logits, {.temperature = 1}, state));
  }
  EXPECT_EQ(first, second);
}

TEST(Random, IsSplitMix64) {
  // The first values from seed 1234567, as in Steele, Lea and Flood's reference code.
  std::uint64_t state = 1234567;
  EXPECT_EQ(random_bits(state), 6457827717110365317U);
  EXPECT_EQ(random_bits(state), 3203168211198807973U);
  for (int i = 0; i < 1000; ++i) {
    const double x = random_uniform(state);
    ASSERT_GE(x, 0);
    ASSERT_LT(x, 1);
  }
}

}  // namespace
}  // namespace ropescope
