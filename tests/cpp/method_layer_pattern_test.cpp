// Local and global layers against what transformers' classes make of their default patterns
// (tests/golden/make_layer_pattern.py), and rules of the method's own.
#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <vector>

#include "golden.hpp"
#include "golden_method.hpp"
#include "position/reach.hpp"
#include "position/registry.hpp"
#include "position/rope_config.hpp"
#include "position/trained_as.hpp"

namespace ropescope {
namespace {

TEST(LayerPattern, GivesEachLayerTheKeysAndFrequenciesThatTransformersGivesIt) {
  const Json file = golden::load("layer_pattern.json");
  const int dim = static_cast<int>(golden::number(file, "head_dim"));
  const int tokens = static_cast<int>(golden::number(file, "tokens"));
  for (const Json& each : golden::cases("layer_pattern.json")) {
    SCOPED_TRACE(golden::text(each, "model"));
    const std::vector method{golden::method("layer_pattern", each)};
    const RopeConfig rope{.head_dim = dim, .rotary_dim = dim, .rope_theta = golden::number(each, "rope_theta")};
    const Json::Array& layers = *each.find("layers")->array();
    for (std::size_t l = 0; l < layers.size(); ++l) {
      const auto plan =
          make_plan(method, rope,
                    {.seq_len = tokens, .layer = static_cast<int>(l), .num_layers = static_cast<int>(layers.size())});
      ASSERT_TRUE(plan) << plan.error().message;
      EXPECT_EQ(keys_seen(*plan, tokens - 1), golden::number(layers[l], "keys_seen")) << "layer " << l;
      const auto expected = golden::numbers(layers[l], "inv_freq");
      if (expected.empty()) {
        EXPECT_TRUE(plan->inv_freq.empty()) << "layer " << l;
      } else {
        // 3e-7: transformers computes frequencies in floats
        EXPECT_LE(golden::worst_relative(plan->inv_freq, expected), 3e-7) << "layer " << l;
      }
    }
  }
}

TEST(LayerPattern, TakesAQuarterOfTheTrainedLengthAsItsWindowAndTheModelsBaseUnlessGivenOthers) {
  const RopeConfig rope{.head_dim = 8, .rotary_dim = 8, .rope_theta = 500, .original_max_position_embeddings = 128};
  const std::vector<MethodSpec> method{{"layer_pattern", {}}};
  const auto local = make_plan(method, rope, {.seq_len = 64, .layer = 2, .num_layers = 4});
  const auto plain = make_plan({}, rope, {.seq_len = 64});
  ASSERT_TRUE(local && plain);
  EXPECT_EQ(local->visible.window, 32);
  EXPECT_EQ(local->inv_freq, plain->inv_freq);
}

TEST(LayerPattern, KeepsANarrowerWindowOfTheModelsOwnAndTheGlobalLayersOpenOtherwise) {
  const std::vector<MethodSpec> method{{"layer_pattern", {{"window", 20.0}}}};
  const auto window_of = [&](int layer, int own) {
    return make_plan(method, RopeConfig{}, {.seq_len = 64, .window = own, .layer = layer, .num_layers = 4})
        ->visible.window;
  };
  EXPECT_EQ(window_of(0, 0), 20);
  EXPECT_EQ(window_of(0, 10), 10);
  EXPECT_EQ(window_of(3, 0), 0);
  EXPECT_EQ(window_of(3, 10), 10);
}

TEST(LayerPattern, CountsTheLayersThatSeeAllKeysAndAsksForWeightsOfItsOwn) {
  const MethodSpec method{"layer_pattern", {{"period", 3.0}}};
  const auto facts = method_facts(method, RopeConfig{}, {.seq_len = 8, .num_layers = 8});
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->front().key, "global_layers");
  EXPECT_EQ(facts->front().value, 2);
  EXPECT_EQ(trained_as(std::vector{method}), (std::set<std::string_view>{"layer_pattern"}));
}

}  // namespace
}  // namespace ropescope
