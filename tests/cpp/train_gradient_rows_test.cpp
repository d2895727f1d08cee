// Rows of tokens that fill every block of the gradient's products: loss and directions against the double-precision
// forward pass, sums over rows, repeatability, and what is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/error_codes.hpp"
#include "core/random.hpp"
#include "tiny_model.hpp"
#include "train/gradient.hpp"
#include "train/parameters.hpp"
#include "train_model.hpp"

namespace ropescope {
namespace {

TrainModel wide_model(const std::string& position_method, const std::string& more = "") {
  return *make_train_model(test::config_json({.hidden = 24,
                                              .inner = 41,  // no whole number of vectors
                                              .layers = 2,
                                              .heads = 4,
                                              .kv_heads = 2,
                                              .head_dim = 6,
                                              .vocab = 19,
                                              .tied = true,
                                              .more = ",\"position_method\":" + position_method + more}));
}

double dot(const std::vector<float>& x, const std::vector<double>& y) {
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += static_cast<double>(x[i]) * y[i];
  return sum;
}

// d(loss) along a random direction, of the gradient and of differences of the loss in double.
void expect_direction(const TrainModel& model, int length, double tolerance) {
  const std::vector<float> values = test::random_values(model, 11);
  const std::vector<int> tokens = test::random_tokens(length + 1, model.config.vocab_size);
  const test::RowResult result = test::row_gradient(model, values, tokens);
  const auto expected = test::reference_loss(model.config, test::named_tensors(model, values), tokens);
  EXPECT_NEAR(result.loss, expected, 1e-6 * expected);  // each of the losses is exact to some 1e-6
  const double size = std::sqrt(dot(result.gradient, {result.gradient.begin(), result.gradient.end()}));
  std::uint64_t seed = 17;
  for (int trial = 0; trial < 3; ++trial) {
    std::vector<double> direction;
    for (std::size_t i = 0; i < model.size; ++i) direction.push_back(random_uniform(seed) < 0.5 ? -1 : 1);
    const auto loss_at = [&](double t) {
      std::vector<float> moved = values;
      for (std::size_t i = 0; i < moved.size(); ++i) moved[i] += static_cast<float>(t * direction[i]);
      return test::reference_loss(model.config, test::named_tensors(model, moved), tokens);
    };
    const double along = test::difference(loss_at, test::difference_step / 64);
    EXPECT_NEAR(dot(result.gradient, direction), along, tolerance * size) << "trial " << trial;
  }
}

// 5e-5 of the gradient's length: what floats make of 200 tokens, 1.2e-5 at worst. Learned biases: the oracle's bias is
// rounded to floats, 2e-7 of some nats at both ends of a difference over 1/32,768; 5e-5 at worst.
TEST(TrainGradientRows, AreRightForARowThatCrossesEveryBlock) { expect_direction(wide_model("\"rope\""), 200, 5e-5); }
TEST(TrainGradientRows, AreRightForAWindowThatLeavesPanelsOut) {
  expect_direction(wide_model(R"({"id":"window","params":{"window":20}})"), 200, 5e-5);
}
TEST(TrainGradientRows, AreRightForSinksBeforeAWindow) {
  expect_direction(wide_model(R"({"id":"sinks","params":{"sinks":3,"window":20,"positions":"text"}})"), 200, 5e-5);
}
TEST(TrainGradientRows, AreRightForADecayOverALongRow) {
  expect_direction(wide_model(R"({"id":"xpos","params":{"scale_base":16}})"), 200, 5e-5);
}
TEST(TrainGradientRows, AreRightForALearnedBiasOverALongRow) {
  expect_direction(wide_model("\"kerple_log\""), 200, 2e-4);
}

TEST(TrainGradientRows, AddUpWeightedInOneArray) {
  const TrainModel model = wide_model("\"kerple_log\"");
  const std::vector<float> values = test::random_values(model, 5);
  const auto first = test::random_tokens(71, 19, 1);
  const auto second = test::random_tokens(71, 19, 2);
  const auto step = StepWeights::make(model, values, 70);
  ASSERT_TRUE(step);
  std::vector<float> sum(model.size);
  RowGradient row;
  row.add(*step, first, 0.25F, sum);
  row.add(*step, second, 2, sum);
  const auto a = test::row_gradient(model, values, first).gradient;
  const auto b = test::row_gradient(model, values, second).gradient;
  for (std::size_t i = 0; i < sum.size(); ++i) {
    const double expected = 0.25 * static_cast<double>(a[i]) + 2 * static_cast<double>(b[i]);
    // floats, summed in another order
    ASSERT_NEAR(sum[i], expected, 1e-4 * (1 + std::abs(expected))) << i;
  }
}

TEST(TrainGradientRows, AreTheSameBitsWhateverTheWorkerDidBefore) {
  const TrainModel model = wide_model("\"alibi\"");
  const std::vector<float> values = test::random_values(model, 5);
  const auto tokens = test::random_tokens(131, 19);
  const test::RowResult fresh = test::row_gradient(model, values, tokens);
  RowGradient used;
  std::vector<float> elsewhere(model.size);
  const auto longer = StepWeights::make(model, values, 200);
  used.add(*longer, test::random_tokens(201, 19, 3), 1, elsewhere);
  std::vector<float> again(model.size);
  const auto step = StepWeights::make(model, values, 130);
  EXPECT_EQ(used.add(*step, tokens, 1, again), fresh.loss);
  EXPECT_EQ(again, fresh.gradient);
}

TEST(TrainGradientRows, GiveNumbersBelowTheirFloorNoGradient) {
  const TrainModel model = wide_model("\"kerple_log\"");
  std::vector<float> values = test::random_values(model, 5);
  const TrainTensor& pace = *model.find("model.layers.1.self_attn.position.kerple_log.r2");
  values[pace.offset + 1] = 0.005F;
  const test::RowResult result = test::row_gradient(model, values, test::random_tokens(31, 19));
  EXPECT_NE(result.gradient[pace.offset], 0);
  EXPECT_EQ(result.gradient[pace.offset + 1], 0);
}

TEST(TrainGradientRows, AreRefusedWhereThereIsNone) {
  const auto refusal = [](const std::string& method, int length) {
    const TrainModel model = wide_model(method);
    const auto step = StepWeights::make(model, initial_values(model, 1), length);
    return step ? "" : step.error().message;
  };
  EXPECT_THAT(refusal("\"rerope\"", 40), testing::HasSubstr("which positions tokens pretend to have"));
  EXPECT_THAT(refusal(R"({"id":"xpos","params":{"scale_base":1}})", 200), testing::HasSubstr("can be trained"));
  const auto fire = make_train_model(test::config_json({.more = R"(,"position_method":"fire")"}));
  ASSERT_FALSE(fire);
  EXPECT_EQ(fire.error().code, ErrorCode::unsupported_model);
}

TEST(TrainModelValues, StartWhereTheirMethodSays) {
  const TrainModel model = wide_model("\"kerple_log\"");
  const std::vector<float> values = initial_values(model, 7);
  const TrainTensor& weight = *model.find("model.layers.1.self_attn.position.kerple_log.r1");
  EXPECT_EQ(weight.shape, std::vector<int>{4});
  EXPECT_FLOAT_EQ(values[weight.offset], 0.3F);
  EXPECT_FLOAT_EQ(values[weight.offset + 3], 2.0F);
  EXPECT_GE(static_cast<double>(weight.min), 0.01);
  EXPECT_EQ(values, initial_values(model, 7));
  EXPECT_NE(values, initial_values(model, 8));
}

// Matrices: 1 / sqrt(inputs), those that end in the residual stream also / sqrt(2 layers).
TEST(TrainModelValues, SpreadAsTheRecipeSays) {
  const TrainModel model = *make_train_model(test::config_json({.hidden = 64, .inner = 200, .layers = 2}));
  const std::vector<float> values = initial_values(model, 7);
  const auto deviation = [&](const std::string& name) {
    const TrainTensor& tensor = *model.find(name);
    double squares = 0;
    for (std::size_t i = 0; i < tensor.size; ++i) {
      squares += std::pow(static_cast<double>(values[tensor.offset + i]), 2);
    }
    return std::sqrt(squares / static_cast<double>(tensor.size));
  };
  // 3%: three times the error of a deviation from 5,000 numbers; the embedding has a quarter of those
  EXPECT_NEAR(deviation("model.layers.0.mlp.up_proj.weight"), 1 / 8.0, 0.03 / 8);
  EXPECT_NEAR(deviation("model.layers.1.mlp.down_proj.weight"), 0.5 / std::sqrt(200.0), 0.03 * 0.5 / std::sqrt(200.0));
  EXPECT_NEAR(deviation("model.embed_tokens.weight"), 0.02, 0.06 * 0.02);
}

}  // namespace
}  // namespace ropescope
