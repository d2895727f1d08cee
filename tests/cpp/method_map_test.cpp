// Pretended positions: the papers' formulas for a pair (m, n), their limits, what they promise and what they refuse.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "attention/attention.hpp"
#include "attention_cases.hpp"
#include "core/result.hpp"
#include "position/map/leaky_rerope.hpp"
#include "position/plan.hpp"
#include "position/registry.hpp"
#include "position/rope_config.hpp"
#include "reference.hpp"

namespace ropescope {
namespace {

using namespace methods;

using test::index;

constexpr int tokens = 130;
constexpr RopeConfig rope{8, 8, 10000, 64};  // trained at 64 tokens

using Distance = std::function<double(int m, int n)>;

Result<PositionPlan> planned(const MethodSpec& spec, int seq_len = tokens, const RopeConfig& geometry = rope) {
  return make_plan(std::vector{spec}, geometry, {.seq_len = seq_len, .num_heads = 2});
}

struct MapCase {
  std::string name;
  MethodSpec spec;
  Distance expected;
};

int divided(int m, int by) { return m / by; }

// Written from the papers, a pair at a time.
std::vector<MapCase> map_cases() {
  const auto rerope = [](int m, int n) { return std::min(m - n, 10); };
  const auto leaky = [](int m, int n) { return m - n < 10 ? m - n : 10 + (m - n - 10) / 6.5; };
  const auto grouped = [](int m, int n) {
    return m - n < 10 ? m - n : divided(m, 4) - divided(n, 4) + 10 - divided(10, 4);
  };
  const auto grouped_exactly = [](int m, int n) {
    return m - n < 10 ? m - n : divided(m, 4) - divided(n, 4) + 10 - 10 / 4.0;
  };
  const auto chunked = [](int chunk, int local) {
    return [chunk, c = chunk - local](int m, int n) {
      const int chunks_back = divided(m, c) - divided(n, c);
      if (chunks_back == 0) return m - n;
      return (chunks_back == 1 ? std::min(m % c + c, chunk) : std::min(2 * c - 1, chunk)) - n % c;
    };
  };
  const auto in_cache = [](int m, int n) { return m - n < 12 ? m - n : std::min(m, 3 + 12 - 1) - n; };
  const auto capped = [](int m, int n) { return std::min(m - n, 12); };
  const auto sinks = [](const char* positions) {
    return MethodSpec{"sinks", {{"sinks", 3.0}, {"window", 12.0}, {"positions", std::string(positions)}}};
  };
  return {{"rerope", {"rerope", {{"window", 10.0}}}, rerope},
          {"leaky_rerope", {"leaky_rerope", {{"window", 10.0}, {"slope", 6.5}}}, leaky},
          {"self_extend", {"self_extend", {{"window", 10.0}, {"group", 4.0}}}, grouped},
          {"self_extend_exact",
           {"self_extend", {{"window", 10.0}, {"group", 4.0}, {"shift", std::string("exact")}}},
           grouped_exactly},
          {"dual_chunk", {"dual_chunk", {{"chunk", 20.0}, {"local", 6.0}}}, chunked(20, 6)},
          {"dual_chunk_mostly_local", {"dual_chunk", {{"chunk", 20.0}, {"local", 15.0}}}, chunked(20, 15)},
          {"sinks_cache", sinks("cache"), in_cache},
          {"sinks_capped", sinks("capped"), capped},
          {"sinks_text", sinks("text"), [](int m, int n) { return m - n; }}};
}

class Maps : public testing::TestWithParam<MapCase> {};

TEST_P(Maps, pretend_the_distance_of_the_papers_formula_for_every_pair) {
  const auto plan = planned(GetParam().spec);
  ASSERT_TRUE(plan) << plan.error().message;
  const auto facts = reference::facts_of(*plan, 2);
  for (int m = 0; m < tokens; ++m) {
    for (int n = 0; n <= m; ++n) {
      if (!facts.sees(m, n)) continue;
      ASSERT_NEAR(facts.distance(m, n), GetParam().expected(m, n), 1e-12) << m << ", " << n;
    }
  }
}

TEST_P(Maps, attend_as_rotating_every_pair_by_that_distance_does) {
  const auto plan = planned(GetParam().spec);
  ASSERT_TRUE(plan) << plan.error().message;
  const AttentionShape shape{tokens, tokens, 0, 2, 1, 8};
  const auto tensors = test::random_tensors(shape);
  auto facts = reference::facts_of(*plan, 2);
  facts.distance = GetParam().expected;
  const auto expected = reference::attention(tensors.input(), shape, facts);
  const auto out = test::attended(tensors, shape, *plan);
  for (std::size_t i = 0; i < out.size(); ++i) ASSERT_NEAR(out[i], expected.out[i], 1e-5) << "element " << i;
}

TEST_P(Maps, join_at_their_edges) {
  const auto plan = planned(GetParam().spec);
  ASSERT_TRUE(plan) << plan.error().message;
  const auto facts = reference::facts_of(*plan, 2);
  const bool starts_anew = GetParam().spec.id == "dual_chunk";  // its positions do, in every chunk
  for (int m = 0; m < tokens; ++m) {
    for (int n = 1; n <= m && !starts_anew; ++n) {
      if (!facts.sees(m, n) || !facts.sees(m, n - 1)) continue;
      const double step = facts.distance(m, n - 1) - facts.distance(m, n);
      ASSERT_GE(step, 0) << m << ", " << n;
      ASSERT_LE(step, 2) << m << ", " << n;  // 2: a group may begin right at the window's edge
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Papers, Maps, testing::ValuesIn(map_cases()), [](const auto& map) { return map.param.name; });

double largest_distance(const PositionPlan& plan, int seq_len) {
  const auto facts = reference::facts_of(plan, 2);
  double largest = 0;
  for (int m = 0; m < seq_len; ++m) {
    for (int n = 0; n <= m; ++n) {
      if (facts.sees(m, n)) largest = std::max(largest, facts.distance(m, n));
    }
  }
  return largest;
}

TEST(ReRope, counts_no_distance_beyond_its_window) {
  EXPECT_EQ(largest_distance(*planned({"rerope", {{"window", 10.0}}}), tokens), 10);
  EXPECT_EQ(largest_distance(*planned({"rerope", {}}), tokens), 16) << "null = a quarter of the trained length";
}

TEST(LeakyReRope, stays_below_the_trained_length_exactly_from_its_least_slope_on) {
  const double least = LeakyReRope::least_slope(10, tokens, rope);
  EXPECT_EQ(least, (tokens - 1 - 10) / 53.0);
  const auto reach = [&](double slope) {
    return largest_distance(*planned({"leaky_rerope", {{"window", 10.0}, {"slope", slope}}}), tokens);
  };
  EXPECT_NEAR(reach(least), 63, 1e-12);
  EXPECT_GT(reach(least * 0.99), 63);
  EXPECT_EQ(LeakyReRope::least_slope(10, 11, rope), 1) << "the window covers the text";
  EXPECT_EQ(LeakyReRope::least_slope(10, 64, rope), 1);
  EXPECT_EQ(LeakyReRope::least_slope(63, 100, rope), HUGE_VAL) << "no room beyond the window";
  EXPECT_NEAR(LeakyReRope::least_slope(32, 1024, {8, 8, 1e4, 128}), 10.4, 0.05) << "METHODS: L=128, N=1024, w=32";
  EXPECT_NEAR(LeakyReRope::least_slope(128, 4096, {8, 8, 1e4, 512}), 10.4, 0.05) << "Su: L=512, N=4096, w=128";
}

TEST(SelfExtend, reaches_as_far_as_its_paper_says) {
  const int expected = (tokens - 1) / 4 + 12 - 12 / 4;
  EXPECT_EQ(largest_distance(*planned({"self_extend", {{"window", 12.0}, {"group", 4.0}}}), tokens), expected);
}

TEST(DualChunk, never_goes_beyond_its_chunk_and_is_exact_for_the_tokens_right_before) {
  const auto plan = planned({"dual_chunk", {}});
  ASSERT_TRUE(plan);
  EXPECT_EQ(largest_distance(*plan, tokens), 48) << "null = 3/4 of the trained length";
  const auto facts = reference::facts_of(*plan, 2);
  for (int m = 0; m < tokens; ++m) {
    for (int n = std::max(0, m - 8); n <= m; ++n) ASSERT_EQ(facts.distance(m, n), m - n) << "null = L/8 of them";
  }
}

// What plain RoPE gives, up to the rounding of distances that come from other positions; 0 = bit for bit.
void expect_plain(const MethodSpec& spec, const RopeConfig& geometry = rope, double rounding = 0) {
  const auto plan = planned(spec, tokens, geometry);
  ASSERT_TRUE(plan) << plan.error().message;
  const AttentionShape shape{tokens, tokens, 0, 2, 1, 8};
  const auto tensors = test::random_tensors(shape);
  const auto ours = test::attended(tensors, shape, *plan);
  const auto plain = test::attended(tensors, shape, *planned({"rope", {}}, tokens, geometry));
  for (std::size_t i = 0; i < ours.size(); ++i) ASSERT_LE(std::abs(ours[i] - plain[i]), rounding) << spec.id << i;
}

TEST(MapLimits, are_plain_rope_at_their_limits) {
  const RopeConfig wide{8, 8, 10000, 4096};
  expect_plain({"rerope", {{"window", 1.0 * tokens}}}, wide);
  expect_plain({"rerope", {{"window", tokens - 1.0}}}, wide);
  expect_plain({"leaky_rerope", {{"window", 10.0}, {"slope", 1.0}}});
  expect_plain({"self_extend", {{"window", 10.0}, {"group", 1.0}}});
  expect_plain({"dual_chunk", {{"chunk", 1.0 * tokens}, {"local", 7.0}}}, rope, 2e-6);
  expect_plain({"sinks", {{"sinks", 4.0}, {"window", tokens - 4.0}}});
}

TEST(LeakyReRope, is_rerope_when_its_slope_has_no_end) {
  const auto leaky = planned({"leaky_rerope", {{"window", 10.0}, {"slope", 1e9}}});
  const auto hard = planned({"rerope", {{"window", 10.0}}});
  ASSERT_TRUE(leaky && hard);
  const AttentionShape shape{tokens, tokens, 0, 2, 1, 8};
  const auto tensors = test::random_tensors(shape);
  const auto a = test::attended(tensors, shape, *leaky);
  const auto b = test::attended(tensors, shape, *hard);
  for (std::size_t i = 0; i < a.size(); ++i) ASSERT_NEAR(a[i], b[i], 2e-6);  // distances differ by 1e-7
}

std::string message(const MethodSpec& spec, const RopeConfig& geometry = rope) {
  const auto plan = planned(spec, tokens, geometry);
  return plan ? "accepted" : plan.error().message;
}

TEST(MapParams, refuse_windows_that_training_did_not_see_and_say_why) {
  using testing::HasSubstr;
  for (const char* id : {"rerope", "leaky_rerope", "self_extend"}) {
    EXPECT_THAT(message({id, {{"window", 64.0}}}), HasSubstr("window must be less than original_max_position_emb"));
    EXPECT_THAT(message({id, {{"window", 65.0}}}), HasSubstr("(64), since distances up to it are used, got 65"));
    EXPECT_EQ(message({id, {{"window", 63.0}}}), "accepted");
    EXPECT_THAT(message({id, {{"window", 0.0}}}), HasSubstr("window must be a whole number from 1"));
    EXPECT_THAT(message({id, {{"window", 10.5}}}), HasSubstr("or null, got 10.5"));
    EXPECT_THAT(message({id, {}}, {8, 8, 1e4, 1}), HasSubstr("must be less than original_max"));
  }
  for (const double slope : {0.0, -1.0, 0.99}) {
    EXPECT_THAT(message({"leaky_rerope", {{"slope", slope}}}), HasSubstr("slope must be a number from 1"));
  }
  for (const double group : {0.0, -8.0, 2.5}) {
    EXPECT_THAT(message({"self_extend", {{"group", group}}}), HasSubstr("group must be a whole number from 1"));
  }
  EXPECT_EQ(message({"self_extend", {{"window", 10.0}, {"group", 4.0}}}), "accepted") << "floor of 10/4";
  EXPECT_THAT(message({"dual_chunk", {{"chunk", 8.0}}}),
              HasSubstr("local must be less than dual_chunk.chunk (8), got 8"));
  EXPECT_THAT(message({"dual_chunk", {{"local", 48.0}}}), HasSubstr("(48), got 48"));
  EXPECT_THAT(message({"dual_chunk", {{"chunk", 0.0}}}), HasSubstr("chunk must be a whole number from 1"));
}

TEST(DualChunk, chunks_by_three_quarters_of_any_trained_length) {
  const auto plan = planned({"dual_chunk", {}}, 2, {8, 8, 10000, 2147483647});
  ASSERT_TRUE(plan) << plan.error().message;
  // chunk = 3 * (2^31 - 1) / 4 = 1610612735, local = 268435455: positions start anew every 1342177280 tokens
  EXPECT_EQ(plan->branches[1].q_position[1], 1342177281.0);
  EXPECT_EQ(plan->branches[2].q_position[1], 1610612735.0);
}

TEST(MapMethods, refuse_positions_that_no_browser_could_hold) {
  const auto plan = planned({"dual_chunk", {{"chunk", 48.0}, {"local", 8.0}}}, 1 << 24);
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().code, ErrorCode::out_of_memory);
  EXPECT_EQ(plan.error().message,
            "pretended positions of 16777216 tokens take 1207959552 bytes; at most 1073741824 are used");
}

}  // namespace
}  // namespace ropescope
