// What the bias methods promise, and what they refuse.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "bias_plan.hpp"
#include "core/error_codes.hpp"
#include "core/index.hpp"
#include "position/bias/alibi.hpp"
#include "position/bias/t5.hpp"
#include "position/method.hpp"
#include "position/registry.hpp"
#include "position/rope_config.hpp"

namespace ropescope {
namespace {

using namespace methods;

using test::bias_of;
using test::plan_of;

std::string error_of(std::string id, Params params, int num_heads = 4) {
  const auto plan = plan_of(std::move(id), std::move(params), 8, num_heads);
  return plan ? "no error" : std::string(name_of(plan.error().code)) + ": " + plan.error().message;
}

TEST(Alibi, falls_linearly_so_that_a_shift_of_a_row_changes_nothing) {
  // BLOOM writes slope * n instead of -slope * (m - n): a constant per row, which the softmax does not see.
  const int heads = 6;
  const int keys = 40;
  const auto by_distance = bias_of("alibi", {}, keys, heads);
  const auto slopes = Alibi{}.slopes_of(heads);
  for (int h = 0; h < heads; ++h) {
    for (int m = 0; m < keys; ++m) {
      for (int n = 0; n <= m; ++n) {
        const double blooms = slopes[index(h)] * n;
        const double shift = slopes[index(h)] * m;
        EXPECT_NEAR(static_cast<double>(by_distance[index(h * keys + m - n)]), blooms - shift, 1e-6);
      }
    }
  }
}

TEST(Alibi, takes_mpts_maximum) {
  const auto plain = Alibi{}.slopes_of(4);
  const auto steeper = Alibi{.alibi_bias_max = 16}.slopes_of(4);
  for (std::size_t h = 0; h < 4; ++h) EXPECT_DOUBLE_EQ(steeper[h], plain[h] * plain[h]);
}

TEST(Kerple, with_power_one_is_alibi) {
  const std::vector<double> slopes = Alibi{}.slopes_of(4);  // 2^-8 is below the code's floor of 0.01
  const std::vector<double> three(slopes.begin(), slopes.begin() + 3);
  const auto alibi = bias_of("alibi", {}, 1000, 4);
  const auto power = bias_of("kerple_power", {{"r1", slopes}, {"r2", std::vector<double>(4, 1.0)}}, 1000, 4);
  for (std::size_t i = 0; i < 3000; ++i) EXPECT_NEAR(power[i], alibi[i], 1e-6F * (1 + std::abs(alibi[i])));
  EXPECT_FLOAT_EQ(power[3100], -1.0F);  // 0.01 * 100
}

TEST(T5, never_steps_back_and_shares_one_bucket_far_away) {
  const T5 method;
  for (int distance = 1; distance < 5000; ++distance) {
    EXPECT_GE(method.distance_buckets().of(distance), method.distance_buckets().of(distance - 1)) << distance;
  }
  EXPECT_EQ(method.distance_buckets().of(15), 15);
  EXPECT_EQ(method.distance_buckets().of(128), 31);
  EXPECT_EQ(method.distance_buckets().of(1e6), 31);
}

TEST(T5, looks_its_numbers_up_by_bucket_and_head) {
  std::vector<double> table;  // [32, 2]
  for (int bucket = 0; bucket < 32; ++bucket) table.insert(table.end(), {bucket + 0.5, -bucket - 0.5});
  const auto plan = plan_of("t5", {{"relative_attention_bias", table}, {"score_scale", 1.0}}, 300, 2);
  ASSERT_TRUE(plan) << plan.error().message;
  EXPECT_EQ(plan->bias[7], 7.5F);
  EXPECT_EQ(plan->bias[299], 31.5F);
  EXPECT_EQ(plan->bias[300 + 7], -7.5F);
  EXPECT_EQ(plan->norms.score_scale, 1.0);
}

class EveryBias : public testing::TestWithParam<std::string> {
 protected:
  static Params params_for(std::size_t heads) {
    Params params;
    if (GetParam().starts_with("kerple")) params = {{"r1", std::vector(heads, 1.5)}, {"r2", std::vector(heads, 2.0)}};
    if (GetParam() == "t5") params = {{"relative_attention_bias", std::vector(32 * heads, -1.5)}};
    return params;
  }
};

TEST_P(EveryBias, rotates_nothing) {
  const auto plan = plan_of(GetParam(), params_for(4), 64, 4);
  ASSERT_TRUE(plan) << plan.error().message;
  EXPECT_TRUE(plan->inv_freq.empty());
  EXPECT_EQ(plan->attention_factor, 1.0);
  EXPECT_EQ(plan->bias.size(), 4U * 64U);
}

TEST_P(EveryBias, is_finite_at_a_million_tokens) {
  const auto bias = bias_of(GetParam(), params_for(2), 1000001, 2);
  ASSERT_EQ(bias.size(), 2000002U);
  EXPECT_TRUE(std::ranges::all_of(bias, [](float value) { return std::isfinite(value); }));
}

TEST_P(EveryBias, of_a_short_text_begins_that_of_a_longer_one) {
  const auto shorter = bias_of(GetParam(), params_for(3), 50, 3);
  const auto longer = bias_of(GetParam(), params_for(3), 200, 3);
  for (std::size_t h = 0; h < 3; ++h) {
    for (std::size_t distance = 0; distance < 50; ++distance) {
      EXPECT_EQ(shorter[h * 50 + distance], longer[h * 200 + distance]);
    }
  }
}

TEST_P(EveryBias, takes_the_frequencies_and_so_refuses_to_be_joined_with_rope) {
  const std::vector<MethodSpec> both{{GetParam(), params_for(4)}, {"yarn", {}}};
  const auto plan = make_plan(both, RopeConfig{}, {.seq_len = 8, .num_heads = 4});
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().code, ErrorCode::slot_conflict);
}

TEST_P(EveryBias, is_trained_as_itself) {
  const auto entry = std::ranges::find(registry(), GetParam(), [](const auto& method) { return method.info.id; });
  ASSERT_NE(entry, registry().end());
  EXPECT_EQ(entry->info.trained_as, GetParam());
}

INSTANTIATE_TEST_SUITE_P(bias, EveryBias, testing::Values("alibi", "kerple_log", "kerple_power", "t5", "sandwich"),
                         [](const auto& name) { return name.param; });

TEST(BiasErrors, say_what_was_given_and_what_is_accepted) {
  const std::vector<double> four(4, 1.0);
  EXPECT_EQ(error_of("alibi", {}, 0), "invalid_argument: num_heads must be a whole number from 1 to 65536, got 0");
  EXPECT_EQ(error_of("alibi", {{"alibi_bias_max", 0.0}}),
            "invalid_argument: alibi.alibi_bias_max must be a number from 0.001 to 64, got 0");
  EXPECT_EQ(
      error_of("kerple_log", {}),
      "invalid_argument: kerple_log.r1 must have num_heads (4) numbers, got 0; they are learned and come from the "
      "model's weight file or from the parameter");
  EXPECT_EQ(
      error_of("kerple_log", {{"r1", four}, {"r2", std::vector(3, 1.0)}}),
      "invalid_argument: kerple_log.r2 must have num_heads (4) numbers, got 3; they are learned and come from the "
      "model's weight file or from the parameter");
  EXPECT_EQ(error_of("kerple_log", {{"r1", std::vector{1.0, -0.5, 1.0, 1.0}}, {"r2", four}}),
            "invalid_argument: kerple_log.r1[1] must be a number from 0 to 1000000, got -0.5");
  EXPECT_EQ(error_of("kerple_power", {{"r1", four}, {"r2", std::vector{1.0, 1.0, 2.5, 1.0}}}),
            "invalid_argument: kerple_power.r2[2] must be a number from 0.000001 to 2, got 2.5");
  EXPECT_EQ(error_of("kerple_power", {{"r1", four}, {"r2", std::vector{0.0, 1.0, 1.0, 1.0}}}),
            "invalid_argument: kerple_power.r2[0] must be a number from 0.000001 to 2, got 0");
  EXPECT_EQ(error_of("kerple_power", {{"r1", std::vector{1.0, 1.0, 1.0, std::nan("")}}, {"r2", four}}),
            "invalid_argument: kerple_power.r1[3] must be a number from 0 to 1000000, got NaN");
  EXPECT_EQ(error_of("t5", {}),
            "invalid_argument: t5.relative_attention_bias must have relative_attention_num_buckets x num_heads (128) "
            "numbers, got 0; they are learned and come from the model's weight file or from the parameter");
  EXPECT_EQ(error_of("t5", {{"relative_attention_max_distance", 16.0}}),
            "invalid_argument: t5.relative_attention_max_distance must be more than half of the 32 buckets, got 16");
  EXPECT_EQ(error_of("sandwich", {{"dim", 7.0}}), "invalid_argument: sandwich.dim must be even, got 7");
}

TEST(BiasErrors, refuse_a_table_that_would_not_fit) {
  const auto plan = plan_of("alibi", {}, 1 << 24, 64);
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().code, ErrorCode::out_of_memory);
}

TEST(Sandwich, refuses_more_cosines_than_seconds_allow) {
  const MethodSpec widest{"sandwich", {{"dim", 4096.0}}};
  const auto plan = make_plan(std::vector{widest}, {}, {.seq_len = 1 << 20});
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().message, "sandwich.dim / 2 times seq_len must be at most 134217728, got 2147483648");
}

}  // namespace
}  // namespace ropescope
