// Which keys are seen: windows, sinks, and layers that differ.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "attention/attention.hpp"
#include "attention/capture.hpp"
#include "attention_cases.hpp"
#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "position/method.hpp"
#include "position/plan.hpp"
#include "position/registry.hpp"
#include "position/rope_config.hpp"
#include "reference.hpp"

namespace ropescope {
namespace {

using testing::HasSubstr;

constexpr int tokens = 100;
constexpr RopeConfig rope{8, 8, 10000, 64};

Result<PositionPlan> planned(const std::vector<MethodSpec>& methods, const PlanRequest& request) {
  return make_plan(methods, rope, request);
}

Result<PositionPlan> planned(const MethodSpec& method, int own_window = 0) {
  return planned(std::vector{method}, {.seq_len = tokens, .window = own_window, .num_heads = 2});
}

std::string message(const MethodSpec& method) {
  const auto plan = planned(method);
  return plan ? "accepted" : plan.error().message;
}

TEST(Window, is_the_trained_length_unless_given_and_never_wider_than_the_models_own) {
  EXPECT_EQ(planned({"window", {}})->visible, (Visibility{.window = 64}));
  EXPECT_EQ(planned({"window", {{"window", 5.0}}})->visible, (Visibility{.window = 5}));
  EXPECT_EQ(planned({"window", {{"window", 50.0}}}, 20)->visible.window, 20);
  EXPECT_EQ(planned({"window", {{"window", 5.0}}}, 20)->visible.window, 5);
  EXPECT_THAT(message({"window", {{"window", 0.0}}}), HasSubstr("window must be a whole number from 1"));
}

TEST(Window, shows_a_query_itself_and_the_tokens_right_before_it) {
  const AttentionShape shape{tokens, tokens, 0, 1, 1, 8};
  const auto weights =
      test::captured(test::random_tensors(shape), shape, *planned({"window", {{"window", 5.0}}}), CaptureKind::weights);
  for (int m = 0; m < tokens; ++m) {
    for (int n = 0; n < tokens; ++n) {
      EXPECT_EQ(weights[test::index(m * tokens + n)] > 0, n <= m && m - n < 5) << m << ", " << n;
    }
  }
}

TEST(Sinks, keep_the_first_tokens_and_count_places_in_the_cache) {
  const auto plan = planned({"sinks", {{"sinks", 3.0}, {"window", 10.0}}});
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->visible, (Visibility{.window = 10, .sinks = 3}));
  const auto facts = reference::facts_of(*plan, 2);
  for (int m = 13; m < tokens; ++m) {
    // The cache holds 3 sinks and 10 recent tokens: the query stands at 12, sinks at 0, 1, 2.
    for (int n = 0; n < 3; ++n) EXPECT_EQ(facts.distance(m, n), 12 - n);
    for (int n = m - 9; n <= m; ++n) EXPECT_EQ(facts.distance(m, n), m - n);
  }
}

TEST(Sinks, never_see_a_distance_that_training_did_not_by_default) {
  const auto plan = planned({"sinks", {}});
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->visible, (Visibility{.window = 60, .sinks = 4}));
  const auto facts = reference::facts_of(*plan, 2);
  double largest = 0;
  for (int n = 0; n < tokens; ++n) {
    if (facts.sees(tokens - 1, n)) largest = std::max(largest, facts.distance(tokens - 1, n));
  }
  EXPECT_EQ(largest, 63);
}

TEST(Sinks, count_places_in_the_narrower_cache_of_a_model_with_a_window) {
  const auto plan = planned({"sinks", {{"sinks", 3.0}, {"window", 50.0}}}, 10);
  ASSERT_TRUE(plan);
  EXPECT_EQ(*plan, *planned({"sinks", {{"sinks", 3.0}, {"window", 10.0}}}));
}

TEST(Sinks, of_none_are_a_window) {
  const AttentionShape shape{tokens, tokens, 0, 2, 1, 8};
  const auto tensors = test::random_tensors(shape);
  EXPECT_EQ(test::attended(tensors, shape, *planned({"sinks", {{"sinks", 0.0}, {"window", 9.0}}})),
            test::attended(tensors, shape, *planned({"window", {{"window", 9.0}}})));
}

TEST(Hwfa, turns_pairs_in_windows_and_sees_all_without_positions_in_the_last_layer) {
  const PlanRequest request{.seq_len = tokens, .num_layers = 4, .num_heads = 2};
  for (int layer = 0; layer < 4; ++layer) {
    PlanRequest at = request;
    at.layer = layer;
    const auto plan = planned({{"hwfa", {}}}, at);
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->inv_freq.empty(), layer == 3);
    EXPECT_EQ(plan->visible.window, layer == 3 ? 0 : 16) << "(16 - 1) * 3 + 1 = 46 <= 48";
    ASSERT_EQ(plan->logit_scale.empty(), layer != 3);
  }
  PlanRequest last = request;
  last.layer = 3;
  const auto scale = planned({{"hwfa", {}}}, last)->logit_scale;
  for (int m = 0; m < tokens; ++m) {
    EXPECT_NEAR(scale[test::index(m)], std::log(m + 1.0) / std::log(64.0), 1e-7);
  }
}

TEST(Hwfa, in_one_layer_is_that_layer_without_positions) {
  const auto plan = planned(MethodSpec{"hwfa", {}});
  ASSERT_TRUE(plan);
  EXPECT_TRUE(plan->inv_freq.empty());
  EXPECT_EQ(plan->visible, Visibility{});
}

TEST(Composition, joins_methods_of_different_slots_and_refuses_those_of_the_same) {
  const std::vector<std::vector<MethodSpec>> joined{
      {{"rerope", {}}, {"log_n", {}}},  {{"yarn", {}}, {"log_n", {}}},     {{"ntk_aware", {}}, {"window", {}}},
      {{"rerope", {}}, {"window", {}}}, {{"key_norm", {}}, {"log_n", {}}}, {{"nope", {}}, {"temperature", {}}}};
  for (const auto& methods : joined) EXPECT_TRUE(planned(methods, {.seq_len = 9})) << methods[0].id;
  const auto conflict = [](const char* first, const char* second) {
    const auto plan = planned({{first, {}}, {second, {}}}, {.seq_len = 9});
    return plan ? "accepted" : std::string(name_of(plan.error().code)) + ": " + plan.error().message;
  };
  EXPECT_EQ(conflict("rerope", "dual_chunk"),
            "slot_conflict: rerope and dual_chunk both set the positions; choose one of them");
  EXPECT_EQ(conflict("sinks", "window"), "slot_conflict: sinks and window both set the keys; choose one of them");
  EXPECT_EQ(conflict("sinks", "rerope"), "slot_conflict: sinks and rerope both set the positions; choose one of them");
  EXPECT_EQ(conflict("hwfa", "yarn"), "slot_conflict: hwfa and yarn both set the frequencies; choose one of them");
  EXPECT_EQ(conflict("hwfa", "log_n"), "slot_conflict: hwfa and log_n both set the logit_scale; choose one of them");
  EXPECT_EQ(conflict("nope", "yarn"), "slot_conflict: nope and yarn both set the frequencies; choose one of them");
}

}  // namespace
}  // namespace ropescope
