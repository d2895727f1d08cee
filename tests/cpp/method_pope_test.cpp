// PoPE against its authors' code in double (tests/golden/make_pope.py).
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "attention/attention.hpp"
#include "attention_cases.hpp"
#include "golden.hpp"
#include "position/explain.hpp"
#include "position/plan_compare.hpp"
#include "position/registry.hpp"

namespace ropescope {
namespace {

using test::index;

MethodSpec pope(std::vector<double> phases) { return {"pope", {{"phase", std::move(phases)}}}; }

TEST(Pope, IsTheAttentionOfItsAuthorsAlsoWhereOnlySomeChannelsTurn) {
  const Json file = golden::load("pope.json");
  const int heads = static_cast<int>(golden::number(file, "heads"));
  const int dim = static_cast<int>(golden::number(file, "head_dim"));
  const double tolerance = golden::number(file, "tolerance");
  for (const Json& each : golden::cases("pope.json")) {
    const test::Tensors tensors{golden::floats(golden::rows(each, "q")), golden::floats(golden::rows(each, "k")),
                                golden::floats(golden::rows(each, "v"))};
    const int tokens = static_cast<int>(each.find("q")->array()->size());
    const AttentionShape shape{.queries = tokens, .keys = tokens, .heads = heads, .kv_heads = heads, .head_dim = dim};
    const RopeConfig rope{dim, static_cast<int>(golden::number(each, "rotary_dim")), golden::number(file, "rope_theta"),
                          128};
    const auto plan =
        make_plan(std::vector{pope(golden::numbers(each, "phases"))}, rope, {.seq_len = tokens, .num_heads = heads});
    ASSERT_TRUE(plan) << plan.error().message;
    const auto rates = golden::numbers(each, "inv_freq");
    ASSERT_EQ(plan->inv_freq.size(), rates.size());
    for (std::size_t i = 0; i < rates.size(); ++i)
      EXPECT_NEAR(plan->inv_freq[i] / rates[i], 1, 3e-7);  // made in floats there
    const auto out = test::attended(tensors, shape, *plan);
    const auto expected = golden::rows(each, "out");
    ASSERT_EQ(out.size(), expected.size());
    for (std::size_t i = 0; i < out.size(); ++i) ASSERT_NEAR(out[i], expected[i], tolerance);
  }
}

TEST(Pope, AsksForAPhaseOfEachHeadAndChannelAndForWeightsOfItsOwn) {
  const RopeConfig rope{8, 6, 10000, 128};
  const auto refused = make_plan(std::vector{pope(std::vector<double>(6, -1))}, rope, {.seq_len = 4, .num_heads = 2});
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("pope.phase must have num_heads x rotary_dim (12)"), std::string::npos)
      << refused.error().message;
  const auto beside = make_plan(std::vector{pope(std::vector<double>(12, -1)), MethodSpec{"yarn", {}}}, rope,
                                {.seq_len = 4, .num_heads = 2});
  ASSERT_FALSE(beside);
  EXPECT_EQ(beside.error().code, ErrorCode::slot_conflict);
  EXPECT_EQ(*method_trained_as(pope({})), "pope");
}

TEST(Pope, IsExplainedByPairsOfItsOwnEachAsInTraining) {
  const auto explained = explain(std::vector{pope(std::vector<double>(12, -1))}, RopeConfig{8, 6, 10000, 128},
                                 {.seq_len = 512, .num_heads = 2});
  ASSERT_TRUE(explained) << explained.error().message;
  ASSERT_EQ(explained->pairs.size(), 6U);
  for (const PairFacts& pair : explained->pairs) EXPECT_EQ(pair.fate, PairFate::kept);
  EXPECT_TRUE(explained->pairs[5].leaves);
  EXPECT_FALSE(explained->pairs[0].leaves);
  EXPECT_DOUBLE_EQ(explained->cost.extra_products, 0.75 * 512);
  EXPECT_EQ(explained->cache.need, CacheNeed::unrotated_keys);
}

}  // namespace
}  // namespace ropescope
