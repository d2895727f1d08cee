// Values of published models, as methods offer them, against what transformers makes of those models' files.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "golden.hpp"
#include "plans.hpp"
#include "position/param_values.hpp"
#include "position/registry.hpp"

namespace ropescope {
namespace {

MethodSpec spec_of_preset(const MethodEntry& method, const Preset& preset) {
  MethodSpec spec{std::string(method.info.id), {}};
  for (const auto& [key, numbers] : preset.values) {
    const auto param = std::ranges::find(method.params, key, &Param::key);
    if (param == method.params.end()) {
      ADD_FAILURE() << preset.name << ": " << method.info.id << " has no " << key;
    } else if (param->type == ParamType::list) {
      spec.params[std::string(key)] = std::vector(numbers.begin(), numbers.end());
    } else {
      EXPECT_EQ(numbers.size(), 1U) << preset.name << "." << key;
      spec.params[std::string(key)] = numbers.front();
    }
  }
  return spec;
}

TEST(Presets, HoldValuesThatTheirMethodAccepts) {
  std::size_t seen = 0;
  for (const MethodEntry& method : registry()) {
    for (const Preset& preset : method.presets) {
      ++seen;
      EXPECT_FALSE(preset.name.empty() || preset.source.empty());
      const auto complete = resolve_params(spec_of_preset(method, preset));
      EXPECT_TRUE(complete) << preset.name << ": " << (complete ? "" : complete.error().message);
    }
  }
  EXPECT_GE(seen, 5U);
}

struct Published {
  std::string_view model;  // of the golden file
  std::string_view method;
  std::string_view preset;
  int trained = 0;
};

TEST(Presets, GiveTheFrequenciesThatTransformersReadsFromTheModelsFiles) {
  std::size_t compared = 0;
  for (const Json& each : golden::cases("hf_rope_real_models.json")) {
    for (const Published& published : {Published{"Llama-3.2-1B", "llama3", "Llama 3.2", 8192},
                                       Published{"Phi-3.5-mini", "longrope", "Phi-3.5-mini", 4096},
                                       Published{"Phi-4-mini", "longrope", "Phi-4-mini", 4096}}) {
      if (golden::text(each, "model") != published.model) continue;
      SCOPED_TRACE(published.model);
      const MethodEntry& method = *find_method(published.method);
      const auto preset = std::ranges::find(method.presets, published.preset, &Preset::name);
      ASSERT_NE(preset, method.presets.end());
      const auto expected = golden::numbers(each, "inv_freq");
      const double theta = golden::number(*each.find("raw_config"), "rope_theta", 10000);
      const auto rope = geometry(2 * static_cast<int>(expected.size()), theta, published.trained);
      const int tokens = static_cast<int>(golden::number(each, "seq_len", 4096));
      const PositionPlan plan = expect_plan(spec_of_preset(method, *preset), rope, tokens);
      EXPECT_LE(golden::worst_relative(plan.inv_freq, expected), 1e-6);  // transformers computes in floats
      EXPECT_NEAR(plan.attention_factor, golden::number(each, "attention_factor"), 1e-12);
      ++compared;
    }
  }
  EXPECT_GE(compared, 5U);
}

}  // namespace
}  // namespace ropescope
