// STRING against its authors' decoding in double (tests/golden/make_string.py), and its bounds.
#include <gtest/gtest.h>

#include <cstddef>
#include <vector>

#include "attention_cases.hpp"
#include "golden.hpp"
#include "golden_method.hpp"
#include "plans.hpp"
#include "position/reach.hpp"
#include "reference.hpp"

namespace ropescope {
namespace {

TEST(String, AttendsAsItsAuthorsDecode) {
  const Json file = golden::load("string.json");
  const int dim = static_cast<int>(golden::number(file, "head_dim"));
  const auto tensors = golden::tensors(file);
  const int tokens = static_cast<int>(file.find("q")->array()->size());
  const AttentionShape shape{.queries = tokens, .keys = tokens, .heads = 1, .kv_heads = 1, .head_dim = dim};
  for (const Json& each : golden::cases("string.json")) {
    const auto plan =
        expect_plan(golden::method("string", each), geometry(dim, golden::number(file, "rope_theta"), 128), tokens);
    const auto out = test::attended(tensors, shape, plan);
    const auto expected = golden::rows(each, "out");
    ASSERT_EQ(out.size(), expected.size());
    for (std::size_t i = 0; i < out.size(); ++i) ASSERT_NEAR(out[i], expected[i], golden::number(file, "tolerance"));
  }
}

TEST(String, CountsTheKeyAtTheShiftOnceAndAsNearAsLocal) {
  const auto plan = expect_plan({"string", {{"shift", 10.0}, {"local", 3.0}}}, geometry(8, 1e4, 32), 40);
  const auto facts = reference::facts_of(plan, 1);
  EXPECT_EQ(facts.distance(39, 30), 9);
  EXPECT_EQ(facts.distance(39, 29), 3);
  EXPECT_EQ(facts.distance(39, 0), 32);
}

TEST(String, ReachesTheTrainedLengthPlusTheShiftLessLocal) {
  const MethodSpec method{"string", {}};
  const auto rope = geometry(8, 1e4, 128);
  const auto facts = method_facts(method, rope, {.seq_len = 1});
  ASSERT_TRUE(facts);
  const int reach = static_cast<int>(facts->front().value);
  EXPECT_EQ(reach, 128 + 42 - 8);
  EXPECT_EQ(largest_distance(expect_plan(method, rope, reach), reach), 127);
  EXPECT_EQ(largest_distance(expect_plan(method, rope, reach + 1), reach + 1), 128);
}

TEST(String, RefusesAShiftBeyondTheTrainedLengthAndALocalBeyondTheShift) {
  const auto message = [](const Params& params) {
    return plan_of({"string", params}, geometry(8, 1e4, 128), 4).error().message;
  };
  EXPECT_EQ(message({{"shift", 129.0}}),
            "string.shift must be at most original_max_position_embeddings (128), got 129");
  EXPECT_EQ(message({{"shift", 9.0}, {"local", 10.0}}), "string.local must be at most string.shift (9), got 10");
}

}  // namespace
}  // namespace ropescope
