// Attention and its capture against double.
#include "attention/attention.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "attention/capture.hpp"
#include "attention_cases.hpp"
#include "core/result.hpp"
#include "position/plan.hpp"
#include "reference.hpp"

namespace ropescope {
namespace {

using reference::index;
using test::random_tensors;
using test::Tensors;

struct Case {
  AttentionShape shape;
  int rotary_dim;
  int window;
};

PositionPlan plan_of(const Case& c) {
  PositionPlan plan = test::plain_plan(c.shape.head_dim, c.rotary_dim);
  plan.visible.window = c.window;
  return plan;
}

class AttentionTest : public testing::TestWithParam<Case> {};

TEST_P(AttentionTest, StaysWithinTheHeadersErrorOfDouble) {
  const Case& c = GetParam();
  const Tensors tensors = random_tensors(c.shape);
  const auto expected = reference::attention(tensors.input(), c.shape, plan_of(c));
  std::vector<float> out(tensors.q.size(), NAN);
  ASSERT_TRUE(attention(tensors.input(), c.shape, plan_of(c), out, nullptr));
  for (std::size_t i = 0; i < out.size(); ++i) ASSERT_NEAR(out[i], expected.out[i], 1e-5) << "element " << i;
}

TEST_P(AttentionTest, OffersTheWeightsAndTheLogitsThatDoubleGives) {
  const Case& c = GetParam();
  const Tensors tensors = random_tensors(c.shape);
  const auto expected = reference::attention(tensors.input(), c.shape, plan_of(c));
  std::vector<float> out(tensors.q.size());
  for (const CaptureKind kind : {CaptureKind::weights, CaptureKind::logits}) {
    const CaptureRequest request{.layers = {3}, .heads = {}, .kind = kind};
    CaptureSink sink({&request, 1}, 3, c.shape.heads, {c.shape.query_start, c.shape.keys});
    ASSERT_TRUE(attention(tensors.input(), c.shape, plan_of(c), out, &sink));
    const auto maps = sink.take();
    ASSERT_EQ(maps.size(), index(c.shape.heads));
    const auto& truth = kind == CaptureKind::weights ? expected.weights : expected.logits;
    for (std::size_t i = 0; i < truth.size(); ++i) {
      const AttentionMap& map = maps[i / maps[0].values.size()];
      const float got = map.values[i % maps[0].values.size()];
      // weights: header; logits: |q||k| up to 2 * head_dim / 3, times 2^-22
      if (std::isinf(truth[i])) {
        ASSERT_EQ(got, -std::numeric_limits<float>::infinity());
      } else {
        ASSERT_NEAR(got, truth[i], kind == CaptureKind::weights ? 2e-6 : 1e-5) << "cell " << i;
      }
    }
    EXPECT_EQ(maps[0].layer, 3);
    EXPECT_EQ(maps[0].rows, c.shape.queries);
    EXPECT_EQ(maps[0].cols, c.shape.keys);
  }
}

TEST_P(AttentionTest, KeepsTheEntropyThatDoubleGivesEachQuery) {
  const Case& c = GetParam();
  const Tensors tensors = random_tensors(c.shape);
  const auto expected = reference::attention(tensors.input(), c.shape, plan_of(c)).weights;
  const auto entropies = test::captured(tensors, c.shape, plan_of(c), CaptureKind::entropy);
  ASSERT_EQ(entropies.size(), index(c.shape.heads * c.shape.queries));
  const std::size_t keys = index(c.shape.keys);
  for (std::size_t row = 0; row < entropies.size(); ++row) {
    double truth = 0;
    for (std::size_t n = 0; n < keys; ++n) {
      const double p = expected[row * keys + n];
      if (p > 0) truth -= p * std::log(p);
    }
    // scores off by e move an entropy H by sum p |ln p + H| e <= 2 H e; e: 5e-6 here, half of what logits are allowed
    ASSERT_NEAR(entropies[row], truth, 1e-5 * (1 + truth)) << "row " << row;
  }
}

TEST_P(AttentionTest, GivesAQueryTheSameBitsAloneAsAmongOthers) {
  const Case& c = GetParam();
  const Tensors tensors = random_tensors(c.shape);
  EXPECT_EQ(test::attended_one_by_one(tensors, c.shape, plan_of(c)), test::attended(tensors, c.shape, plan_of(c)));
}

INSTANTIATE_TEST_SUITE_P(Shapes, AttentionTest,
                         testing::Values(Case{{1, 1, 0, 1, 1, 2}, 2, 0}, Case{{50, 50, 0, 4, 2, 16}, 16, 0},
                                         Case{{37, 90, 53, 4, 1, 12}, 4, 0}, Case{{90, 90, 0, 2, 2, 32}, 32, 16},
                                         Case{{40, 130, 90, 3, 3, 20}, 20, 33}, Case{{70, 70, 0, 1, 1, 128}, 64, 1},
                                         Case{{33, 33, 0, 2, 1, 5}, 4, 40}));

TEST(Attention, StaysWithinTheHeadersErrorOfDoubleAt2048Keys) {
  const Case c{{40, 2048, 2008, 2, 1, 128}, 128, 0};
  const Tensors tensors = random_tensors(c.shape);
  const auto expected = reference::attention(tensors.input(), c.shape, plan_of(c));
  std::vector<float> out(tensors.q.size());
  ASSERT_TRUE(attention(tensors.input(), c.shape, plan_of(c), out, nullptr));
  for (std::size_t i = 0; i < out.size(); ++i) ASSERT_NEAR(out[i], expected.out[i], 1e-5);
}

TEST(Attention, RefusesShapesThatDisagreeAndSaysWhich) {
  const Case c{{4, 6, 2, 4, 2, 8}, 8, 0};
  const Tensors tensors = random_tensors(c.shape);
  std::vector<float> out(tensors.q.size());
  const auto message = [&](auto change) {
    Case changed = c;
    change(changed.shape);
    const Status status = attention(tensors.input(), changed.shape, plan_of(c), out, nullptr);
    return status ? std::string("accepted") : status.error().message;
  };
  using testing::HasSubstr;
  EXPECT_EQ(message([](AttentionShape&) {}), "accepted");
  EXPECT_THAT(message([](AttentionShape& s) { s.keys = 7; }), HasSubstr("keys must be query_start + queries"));
  EXPECT_THAT(message([](AttentionShape& s) { s.query_start = -1; }), HasSubstr("keys must be query_start + queries"));
  EXPECT_THAT(message([](AttentionShape& s) { s.kv_heads = 3; }), HasSubstr("heads must be a multiple of kv_heads"));
  EXPECT_THAT(message([](AttentionShape& s) { s.kv_heads = 0; }), HasSubstr("heads must be a multiple of kv_heads"));
  EXPECT_THAT(message([](AttentionShape& s) { s.head_dim = 6; }), HasSubstr("q and out must have 96 elements"));
  EXPECT_THAT(message([](AttentionShape& s) { s.kv_heads = 4; }), HasSubstr("k and v must have 192 elements"));
}

// A map whose cell (query, key) holds a known number.
CaptureSink filled(int first_query, int keys, int size) {
  const CaptureRequest request{.layers = {0}, .heads = {1}, .kind = CaptureKind::weights, .size = size};
  CaptureSink sink({&request, 1}, 0, 2, {first_query, keys});
  for (int m = 0; m < keys; ++m) {
    std::vector<float> row;
    for (int n = 0; n <= m; ++n) row.push_back(n == m ? 1.0F : 0.01F);
    sink.offer(CaptureKind::weights, 1, m, 0, row);
  }
  return sink;
}

TEST(Capture, KeepsOnlyTheHeadsThatWereAskedFor) {
  CaptureSink sink = filled(0, 3, 0);
  EXPECT_FALSE(sink.wants(CaptureKind::weights, 0));
  EXPECT_TRUE(sink.wants(CaptureKind::weights, 1));
  EXPECT_FALSE(sink.wants(CaptureKind::logits, 1));
  EXPECT_THAT(sink.take(), testing::SizeIs(1));
}

TEST(Capture, IsExactWhenTheSizeAskedForIsNotSmallerThanTheText) {
  for (const int size : {0, 3, 100}) {
    const AttentionMap map = filled(0, 3, size).take()[0];
    EXPECT_THAT(map.values, testing::ElementsAre(1, 0, 0, 0.01F, 1, 0, 0.01F, 0.01F, 1)) << size;
  }
}

TEST(Capture, NeverLosesADiagonalByPooling) {
  for (const int size : {1, 2, 7, 10, 99}) {
    const AttentionMap map = filled(0, 100, size).take()[0];
    ASSERT_EQ(map.rows, size);
    ASSERT_EQ(map.cols, size);
    for (int i = 0; i < size; ++i) EXPECT_EQ(map.values[index(i * size + i)], 1.0F);
    EXPECT_EQ(size > 1 ? map.values[1] : 0.0F, 0.0F) << "above the diagonal";
  }
}

TEST(Capture, PoolsARowThatComesInPartsAsTheWholeRow) {
  const CaptureRequest request{.layers = {0}, .size = 7};
  const std::vector<float> row = reference::random_floats(100, 5);
  for (const int cut : {1, 14, 15, 50, 99}) {
    CaptureSink whole({&request, 1}, 0, 1, {0, 100});
    CaptureSink parts({&request, 1}, 0, 1, {0, 100});
    whole.offer(CaptureKind::weights, 0, 99, 0, row);
    parts.offer(CaptureKind::weights, 0, 99, 0, std::span(row).first(index(cut)));
    parts.offer(CaptureKind::weights, 0, 99, cut, std::span(row).subspan(index(cut)));
    EXPECT_EQ(whole.take()[0].values, parts.take()[0].values) << cut;
  }
}

TEST(Capture, AnswersSeveralRequestsAsEachAlone) {
  const AttentionShape shape{60, 60, 0, 4, 2, 16};
  const Tensors tensors = random_tensors(shape);
  const PositionPlan plan = test::plain_plan(16, 16);
  const std::vector<CaptureRequest> requests{
      {.layers = {0, 2}, .size = 9},                                 // all heads, small
      {.layers = {2}, .heads = {3, 1}},                              // some, exact
      {.layers = {1}},                                               // another layer
      {.layers = {2}, .heads = {3}, .kind = CaptureKind::logits},    // before softmax
      {.layers = {2}, .heads = {0}, .kind = CaptureKind::entropy}};  // a number a row
  CaptureSink together(requests, 2, shape.heads, {0, shape.keys});
  test::attended(tensors, shape, plan, &together);
  const auto maps = together.take();
  ASSERT_THAT(maps, testing::SizeIs(4 + 2 + 0 + 1 + 1));
  std::size_t next = 0;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    CaptureSink alone({&requests[i], 1}, 2, shape.heads, {0, shape.keys});
    test::attended(tensors, shape, plan, &alone);
    for (const AttentionMap& map : alone.take()) {
      EXPECT_EQ(maps[next].request, static_cast<int>(i));
      EXPECT_EQ(maps[next].head, map.head);
      EXPECT_EQ(maps[next].cols, map.cols);
      EXPECT_EQ(maps[next++].values, map.values);
    }
  }
}

TEST(Capture, RefusesToPoolEntropiesAndPairs) {
  const auto refusal = [](CaptureKind kind) {
    const CaptureRequest request{.layers = {0}, .kind = kind, .size = 8};
    const Status status = check_requests({&request, 1}, {0, 20});
    return status ? std::string() : status.error().message;
  };
  EXPECT_EQ(refusal(CaptureKind::entropy),
            "capture.size must be 0 or left out for kind entropy, which keeps one number a row, got 8");
  EXPECT_EQ(refusal(CaptureKind::pairs), "capture.size must be at most 0, got 8");
}

TEST(Capture, RefusesToSplitScoresOfAQueryThatThePassDoesNotHave) {
  for (const int query : {-1, 9, 20}) {
    const CaptureRequest request{.layers = {0}, .kind = CaptureKind::pairs, .query = query};
    const Status status = check_requests({&request, 1}, {10, 20});
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().message,
              "capture.query must be a whole number from 10 to 19, got " + std::to_string(query));
  }
}

// The pair's part of a score by hand: pair i of q and k at distance D is q . R(D theta_i) k, scaled.
TEST(Capture, SplitsAScoreIntoWhatEachPairAdds) {
  const AttentionShape shape{6, 6, 0, 2, 1, 8};
  const PositionPlan plan = test::plain_plan(8, 6);  // 3 pairs turn, 2 channels do not
  const auto tensors = test::random_tensors(shape);
  const CaptureRequest request{.layers = {0}, .heads = {1}, .kind = CaptureKind::pairs, .query = 4};
  CaptureSink sink({&request, 1}, 0, shape.heads, {0, shape.keys});
  test::attended(tensors, shape, plan, &sink);
  const auto maps = sink.take();
  ASSERT_EQ(maps.size(), 1U);
  ASSERT_EQ(maps[0].rows, 5);
  ASSERT_EQ(maps[0].cols, 5);
  const auto q = [&](int c) { return static_cast<double>(tensors.q[index((4 * 2 + 1) * 8 + c)]); };
  for (int n = 0; n <= 4; ++n) {
    const auto k = [&](int c) { return static_cast<double>(tensors.k[index(n * 8 + c)]); };
    const auto part = [&](int i) { return static_cast<double>(maps[0].values[index(n * 5 + i)]); };
    const double scale = 1 / std::sqrt(8.0);
    for (int i = 0; i < 3; ++i) {
      const double angle = plan.inv_freq[index(i)] * (4 - n);
      const double along = q(i) * k(i) + q(i + 3) * k(i + 3);
      const double across = q(i) * k(i + 3) - q(i + 3) * k(i);
      const double by_hand = along * std::cos(angle) + across * std::sin(angle);
      EXPECT_NEAR(part(i), scale * 1.1 * 1.1 * by_hand, 1e-6) << "pair " << i << ", key " << n;
    }
    EXPECT_NEAR(part(3), scale * (q(6) * k(6) + q(7) * k(7)), 1e-6);
    EXPECT_EQ(part(4), 0);
  }
}

TEST(Capture, StartsAtTheFirstQueryOfThePass) {
  const AttentionMap map = filled(2, 4, 0).take()[0];
  EXPECT_EQ(map.rows, 2);
  EXPECT_EQ(map.cols, 4);
  EXPECT_THAT(map.values, testing::ElementsAre(0.01F, 0.01F, 1, 0, 0.01F, 0.01F, 0.01F, 1));
}

}  // namespace
}  // namespace ropescope
