// Positions as an input of a plan: one axis, or three of which pairs read their own.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "attention/attention.hpp"
#include "attention_cases.hpp"
#include "golden.hpp"
#include "position/axes.hpp"
#include "position/reach.hpp"
#include "position/registry.hpp"

namespace ropescope {
namespace {

constexpr int tokens = 40;
constexpr int lowest = std::numeric_limits<int>::min();
constexpr RopeConfig rope{.head_dim = 16,
                          .rotary_dim = 16,
                          .rope_theta = 500,
                          .original_max_position_embeddings = 64,
                          .mrope_section = {2, 3, 3}};
constexpr AttentionShape shape{.queries = tokens, .keys = tokens, .heads = 2, .kv_heads = 1, .head_dim = 16};

std::vector<double> counted(double first, double step) {
  std::vector<double> positions;
  for (int n = 0; n < tokens; ++n) positions.push_back(first + step * n);
  return positions;
}

PlanRequest at(std::vector<std::vector<double>> positions) {
  return {.seq_len = tokens, .num_heads = 2, .positions = std::move(positions)};
}

Result<PositionPlan> planned(std::vector<std::vector<double>> positions, const std::vector<MethodSpec>& methods = {}) {
  return make_plan(methods, rope, at(std::move(positions)));
}

std::vector<float> attended(const PositionPlan& plan) {
  return test::attended(test::random_tensors(shape), shape, plan);
}

std::string refusal(const Result<PositionPlan>& plan) { return plan ? "accepted" : plan.error().message; }

TEST(Axes, ThatCountFromZeroAreThePlanOfToday) {
  const auto today = planned({});
  EXPECT_EQ(*planned({counted(0, 1)}), *today);
  EXPECT_EQ(*planned({counted(0, 1), counted(0, 1), counted(0, 1)}), *today);
}

// What is 0, 1, 2, ... reaches the kernel as any other positions do.
TEST(Axes, ThatCountFromZeroTurnTheSameBitsWhenTheKernelReadsThem) {
  PositionPlan spelled = *planned({});
  spelled.axes = {.positions = {counted(0, 1)}, .axis_of_pair = std::vector<int>(8)};
  EXPECT_EQ(attended(spelled), attended(*planned({})));
}

TEST(Axes, OfThreeEqualListsAreOne) {
  const auto one = planned({counted(3, 0.25)});
  const auto three = planned({counted(3, 0.25), counted(3, 0.25), counted(3, 0.25)});
  ASSERT_TRUE(one && three);
  EXPECT_EQ(attended(*three), attended(*one));
  EXPECT_NE(attended(*one), attended(*planned({})));
}

TEST(Axes, OfAQuarterStepAreAFactorOfFour) {
  const auto quarter = attended(*planned({counted(0, 0.25)}));
  const auto interpolated = attended(*planned({}, {{"linear", {{"factor", 4.0}}}}));
  for (std::size_t i = 0; i < quarter.size(); ++i) ASSERT_NEAR(quarter[i], interpolated[i], 1e-6);
}

TEST(Axes, TurnEachPairByTheAxisOfItsSectionAsQwen2VlDoes) {
  const Json file = golden::load("mrope.json");
  const auto rows = [&file](const char* key) {
    std::vector<std::vector<double>> all;
    for (const Json& row : *file.find(key)->array()) {
      auto& numbers = all.emplace_back();
      for (const Json& number : *row.array()) numbers.push_back(*number.number());
    }
    return all;
  };
  const auto flat = [&rows](const char* key) {
    std::vector<float> all;
    for (const auto& row : rows(key)) all.insert(all.end(), row.begin(), row.end());
    return all;
  };
  const test::Tensors tensors{flat("q"), flat("k"), flat("v")};
  const auto positions = rows("positions");
  const int length = static_cast<int>(positions[0].size());
  const auto plan = make_plan({}, rope, {.seq_len = length, .positions = positions});
  ASSERT_TRUE(plan) << plan.error().message;
  EXPECT_EQ(plan->axes.axis_of_pair, (std::vector<int>{0, 0, 1, 1, 1, 2, 2, 2}));
  const AttentionShape one_head{.queries = length, .keys = length, .heads = 1, .kv_heads = 1, .head_dim = 16};
  const auto out = test::attended(tensors, one_head, *plan);
  const auto expected = flat("out");
  ASSERT_EQ(out.size(), expected.size());
  for (std::size_t i = 0; i < out.size(); ++i) ASSERT_NEAR(out[i], expected[i], 1e-5);
}

TEST(Axes, ReachAsFarAsTheFarthestPositionsThatMeet) {
  EXPECT_EQ(largest_distance(*planned({counted(5, 2)}), tokens), 2 * (tokens - 1));
  EXPECT_EQ(largest_distance(*planned({counted(5, 2)}, {{"window", {{"window", 4.0}}}}), tokens), 6);
  EXPECT_EQ(largest_distance(*planned({counted(0, 1), counted(0, 3), counted(0, 0)}), tokens), 3 * (tokens - 1));
}

TEST(Axes, AreRefusedByNameWhereAMethodCountsTokensItself) {
  for (const char* id : {"rerope", "alibi", "xpos", "log_n"}) {
    EXPECT_EQ(refusal(planned({counted(1, 1)}, {{id, {}}})).find(std::string(id) + " counts tokens itself"), 0U) << id;
  }
  for (const char* id : {"yarn", "window", "key_norm", "nope"}) {
    EXPECT_EQ(refusal(planned({counted(1, 1)}, {{id, {}}})), "accepted") << id;
  }
}

TEST(Axes, ThatDoNotFitSayWhy) {
  const auto has = [](const std::string& message, const char* part) {
    EXPECT_NE(message.find(part), std::string::npos) << message;
  };
  has(refusal(planned({{0, 1, 2}})), "positions must hold seq_len = 40 numbers, got 3");
  has(refusal(planned({counted(0, 1), counted(0, 1)})), "positions must be one axis or three, got 2");
  has(refusal(planned({counted(NAN, 1)})), "positions must be numbers of at most 2^53 - 1, got NaN");
  RopeConfig plain = rope;
  plain.mrope_section = {};
  const std::vector<std::vector<double>> three(3, counted(1, 1));
  has(refusal(make_plan({}, plain, at(three))), "positions must be one axis without mrope_section, got 3");
  // also where no positions use them, and where their sum leaves the range of an int
  for (const std::array<int, 3>& sections : {std::array{2, 3, 4}, {-1, 5, 4}, {1, -1, 0}, {lowest, lowest, 8}}) {
    plain.mrope_section = sections;
    for (const std::vector<std::vector<double>>& positions : {three, {}}) {
      has(refusal(make_plan({}, plain, at(positions))),
          "mrope_section must be three whole numbers from 0 on whose sum is rotary_dim / 2 = 8, got ");
    }
  }
  has(refusal(make_plan({}, plain, at(three))), "got -2147483648");
}

}  // namespace
}  // namespace ropescope
