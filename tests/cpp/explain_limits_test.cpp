// Explanations of models that were trained on as long a text as a plan can be made for, and on longer ones.
#include <gtest/gtest.h>

#include <vector>

#include "plans.hpp"
#include "position/explain.hpp"
#include "position/limits.hpp"
#include "position/method.hpp"
#include "position/rope_config.hpp"

namespace ropescope {
namespace {

TEST(ExplainLimits, OfWhatDependsOnTheLengthNoLongerTextIsPlanned) {
  const RopeConfig longest = geometry(8, 1e4, max_plan_length);
  const auto told = explain(std::vector<MethodSpec>{{"dynamic_ntk", {{"factor", 2.0}}}}, longest, {.seq_len = 1});
  ASSERT_TRUE(told) << told.error().message;
  EXPECT_EQ(told->cache.need, CacheNeed::rotated_keys);
}

TEST(ExplainLimits, ALongerTrainingIsRefused) {
  const auto longer = explain({}, geometry(8, 1e4, max_plan_length + 1), {.seq_len = 1});
  ASSERT_FALSE(longer);
  EXPECT_EQ(longer.error().saying.path, "original_max_position_embeddings");
}

}  // namespace
}  // namespace ropescope
