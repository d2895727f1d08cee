// NTK (Su), Resonance RoPE and ABF against the double-precision tables, and what each promises.
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include "golden.hpp"
#include "io/json.hpp"
#include "position/method.hpp"
#include "position/plan.hpp"
#include "position/registry.hpp"
#include "position/rope_config.hpp"

namespace ropescope {
namespace {

RopeConfig geometry(int dim, double theta = 10000) {
  return {.head_dim = dim, .rotary_dim = dim, .rope_theta = theta, .original_max_position_embeddings = 2048};
}

PositionPlan plan_of(const MethodSpec& spec, const RopeConfig& rope) {
  auto plan = make_plan(std::vector{spec}, rope, {.seq_len = 1});
  if (plan) return *std::move(plan);
  ADD_FAILURE() << plan.error().message;
  return {};
}

MethodSpec su(std::string variant, double factor, double mixed_b = 0.625) {
  return {"ntk_su", {{"variant", std::move(variant)}, {"factor", factor}, {"mixed_b", mixed_b}}};
}

TEST(NtkSu, has_the_tables_of_all_variants) {
  const Json file = golden::load("derived_f64.json");
  const Json* tables = file.find("ntk_variants");
  ASSERT_NE(tables, nullptr);
  for (const int dim : {16, 64, 128}) {
    for (const int k : {2, 8, 16}) {
      const std::string name = "d" + std::to_string(dim) + "_k" + std::to_string(k);
      const Json* table = tables->find(name);
      ASSERT_NE(table, nullptr) << name;
      const auto worst = [&](const MethodSpec& spec, const char* key) {
        return golden::worst_relative(plan_of(spec, geometry(dim)).inv_freq, golden::numbers(*table, key));
      };
      EXPECT_LE(worst(su("old", k), "su_old: base b*k"), 1e-12) << name;
      EXPECT_LE(worst(su("fixed", k), "su_fixed: extra 1/lambda"), 1e-12) << name;
      EXPECT_LE(worst(su("mixed", k), "su_mixed_b0.625"), 1e-12) << name;
      EXPECT_LE(worst(su("mixed", k, 0.75), "su_mixed_b0.75"), 1e-12) << name;
      const MethodSpec bloc97{"ntk_aware", {{"alpha", static_cast<double>(k)}}};
      EXPECT_LE(worst(bloc97, "bloc97: b*k^(d/(d-2))"), 1e-12) << name;
    }
  }
}

TEST(NtkSu, fixed_and_mixed_slow_the_last_pair_exactly_k_times) {
  const double last = plan_of({"rope", {}}, geometry(64)).inv_freq.back();
  EXPECT_NEAR(plan_of(su("fixed", 8), geometry(64)).inv_freq.back(), last / 8, 1e-15 * last);
  EXPECT_NEAR(plan_of(su("mixed", 8), geometry(64)).inv_freq.back(), last / 8, 1e-15 * last);
}

TEST(NtkSu, mixed_with_exponent_one_is_fixed_and_with_zero_is_linear) {
  const auto fixed = plan_of(su("fixed", 8), geometry(64)).inv_freq;
  const auto linear = plan_of({"linear", {{"factor", 8.0}}}, geometry(64)).inv_freq;
  EXPECT_EQ(plan_of(su("mixed", 8, 1), geometry(64)).inv_freq, fixed);
  EXPECT_LE(golden::worst_relative(plan_of(su("mixed", 8, 0), geometry(64)).inv_freq, linear), 1e-15);
}

TEST(NtkSu, with_factor_one_is_rope) {
  for (const char* variant : {"old", "fixed", "mixed"}) {
    EXPECT_EQ(plan_of(su(variant, 1), geometry(64)).inv_freq, plan_of({"rope", {}}, geometry(64)).inv_freq);
  }
}

TEST(Resonance, has_the_table_of_rounded_wavelengths) {
  const Json file = golden::load("derived_f64.json");
  const Json* tables = file.find("resonance_rope");
  ASSERT_NE(tables, nullptr);
  struct Shape {
    int dim;
    int theta;
  };
  for (const auto& [dim, theta] : {Shape{16, 10000}, Shape{64, 10000}, Shape{128, 500000}}) {
    const Json* table = tables->find("d" + std::to_string(dim) + "_b" + std::to_string(theta));
    ASSERT_NE(table, nullptr) << dim;
    const auto plan = plan_of({"resonance", {}}, geometry(dim, theta));
    EXPECT_LE(golden::worst_relative(plan.inv_freq, golden::numbers(*table, "inv_freq")), 1e-12);
    EXPECT_EQ(plan.attention_factor, 1.0);
  }
}

TEST(Resonance, with_a_factor_rounds_yarns_wavelengths) {
  const Params params{{"factor", 8.0}, {"beta_fast", 4.0}};
  const auto yarn = plan_of({"yarn", params}, geometry(64));
  const auto resonance = plan_of({"resonance", params}, geometry(64));
  EXPECT_EQ(resonance.attention_factor, yarn.attention_factor);
  for (std::size_t i = 0; i < yarn.inv_freq.size(); ++i) {
    const double wavelength = 2 * std::numbers::pi / resonance.inv_freq[i];
    EXPECT_NEAR(wavelength, std::round(wavelength), 1e-9 * wavelength);
    EXPECT_NEAR(wavelength, 2 * std::numbers::pi / yarn.inv_freq[i], 0.5);
  }
}

TEST(Abf, is_the_series_over_the_new_base) {
  EXPECT_EQ(plan_of({"abf", {}}, geometry(128)).inv_freq, plan_of({"rope", {}}, geometry(128, 500000)).inv_freq);
}

TEST(NewFrequencies, refuse_numbers_outside_their_range) {
  const auto message = [](const MethodSpec& spec) {
    const auto plan = make_plan(std::vector{spec}, geometry(64), {.seq_len = 1});
    return plan ? std::string("no error") : plan.error().message;
  };
  EXPECT_EQ(message({"ntk_su", {{"factor", 0.5}}}), "ntk_su.factor must be a number from 1 to 1000000, got 0.5");
  EXPECT_EQ(message({"ntk_su", {{"variant", std::string("new")}}}),
            "ntk_su.variant must be one of old, fixed, mixed, got \"new\"");
  EXPECT_EQ(message({"abf", {{"rope_theta", 1.0}}}), "abf.rope_theta must be a number from 1.001 to 1e+15, got 1");
  EXPECT_EQ(message({"resonance", {{"beta_fast", 0.5}}}),
            "resonance.beta_fast must be at least beta_slow (1), got 0.5");
}

}  // namespace
}  // namespace ropescope
