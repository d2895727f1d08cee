// What must hold for every frequency method of the registry, whatever its formula, and the identities between methods.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
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
#include "position/param.hpp"
#include "position/plan.hpp"
#include "position/registry.hpp"
#include "position/rope_config.hpp"
#include "reference_frequencies.hpp"

namespace ropescope {
namespace {

// Methods that set frequencies and nothing else; those that stop the rotation to add a bias are not frequency methods.
bool is_frequency_method(const MethodEntry& entry) {
  return std::ranges::equal(entry.slots, std::array<std::string_view, 1>{"frequencies"}) && entry.info.id != "nope";
}

// Every frequency method at its defaults; those that need lists get lists of the right length.
std::vector<MethodSpec> specs_for(const RopeConfig& rope) {
  std::vector<MethodSpec> specs;
  for (const MethodEntry& entry : registry()) {
    if (!is_frequency_method(entry)) continue;
    MethodSpec spec{std::string(entry.info.id), {}};
    for (const Param& param : entry.params) {
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
    const auto entry = std::ranges::find(registry(), spec.id, [](const MethodEntry& each) { return each.info.id; });
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
  EXPECT_EQ(hash, 5071488679912631255U);
}

std::string dynamic_longrope(std::vector<double> divisors, double factor, int trained, int seq_len) {
  const MethodSpec spec{
      "longrope", {{"schedule", std::string("dynamic")}, {"long_factor", std::move(divisors)}, {"factor", factor}}};
  const auto plan = plan_of(spec, geometry(4, 1e4, trained), seq_len);
  return plan ? "accepted" : plan.error().message;
}

TEST(FrequencyProperties, longrope_refuses_a_divisor_that_grows_to_zero_or_below) {
  EXPECT_EQ(dynamic_longrope({0.5, 0.5}, 2, 4, 12),
            "longrope.long_factor must be at least 0.5005 to grow to 12 tokens with schedule dynamic, got 0.5");
  EXPECT_NE(dynamic_longrope({2, 0.5}, 2, 4, 16), "accepted") << "it would turn backwards";
  EXPECT_EQ(dynamic_longrope({2, 0.5}, 2, 4, 11), "accepted");
  EXPECT_EQ(dynamic_longrope({1, 1}, 2, 4, 10000), "accepted");
}

}  // namespace
}  // namespace ropescope
