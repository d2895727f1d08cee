// Explanations against the numbers of METHODS.md (sections 3, 4 and 9) and against the plain definition of a reach.
#include "position/explain.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/error_codes.hpp"
#include "method_cases.hpp"
#include "plans.hpp"
#include "position/method.hpp"
#include "position/reach.hpp"
#include "position/registry.hpp"
#include "position/rope_config.hpp"
#include "position/trained_as.hpp"
#include "reference.hpp"

namespace ropescope {
namespace {

using testing::ElementsAre;

const RopeConfig llama = geometry(128, 1e4, 4096);
constexpr int eightfold = 32768;

Explanation explained(const std::vector<MethodSpec>& specs, const RopeConfig& rope = llama, int seq_len = eightfold) {
  const auto result = explain(specs, rope, {.seq_len = seq_len});
  if (!result) ADD_FAILURE() << result.error().message;
  return result ? *result : Explanation{};
}

// Pairs that turn more than 32 times within L, 1 to 32 times, less than once.
std::vector<std::ptrdiff_t> bands(const Explanation& explanation) {
  std::vector<std::ptrdiff_t> counts(3);
  for (const PairFacts& pair : explanation.pairs) ++counts[pair.turns > 32 ? 0 : pair.turns >= 1 ? 1 : 2];
  return counts;
}

std::ptrdiff_t count(const Explanation& explanation, PairFate fate) {
  return std::ranges::count(explanation.pairs, fate, &PairFacts::fate);
}

std::ptrdiff_t leaving(const Explanation& explanation) {
  return std::ranges::count(explanation.pairs, true, &PairFacts::leaves);
}

// The largest share of its trained angles that a pair visits which never made a full circle.
double overreach(const Explanation& explanation) {
  double most = 0;
  for (const PairFacts& pair : explanation.pairs) {
    if (!pair.full_circle) most = std::max(most, pair.largest_angle / pair.trained_angle);
  }
  return most;
}

double fact(const Explanation& explanation, std::string_view key) {
  for (const MethodFacts& method : explanation.methods) {
    for (const Fact& known : method.facts) {
      if (known.key == key) return known.value;
    }
  }
  ADD_FAILURE() << "no fact " << key;
  return 0;
}

MethodSpec longrope(double long_factor, const std::string& schedule = "switch") {
  return {"longrope",
          {{"short_factor", std::vector<double>(64, 1.0)},
           {"long_factor", std::vector<double>(64, long_factor)},
           {"factor", 8.0},
           {"schedule", schedule}}};
}

TEST(Explain, CountsTurnsAsLlamaHasThem) {
  EXPECT_THAT(bands(explained({{"rope", {}}})), ElementsAre(21, 25, 18));  // METHODS.md 9.1
  EXPECT_NEAR(explained({}).pairs.back().turns, 0.075, 5e-4);
}

TEST(Explain, CountsTurnsOfTinyModels) {  // METHODS.md 9.1b
  const auto of = [](double theta, int dim, int trained) {
    return bands(explained({}, geometry(dim, theta, trained)));
  };
  EXPECT_THAT(of(1e4, 16, 64), ElementsAre(0, 3, 5));
  EXPECT_THAT(of(1e4, 32, 128), ElementsAre(0, 6, 10));
  EXPECT_THAT(of(1e4, 64, 512), ElementsAre(4, 12, 16));
  EXPECT_THAT(of(1e3, 32, 256), ElementsAre(1, 8, 7));
  EXPECT_THAT(of(500, 32, 512), ElementsAre(3, 9, 4));
}

TEST(Explain, TellsHowFarSlowPairsLeaveTheirAngles) {  // METHODS.md 9.2: RoPE 8, PI 1, NTK 1.75, YaRN 1
  const auto rope = explained({{"rope", {}}});
  EXPECT_EQ(leaving(rope), 18);
  EXPECT_NEAR(overreach(rope), 8, 1e-9);
  const auto linear = explained({{"linear", {{"factor", 8.0}}}});
  EXPECT_EQ(leaving(linear), 0);
  EXPECT_NEAR(overreach(linear), 1, 1e-9);
  EXPECT_NEAR(overreach(explained({{"ntk_aware", {{"alpha", 8.0}}}})), 1.75, 5e-3);
  EXPECT_NEAR(overreach(explained({{"yarn", {{"factor", 8.0}}}})), 1, 1e-9);
  EXPECT_EQ(leaving(explained({{"rope", {}}}, llama, 4096)), 0);
}

TEST(Explain, NamesTheFateOfEveryPair) {
  EXPECT_EQ(count(explained({}), PairFate::kept), 64);
  EXPECT_EQ(count(explained({{"linear", {{"factor", 8.0}}}}), PairFate::interpolated), 64);
  const auto yarn = explained({{"yarn", {{"factor", 8.0}}}});  // ramp from pair 20 to 46
  EXPECT_EQ(count(yarn, PairFate::kept), 21);
  EXPECT_EQ(count(yarn, PairFate::blended), 25);
  EXPECT_EQ(count(yarn, PairFate::interpolated), 18);
  EXPECT_EQ(yarn.pairs.back().ratio, 0.125);
  const auto ntk = explained({{"ntk_aware", {{"alpha", 8.0}}}});
  EXPECT_EQ(ntk.pairs.front().fate, PairFate::kept);
  EXPECT_EQ(ntk.pairs.back().fate, PairFate::interpolated);
  EXPECT_EQ(count(ntk, PairFate::blended), 62);
  EXPECT_EQ(count(explained({{"nope", {}}}), PairFate::not_rotated), 64);
  EXPECT_GT(count(explained({{"longrope", longrope(0.5).params}}), PairFate::sped_up), 0);
}

TEST(Explain, ComparesWithWhatTheWeightsWereTrainedWith) {
  const auto alibi = explained({{"alibi", {}}});
  EXPECT_EQ(leaving(alibi), 0);
  EXPECT_EQ(alibi.pairs[0].trained_angle, 0);
  EXPECT_EQ(leaving(explained({{"xpos", {}}})), 18);
}

TEST(Explain, GivesTheSharpnessOfScores) {
  const auto yarn = explained({{"yarn", {{"factor", 16.0}}}});  // METHODS.md 3.6
  EXPECT_NEAR(yarn.sharpness.attention_factor, 1.2772588722239782, 1e-12);
  EXPECT_NEAR(yarn.sharpness.logit_factor, 1.6314, 5e-5);
  EXPECT_EQ(yarn.sharpness.mean, yarn.sharpness.logit_factor);
  EXPECT_NEAR(yarn.sharpness.expected, 1.25, 1e-12);
  const auto log_n = explained({{"log_n", {}}});
  EXPECT_NEAR(log_n.sharpness.last, 1.25, 1e-6);
  EXPECT_GT(log_n.sharpness.mean, 1.1);
  EXPECT_LT(log_n.sharpness.mean, 1.25);
  // METHODS.md 3.9: LongRoPE's factor is exactly log-n's ratio
  EXPECT_NEAR(explained({longrope(8)}).sharpness.logit_factor, 1.25, 1e-12);
  EXPECT_EQ(explained({}, llama, 100).sharpness.expected, 1);
}

TEST(Explain, TellsWhatACacheHasToHold) {
  const auto need = [](const MethodSpec& spec) { return explained({spec}).cache.need; };
  for (const char* id : {"rope", "yarn", "alibi", "log_n", "sinks", "dual_chunk", "key_norm"}) {
    EXPECT_EQ(need({id, {}}), CacheNeed::rotated_keys) << id;
  }
  for (const char* id : {"rerope", "leaky_rerope", "self_extend", "xpos"}) {
    EXPECT_EQ(need({id, {}}), CacheNeed::unrotated_keys) << id;
  }
  for (const char* id : {"dynamic_ntk", "dynamic_yarn"}) {
    const auto cache = explained({{id, {}}}).cache;
    EXPECT_EQ(cache.need, CacheNeed::rerun) << id;
    EXPECT_EQ(cache.holds_until, 4096) << id;
    EXPECT_EQ(explained({{id, {}}}, llama, 100).cache.holds_until, 4096) << id;
  }
  EXPECT_EQ(need(longrope(8)), CacheNeed::rerun);
  EXPECT_EQ(need(longrope(8, "static")), CacheNeed::rotated_keys);
  EXPECT_EQ(need(longrope(1)), CacheNeed::rotated_keys);
}

TEST(Explain, CountsWhatTheLastTokenCosts) {
  const Cost rope = explained({}).cost;
  EXPECT_EQ(rope.keys_seen, eightfold);
  EXPECT_EQ(rope.branches, 1);
  EXPECT_EQ(rope.extra_products, 0);
  EXPECT_EQ(rope.query_rotations, 1);
  EXPECT_EQ(rope.key_rotations, 1);
  EXPECT_EQ(rope.table_bytes, 0);
  const Cost rerope = explained({{"rerope", {{"window", 512.0}}}}).cost;
  EXPECT_EQ(rerope.branches, 2);
  EXPECT_EQ(rerope.extra_products, eightfold);
  EXPECT_EQ(rerope.query_rotations, 2);
  EXPECT_EQ(rerope.key_rotations, 1);  // far keys stay as they are
  EXPECT_EQ(explained({{"rerope", {{"window", 512.0}}}}, llama, 512).cost.branches, 1);
  EXPECT_EQ(explained({{"self_extend", {}}}).cost.key_rotations, 2);
  EXPECT_EQ(explained({{"dual_chunk", {}}}).cost.branches, 3);
  EXPECT_EQ(explained({{"window", {{"window", 100.0}}}}).cost.keys_seen, 100);
  EXPECT_EQ(explained({{"sinks", {{"sinks", 4.0}, {"window", 100.0}}}}).cost.keys_seen, 104);
  EXPECT_EQ(explained({{"xpos", {}}}).cost.exponentials, 64);
  const auto alibi = explain(std::vector<MethodSpec>{{"alibi", {}}}, llama, {.seq_len = 1000, .num_heads = 8});
  EXPECT_EQ(alibi->cost.biased_scores, 1000);
  EXPECT_EQ(alibi->cost.query_rotations, 0);
  EXPECT_EQ(alibi->cost.table_bytes, 8 * 1000 * 4);
}

TEST(Explain, GivesTheBoundsThatMethodsKnow) {
  const RopeConfig tiny = geometry(32, 1e4, 128);
  const auto leaky = [&](double slope) {
    return explained({{"leaky_rerope", {{"window", 32.0}, {"slope", slope}}}}, tiny, 1024);
  };
  const double least = fact(leaky(16), "least_slope");
  EXPECT_NEAR(least, 991.0 / 95, 1e-12);  // METHODS.md 4: k >= 10.4
  EXPECT_EQ(leaving(leaky(least)), 0);
  EXPECT_GT(leaving(leaky(least * 0.99)), 0);
  const std::vector<MethodSpec> extended{{"self_extend", {{"group", 8.0}, {"window", 32.0}}}};
  EXPECT_EQ(fact(explained(extended, tiny), "reach"), 800);  // (128 - 32) * 8 + 32
  EXPECT_EQ(leaving(explained(extended, tiny, 800)), 0);
  EXPECT_GT(leaving(explained(extended, tiny, 801)), 0);
  EXPECT_EQ(fact(explained({{"rerope", {}}}, tiny), "largest_window"), 127);
  EXPECT_EQ(fact(explained({{"dynamic_ntk", {{"factor", 2.0}}}}), "alpha"), 15);  // METHODS.md 3.4
}

TEST(Explain, GivesTheSpanOfPretendedDistances) {  // METHODS.md 4: the largest P, and itself
  const auto span = [](const MethodSpec& spec) { return explained({spec}).span.at_length; };
  EXPECT_EQ(span({"rope", {}}), eightfold);
  EXPECT_EQ(span({"rerope", {{"window", 512.0}}}), 513);
  EXPECT_EQ(span({"leaky_rerope", {{"window", 512.0}, {"slope", 16.0}}}), 512 + (eightfold - 1 - 512) / 16.0 + 1);
  EXPECT_EQ(span({"self_extend", {{"group", 8.0}, {"window", 1024.0}}}), 4095 + 1024 - 128 + 1);
  EXPECT_EQ(span({"dual_chunk", {{"chunk", 3072.0}, {"local", 512.0}}}), 3073);
  EXPECT_EQ(span({"window", {{"window", 100.0}}}), 100);
  EXPECT_EQ(span({"sinks", {{"sinks", 4.0}, {"window", 100.0}}}), 104);
}

TEST(Reach, IsTheLargestDistanceOverAllPairsThatSeeEachOther) {
  const RopeConfig rope = geometry(16, 1e4, 40);
  constexpr int length = 150;
  std::vector<std::vector<MethodSpec>> choices{{}};
  for (const char* id : {"rerope", "leaky_rerope", "self_extend", "dual_chunk", "sinks", "window"}) {
    choices.push_back({{id, {}}});
    if (std::string(id) != "sinks" && std::string(id) != "window") choices.push_back({{id, {}}, {"window", {}}});
  }
  choices.push_back({{"sinks", {{"positions", std::string("capped")}}}});
  choices.push_back({{"sinks", {{"positions", std::string("text")}}}});
  for (const auto& specs : choices) {
    const auto plan = make_plan(specs, rope, {.seq_len = length});
    ASSERT_TRUE(plan) << plan.error().message;
    const auto facts = reference::facts_of(*plan, 1);
    double largest = 0;
    int seen = 0;
    for (int m = 0; m < length; ++m) {
      seen = 0;
      for (int n = 0; n <= m; ++n) {
        if (!facts.sees(m, n)) continue;
        ++seen;
        largest = std::max(largest, std::abs(facts.distance(m, n)));
      }
    }
    const std::string name = specs.empty() ? "rope" : specs.front().id;
    EXPECT_EQ(largest_distance(*plan, length), largest) << name;
    EXPECT_EQ(keys_seen(*plan, length - 1), seen) << name;
  }
}

TEST(Explain, TellsWhatOthersDoUnderTheSameName) {
  for (const char* id : {"yarn", "dynamic_ntk", "longrope"}) {
    const MethodEntry& entry = *find_method(id);
    for (const char* engine : {"transformers", "vLLM", "llama.cpp"}) {
      const auto names_it = [&](const Elsewhere& other) { return other.engine.find(engine) != std::string_view::npos; };
      EXPECT_EQ(std::ranges::count_if(entry.elsewhere, names_it), 1) << id << ' ' << engine;
    }
  }
  for (const MethodEntry& entry : registry()) {
    for (const Elsewhere& other : entry.elsewhere) EXPECT_TRUE(other.text.ends_with('.')) << entry.info.id;
  }
}

TEST(Explain, PassesMistakesOn) {
  EXPECT_EQ(explain(std::vector<MethodSpec>{{"yarm", {}}}, llama, {.seq_len = 1}).error().code,
            ErrorCode::unknown_method);
  EXPECT_EQ(explain(std::vector<MethodSpec>{{"linear", {}}, {"yarn", {}}}, llama, {.seq_len = 1}).error().code,
            ErrorCode::slot_conflict);
  EXPECT_EQ(explain({}, llama, {.seq_len = 0}).error().code, ErrorCode::invalid_argument);
}

TEST(Explain, SaysTheSameOfEqualPlansOnTheSameWeights) {
  std::vector<test::MethodCase> forms = test::all_cases();
  forms.push_back({"linear_4", {{"linear", {{"factor", 4.0}}}}});
  forms.push_back({"proportional_4", {{"proportional", {{"partial_rotary_factor", 1.0}, {"factor", 4.0}}}}});
  forms.push_back({"proportional_1", {{"proportional", {{"partial_rotary_factor", 1.0}}}}});
  forms.push_back({"linear_1", {{"linear", {{"factor", 1.0}}}}});
  forms.push_back({"ntk_1", {{"ntk_aware", {{"alpha", 1.0}}}}});
  const PlanRequest request = test::case_request(128);
  int equal = 0;
  for (std::size_t a = 0; a < forms.size(); ++a) {
    for (std::size_t b = a + 1; b < forms.size(); ++b) {
      const auto plan = make_plan(forms[a].methods, test::case_rope, request);
      if (*plan != *make_plan(forms[b].methods, test::case_rope, request)) continue;
      if (trained_as(forms[a].methods) != trained_as(forms[b].methods)) continue;
      ++equal;
      const auto one = explain(forms[a].methods, test::case_rope, request);
      const auto other = explain(forms[b].methods, test::case_rope, request);
      ASSERT_TRUE(one && other);
      for (std::size_t i = 0; i < one->pairs.size(); ++i) {
        EXPECT_EQ(one->pairs[i].leaves, other->pairs[i].leaves) << forms[a].name << ", " << forms[b].name;
        EXPECT_EQ(one->pairs[i].trained_angle, other->pairs[i].trained_angle);
      }
      EXPECT_EQ(one->span.in_training, other->span.in_training) << forms[a].name << ", " << forms[b].name;
    }
  }
  EXPECT_GE(equal, 4);
}

}  // namespace
}  // namespace ropescope
