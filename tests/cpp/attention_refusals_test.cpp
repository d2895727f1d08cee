// Plans and sizes that attention refuses, and how it says why.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "attention/attention.hpp"
#include "attention_cases.hpp"
#include "core/result.hpp"
#include "position/plan.hpp"

namespace ropescope {
namespace {

TEST(Attention, RefusesAPlanThatDoesNotFitAndSaysWhy) {
  const AttentionShape shape{4, 6, 2, 4, 2, 8};
  const auto tensors = test::random_tensors(shape);
  std::vector<float> out(tensors.q.size());
  const auto message = [&](auto change) {
    PositionPlan plan = test::plain_plan(8, 8);
    change(plan);
    const Status status = attention(tensors.input(), shape, plan, out, nullptr);
    return status ? std::string("accepted") : status.error().message;
  };
  using testing::HasSubstr;
  EXPECT_EQ(message([](PositionPlan&) {}), "accepted");
  EXPECT_EQ(message([](PositionPlan& p) { p.branches = test::odd_branches(3, 6, 1); }), "accepted");
  EXPECT_THAT(message([](PositionPlan& p) { p.inv_freq.resize(5, 0.1); }), HasSubstr("rotates 10 channels"));
  EXPECT_THAT(message([](PositionPlan& p) { p.phases.resize(15); }), HasSubstr("4 heads and 4 pairs, got 15"));
  EXPECT_THAT(message([](PositionPlan& p) { p.phases.assign(16, NAN); }), HasSubstr("finite"));
  EXPECT_THAT(message([](PositionPlan& p) { p.log_decay = {-1}; }), HasSubstr("each of the 4 pairs, got 1"));
  EXPECT_THAT(message([](PositionPlan& p) { p.log_decay = {-1, -1, -1, 0.1}; }), HasSubstr("from -40 to 0"));
  EXPECT_THAT(message([](PositionPlan& p) { p.log_decay = {-1, -1, -1, NAN}; }), HasSubstr("got NaN"));
  EXPECT_THAT(message([](PositionPlan& p) { p.bias.resize(21); }), HasSubstr("same length for each of the 4 heads"));
  EXPECT_THAT(message([](PositionPlan& p) { p.bias.resize(20); }), HasSubstr("bias is for 5 tokens, but there are 6"));
  EXPECT_THAT(message([](PositionPlan& p) { p.logit_scale.resize(5); }), HasSubstr("logit_scale is for 5 tokens"));
  EXPECT_THAT(message([](PositionPlan& p) { p.branches = test::odd_branches(2, 5, 1); }), HasSubstr("for 5 tokens"));
  EXPECT_THAT(message([](PositionPlan& p) { p.branches.resize(1); }), HasSubstr("branch is for 0 tokens"));
  EXPECT_THAT(message([](PositionPlan& p) {
                p.branches = test::odd_branches(2, 6, 1);
                p.branches[1].end[4] = 6;
              }),
              HasSubstr("each key from 0 to 4 once"));
  EXPECT_THAT(message([](PositionPlan& p) {
                p.branches = test::odd_branches(1, 6, 1);
                p.branches[0].first[5] = -1;
              }),
              HasSubstr("each key from 0 to 5 once"));
  EXPECT_THAT(message([](PositionPlan& p) {
                p.branches = test::odd_branches(1, 6, 1);
                p.branches[0].k_position[1] = HUGE_VAL;
              }),
              HasSubstr("finite"));
  EXPECT_THAT(message([](PositionPlan& p) { p.visible.window = -1; }), HasSubstr("window must be at least 0, got -1"));
  EXPECT_THAT(message([](PositionPlan& p) { p.visible.sinks = -1; }), HasSubstr("sinks must be at least 0, got -1"));
  EXPECT_THAT(message([](PositionPlan& p) { p.visible.chunk = -1; }), HasSubstr("chunk must be at least 0, got -1"));
  EXPECT_THAT(message([](PositionPlan& p) { p.sink_logit = {1, 2, 3}; }), HasSubstr("each of the 4 heads, got 3"));
  EXPECT_THAT(message([](PositionPlan& p) { p.head_scale = {1, 2, 3, NAN}; }), HasSubstr("head_scale"));
  EXPECT_THAT(message([](PositionPlan& p) { p.sink_logit = {1, 2, 3, NAN}; }), HasSubstr("finite numbers"));
  EXPECT_THAT(message([](PositionPlan& p) { p.norms.score_scale = -2; }), HasSubstr("score_scale"));
}

TEST(Attention, RefusesSizesWhoseProductWrapsIn32Bits) {
  const AttentionShape huge{65536, 65536, 0, 65536, 1, 1};  // 2^32 numbers of q
  const std::vector<float> kv(65536);
  EXPECT_FALSE(attention({{}, kv, kv}, huge, {}, {}, nullptr));
  const AttentionShape beyond{1 << 30, 1 << 30, 0, 1 << 30, 1 << 30, 1 << 4};  // 2^64
  EXPECT_FALSE(attention({{}, {}, {}}, beyond, {}, {}, nullptr));
}

}  // namespace
}  // namespace ropescope
