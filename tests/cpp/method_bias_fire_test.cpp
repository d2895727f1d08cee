// FIRE against the network evaluated in double, and what it promises.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "attention/bias_curve.hpp"
#include "bias_plan.hpp"
#include "core/error_codes.hpp"
#include "core/index.hpp"
#include "golden.hpp"
#include "io/json.hpp"
#include "model/learned_numbers.hpp"
#include "position/method.hpp"
#include "position/plan.hpp"
#include "position/registry.hpp"
#include "position/rope_config.hpp"

namespace ropescope {
namespace {

using test::plan_of;

Params golden_network(const Json& fire) {
  return {{"c", golden::number(fire, "c")},    {"threshold", golden::number(fire, "L")},
          {"w1", golden::numbers(fire, "W1")}, {"b1", golden::numbers(fire, "b1")},
          {"w2", golden::numbers(fire, "W2")}, {"b2", golden::numbers(fire, "b2")}};
}

// Two heads, three units that bend at 0.25, 0.5 and never.
const Params small{{"w1", std::vector{4.0, -2.0, 1.0}},
                   {"b1", std::vector{-1.0, 1.0, 0.5}},
                   {"w2", std::vector{1.0, 2.0, 3.0, -1.0, 0.5, 0.0}},
                   {"b2", std::vector{0.0, 1.0}}};

// The biases of a query's keys from the first on.
std::vector<float> row_of(const PositionPlan& plan, int head, int query) {
  std::vector<float> row(index(query) + 1, 0.0F);
  add_bias_curve(plan.bias_curves, {head, query, 0}, row);
  return row;
}

TEST(Fire, gives_the_networks_biases_before_and_past_its_threshold) {
  const Json file = golden::load("derived_f64.json");
  const Json* fire = file.find("fire");
  ASSERT_NE(fire, nullptr);
  const auto plan = plan_of("fire", golden_network(*fire), 520, 4);
  ASSERT_TRUE(plan) << plan.error().message;
  EXPECT_GT(plan->bias_curves.knots.size(), 2U);
  double worst = 0;
  for (const int start : {0, 500}) {
    const auto expected = golden::numbers(*fire, "bias_from_" + std::to_string(start));
    ASSERT_EQ(expected.size(), 1600U);
    for (int h = 0; h < 4; ++h) {
      for (int m = 0; m < 20; ++m) {
        const auto row = row_of(*plan, h, start + m);
        for (int n = 0; n <= m; ++n) {
          const auto ours = static_cast<double>(row[index(start + n)]);
          worst = std::max(worst, std::abs(ours - expected[index((h * 20 + m) * 20 + n)]));
        }
      }
    }
  }
  EXPECT_GT(worst, 0);
  EXPECT_LE(worst, 5e-7);  // values to 4, rounded to float
  RecordProperty("worst", std::to_string(worst * 1e9) + "e-9");
}

TEST(Fire, is_the_same_for_every_query_up_to_the_threshold_and_another_beyond) {
  Params params = small;
  params["threshold"] = 30.0;
  const auto plan = plan_of("fire", params, 100, 2);
  ASSERT_TRUE(plan) << plan.error().message;
  EXPECT_EQ(row_of(*plan, 1, 30)[25], row_of(*plan, 1, 10)[5]);  // distance 5
  EXPECT_NE(row_of(*plan, 1, 99)[94], row_of(*plan, 1, 10)[5]);
}

TEST(Fire, adds_to_the_scores_of_any_part_of_a_row) {
  const auto plan = plan_of("fire", small, 64, 2);
  const auto whole = row_of(*plan, 0, 63);
  std::vector<float> part(10, 1.0F);
  add_bias_curve(plan->bias_curves, {0, 63, 20}, part);
  for (std::size_t i = 0; i < part.size(); ++i) EXPECT_FLOAT_EQ(part[i], 1.0F + whole[20 + i]);
}

TEST(Fire, is_finite_at_a_million_tokens_and_rotates_nothing) {
  const auto plan = plan_of("fire", small, 1000001, 2);
  ASSERT_TRUE(plan) << plan.error().message;
  EXPECT_TRUE(plan->inv_freq.empty());
  EXPECT_TRUE(std::ranges::all_of(row_of(*plan, 1, 1000000), [](float value) { return std::isfinite(value); }));
}

TEST(Fire, takes_the_place_of_a_bias) {
  const std::vector<MethodSpec> both{{"fire", small}, {"alibi", {}}};
  const auto plan = make_plan(both, RopeConfig{}, {.seq_len = 8, .num_heads = 2});
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().code, ErrorCode::slot_conflict);
  EXPECT_EQ(find_method("fire")->info.trained_as, "fire");
}

TEST(Fire, refuses_a_network_of_another_shape) {
  const auto error_without = [](const char* key) {
    Params params = small;
    params.erase(key);
    return plan_of("fire", params, 8, 2).error().message;
  };
  const std::string learned = "; they are learned and come from the model's weight file or from the parameter";
  EXPECT_EQ(error_without("w1"), "fire.w1 must have hidden_units (1) numbers, got 0" + learned);
  EXPECT_EQ(error_without("b1"), "fire.b1 must have hidden_units (3) numbers, got 0" + learned);
  EXPECT_EQ(error_without("w2"), "fire.w2 must have num_heads x hidden_units (6) numbers, got 0" + learned);
  EXPECT_EQ(error_without("b2"), "fire.b2 must have num_heads (2) numbers, got 0" + learned);
}

TEST(Fire, takes_single_learned_numbers_from_the_weight_file) {
  const LearnedNumbers shared{{"fire.c", {0.25}}, {"fire.threshold", {40}}};
  const auto spec = with_learned_numbers({"fire", {}}, {}, shared);
  EXPECT_EQ(spec.params, (Params{{"c", 0.25}, {"threshold", 40.0}}));
}

}  // namespace
}  // namespace ropescope
