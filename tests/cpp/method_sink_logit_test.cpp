// Learned sinks against transformers' gpt-oss, computed again in double (tests/golden/make_sink_logit.py).
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "attention/attention.hpp"
#include "attention/capture.hpp"
#include "attention_cases.hpp"
#include "golden.hpp"
#include "kernels/softmax.hpp"
#include "position/registry.hpp"
#include "position/trained_as.hpp"

namespace ropescope {
namespace {

using test::index;

TEST(SinkLogit, IsTheAttentionOfGptOssAndTakesTheWeightThatMapsMiss) {
  const Json file = golden::load("sink_logit.json");
  const int heads = static_cast<int>(golden::number(file, "heads"));
  const double tolerance = golden::number(file, "tolerance");
  for (const Json& layer : golden::cases("sink_logit.json")) {
    const test::Tensors tensors{golden::floats(golden::rows(layer, "q")), golden::floats(golden::rows(layer, "k")),
                                golden::floats(golden::rows(layer, "v"))};
    const int dim = static_cast<int>(golden::number(file, "head_dim"));
    const int tokens = static_cast<int>(layer.find("q")->array()->size());
    const AttentionShape shape{.queries = tokens,
                               .keys = tokens,
                               .heads = heads,
                               .kv_heads = static_cast<int>(golden::number(file, "kv_heads")),
                               .head_dim = dim};
    PositionPlan plan;
    plan.head_dim = dim;
    plan.inv_freq = golden::numbers(file, "inv_freq");
    plan.attention_factor = golden::number(file, "attention_factor");
    plan.visible.window = static_cast<int>(golden::number(layer, "window"));
    plan.sink_logit = golden::numbers(layer, "sinks");
    const auto out = test::attended(tensors, shape, plan);
    const auto expected = golden::rows(layer, "out");
    ASSERT_EQ(out.size(), expected.size());
    for (std::size_t i = 0; i < out.size(); ++i) ASSERT_NEAR(out[i], expected[i], tolerance);

    const auto weights = test::captured(tensors, shape, plan, CaptureKind::weights);
    const auto missing = golden::rows(layer, "missing");  // [tokens, heads]
    for (std::size_t row = 0; row < index(heads) * index(tokens); ++row) {
      double sum = 0;
      for (std::size_t n = 0; n < index(tokens); ++n) sum += static_cast<double>(weights[row * index(tokens) + n]);
      EXPECT_NEAR(1 - sum, missing[row % index(tokens) * index(heads) + row / index(tokens)], tolerance);
    }
  }
}

TEST(SinkLogit, OfMinusInfinityLeavesTheSameBits) {
  std::vector<float> plain{0.3F, -2, 5, 1, 0, 0.25F, 7, -9, 1};
  std::vector<float> with = plain;
  EXPECT_EQ(softmax(plain), 0);
  EXPECT_EQ(softmax(with, -std::numeric_limits<float>::infinity()), 0);
  EXPECT_EQ(plain, with);
}

TEST(SinkLogit, TakesAlmostAllOfARowThatItTowersOver) {
  std::vector<float> row{0, 1, -1};
  const double taken = softmax(row, 60);
  EXPECT_NEAR(taken, 1, 1e-15);
  EXPECT_NEAR(row[1] / std::exp(-59.0), 1, 1e-5);
}

TEST(SinkLogit, ComposesWithRotationAndWindowsAndAsksForWeightsOfItsOwn) {
  const MethodSpec sink{"sink_logit", {{"sink", std::vector<double>{1, 2}}}};
  const std::vector<MethodSpec> both{{"yarn", {}}, {"window", {{"window", 16.0}}}, sink};
  const auto plan = make_plan(both, RopeConfig{}, {.seq_len = 32, .num_heads = 2});
  ASSERT_TRUE(plan) << plan.error().message;
  EXPECT_EQ(plan->sink_logit, (std::vector<double>{1, 2}));
  EXPECT_EQ(plan->visible.window, 16);
  EXPECT_EQ(trained_as(both), (std::set<std::string_view>{"rope", "sink_logit"}));
  const auto refused = make_plan(std::vector{sink}, RopeConfig{}, {.seq_len = 32, .num_heads = 3});
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("sink_logit.sink must have num_heads (3)"), std::string::npos);
}

}  // namespace
}  // namespace ropescope
