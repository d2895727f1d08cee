// The table of layers: every form in which published configs list layers that differ.
#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "config/rope_reader.hpp"
#include "readings.hpp"

namespace ropescope {
namespace {

ConfigReading whole(const std::string& text) {
  const auto reading = read_rope_text(text);
  EXPECT_TRUE(reading) << text << "\n" << reading.error().message;
  return reading ? *reading : ConfigReading{};
}

// Bases by layer; 0 = the layer does not rotate.
std::vector<double> bases(const ConfigReading& reading) {
  std::vector<double> list;
  for (const LayerReading& layer : reading.layers) {
    const RopeReading* setting = reading.setting_of(layer);
    list.push_back(setting == nullptr ? 0 : setting->rope.rope_theta);
  }
  return list;
}

std::vector<int> windows(const ConfigReading& reading) {
  std::vector<int> list;
  for (const LayerReading& layer : reading.layers) list.push_back(layer.window);
  return list;
}

TEST(RopeReaderLayers, of_one_setting_are_alike) {
  const ConfigReading llama = whole(config(R"(, "model_type": "llama", "num_hidden_layers": 3, "rope_theta": 500000)"));
  EXPECT_EQ(bases(llama), (std::vector<double>{500000, 500000, 500000}));
  EXPECT_EQ(windows(llama), (std::vector<int>{0, 0, 0}));
  EXPECT_TRUE(llama.layer_types.empty());
}

TEST(RopeReaderLayers, have_bases_by_a_list_in_which_0_does_not_rotate) {
  const ConfigReading muse = whole(config(R"(, "model_type": "muse_glimmer_text", "num_hidden_layers": 4,
      "layer_rope_theta": [500000, 400000, 500000, 0], "sliding_window": 2048)"));
  EXPECT_EQ(bases(muse), (std::vector<double>{5e5, 4e5, 5e5, 0}));
  EXPECT_EQ(windows(muse), (std::vector<int>{2048, 2048, 2048, 0}));
  EXPECT_TRUE(mentions(muse.main.notes, "these do not rotate (NoPE): 3"));
  expect_refused(config(R"(, "num_hidden_layers": 4, "layer_rope_theta": [500000, 0])"),
                 "layer_rope_theta must have num_hidden_layers = 4 entries, got 2");
  expect_refused(config(R"(, "num_hidden_layers": 1, "layer_rope_theta": [0])"), "model_type: no layer of this model");
}

TEST(RopeReaderLayers, have_bases_shares_and_scaling_of_their_own) {
  const ConfigReading step = whole(R"({"model_type": "step3p5", "head_dim": 128, "num_hidden_layers": 4,
      "layer_types": ["full_attention", "sliding_attention", "sliding_attention", "sliding_attention"],
      "rope_theta": [5e6, 1e4, 1e4, 1e4], "partial_rotary_factors": [0.5, 1, 1, 1], "sliding_window": 512,
      "max_position_embeddings": 262144, "yarn_only_types": ["full_attention"],
      "rope_scaling": {"rope_type": "llama3", "factor": 2, "original_max_position_embeddings": 131072,
                       "low_freq_factor": 1, "high_freq_factor": 32}})");
  EXPECT_EQ(bases(step), (std::vector<double>{5e6, 1e4, 1e4, 1e4}));
  ASSERT_EQ(step.layer_types.size(), 2U);
  EXPECT_EQ(step.main.method.id, "llama3");
  EXPECT_EQ(step.main.rope.rotary_dim, 64);
  EXPECT_EQ(step.layer_types[1].second.method.id, "rope");
  EXPECT_EQ(step.layer_types[1].second.rope.rotary_dim, 128);
}

TEST(RopeReaderLayers, have_two_bases_by_flat_keys) {
  const ConfigReading mimo = whole(R"({"model_type": "mimo_v2_flash", "hidden_size": 4096, "head_dim": 192,
      "num_attention_heads": 64, "max_position_embeddings": 262144, "rope_theta": 5000000, "swa_rope_theta": 10000,
      "partial_rotary_factor": 0.334, "sliding_window": 128, "num_hidden_layers": 3,
      "hybrid_layer_pattern": [0, 1, 1]})");
  EXPECT_EQ(bases(mimo), (std::vector<double>{5e6, 1e4, 1e4}));
  EXPECT_EQ(windows(mimo), (std::vector<int>{0, 128, 128}));
  EXPECT_FALSE(mimo.layers[0].sinks);
  EXPECT_TRUE(mimo.layers[1].sinks);
}

TEST(RopeReaderLayers, are_those_of_the_class_without_a_list) {
  const auto layers = [](std::string_view type, std::string_view more) {
    return whole(config(R"(, "num_hidden_layers": 8, "model_type": ")" + std::string(type) + "\"" + std::string(more)));
  };
  EXPECT_EQ(windows(layers("gemma2", "")), (std::vector<int>{4096, 0, 4096, 0, 4096, 0, 4096, 0}));
  EXPECT_EQ(bases(layers("cohere2", R"(, "rope_theta": 50000)")),
            (std::vector<double>{50000, 50000, 50000, 0, 50000, 50000, 50000, 0}));
  EXPECT_EQ(bases(layers("smollm3", "")), (std::vector<double>{2e6, 2e6, 2e6, 0, 2e6, 2e6, 2e6, 0}));
  EXPECT_EQ(bases(layers("exaone4", R"(, "sliding_window": null)")), std::vector<double>(8, 10000));
  EXPECT_EQ(windows(layers("mistral", R"(, "sliding_window": null)")), std::vector<int>(8, 0));
  EXPECT_EQ(windows(layers("mistral", "")), std::vector<int>(8, 4096));
  EXPECT_EQ(windows(layers("qwen2", R"(, "use_sliding_window": true, "max_window_layers": 6, "sliding_window": 64)")),
            (std::vector<int>{0, 0, 0, 0, 0, 0, 64, 64}));
  const ConfigReading next = layers("qwen3_next", "");
  EXPECT_FALSE(next.layers[0].attends);
  EXPECT_TRUE(next.layers[3].attends);
  EXPECT_EQ(layers("llama4_text", "").layers[0].chunk, 8192);
  EXPECT_TRUE(
      layers("gpt_oss", R"(, "rope_scaling": null, "rope_parameters": {"rope_type": "default"})").layers[0].sinks);
}

TEST(RopeReaderLayers, that_a_file_lists_go_before_those_of_the_class) {
  const ConfigReading listed = whole(config(R"(, "model_type": "gemma2", "num_hidden_layers": 2, "sliding_window": 8,
      "layer_types": ["full_attention", "sliding_attention"])"));
  EXPECT_EQ(windows(listed), (std::vector<int>{0, 8}));
  const ConfigReading letters = whole(config(R"(, "model_type": "exaone4", "num_hidden_layers": 4, "rope_theta": 1e6,
      "sliding_window": 16, "sliding_window_pattern": "LG")"));
  EXPECT_EQ(windows(letters), (std::vector<int>{16, 0, 16, 0}));
  EXPECT_EQ(bases(letters), (std::vector<double>{1e6, 0, 1e6, 0}));
  expect_refused(config(R"(, "num_hidden_layers": 2, "layer_types": ["full_attention"])"),
                 "layer_types must have num_hidden_layers = 2 entries, got 1");
}

TEST(RopeReaderLayers, are_read_only_by_keys_that_the_class_knows) {
  const RopeReading llama = read(config(R"(, "model_type": "llama", "no_rope_layers": [1, 0], "rope_zoom": 2)"));
  EXPECT_TRUE(mentions(llama.warnings, "no_rope_layers: sounds like positions and is not read here"));
  EXPECT_TRUE(mentions(llama.warnings, "rope_zoom: sounds like positions and is not read here"));
  EXPECT_TRUE(read(config(R"(, "model_type": "llama", "rope_theta": 10000, "use_alibi": false)")).warnings.empty());
}

}  // namespace
}  // namespace ropescope
