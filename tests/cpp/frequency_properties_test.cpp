// What must hold for every frequency method of the registry, whatever its formula, and the identities between methods.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <numbers>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "golden.hpp"
#include "plans.hpp"
#include "position/param_info.hpp"
#include "position/plan.hpp"
#include "position/registry.hpp"
#include "position/rope_config.hpp"
#include "reference_frequencies.hpp"

namespace ropescope {
namespace {

// Heads of 16 to 128 channels, three bases, short and long training.
std::vector<RopeConfig> geometries() {
  std::vector<RopeConfig> all;
  for (const int d : {4, 16, 64, 80, 128}) {
    for (const double theta : {500.0, 1e4, 1e6}) {
      for (const int trained : {128, 4096}) all.push_back(geometry(d, theta, trained));
    }
  }
  return all;
}

// Methods that set frequencies and nothing else; those that stop the rotation to add a bias are not frequency methods.
bool is_frequency_method(const MethodEntry& entry) {
  return entry.slots == std::vector<std::string_view>{"frequencies"} && entry.info.id != "nope";
}

// Every frequency method at its defaults; those that need lists get lists of the right length.
std::vector<MethodSpec> specs_for(const RopeConfig& rope) {
  std::vector<MethodSpec> specs;
  for (const MethodEntry& entry : methods()) {
    if (!is_frequency_method(entry)) continue;
    MethodSpec spec{std::string(entry.info.id), {}};
    for (const ParamInfo& param : entry.params) {
      if (param.type != ParamType::list) continue;
      std::vector<double> divisors(static_cast<std::size_t>(rope.rotary_dim) / 2);  // growing from 1 towards 4
      for (std::size_t i = 0; i < divisors.size(); ++i)
        divisors[i] = 1 + 6.0 * static_cast<double>(i) / rope.rotary_dim;
      spec.params.emplace(param.key, divisors);
    }
    specs.push_back(std::move(spec));
  }
  return specs;
}

PositionPlan expect_plan(const MethodSpec& spec, const RopeConfig& rope, int seq_len = 1) {
  auto plan = plan_of(spec, rope, seq_len);
  if (plan) return std::move(*plan);
  ADD_FAILURE() << spec.id << ": " << plan.error().message;
  return {};
}

template <class Check>
void for_every_method_and_geometry(Check check) {
  std::size_t checked = 0;
  for (const RopeConfig& rope : geometries()) {
    for (const MethodSpec& spec : specs_for(rope)) {
      SCOPED_TRACE(spec.id + " d" + std::to_string(rope.rotary_dim) + " theta" + std::to_string(rope.rope_theta) +
                   " L" + std::to_string(rope.original_max_position_embeddings));
      check(spec, rope);
      ++checked;
    }
  }
  EXPECT_GE(checked, 300U);
}

// Resonance RoPE rounds wavelengths to whole tokens, the shortest of 2 pi by less than half a token; no other method
// makes a pair faster.
constexpr double largest = 2 * std::numbers::pi / (2 * std::numbers::pi - 0.5);

TEST(FrequencyProperties, every_frequency_is_finite_and_pairs_are_in_order) {
  for_every_method_and_geometry([](const MethodSpec& spec, const RopeConfig& rope) {
    for (const int seq_len : {1, 4096, 100000}) {
      const PositionPlan plan = expect_plan(spec, rope, seq_len);
      ASSERT_EQ(plan.inv_freq.size(), static_cast<std::size_t>(rope.rotary_dim) / 2);
      EXPECT_EQ(plan.head_dim, rope.head_dim);
      EXPECT_TRUE(std::ranges::all_of(plan.inv_freq, [](double value) { return value >= 0 && value <= largest; }));
      EXPECT_TRUE(std::ranges::is_sorted(plan.inv_freq, std::greater<>{})) << "slower pairs come later";
      EXPECT_TRUE(std::isfinite(plan.attention_factor) && plan.attention_factor >= 1);
    }
  });
}

TEST(FrequencyProperties, no_method_turns_a_pair_faster_than_plain_rope_but_for_a_rounded_wavelength) {
  for_every_method_and_geometry([](const MethodSpec& spec, const RopeConfig& rope) {
    const PositionPlan plain = expect_plan({"rope", {}}, rope);
    if (spec.id == "abf") return;  // states a base of its own, which may be the smaller one
    const PositionPlan plan = expect_plan(spec, rope, 50000);
    for (std::size_t i = 0; i < plan.inv_freq.size(); ++i) EXPECT_LE(plan.inv_freq[i], plain.inv_freq[i] * largest);
  });
}

TEST(FrequencyProperties, only_methods_that_say_so_depend_on_the_length) {
  for_every_method_and_geometry([](const MethodSpec& spec, const RopeConfig& rope) {
    const auto entry = std::ranges::find(methods(), spec.id, [](const MethodEntry& each) { return each.info.id; });
    const bool same = expect_plan(spec, rope, 100).inv_freq == expect_plan(spec, rope, 100000).inv_freq;
    const bool has_equal_lists = spec.id == "longrope";  // specs_for gives it the same list for short and long texts
    EXPECT_EQ(same, !entry->depends_on_length || has_equal_lists);
  });
}

TEST(FrequencyProperties, dynamic_methods_are_plain_rope_up_to_the_trained_length) {
  for (const RopeConfig& rope : geometries()) {
    const PositionPlan plain = expect_plan({"rope", {}}, rope);
    const int trained = rope.original_max_position_embeddings;
    for (const char* id : {"dynamic_ntk", "dynamic_yarn"}) {
      EXPECT_EQ(expect_plan({id, {}}, rope, trained), plain) << id;
      EXPECT_NE(expect_plan({id, {}}, rope, 2 * trained), plain) << id;
    }
  }
}

TEST(FrequencyProperties, a_factor_of_one_is_plain_rope_to_the_last_bit) {
  for (const RopeConfig& rope : geometries()) {
    const PositionPlan plain = expect_plan({"rope", {}}, rope);
    for (const char* id : {"linear", "ntk_by_parts", "part_ntk", "yarn", "llama3"}) {
      EXPECT_EQ(expect_plan({id, {{"factor", 1.0}}}, rope), plain) << id;
    }
    EXPECT_EQ(expect_plan({"ntk_aware", {{"alpha", 1.0}}}, rope), plain);
    EXPECT_EQ(expect_plan({"proportional", {{"partial_rotary_factor", 1.0}}}, rope), plain);
  }
}

TEST(FrequencyProperties, agrees_with_the_slow_reference_for_every_method_that_has_one) {
  const auto formulas = reference::defaults();
  std::size_t compared = 0;
  for_every_method_and_geometry([&](const MethodSpec& spec, const RopeConfig& rope) {
    const auto formula = formulas.find(spec.id);
    if (formula == formulas.end()) return;
    for (const int seq_len : {100, 1000, 33333}) {
      std::vector<double> expected(static_cast<std::size_t>(rope.rotary_dim) / 2);
      for (std::size_t i = 0; i < expected.size(); ++i)
        expected[i] = formula->second({rope, seq_len, static_cast<int>(i)});
      EXPECT_LE(golden::worst_relative(expect_plan(spec, rope, seq_len).inv_freq, expected), 1e-12);
      ++compared;
    }
  });
  EXPECT_EQ(compared, formulas.size() * geometries().size() * 3);
}

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

TEST(FrequencyIdentities, an_extrapolation_factor_of_zero_interpolates_every_pair) {
  const RopeConfig rope = geometry(64, 1e4, 2048);
  const PositionPlan linear = expect_plan({"linear", {}}, rope);
  EXPECT_EQ(expect_plan({"yarn", {{"extrapolation_factor", 0.0}}}, rope).inv_freq, linear.inv_freq);
  const MethodSpec part_ntk{"part_ntk", {{"extrapolation_factor", 0.0}, {"ntk_factor", 0.0}}};
  EXPECT_EQ(expect_plan(part_ntk, rope).inv_freq, linear.inv_freq);
}

// Native and WebAssembly runs of this program compare with one number: plans agree bit for bit (DESIGN 10).
TEST(FrequencyProperties, the_bits_of_all_plans_are_the_same_on_every_machine) {
  std::uint64_t hash = 14695981039346656037U;  // FNV-1a
  std::size_t values = 0;
  const auto add = [&](double value) {
    hash = (hash ^ std::bit_cast<std::uint64_t>(value)) * 1099511628211U;
    ++values;
  };
  for (const RopeConfig& rope : geometries()) {
    for (const char* id : {"rope", "linear", "ntk_aware", "dynamic_ntk", "ntk_by_parts", "part_ntk", "yarn",
                           "dynamic_yarn", "llama3", "proportional"}) {
      const PositionPlan plan = expect_plan({id, {}}, rope, 12345);
      std::ranges::for_each(plan.inv_freq, add);
      add(plan.attention_factor);
    }
  }
  EXPECT_EQ(values, 9060U);
  EXPECT_EQ(hash, 7107901734245653300U);
}

}  // namespace
}  // namespace ropescope
