// Attention under every slot of a plan, alone and together, against double.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <numeric>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "attention/attention.hpp"
#include "attention/branch_rotations.hpp"
#include "attention/capture.hpp"
#include "attention/schedule.hpp"
#include "attention_cases.hpp"
#include "core/result.hpp"
#include "kernels/matmul.hpp"
#include "position/plan.hpp"
#include "reference.hpp"

namespace ropescope {
namespace {

using test::index;

struct Slot {
  std::string name;
  std::function<void(PositionPlan&, int heads, int keys)> fill;
};

std::vector<float> random_scales(int count) {
  auto scales = reference::random_floats(index(count), 77);
  for (float& x : scales) x = 1 + x / 2;
  return scales;
}

void fill_decay(PositionPlan& plan, double steepest) {
  for (std::size_t i = 0; i < plan.inv_freq.size(); ++i) {
    plan.log_decay.push_back(-steepest / (1.0 + static_cast<double>(i)));
  }
}

void set_branches(PositionPlan& plan, int count, int keys) { plan.branches = test::odd_branches(count, keys, 5); }

// Positions that start anew every 29 tokens, which fits no panel and no group of a decay.
void set_chunks(PositionPlan& plan, int keys) {
  constexpr int chunk = 29;
  plan.branches.assign(2, {});
  for (int m = 0; m < keys; ++m) {
    const int inside = m % chunk;
    for (Branch& branch : plan.branches) branch.k_position.push_back(inside);
    plan.branches[0].q_position.push_back(inside);
    plan.branches[0].first.push_back(m - inside);
    plan.branches[0].end.push_back(m + 1);
    plan.branches[1].q_position.push_back(chunk);
    plan.branches[1].first.push_back(0);
    plan.branches[1].end.push_back(m - inside);
  }
}

const std::vector<Slot>& slots() {
  static const std::vector<Slot> all{
      {"two_branches", [](auto& plan, int, int keys) { set_branches(plan, 2, keys); }},
      {"four_branches", [](auto& plan, int, int keys) { set_branches(plan, 4, keys + 7); }},
      {"chunks_of_positions", [](auto& plan, int, int keys) { set_chunks(plan, keys); }},
      {"decay", [](auto& plan, int, int) { fill_decay(plan, 0.01); }},
      {"steep_decay", [](auto& plan, int, int) { fill_decay(plan, 7); }},
      {"bias",
       [](auto& plan, int heads, int keys) { plan.bias = reference::random_floats(index(heads * (keys + 3)), 9); }},
      {"window", [](auto& plan, int, int) { plan.visible.window = 21; }},
      {"sinks", [](auto& plan, int, int) { plan.visible = {.window = 9, .sinks = 5}; }},
      {"wide_sinks", [](auto& plan, int, int) { plan.visible = {.window = 1, .sinks = 40}; }},
      {"logit_scale", [](auto& plan, int, int keys) { plan.logit_scale = random_scales(keys); }},
      {"head_scale",
       [](auto& plan, int heads, int) {
         for (int h = 0; h < heads; ++h) plan.head_scale.push_back(1.5 - h);
       }},
      {"unit_keys", [](auto& plan, int, int) { plan.norms.keys = true; }},
      {"unit_both", [](auto& plan, int, int) { plan.norms = {.queries = true, .keys = true, .score_scale = 9.5}; }},
      {"chunk", [](auto& plan, int, int) { plan.visible.chunk = 13; }},
      {"sink_logit",
       [](auto& plan, int heads, int) {
         for (int h = 0; h < heads; ++h) plan.sink_logit.push_back(4.0 * h - 3);
       }},
      {"polar",
       [](auto& plan, int heads, int) {
         plan.phases = reference::widen(reference::random_floats(index(heads) * plan.inv_freq.size(), 31));
         if (plan.norms.score_scale != 0) plan.norms.score_scale = 1;  // sizes add up: |score| stays below 20
       }},
      {"forget_gate", [](auto& plan, int heads, int) { plan.forget_gate.bias.assign(index(heads), 2.0); }},
      {"no_rotation", [](auto& plan, int, int) { plan.inv_freq.clear(); }}};
  return all;
}

const std::vector<AttentionShape>& shapes() {
  static const std::vector<AttentionShape> all{{1, 1, 0, 1, 1, 2},    {50, 50, 0, 4, 2, 16},   {37, 190, 153, 4, 1, 12},
                                               {90, 90, 0, 2, 2, 32}, {40, 330, 290, 3, 3, 5}, {7, 700, 693, 2, 1, 8}};
  return all;
}

// Two slots at a time: first == second is one alone. no_rotation clears what a decay needs, so it goes without one.
class AttentionSlots : public testing::TestWithParam<std::tuple<std::size_t, std::size_t>> {
 protected:
  [[nodiscard]] PositionPlan plan(const AttentionShape& shape) const {
    PositionPlan plan = test::plain_plan(shape.head_dim, shape.head_dim / 2 * 2);
    const auto [first, second] = GetParam();
    slots()[first].fill(plan, shape.heads, shape.keys);
    if (first != second) slots()[second].fill(plan, shape.heads, shape.keys);
    if (plan.inv_freq.empty()) plan.phases.clear();
    if (plan.inv_freq.empty()) plan.log_decay.clear();
    plan.log_decay.resize(std::min(plan.log_decay.size(), plan.inv_freq.size()));
    return plan;
  }
};

TEST_P(AttentionSlots, StayWithinTheHeadersErrorOfDouble) {
  for (const AttentionShape& shape : shapes()) {
    const auto tensors = test::random_tensors(shape);
    const PositionPlan used = plan(shape);
    const auto expected = reference::attention(tensors.input(), shape, used);
    const auto out = test::attended(tensors, shape, used);
    for (std::size_t i = 0; i < out.size(); ++i) ASSERT_NEAR(out[i], expected.out[i], 1e-5) << "element " << i;
    const auto weights = test::captured(tensors, shape, used, CaptureKind::weights);
    ASSERT_EQ(weights.size(), expected.weights.size());
    for (std::size_t i = 0; i < weights.size(); ++i) ASSERT_NEAR(weights[i], expected.weights[i], 2e-6) << i;
  }
}

TEST_P(AttentionSlots, OfferTheLogitsThatDoubleGives) {
  for (const AttentionShape& shape : shapes()) {
    const auto tensors = test::random_tensors(shape);
    const PositionPlan used = plan(shape);
    const auto expected = reference::attention(tensors.input(), shape, used).logits;
    const auto logits = test::captured(tensors, shape, used, CaptureKind::logits);
    ASSERT_EQ(logits.size(), expected.size());
    for (std::size_t i = 0; i < logits.size(); ++i) {
      if (std::isinf(expected[i])) {
        ASSERT_EQ(logits[i], expected[i]);
      } else {
        ASSERT_NEAR(logits[i], expected[i], 1e-5) << "cell " << i;  // |score| up to 20
      }
    }
  }
}

TEST_P(AttentionSlots, SplitAScoreIntoPartsThatAddUpToIt) {
  for (const AttentionShape& shape : shapes()) {
    const int query = shape.keys - 1 - shape.queries / 3;
    const double gap = test::gap_of_parts(test::random_tensors(shape), shape, plan(shape), query);
    ASSERT_LE(gap, 1e-5);  // |score| up to 20, summed in another order
  }
}

TEST_P(AttentionSlots, GiveAQueryTheSameBitsAloneAsAmongOthers) {
  for (const AttentionShape& shape : shapes()) {
    const auto tensors = test::random_tensors(shape);
    EXPECT_EQ(test::attended_one_by_one(tensors, shape, plan(shape)), test::attended(tensors, shape, plan(shape)));
  }
}

std::vector<std::tuple<std::size_t, std::size_t>> pairs_of_slots() {
  std::vector<std::tuple<std::size_t, std::size_t>> pairs;
  for (std::size_t a = 0; a < slots().size(); ++a) {
    for (std::size_t b = a; b < slots().size(); ++b) pairs.emplace_back(a, b);
  }
  return pairs;
}

std::string name_of_pair(const testing::TestParamInfo<std::tuple<std::size_t, std::size_t>>& pair) {
  const std::string& first = slots()[std::get<0>(pair.param)].name;
  const std::string& second = slots()[std::get<1>(pair.param)].name;
  return first == second ? first : first + "_and_" + second;
}

INSTANTIATE_TEST_SUITE_P(AloneAndTogether, AttentionSlots, testing::ValuesIn(pairs_of_slots()), name_of_pair);

TEST(AttentionDecay, NeitherOverflowsNorLosesNearKeysAtAnyLength) {
  const AttentionShape shape{3, 40000, 39997, 1, 1, 4};
  auto plan = test::plain_plan(4, 4);
  fill_decay(plan, 0.05);  // exp(0.05 * 40000) is far outside even double
  const auto tensors = test::random_tensors(shape);
  const auto expected = reference::attention(tensors.input(), shape, plan);
  const auto out = test::attended(tensors, shape, plan);
  for (std::size_t i = 0; i < out.size(); ++i) ASSERT_NEAR(out[i], expected.out[i], 1e-5);
  const auto logits = test::captured(tensors, shape, plan, CaptureKind::logits);
  for (std::size_t n = 0; n < 30000; ++n) ASSERT_LT(std::abs(logits[n]), 1e-30) << "far keys fade to nothing";
}

TEST(AttentionCap, BendsScoresBeforeBiasesAndLeavesTheirPartsAsTheyWere) {
  const AttentionShape shape{40, 330, 290, 3, 1, 6};
  auto tensors = test::random_tensors(shape);
  auto plan = test::plain_plan(6, 6);
  plan.bias = reference::random_floats(index(shape.heads * shape.keys), 9);
  plan.visible = {.window = 90, .sinks = 5};
  const auto parts = [&] {
    const CaptureRequest request{.layers = {0}, .kind = CaptureKind::pairs, .query = 320};
    CaptureSink sink({&request, 1}, 0, shape.heads, {shape.query_start, shape.keys});
    test::attended(tensors, shape, plan, &sink);
    return sink.take().at(0).values;
  };
  const auto straight = parts();
  tensors.score_cap = 0.7F;
  const auto expected = reference::attention(tensors.input(), shape, plan);
  const auto out = test::attended(tensors, shape, plan);
  for (std::size_t i = 0; i < out.size(); ++i) ASSERT_NEAR(out[i], expected.out[i], 1e-5) << "element " << i;
  const auto logits = test::captured(tensors, shape, plan, CaptureKind::logits);
  for (std::size_t i = 0; i < logits.size(); ++i) {
    if (std::isinf(expected.logits[i])) continue;  // not seen
    ASSERT_NEAR(logits[i], expected.logits[i], 1e-5) << "cell " << i;
  }
  EXPECT_EQ(parts(), straight);
}

TEST(AttentionNorms, LeaveAVectorOfZerosAZeroWhoseScoresAreZero) {
  const AttentionShape shape{20, 20, 0, 2, 1, 8};
  auto tensors = test::random_tensors(shape);
  std::fill_n(tensors.q.begin() + 48, 16, 0.0F);
  std::fill_n(tensors.k.begin() + 40, 8, 0.0F);
  auto plan = test::plain_plan(8, 8);
  plan.norms = {.queries = true, .keys = true, .score_scale = 4};
  const auto logits = test::captured(tensors, shape, plan, CaptureKind::logits);
  for (std::size_t n = 0; n <= 3; ++n) EXPECT_EQ(logits[60 + n], 0.0F);
  for (std::size_t m = 5; m < 20; ++m) EXPECT_EQ(logits[m * 20 + 5], 0.0F);
  EXPECT_THAT(test::attended(tensors, shape, plan), testing::Each(testing::Truly([](float x) { return x == x; })));
}

TEST(AttentionSchedule, NeverMultipliesAKeyThatNoRowOfABlockSees) {
  PositionPlan plan = test::plain_plan(8, 8);
  plan.visible = {.window = 100, .sinks = 4};
  const Schedule schedule = make_schedule(plan, {0, 4000}, BranchRotations(plan));
  int columns = 0;
  for (const RowBlock& block : schedule.blocks) {
    for (const Product& product : block.products) columns += product.keys.end - product.keys.begin;
  }
  const int ideal = 4000 / block_rows * (100 + block_rows - 1 + 4);
  EXPECT_LE(columns, ideal + 4000 / block_rows * panel_columns());
  EXPECT_GE(columns, ideal - 10000) << "the first rows see less";
}

TEST(AttentionSchedule, MultipliesOnlyThePanelsOfABranchesEdgeTwice) {
  PositionPlan plan = test::plain_plan(8, 8);
  plan.branches.resize(2);
  for (int m = 0; m < 2048; ++m) {
    const int edge = std::max(0, m - 511);
    for (Branch& branch : plan.branches) branch.q_position.push_back(m);
    for (Branch& branch : plan.branches) branch.k_position.push_back(m);
    plan.branches[0].first.push_back(edge);
    plan.branches[0].end.push_back(m + 1);
    plan.branches[1].first.push_back(0);
    plan.branches[1].end.push_back(edge);
  }
  const Schedule schedule = make_schedule(plan, {1024, 2048}, BranchRotations(plan));
  for (const RowBlock& block : schedule.blocks) {
    int columns = 0;
    for (const Product& product : block.products) columns += product.keys.end - product.keys.begin;
    EXPECT_LE(columns, block.first + block.rows + block_rows + 2 * panel_columns());
  }
}

TEST(AttentionNorms, DivideAVectorOfDenormalsByItsLength) {
  const AttentionShape shape{3, 3, 0, 1, 1, 8};
  auto tensors = test::random_tensors(shape);
  PositionPlan plan = test::plain_plan(8, 3);
  plan.norms = {.queries = true, .keys = true, .score_scale = 2};
  const auto expected = test::attended(tensors, shape, plan);
  for (auto* vectors : {&tensors.q, &tensors.k}) {
    for (float& value : *vectors) value *= 0x1p-130F;  // 1 / |x| has no place among floats
  }
  const auto out = test::attended(tensors, shape, plan);
  // 1e-4: denormals of 2^-130 keep some 19 bits
  for (std::size_t i = 0; i < out.size(); ++i) EXPECT_NEAR(out[i], expected[i], 1e-4) << "element " << i;
}

}  // namespace
}  // namespace ropescope
