// Methods that scale scores by head and by query, against their authors' rules in double
// (tests/golden/make_score_scales.py).
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "attention_cases.hpp"
#include "golden.hpp"
#include "golden_method.hpp"
#include "plans.hpp"
#include "position/explain.hpp"
#include "position/trained_as.hpp"

namespace ropescope {
namespace {

std::string message(const MethodSpec& method) {
  const auto plan = make_plan(std::vector{method}, RopeConfig{}, {.seq_len = 4, .num_heads = 3});
  return plan ? "accepted" : plan.error().message;
}

TEST(ScoreScales, GiveTheAttentionOfTheirAuthors) {
  const Json file = golden::load("score_scales.json");
  const int heads = static_cast<int>(golden::number(file, "heads"));
  const int dim = static_cast<int>(golden::number(file, "head_dim"));
  const auto tensors = golden::tensors(file);
  const int tokens = static_cast<int>(file.find("q")->array()->size());
  const AttentionShape shape{.queries = tokens, .keys = tokens, .heads = heads, .kv_heads = 1, .head_dim = dim};
  for (const Json& each : golden::cases("score_scales.json")) {
    const auto method = golden::method(golden::text(each, "method"), each);
    SCOPED_TRACE(method.id);
    const auto plan = make_plan(std::vector{method}, geometry(dim, golden::number(file, "rope_theta"), 128),
                                {.seq_len = tokens, .num_heads = heads});
    ASSERT_TRUE(plan) << plan.error().message;
    const auto out = test::attended(tensors, shape, *plan);
    const auto expected = golden::rows(each, "out");
    ASSERT_EQ(out.size(), expected.size());
    for (std::size_t i = 0; i < out.size(); ++i) ASSERT_NEAR(out[i], expected[i], golden::number(file, "tolerance"));
  }
}

TEST(ScoreScales, OfSsmaxLeaveTheFirstQueryWithoutAChoiceAndAskForWeightsOfTheirOwn) {
  const std::vector<MethodSpec> method{{"ssmax", {{"s", std::vector<double>{0.4, 0.5}}}}};
  const auto plan = make_plan(method, RopeConfig{}, {.seq_len = 8, .num_heads = 2});
  ASSERT_TRUE(plan) << plan.error().message;
  EXPECT_EQ(plan->logit_scale[0], 0);
  EXPECT_FLOAT_EQ(plan->logit_scale[7], std::log(8.0F));
  EXPECT_EQ(plan->head_scale, (std::vector<double>{0.4, 0.5}));
  EXPECT_EQ(trained_as(method), (std::set<std::string_view>{"rope", "ssmax"}));
}

TEST(ScoreScales, OfUnrotatedModelsRunOnTheirWeightsAndComposeWithLogN) {
  const std::vector<MethodSpec> both{{"nope_scale", {}}, {"log_n", {}}};
  EXPECT_EQ(trained_as(both), (std::set<std::string_view>{"nope"}));
  const auto explained = explain(both, RopeConfig{.original_max_position_embeddings = 16}, {.seq_len = 256});
  ASSERT_TRUE(explained) << explained.error().message;
  EXPECT_NEAR(explained->sharpness.last, 1.2 * 2, 1e-6);  // ln 256 / ln 16 = 2, a float
  EXPECT_EQ(trained_as(std::vector<MethodSpec>{{"drope", {}}}), (std::set<std::string_view>{"drope"}));
}

TEST(ScoreScales, AreRefusedForAnotherNumberOfHeads) {
  EXPECT_NE(message({"ssmax", {{"s", std::vector{1.0, 2.0}}}}).find("ssmax.s must have num_heads (3)"),
            std::string::npos);
  EXPECT_EQ(message({"nope_scale", {{"per_head", std::vector{1.0, 2.0}}}}),
            "nope_scale.per_head must have num_heads = 3 numbers, one a head, got 2");
}

}  // namespace
}  // namespace ropescope
