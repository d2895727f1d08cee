// Every case of the YaRN authors' classes (jquesnelle/yarn@995db5b) and of LongRoPE's (microsoft/LongRoPE), run
// unmodified in float32, against ours.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "golden.hpp"
#include "io/json.hpp"
#include "plans.hpp"
#include "position/registry.hpp"

namespace ropescope {
namespace {

// The class that a case ran, as one of our methods; `id` is its first word.
MethodSpec method_of(const std::string& id, const Json& params) {
  const double seq_len = golden::number(params, "seq_len", 1);
  const double trained = golden::number(params, "max_position_embeddings", 1);
  if (id == "yarn") {
    return {"yarn",
            {{"factor", golden::number(params, "scale")},
             {"beta_fast", golden::number(params, "beta_fast")},
             {"beta_slow", golden::number(params, "beta_slow")},
             {"extrapolation_factor", golden::number(params, "extrapolation_factor")}}};
  }
  if (id == "ntk") return {"ntk_aware", {{"alpha", golden::number(params, "alpha")}}};
  if (id == "partntk") return {"part_ntk", {{"factor", golden::number(params, "scale")}}};
  if (id == "dynamic-ntk") return {"dynamic_ntk", {{"factor", golden::number(params, "ntk")}}};
  if (id == "dynamic-yarn") return {"dynamic_yarn", {}};
  if (id == "dynamic-partntk") return {"part_ntk", {{"factor", std::max(1.0, seq_len / trained)}}};
  ADD_FAILURE() << "unknown class " << id;
  return {"rope", {}};
}

TEST(FrequencyAuthors, agrees_with_the_yarn_repository_case_by_case) {
  std::map<std::string, int> compared;
  double worst = 0;
  for (const Json& golden_case : golden::cases("authors_yarn_inv_freq.json")) {
    const std::string id = golden::text(golden_case, "id");
    SCOPED_TRACE(id);
    const std::string kind = id.substr(0, id.find('/'));
    const Json& params = *golden_case.find("params");
    const double trained = golden::number(params, "original_max_position_embeddings",
                                          golden::number(params, "max_position_embeddings", 2048));
    const auto rope = geometry(static_cast<int>(golden::number(params, "dim")), golden::number(params, "base"),
                               static_cast<int>(trained));
    const auto plan = plan_of(method_of(kind, params), rope, static_cast<int>(golden::number(params, "seq_len", 1)));
    ASSERT_TRUE(plan) << plan.error().message;
    const double difference = golden::worst_relative(plan->inv_freq, golden::numbers(golden_case, "inv_freq"));
    EXPECT_LE(difference, 1e-5);  // float32, and the cancellation in its ramp
    EXPECT_NEAR(plan->attention_factor, golden::number(golden_case, "mscale"), 1e-12);
    worst = std::max(worst, difference);
    ++compared[kind];
  }
  const std::map<std::string, int> expected{
      {"yarn", 72}, {"ntk", 24}, {"dynamic-ntk", 72}, {"dynamic-yarn", 24}, {"dynamic-partntk", 24}};
  EXPECT_EQ(compared, expected);
  RecordProperty("worst_inv_freq", std::to_string(worst * 1e6) + "e-6");
}

TEST(FrequencyAuthors, agrees_with_the_longrope_repository_case_by_case) {
  std::size_t compared = 0;
  double worst = 0;
  for (const Json& golden_case : golden::cases("authors_longrope.json")) {
    const std::string policy = golden::text(golden_case, "policy");
    SCOPED_TRACE(golden::text(golden_case, "kind") + " " + policy);
    const double trained = golden::number(golden_case, "original");
    MethodSpec spec{"longrope",
                    {{"long_factor", golden::numbers(golden_case, "rescale_factors")},
                     {"factor", golden::number(golden_case, "max") / trained},
                     {"schedule", golden::text(golden_case, "kind")}}};
    if (policy == "su" || policy == "yarn") {
      spec.params.emplace("attention_policy", policy);
    } else {
      spec.params.emplace("attention_factor", std::stod(policy));
    }
    const auto rope =
        geometry(static_cast<int>(golden::number(golden_case, "dim")), 10000.0, static_cast<int>(trained));
    const auto plan = plan_of(spec, rope, static_cast<int>(golden::number(golden_case, "seq_len", 1)));
    ASSERT_TRUE(plan) << plan.error().message;
    const double difference = golden::worst_relative(plan->inv_freq, golden::numbers(golden_case, "inv_freq"));
    EXPECT_LE(difference, 2e-6);
    EXPECT_NEAR(plan->attention_factor, golden::number(golden_case, "mscale"), 1e-12);
    worst = std::max(worst, difference);
    ++compared;
  }
  EXPECT_EQ(compared, 6U);
  RecordProperty("worst_inv_freq", std::to_string(worst * 1e6) + "e-6");
}

}  // namespace
}  // namespace ropescope
