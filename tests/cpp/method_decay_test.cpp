// XPOS against torchscale's scores, and what it promises.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "attention/attention.hpp"
#include "attention/capture.hpp"
#include "attention_cases.hpp"
#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "golden.hpp"
#include "io/json.hpp"
#include "position/method.hpp"
#include "position/plan.hpp"
#include "position/registry.hpp"
#include "position/rope_config.hpp"
#include "reference.hpp"

namespace ropescope {
namespace {

Result<PositionPlan> xpos(int head_dim, Params params = {}) {
  return make_plan(std::vector{MethodSpec{"xpos", std::move(params)}}, {.head_dim = head_dim, .rotary_dim = head_dim},
                   {.seq_len = 4096});
}

// One unscaled score q.k of interleaved pairs at a distance, by the plan's own arrays.
double score(const PositionPlan& plan, const double* q, const double* k, double distance) {
  double sum = 0;
  for (std::size_t i = 0; i < plan.inv_freq.size(); ++i) {
    const double angle = distance * plan.inv_freq[i];
    const double together = q[2 * i] * k[2 * i] + q[2 * i + 1] * k[2 * i + 1];
    const double crossed = q[2 * i] * k[2 * i + 1] - q[2 * i + 1] * k[2 * i];
    sum += std::exp(plan.log_decay[i] * distance) * (together * std::cos(angle) + crossed * std::sin(angle));
  }
  return sum;
}

TEST(Xpos, gives_torchscales_scores) {
  double worst = 0;
  for (const Json& golden_case : golden::cases("xpos.json")) {
    const auto dim = static_cast<std::size_t>(golden::number(golden_case, "head_dim"));
    const auto length = static_cast<std::size_t>(golden::number(golden_case, "length"));
    const auto plan = xpos(static_cast<int>(dim), {{"gamma", golden::number(golden_case, "gamma")},
                                                   {"scale_base", golden::number(golden_case, "scale_base")}});
    ASSERT_TRUE(plan) << plan.error().message;
    const auto q = golden::numbers(golden_case, "q");
    const auto k = golden::numbers(golden_case, "k");
    const auto expected = golden::numbers(golden_case, "scores");
    ASSERT_EQ(expected.size() * dim, q.size() * length);
    for (std::size_t row = 0; row < q.size() / dim; ++row) {
      const std::size_t batch = row / length;
      for (std::size_t n = 0; n <= row % length; ++n) {
        const double ours = score(*plan, &q[row * dim], &k[(batch * length + n) * dim],
                                  static_cast<double>(row % length) - static_cast<double>(n));
        worst = std::max(worst, std::abs(ours - expected[row * length + n]));
      }
    }
    const auto zeta = golden::numbers(golden_case, "zeta");
    for (std::size_t i = 0; i < zeta.size(); ++i) EXPECT_NEAR(std::exp(plan->log_decay[i] * 512), zeta[i], 1e-7);
  }
  EXPECT_GT(worst, 0);
  EXPECT_LE(worst, 2e-5);  // float, values to 20
  RecordProperty("worst", std::to_string(worst * 1e6) + "e-6");
}

// [rows, dim] of interleaved pairs, as the engine takes them: half split.
std::vector<float> half_split(const std::vector<double>& rows, std::size_t dim) {
  std::vector<float> result(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::size_t channel = i % dim;
    result[i - channel + channel / 2 + (channel % 2) * dim / 2] = static_cast<float>(rows[i]);
  }
  return result;
}

// Scores that attention itself computes, one text of a golden case at a time.
TEST(Xpos, makes_attention_give_torchscales_scores) {
  double worst = 0;
  for (const Json& golden_case : golden::cases("xpos.json")) {
    const int dim = static_cast<int>(golden::number(golden_case, "head_dim"));
    const int length = static_cast<int>(golden::number(golden_case, "length"));
    const auto plan = xpos(dim, {{"gamma", golden::number(golden_case, "gamma")},
                                 {"scale_base", golden::number(golden_case, "scale_base")}});
    ASSERT_TRUE(plan) << plan.error().message;
    const auto q = half_split(golden::numbers(golden_case, "q"), test::index(dim));
    const auto k = half_split(golden::numbers(golden_case, "k"), test::index(dim));
    const auto expected = golden::numbers(golden_case, "scores");  // [texts, length, length], not divided by sqrt(dim)
    const std::size_t text = test::index(length) * test::index(dim);
    const std::size_t square = test::index(length) * test::index(length);
    ASSERT_EQ(expected.size() * text, q.size() * square);
    for (std::size_t t = 0; t * square < expected.size(); ++t) {
      const auto part = [&](const std::vector<float>& all) {
        return std::vector(&all[t * text], &all[t * text] + text);
      };
      const test::Tensors tensors{part(q), part(k), std::vector<float>(text)};
      const auto scores = test::captured(tensors, {length, length, 0, 1, 1, dim}, *plan, CaptureKind::logits);
      ASSERT_EQ(scores.size(), square);
      for (std::size_t i = 0; i < square; ++i) {
        const bool is_seen = i % test::index(length) <= i / test::index(length);
        const double ours = std::sqrt(dim) * static_cast<double>(scores[i]);
        if (is_seen) worst = std::max(worst, std::abs(ours - expected[t * square + i]));
      }
    }
  }
  EXPECT_GT(worst, 0);
  EXPECT_LE(worst, 2e-5);  // float, values to 20
}

TEST(Xpos, with_an_endless_scale_base_is_rope) {
  const auto plan = xpos(64, {{"scale_base", 1e15}});
  const auto rope = make_plan({}, {.head_dim = 64, .rotary_dim = 64}, {.seq_len = 8});
  ASSERT_TRUE(plan && rope);
  EXPECT_EQ(plan->inv_freq, rope->inv_freq);
  for (const double decay : plan->log_decay) EXPECT_NEAR(std::exp(decay * 4096), 1.0, 1e-10);
}

TEST(Xpos, only_ever_fades_and_never_overflows) {
  const auto plan = xpos(64);
  ASSERT_TRUE(plan);
  for (std::size_t i = 0; i < plan->log_decay.size(); ++i) {
    EXPECT_LT(plan->log_decay[i], 0);
    EXPECT_GT(plan->log_decay[i], i == 0 ? -HUGE_VAL : plan->log_decay[i - 1]);
    const double factor = std::exp(plan->log_decay[i] * 1e6);  // torchscale's own form leaves float at 36,257
    EXPECT_TRUE(factor >= 0 && factor < 1);
  }
}

// Dual chunk's positions fall back by 62,500 tokens at once, e^153 of the fastest pair.
TEST(Xpos, FadesByThePretendedDistanceWherePositionsStartAnew) {
  const AttentionShape shape{1, 62601, 62600, 1, 1, 8};
  const std::vector<MethodSpec> both{{"dual_chunk", {}}, {"xpos", {}}};
  const auto plan =
      make_plan(both, {.head_dim = 8, .rotary_dim = 8, .original_max_position_embeddings = 100000}, {.seq_len = 62601});
  ASSERT_TRUE(plan) << plan.error().message;
  const auto tensors = test::random_tensors(shape);
  const auto expected = reference::attention(tensors.input(), shape, *plan).logits;
  const auto logits = test::captured(tensors, shape, *plan, CaptureKind::logits);
  ASSERT_EQ(logits.size(), expected.size());
  for (std::size_t n = 0; n < logits.size(); ++n) ASSERT_NEAR(logits[n], expected[n], 1e-5) << "key " << n;
}

TEST(Xpos, IsRefusedWhereNoPairsOfChannelsTurn) {
  const RopeConfig rope{.head_dim = 8, .rotary_dim = 8};
  const PlanRequest request{.seq_len = 4};
  const MethodSpec pope{"pope", {{"phase", std::vector<double>(8, -1.0)}}};
  for (const MethodSpec& other : {MethodSpec{"nope", {}}, pope}) {
    const auto plan = make_plan(std::vector{MethodSpec{"xpos", {}}, other}, rope, request);
    ASSERT_FALSE(plan) << other.id;
    EXPECT_EQ(plan.error().code, ErrorCode::slot_conflict) << plan.error().message;
    EXPECT_NE(plan.error().message.find(other.id), std::string::npos) << plan.error().message;
  }
}

TEST(Xpos, joins_methods_that_change_the_frequencies) {
  const std::vector<MethodSpec> both{{"linear", {{"factor", 4.0}}}, {"xpos", {}}};
  const auto plan = make_plan(both, {.head_dim = 64, .rotary_dim = 64}, {.seq_len = 8});
  ASSERT_TRUE(plan) << plan.error().message;
  EXPECT_EQ(plan->inv_freq[0], 0.25);
  EXPECT_EQ(plan->log_decay, xpos(64)->log_decay);
}

TEST(Xpos, refuses_numbers_outside_its_range) {
  const auto plan = xpos(64, {{"gamma", 0.0}});
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().message, "xpos.gamma must be a number from 0.001 to 1000, got 0");
  EXPECT_FALSE(xpos(64, {{"scale_base", -1.0}}));
}

TEST(Xpos, is_refused_where_nothing_rotates_that_could_fade) {
  const std::vector<double> two(2, 1.0);
  const std::vector<MethodSpec> unturned{
      {"nope", {}}, {"alibi", {}}, {"kerple_log", {{"r1", two}, {"r2", two}}}, {"sandwich", {}}, {"hwfa", {}}};
  for (const MethodSpec& other : unturned) {
    const std::vector<MethodSpec> both{{"xpos", {}}, other};
    const auto plan = make_plan(both, {}, {.seq_len = 8, .num_heads = 2});
    ASSERT_FALSE(plan) << other.id;
    EXPECT_EQ(plan.error().code, ErrorCode::slot_conflict);
    EXPECT_EQ(plan.error().message,
              "xpos sets the decay of pairs that rotate, but with " + other.id + " none does; choose one of them");
  }
}

}  // namespace
}  // namespace ropescope
