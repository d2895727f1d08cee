// Clipped RoPE against its authors' rule in double (tests/golden/make_clipped_rope.py).
#include <gtest/gtest.h>

#include <vector>

#include "golden.hpp"
#include "golden_method.hpp"
#include "plans.hpp"

namespace ropescope {
namespace {

TEST(ClippedRope, GivesTheFrequenciesOfItsAuthors) {
  for (const Json& each : golden::cases("clipped_rope.json")) {
    const auto spec = golden::method("clipped_rope", each);
    const auto rope =
        geometry(static_cast<int>(golden::number(each, "head_dim")), golden::number(each, "rope_theta"), 128);
    const auto expected = golden::numbers(each, "inv_freq");
    const PositionPlan plan = expect_plan(spec, rope);
    ASSERT_EQ(plan.inv_freq.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      // 2e-15: the cosine's bound; half of it is left beside 1
      EXPECT_NEAR(plan.inv_freq[i], expected[i], 2e-15) << "pair " << i;
    }
  }
}

TEST(ClippedRope, StopsTheLastPairAndLeavesTheFirstOfTheClippedOnesAsItWas) {
  const auto rope = geometry(128, 1e4, 4096);
  const auto plain = expect_plan({"rope", {}}, rope).inv_freq;
  const auto soft = expect_plan({"clipped_rope", {}}, rope).inv_freq;
  EXPECT_EQ(soft[44], plain[44]);
  EXPECT_LT(soft[45], plain[45]);
  EXPECT_EQ(soft[63], 0);
}

TEST(ClippedRope, RefusesToClipMorePairsThanTurn) {
  const auto refused = plan_of({"clipped_rope", {{"clipped_pairs", 9.0}}}, geometry(16, 1e4, 128));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "clipped_rope.clipped_pairs must be a whole number from 0 to 8, got 9");
}

}  // namespace
}  // namespace ropescope
