// Identities between frequency methods, and of single ones at special parameters (METHODS 16c).
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <string>
#include <vector>

#include "golden.hpp"
#include "plans.hpp"
#include "position/plan.hpp"
#include "position/registry.hpp"
#include "position/rope_config.hpp"

namespace ropescope {
namespace {

// Relative 1e-14: both sides round a handful of times.
void expect_close(double actual, double expected) { EXPECT_NEAR(actual, expected, 1e-14 * expected); }

TEST(FrequencyIdentities, linear_divides_every_pair_by_its_factor) {
  for (const RopeConfig& rope : geometries()) {
    const PositionPlan plain = expect_plan({"rope", {}}, rope);
    const PositionPlan linear = expect_plan({"linear", {{"factor", 8.0}}}, rope);
    for (std::size_t i = 0; i < plain.inv_freq.size(); ++i) EXPECT_EQ(linear.inv_freq[i], plain.inv_freq[i] / 8);
  }
}

TEST(FrequencyIdentities, ntk_aware_keeps_the_first_pair_and_slows_the_last_alpha_times) {
  for (const RopeConfig& rope : geometries()) {
    const double slowest = expect_plan({"rope", {}}, rope).inv_freq.back();
    const PositionPlan ntk = expect_plan({"ntk_aware", {{"alpha", 8.0}}}, rope);
    EXPECT_EQ(ntk.inv_freq.front(), 1);
    expect_close(ntk.inv_freq.back(), slowest / 8);
  }
}

TEST(FrequencyIdentities, ntk_aware_by_base_is_rope_with_that_base) {
  const PositionPlan by_base = expect_plan({"ntk_aware", {{"base", 1e6}}}, geometry(128, 1e4, 4096));
  EXPECT_EQ(by_base.inv_freq, expect_plan({"rope", {}}, geometry(128, 1e6, 4096)).inv_freq);
  // CodeLlama's base as an alpha: (b'/b)^((d-2)/d) = 93.1 (METHODS 3.3).
  const double alpha = std::pow(100.0, 126.0 / 128);
  EXPECT_NEAR(alpha, 93.1, 0.05);
  const PositionPlan by_alpha = expect_plan({"ntk_aware", {{"alpha", alpha}}}, geometry(128, 1e4, 4096));
  EXPECT_LE(golden::worst_relative(by_alpha.inv_freq, by_base.inv_freq), 1e-13);
}

TEST(FrequencyIdentities, dynamic_ntk_with_factor_one_slows_the_last_pair_by_the_length_ratio) {
  for (const RopeConfig& rope : geometries()) {
    const int trained = rope.original_max_position_embeddings;
    const double slowest = expect_plan({"rope", {}}, rope).inv_freq.back();
    expect_close(expect_plan({"dynamic_ntk", {}}, rope, 5 * trained).inv_freq.back(), slowest / 5);
    // alpha = f N/L - (f - 1): 3, 7, 15 for f = 2 at 2, 4, 8 times L
    expect_close(expect_plan({"dynamic_ntk", {{"factor", 2.0}}}, rope, 4 * trained).inv_freq.back(), slowest / 7);
  }
}

TEST(FrequencyIdentities, yarn_and_llama3_keep_the_first_pair_and_interpolate_the_last) {
  const RopeConfig rope = geometry(128, 1e4, 4096);
  const PositionPlan plain = expect_plan({"rope", {}}, rope);
  for (const char* id : {"yarn", "llama3", "ntk_by_parts", "part_ntk"}) {
    const PositionPlan plan = expect_plan({id, {{"factor", 16.0}}}, rope);
    EXPECT_EQ(plan.inv_freq.front(), plain.inv_freq.front()) << id;
    EXPECT_EQ(plan.inv_freq.back(), plain.inv_freq.back() / 16) << id;
  }
}

TEST(FrequencyIdentities, longrope_with_equal_factors_is_linear) {
  const RopeConfig rope = geometry(64, 1e4, 4096);
  const std::vector<double> eights(32, 8.0);
  const PositionPlan linear = expect_plan({"linear", {{"factor", 8.0}}}, rope);
  const MethodSpec spec{"longrope", {{"short_factor", eights}, {"long_factor", eights}, {"factor", 8.0}}};
  EXPECT_EQ(expect_plan(spec, rope).inv_freq, linear.inv_freq);
}

TEST(FrequencyIdentities, longrope_changes_lists_one_token_beyond_the_trained_length) {
  const RopeConfig rope = geometry(4, 1e4, 4096);
  const MethodSpec spec{"longrope", {{"short_factor", std::vector{1.0, 2.0}}, {"long_factor", std::vector{3.0, 8.0}}}};
  const double slow = 0.01;
  EXPECT_EQ(expect_plan(spec, rope, 4096).inv_freq, (std::vector{1.0, slow / 2}));
  EXPECT_EQ(expect_plan(spec, rope, 4097).inv_freq, (std::vector{1.0 / 3, slow / 8}));
}

TEST(FrequencyIdentities, longrope_attention_factor_squared_is_the_log_n_ratio) {
  const std::vector<double> ones(32, 1.0);
  const MethodSpec spec{"longrope", {{"short_factor", ones}, {"long_factor", ones}, {"factor", 32.0}}};
  const double factor = expect_plan(spec, geometry(64, 1e4, 4096)).attention_factor;
  EXPECT_NEAR(factor * factor, std::log(32.0 * 4096) / std::log(4096.0), 1e-14);
  EXPECT_NEAR(factor, 1.1902380714238083, 1e-15);  // Phi-3.5-mini, Phi-4-mini
}

TEST(FrequencyIdentities, llama3_is_ntk_by_parts_between_one_and_four_turns) {
  for (const RopeConfig& rope : geometries()) {
    const MethodSpec by_parts{"ntk_by_parts", {{"factor", 8.0}, {"beta_slow", 1.0}, {"beta_fast", 4.0}}};
    EXPECT_EQ(expect_plan({"llama3", {}}, rope), expect_plan(by_parts, rope));
  }
}

TEST(FrequencyIdentities, yarn_without_its_attention_factor_is_ntk_by_parts_on_either_ramp) {
  for (const RopeConfig& rope : geometries()) {
    for (const char* ramp : {"pairs", "turns"}) {
      const MethodSpec yarn{"yarn", {{"attention_factor", 1.0}, {"ramp", std::string(ramp)}}};
      EXPECT_EQ(expect_plan(yarn, rope), expect_plan({"ntk_by_parts", {{"ramp", std::string(ramp)}}}, rope));
    }
  }
}

TEST(FrequencyIdentities, the_two_ramps_of_yarn_differ_by_as_much_as_the_study_measured) {
  const RopeConfig rope = geometry(128, 1e4, 4096);
  const PositionPlan code = expect_plan({"yarn", {{"factor", 16.0}}}, rope);
  const PositionPlan paper = expect_plan({"yarn", {{"factor", 16.0}, {"ramp", std::string("turns")}}}, rope);
  double smallest = 1;
  int apart = 0;
  for (std::size_t i = 0; i < 64; ++i) {
    smallest = std::min(smallest, paper.inv_freq[i] / code.inv_freq[i]);
    if (std::abs(paper.inv_freq[i] / code.inv_freq[i] - 1) > 0.01) ++apart;
  }
  EXPECT_NEAR(smallest, 0.33, 0.01);  // METHODS 3.6
  EXPECT_EQ(apart, 25);
}

TEST(FrequencyIdentities, bands_that_meet_make_the_ramp_a_step) {
  const RopeConfig rope = geometry(128, 1e4, 4096);
  const PositionPlan plain = expect_plan({"rope", {}}, rope);
  for (const char* ramp : {"pairs", "turns"}) {
    const MethodSpec yarn{"yarn",
                          {{"beta_fast", 2.0}, {"beta_slow", 2.0}, {"truncate", false}, {"ramp", std::string(ramp)}}};
    const PositionPlan plan = expect_plan(yarn, rope);
    for (std::size_t i = 0; i < plan.inv_freq.size(); ++i) {
      const double turns = 4096 * plain.inv_freq[i] / (2 * std::numbers::pi);
      EXPECT_EQ(plan.inv_freq[i], turns > 2 ? plain.inv_freq[i] : plain.inv_freq[i] / 4) << ramp << " " << i;
    }
  }
}

TEST(FrequencyIdentities, an_extrapolation_factor_of_zero_interpolates_every_pair) {
  const RopeConfig rope = geometry(64, 1e4, 2048);
  const PositionPlan linear = expect_plan({"linear", {}}, rope);
  EXPECT_EQ(expect_plan({"yarn", {{"extrapolation_factor", 0.0}}}, rope).inv_freq, linear.inv_freq);
  const MethodSpec part_ntk{"part_ntk", {{"extrapolation_factor", 0.0}, {"ntk_factor", 0.0}}};
  EXPECT_EQ(expect_plan(part_ntk, rope).inv_freq, linear.inv_freq);
}

}  // namespace
}  // namespace ropescope
