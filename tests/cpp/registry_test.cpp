#include "position/registry.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/error_codes.hpp"
#include "plans.hpp"
#include "position/method.hpp"
#include "position/param.hpp"
#include "position/param_values.hpp"
#include "position/rope_config.hpp"

namespace ropescope {
namespace {

std::string error_of(const MethodSpec& spec, const RopeConfig& rope = {}, int seq_len = 1) {
  const auto plan = plan_of(spec, rope, seq_len);
  return plan ? "accepted" : std::string(name_of(plan.error().code)) + ": " + plan.error().message;
}

const MethodEntry& entry_of(std::string_view id) {
  return *std::ranges::find(registry(), id, [](const MethodEntry& entry) { return entry.info.id; });
}

TEST(Registry, describes_every_method_in_full) {
  std::set<std::string_view> ids;
  for (const MethodEntry& entry : registry()) {
    SCOPED_TRACE(entry.info.id);
    EXPECT_TRUE(ids.insert(entry.info.id).second) << "an id twice";
    for (const std::string_view text :
         {entry.info.id, entry.info.name, entry.info.summary, entry.info.trained_as, entry.info.source.authors,
          entry.info.source.title, entry.info.source.id, entry.info.source.where}) {
      EXPECT_FALSE(text.empty());
    }
    EXPECT_FALSE(entry.slots.empty());
    EXPECT_TRUE(entry.info.summary.ends_with('.'));
  }
  EXPECT_GE(ids.size(), 11U);
}

TEST(Registry, names_the_weights_of_every_method_by_a_method) {
  for (const MethodEntry& entry : registry()) {
    const auto trained =
        std::ranges::find(registry(), entry.info.trained_as, [](const auto& each) { return each.info.id; });
    EXPECT_NE(trained, registry().end()) << entry.info.id << " runs on weights trained as " << entry.info.trained_as;
  }
}

TEST(Registry, accepts_the_default_of_every_parameter) {
  for (const MethodEntry& entry : registry()) {
    for (const Param& param : entry.params) {
      const std::string name = std::string(entry.info.id) + "." + std::string(param.key);
      EXPECT_TRUE(check_param(param, entry.defaults().at(std::string(param.key)), name)) << name;
      EXPECT_FALSE(param.doc.empty()) << name;
      EXPECT_EQ(param.choices.empty(), param.type != ParamType::choice) << name;
      const bool has_range = param.type != ParamType::choice && param.type != ParamType::boolean;
      EXPECT_EQ(param.min < param.max, has_range) << name;
    }
  }
}

TEST(Registry, names_at_most_one_extension_ratio_a_method_and_its_default_says_whether_it_stretches) {
  std::size_t named = 0;
  for (const MethodEntry& entry : registry()) {
    EXPECT_LE(std::ranges::count_if(entry.params, [](const Param& param) { return param.role != Role::none; }), 1)
        << entry.info.id;
    const Params defaults = entry.defaults();
    for (const Param& param : entry.params) {
      if (param.role == Role::none) continue;
      ++named;
      const double* ratio = std::get_if<double>(&defaults.at(std::string(param.key)));
      ASSERT_NE(ratio, nullptr) << entry.info.id;
      EXPECT_EQ(*ratio == 1, param.role == Role::optional_ratio) << entry.info.id << " is off at 1";
      EXPECT_EQ(param.min, 1) << entry.info.id;
    }
  }
  EXPECT_GE(named, 10U);
}

TEST(Registry, refuses_numbers_outside_the_range_of_every_parameter) {
  std::size_t checked = 0;
  const double nan = std::nan("");
  for (const MethodEntry& entry : registry()) {
    for (const Param& param : entry.params) {
      if (param.type != ParamType::number && param.type != ParamType::integer) continue;
      for (const double value :
           {nan, HUGE_VAL, -HUGE_VAL, std::nextafter(param.min, -HUGE_VAL), param.max * 1.001 + 1}) {
        EXPECT_FALSE(check_param(param, value, "x")) << entry.info.id << "." << param.key << " " << value;
      }
      EXPECT_TRUE(check_param(param, param.min, "x")) << entry.info.id << "." << param.key;
      EXPECT_TRUE(check_param(param, param.max, "x")) << entry.info.id << "." << param.key;
      ++checked;
    }
  }
  EXPECT_GE(checked, 20U);
}

TEST(Registry, turns_no_type_into_another) {
  EXPECT_EQ(error_of({"yarn", {{"factor", std::nan("")}}}),
            "invalid_argument: yarn.factor must be a number from 1 to 1000000, got NaN");
  EXPECT_EQ(error_of({"yarn", {{"factor", true}}}),
            "invalid_argument: yarn.factor must be a number from 1 to 1000000, got true");
  EXPECT_EQ(error_of({"yarn", {{"factor", std::string("4")}}}),
            "invalid_argument: yarn.factor must be a number from 1 to 1000000, got \"4\"");
  EXPECT_EQ(error_of({"yarn", {{"factor", std::monostate{}}}}),
            "invalid_argument: yarn.factor must be a number from 1 to 1000000, got null");
  EXPECT_EQ(error_of({"yarn", {{"factor", std::vector{4.0}}}}),
            "invalid_argument: yarn.factor must be a number from 1 to 1000000, got a list of 1");
  EXPECT_EQ(error_of({"yarn", {{"truncate", 1.0}}}), "invalid_argument: yarn.truncate must be true or false, got 1");
  EXPECT_EQ(error_of({"yarn", {{"ramp", std::string("Pairs")}}}),
            "invalid_argument: yarn.ramp must be one of pairs, turns, got \"Pairs\"");
  EXPECT_EQ(error_of({"yarn", {{"attention_factor", 0.0}}}),
            "invalid_argument: yarn.attention_factor must be a number from 0.000001 to 1000000, or null, got 0");
}

TEST(Registry, refuses_an_extension_ratio_below_one) {
  for (const char* id : {"linear", "yarn", "llama3", "ntk_by_parts", "part_ntk", "dynamic_ntk", "proportional"}) {
    for (const double factor : {0.0, -2.0, 0.5}) EXPECT_NE(error_of({id, {{"factor", factor}}}), "accepted") << id;
  }
}

TEST(Registry, offers_the_nearest_id_for_an_unknown_method_and_lists_them_all) {
  const std::string message = error_of({"yran", {}});
  EXPECT_TRUE(
      message.starts_with("unknown_method: there is no method \"yran\" (did you mean \"yarn\"?); methods: rope, "))
      << message;
  for (const MethodEntry& entry : registry()) EXPECT_NE(message.find(entry.info.id), std::string::npos);
}

TEST(Registry, lists_the_accepted_keys_for_an_unknown_parameter) {
  EXPECT_EQ(error_of({"linear", {{"facter", 4.0}}}),
            "unknown_param: linear has no parameter \"facter\" (did you mean \"factor\"?); accepted: factor");
  EXPECT_EQ(error_of({"rope", {{"factor", 4.0}}}), "unknown_param: rope has no parameter \"factor\"; it has none");
}

TEST(Registry, refuses_geometry_that_has_no_meaning) {
  const auto with = [](auto change) {
    RopeConfig rope;
    change(rope);
    return error_of({"rope", {}}, rope);
  };
  for (const double theta : {1.0, 0.0, -10000.0, 0.5, 1e16, HUGE_VAL, std::nan("")}) {
    EXPECT_NE(with([&](RopeConfig& rope) { rope.rope_theta = theta; }).find("rope_theta must be"), std::string::npos)
        << theta;
  }
  for (const int dim : {0, -2, 15, 1, 130, std::numeric_limits<int>::max(), std::numeric_limits<int>::min()}) {
    EXPECT_NE(with([&](RopeConfig& rope) { rope.rotary_dim = dim; }).find("rotary_dim must be even"), std::string::npos)
        << dim;
  }
  for (const int dim : {0, -1, std::numeric_limits<int>::max()}) {
    EXPECT_NE(with([&](RopeConfig& rope) { rope.head_dim = dim; }).find("head_dim must be"), std::string::npos) << dim;
  }
  for (const int length : {0, -1}) {
    EXPECT_NE(with([&](RopeConfig& rope) {
                rope.original_max_position_embeddings = length;
              }).find("must be a whole number from 1"),
              std::string::npos);
  }
}

TEST(Registry, refuses_a_length_of_zero_or_beyond_what_it_can_count) {
  for (const int seq_len : {0, -1, (1 << 24) + 1}) {
    EXPECT_NE(error_of({"rope", {}}, {}, seq_len).find("seq_len must be"), std::string::npos) << seq_len;
  }
  EXPECT_EQ(error_of({"rope", {}}, {}, 1 << 24), "accepted");
}

TEST(Registry, refuses_two_methods_that_set_the_same_slot) {
  PlanRequest request;
  request.seq_len = 8;
  const auto plan = make_plan(std::vector<MethodSpec>{{"yarn", {}}, {"linear", {}}}, RopeConfig{}, request);
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().code, ErrorCode::slot_conflict);
  EXPECT_EQ(plan.error().message, "yarn and linear both set the frequencies; choose one of them");
}

TEST(Registry, plans_plain_rope_when_no_method_is_given) {
  PlanRequest request;
  request.seq_len = 8;
  const auto plan = make_plan({}, RopeConfig{}, request);
  ASSERT_TRUE(plan);
  EXPECT_EQ(*plan, *plan_of({"rope", {}}, RopeConfig{}, 8));
}

TEST(Registry, rotates_only_the_leading_channels_of_a_partly_rotary_head) {
  const RopeConfig rope{.head_dim = 64, .rotary_dim = 16, .rope_theta = 1e4, .original_max_position_embeddings = 2048};
  const auto plan = plan_of({"yarn", {}}, rope);
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->head_dim, 64);
  EXPECT_EQ(plan->inv_freq.size(), 8U);
}

TEST(Registry, refuses_methods_with_an_exponent_over_d_minus_2_for_two_channels) {
  for (const char* id : {"ntk_aware", "dynamic_ntk", "part_ntk"}) {
    EXPECT_EQ(
        error_of({id, {}}, geometry(2, 1e4, 128)),
        "invalid_argument: " + std::string(id) + " needs rotary_dim > 2 (its exponent is d/(d-2)), got rotary_dim 2");
  }
}

TEST(Registry, refuses_bands_that_are_turned_around) {
  EXPECT_EQ(error_of({"yarn", {{"beta_fast", 1.0}, {"beta_slow", 32.0}}}),
            "invalid_argument: yarn.beta_fast must be at least beta_slow (32), got 1");
  EXPECT_EQ(error_of({"yarn", {{"beta_fast", 1.0}, {"beta_slow", 1.0}}}), "accepted");
  for (const double high : {1.0, 0.5}) {
    EXPECT_NE(error_of({"llama3", {{"high_freq_factor", high}}}).find("must be greater than low_freq_factor (1)"),
              std::string::npos);
  }
}

TEST(Registry, says_which_lists_longrope_needs_and_how_long) {
  EXPECT_EQ(error_of({"longrope", {}}),
            "invalid_argument: longrope.short_factor must have rotary_dim / 2 = 64 numbers, one a pair, got 0");
  const std::vector<double> eight(8, 1.0);
  EXPECT_EQ(
      error_of({"longrope", {{"short_factor", eight}, {"long_factor", std::vector(7, 1.0)}}}, geometry(16, 1e4, 128)),
      "invalid_argument: longrope.long_factor must have rotary_dim / 2 = 8 numbers, one a pair, got 7");
  EXPECT_EQ(
      error_of({"longrope", {{"short_factor", eight}, {"long_factor", std::vector(8, 0.0)}}}, geometry(16, 1e4, 128)),
      "invalid_argument: longrope.long_factor[0] must be a number from 0.001 to 1000000, got 0");
  EXPECT_NE(error_of({"longrope", {{"short_factor", eight}, {"long_factor", eight}}}, geometry(16, 1e4, 1)), "accepted")
      << "ln 1 = 0";
}

TEST(ResolveParams, completes_defaults_and_is_idempotent) {
  for (const MethodEntry& entry : registry()) {
    const auto once = resolve_params({std::string(entry.info.id), {}});
    ASSERT_TRUE(once) << entry.info.id;
    EXPECT_EQ(once->size(), entry.params.size());
    const auto twice = resolve_params({std::string(entry.info.id), *once});
    ASSERT_TRUE(twice) << entry.info.id;
    EXPECT_EQ(*once, *twice);
  }
}

TEST(ResolveParams, sets_a_parameter_aside_when_its_replacement_is_given) {
  const auto params = resolve_params({"ntk_aware", {{"base", 1e6}}});
  ASSERT_TRUE(params);
  EXPECT_EQ(params->at("alpha"), ParamValue{});
  EXPECT_TRUE(resolve_params({"ntk_aware", *params}));
  EXPECT_EQ(error_of({"ntk_aware", {{"base", 1e6}, {"alpha", 4.0}}}),
            "invalid_argument: ntk_aware.alpha and ntk_aware.base say the same in two ways: give one");
  EXPECT_NE(error_of({"ntk_aware", {{"alpha", std::monostate{}}}}), "accepted");
}

TEST(MethodEntry, knows_which_plans_depend_on_the_length) {
  EXPECT_TRUE(entry_of("dynamic_ntk").depends_on_length);
  EXPECT_TRUE(entry_of("dynamic_yarn").depends_on_length);
  EXPECT_TRUE(entry_of("longrope").depends_on_length);
  EXPECT_FALSE(entry_of("yarn").depends_on_length);
}

}  // namespace
}  // namespace ropescope
