// Chunked attention against the rule of transformers, computed in double (tests/golden/make_chunked.py).
#include <gtest/gtest.h>

#include <cstddef>
#include <vector>

#include "attention/attention.hpp"
#include "attention/capture.hpp"
#include "attention_cases.hpp"
#include "golden.hpp"
#include "position/explain.hpp"
#include "position/reach.hpp"
#include "position/registry.hpp"

namespace ropescope {
namespace {

using test::index;

MethodSpec chunked(int size) { return {"chunked", {{"attention_chunk_size", static_cast<double>(size)}}}; }

TEST(Chunked, SeesAndWeighsTheKeysThatTransformersDoes) {
  const Json file = golden::load("chunked.json");
  const double tolerance = golden::number(file, "tolerance");
  const test::Tensors tensors{golden::floats(golden::rows(file, "q")), golden::floats(golden::rows(file, "k")),
                              golden::floats(golden::rows(file, "v"))};
  const int tokens = static_cast<int>(file.find("q")->array()->size());
  const int dim = static_cast<int>(golden::number(file, "head_dim"));
  const RopeConfig rope{.head_dim = dim, .rotary_dim = dim, .rope_theta = golden::number(file, "rope_theta")};
  const AttentionShape shape{.queries = tokens, .keys = tokens, .heads = 1, .kv_heads = 1, .head_dim = dim};
  for (const Json& each : golden::cases("chunked.json")) {
    const int size = static_cast<int>(golden::number(each, "attention_chunk_size"));
    const auto plan = make_plan(std::vector{chunked(size)}, rope, {.seq_len = tokens});
    ASSERT_TRUE(plan) << plan.error().message;
    const auto visible = golden::rows(each, "visible");
    const auto expected = golden::rows(each, "weights");
    const auto weights = test::captured(tensors, shape, *plan, CaptureKind::weights);
    ASSERT_EQ(weights.size(), expected.size());
    for (std::size_t i = 0; i < weights.size(); ++i) {
      EXPECT_EQ(weights[i] != 0, visible[i] != 0) << "chunk " << size << ", cell " << i;
      EXPECT_NEAR(weights[i], expected[i], tolerance);
    }
    const auto out = test::attended(tensors, shape, *plan);
    const auto expected_out = golden::rows(each, "out");
    for (std::size_t i = 0; i < out.size(); ++i) EXPECT_NEAR(out[i], expected_out[i], tolerance);
    for (int m = 0; m < tokens; ++m) EXPECT_EQ(keys_seen(*plan, m), m % size + 1);
    EXPECT_EQ(largest_distance(*plan, tokens), size - 1);
  }
}

TEST(Chunked, ReachesNoFurtherThanAChunkUnderAnyPretendedPositions) {
  const std::vector<MethodSpec> both{{"leaky_rerope", {{"window", 4.0}, {"slope", 2.0}}}, chunked(10)};
  const auto plan = make_plan(both, RopeConfig{}, {.seq_len = 64});
  ASSERT_TRUE(plan) << plan.error().message;
  EXPECT_EQ(largest_distance(*plan, 64), 4 + (9 - 4) / 2.0);
  const auto explained = explain(std::vector{chunked(10)}, RopeConfig{}, {.seq_len = 64});
  ASSERT_TRUE(explained);
  EXPECT_EQ(explained->cost.keys_seen, 63 % 10 + 1);
  EXPECT_EQ(explained->span.at_length, 10);
}

TEST(Chunked, HidesTheSinksOfOtherChunks) {
  PositionPlan plan = test::plain_plan(8, 8);
  plan.visible = {.window = 2, .sinks = 3, .chunk = 10};
  for (const auto& [query, keys] : std::vector<std::pair<int, int>>{{0, 1}, {4, 5}, {9, 5}, {10, 1}, {15, 2}}) {
    EXPECT_EQ(keys_seen(plan, query), keys) << query;
  }
}

}  // namespace
}  // namespace ropescope
