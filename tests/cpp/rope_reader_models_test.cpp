// Configurations as families of models publish them (values recalled from their model cards): what the reader makes of
// each family's own spelling.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>

#include "config/rope_reader.hpp"
#include "plans.hpp"
#include "readings.hpp"

namespace ropescope {
namespace {

const RopeReading& layer(const ConfigReading& reading, std::string_view type) {
  static const RopeReading absent;
  const auto found = std::ranges::find(reading.layer_types, type, [](const auto& entry) { return entry.first; });
  return found == reading.layer_types.end() ? absent : found->second;
}

ConfigReading read_layers(const std::string& text) {
  const auto reading = read_rope_text(text);
  EXPECT_TRUE(reading) << reading.error().message;
  return reading ? *reading : ConfigReading{};
}

TEST(RopeReaderModels, llama_3_1_states_a_factor_of_8_for_16_times_the_length_without_a_warning) {
  const RopeReading reading = read(R"({"model_type": "llama", "hidden_size": 4096, "num_attention_heads": 32,
      "max_position_embeddings": 131072, "rope_theta": 500000.0, "rope_scaling": {"factor": 8.0, "low_freq_factor": 1.0,
      "high_freq_factor": 4.0, "original_max_position_embeddings": 8192, "rope_type": "llama3"}})");
  EXPECT_EQ(reading.method.id, "llama3");
  EXPECT_TRUE(reading.warnings.empty());
  EXPECT_NEAR(plan_of(reading.method, reading.rope)->inv_freq.back() / 3.068925877869333e-07, 1, 1e-6);
}

TEST(RopeReaderModels, llama_4_has_a_step_where_llama_3_has_a_ramp) {
  const RopeReading reading =
      read(R"({"model_type": "llama4", "text_config": {"model_type": "llama4_text", "hidden_size": 5120,
      "num_attention_heads": 40, "head_dim": 128, "max_position_embeddings": 10485760, "rope_theta": 500000.0,
      "no_rope_layers": [1, 1, 1, 0], "attn_temperature_tuning": true, "rope_scaling": {"factor": 16.0, "low_freq_factor": 1.0,
      "high_freq_factor": 1.0, "original_max_position_embeddings": 8192, "rope_type": "llama3"}}})");
  const auto plan = plan_of(reading.method, reading.rope);
  const auto plain = plan_of({"rope", {}}, reading.rope);
  ASSERT_TRUE(plan) << plan.error().message;
  int kept = 0;
  for (std::size_t i = 0; i < 64; ++i) {
    const double ratio = plain->inv_freq[i] / plan->inv_freq[i];
    EXPECT_TRUE(ratio == 1 || ratio == 16) << i;
    kept += ratio == 1 ? 1 : 0;
  }
  EXPECT_EQ(kept, 35);  // 8192 / (2 pi) = 5e5^(2 * 34.98 / 128): pairs 0 to 34
  EXPECT_TRUE(mentions(reading.notes, "text_config: the language model's part"));
  EXPECT_TRUE(mentions(reading.notes,
                       "text_config.num_hidden_layers: of 4 layers, counted from 0, these do not rotate (NoPE): 3"));
  EXPECT_TRUE(mentions(reading.notes, "attn_temperature_tuning: a temperature by position"));
}

TEST(RopeReaderModels, deepseek_v3_rotates_a_part_of_each_head_and_scales_all_logits) {
  const RopeReading reading = read(R"({"model_type": "deepseek_v3", "hidden_size": 7168, "num_attention_heads": 128,
      "qk_nope_head_dim": 128, "qk_rope_head_dim": 64, "max_position_embeddings": 163840, "rope_theta": 10000,
      "rope_scaling": {"beta_fast": 32, "beta_slow": 1, "factor": 40, "mscale": 1.0, "mscale_all_dim": 1.0,
      "original_max_position_embeddings": 4096, "type": "yarn"}})");
  EXPECT_EQ(reading.rope.rotary_dim, 64);
  EXPECT_NEAR(reading.softmax_scale_factor, 1.8738542070926265, 1e-15);
  EXPECT_EQ(plan_of(reading.method, reading.rope)->attention_factor, 1);
  EXPECT_TRUE(mentions(reading.notes, "qk_rope_head_dim"));
}

TEST(RopeReaderModels, deepseek_v2_lite_has_mscales_of_0_707) {
  const RopeReading reading = read(R"({"model_type": "deepseek_v2", "hidden_size": 2048, "num_attention_heads": 16,
      "qk_rope_head_dim": 64, "max_position_embeddings": 163840, "rope_theta": 10000, "rope_scaling": {"beta_fast": 32,
      "beta_slow": 1, "factor": 40, "mscale": 0.707, "mscale_all_dim": 0.707, "original_max_position_embeddings": 4096,
      "type": "yarn"}})");
  EXPECT_NEAR(reading.softmax_scale_factor, 1.5896261651208736, 1e-15);
  EXPECT_EQ(plan_of(reading.method, reading.rope)->attention_factor, 1);
}

TEST(RopeReaderModels, mistral_4_scales_all_logits_beside_its_temperature_by_position) {
  const RopeReading reading = read(R"({"model_type": "mistral4", "hidden_size": 4096, "num_attention_heads": 32,
      "qk_nope_head_dim": 64, "qk_rope_head_dim": 64, "max_position_embeddings": 1048576, "rope_parameters": {
      "beta_fast": 32, "beta_slow": 1, "factor": 128, "llama_4_scaling_beta": 0.1, "mscale": 1, "mscale_all_dim": 1,
      "original_max_position_embeddings": 8192, "rope_theta": 10000, "rope_type": "yarn"}})");
  EXPECT_NEAR(reading.softmax_scale_factor, 2.2058280296038424, 1e-15);  // (0.1 ln 128 + 1)^2
  EXPECT_EQ(plan_of(reading.method, reading.rope)->attention_factor, 1);
  EXPECT_TRUE(mentions(reading.notes, "llama_4_scaling_beta"));
}

TEST(RopeReaderModels, ministral_3_has_the_same_keys_and_no_logit_multiplier) {
  const RopeReading reading = read(R"({"model_type": "ministral3", "head_dim": 128, "max_position_embeddings": 262144,
      "rope_parameters": {"beta_fast": 32.0, "beta_slow": 1.0, "factor": 16.0, "llama_4_scaling_beta": 0.1, "mscale": 1.0,
      "mscale_all_dim": 1.0, "original_max_position_embeddings": 16384, "rope_theta": 1000000.0, "rope_type": "yarn",
      "type": "yarn"}})");
  EXPECT_EQ(reading.softmax_scale_factor, 1);
  const auto plan = plan_of(reading.method, reading.rope);
  EXPECT_EQ(plan->attention_factor, 1);
  EXPECT_NEAR(plan->inv_freq.back() / 7.75586102008674e-08, 1, 1e-6);
  EXPECT_TRUE(mentions(reading.notes, "llama_4_scaling_beta"));
  EXPECT_TRUE(reading.warnings.empty());
}

TEST(RopeReaderModels, gpt_oss_does_not_round_its_ramp) {
  const RopeReading reading = read(R"({"model_type": "gpt_oss", "hidden_size": 2880, "num_attention_heads": 64,
      "max_position_embeddings": 131072, "rope_theta": 150000, "rope_scaling": {"beta_fast": 32.0, "beta_slow": 1.0,
      "factor": 32.0, "original_max_position_embeddings": 4096, "rope_type": "yarn", "truncate": false}})");
  EXPECT_EQ(reading.rope.head_dim, 64) << "the class's default: 2880 / 64 is 45";
  EXPECT_EQ(reading.method.params.at("truncate"), ParamValue{false});
  EXPECT_NEAR(plan_of(reading.method, reading.rope)->attention_factor, 1.3465735902799727, 1e-15);
}

TEST(RopeReaderModels, gemma_3_scales_full_attention_and_leaves_sliding_layers_plain) {
  const ConfigReading reading = read_layers(R"({"model_type": "gemma3", "text_config": {"model_type": "gemma3_text",
      "hidden_size": 2560, "max_position_embeddings": 131072, "rope_scaling": {"factor": 8.0, "rope_type": "linear"}}})");
  EXPECT_EQ(reading.main.method.id, "linear");
  EXPECT_EQ(reading.main.rope.rope_theta, 1e6);
  EXPECT_EQ(reading.main.rope.head_dim, 256);
  const RopeReading& sliding = layer(reading, "sliding_attention");
  EXPECT_EQ(sliding.method.id, "rope");
  EXPECT_EQ(sliding.rope.rope_theta, 10000);
}

TEST(RopeReaderModels, gemma_3_in_the_newer_form_names_its_layer_types) {
  const ConfigReading reading =
      read_layers(R"({"model_type": "gemma3_text", "head_dim": 256, "max_position_embeddings": 131072,
      "rope_parameters": {"sliding_attention": {"rope_type": "default", "rope_theta": 10000.0},
      "full_attention": {"rope_type": "linear", "factor": 8.0, "rope_theta": 1000000.0}}})");
  EXPECT_EQ(reading.main.method.id, "linear") << "the full-attention layers are the main reading";
  EXPECT_EQ(reading.main.rope.rope_theta, 1e6);
  EXPECT_EQ(layer(reading, "sliding_attention").rope.rope_theta, 10000);
}

TEST(RopeReaderModels, gemma_4_rotates_a_quarter_of_wider_heads_in_full_attention) {
  const ConfigReading reading = read_layers(R"({"model_type": "gemma4_text", "head_dim": 256, "global_head_dim": 512,
      "max_position_embeddings": 131072, "rope_parameters": {"full_attention": {"rope_type": "proportional",
      "partial_rotary_factor": 0.25, "rope_theta": 1000000.0}, "sliding_attention": {"rope_type": "default",
      "rope_theta": 10000.0}}})");
  const auto plan = plan_of(reading.main.method, reading.main.rope);
  ASSERT_EQ(plan->inv_freq.size(), 256U);
  EXPECT_NEAR(plan->inv_freq[63], std::pow(1e6, -126.0 / 512), 1e-15);
  EXPECT_EQ(plan->inv_freq[64], 0);
  EXPECT_EQ(layer(reading, "sliding_attention").rope.head_dim, 256);
}

TEST(RopeReaderModels, olmo_3_scales_only_full_attention) {
  const ConfigReading reading = read_layers(R"({"model_type": "olmo3", "hidden_size": 4096, "num_attention_heads": 32,
      "max_position_embeddings": 65536, "rope_theta": 500000, "rope_scaling": {"attention_factor": 1.2079441541679836,
      "beta_fast": 32, "beta_slow": 1, "factor": 8.0, "original_max_position_embeddings": 8192, "rope_type": "yarn"}})");
  EXPECT_EQ(reading.main.method.id, "yarn");
  EXPECT_EQ(layer(reading, "sliding_attention").method.id, "rope");
  EXPECT_EQ(layer(reading, "sliding_attention").rope.rope_theta, 500000);
}

TEST(RopeReaderModels, modernbert_has_a_base_for_global_and_one_for_local_layers) {
  const ConfigReading reading =
      read_layers(R"({"model_type": "modernbert", "hidden_size": 768, "num_attention_heads": 12,
      "max_position_embeddings": 8192, "global_rope_theta": 160000.0, "local_rope_theta": 10000.0,
      "position_embedding_type": "absolute"})");
  EXPECT_EQ(reading.main.rope.rope_theta, 160000);
  EXPECT_EQ(layer(reading, "sliding_attention").rope.rope_theta, 10000);
}

TEST(RopeReaderModels, pythia_rotates_a_quarter_by_older_keys) {
  const RopeReading reading = read(R"({"model_type": "gpt_neox", "hidden_size": 512, "num_attention_heads": 8,
      "max_position_embeddings": 2048, "rotary_emb_base": 10000, "rotary_pct": 0.25})");
  EXPECT_EQ(reading.rope.rotary_dim, 16);
  EXPECT_TRUE(mentions(reading.notes, "rotary_pct: read as partial_rotary_factor"));
  EXPECT_TRUE(mentions(reading.notes, "rotary_emb_base: read as rope_theta"));
}

TEST(RopeReaderModels, gpt_j_states_rotated_channels_as_a_number_and_pairs_neighbours) {
  const RopeReading reading =
      read(R"({"model_type": "gptj", "n_embd": 4096, "n_head": 16, "n_positions": 2048, "rotary_dim": 64})");
  EXPECT_EQ(reading.rope.rotary_dim, 64);
  EXPECT_EQ(reading.rope.head_dim, 256);
  EXPECT_TRUE(mentions(reading.notes, "pair channels (2i, 2i + 1)"));
}

TEST(RopeReaderModels, chatglm_states_its_base_as_a_ratio_and_rotates_half) {
  const RopeReading reading = read(R"({"model_type": "chatglm", "hidden_size": 4096, "num_attention_heads": 32,
      "kv_channels": 128, "seq_length": 131072, "rope_ratio": 500})");
  EXPECT_EQ(reading.rope.rope_theta, 5e6);
  EXPECT_EQ(reading.rope.rotary_dim, 64);
  EXPECT_EQ(reading.max_position_embeddings, 131072);
}

TEST(RopeReaderModels, hunyuan_scales_its_base_by_alpha_at_every_length) {
  const RopeReading reading =
      read(R"({"model_type": "hunyuan_v1_dense", "head_dim": 128, "max_position_embeddings": 32768,
      "rope_theta": 10000.0, "rope_scaling": {"alpha": 1000.0, "beta_fast": 32, "beta_slow": 1, "factor": 1.0, "mscale": 1.0,
      "mscale_all_dim": 1.0, "type": "dynamic"}})");
  EXPECT_EQ(reading.method.id, "ntk_aware");
  EXPECT_EQ(reading.method.params.at("alpha"), ParamValue{1000.0});
  EXPECT_EQ(reading.softmax_scale_factor, 1);
}

TEST(RopeReaderModels, qwen2_vl_is_plain_rope_for_text) {
  const RopeReading reading = read(R"({"model_type": "qwen2_vl", "hidden_size": 3584, "num_attention_heads": 28,
      "max_position_embeddings": 32768, "rope_theta": 1000000.0, "rope_scaling": {"type": "mrope",
      "mrope_section": [16, 24, 24]}})");
  EXPECT_EQ(reading.method.id, "rope");
  EXPECT_TRUE(mentions(reading.notes, "for text all axes agree"));
}

TEST(RopeReaderModels, phi_3_5_moe_names_its_attention_factor_for_short_and_for_long_texts) {
  const auto moe = [](std::string_view short_mscale) {
    return R"({"model_type": "phimoe", "head_dim": 4, "max_position_embeddings": 131072,
        "original_max_position_embeddings": 4096, "rope_theta": 10000.0, "rope_scaling": {"type": "longrope",
        "short_factor": [1.0, 1.0], "long_factor": [1.0, 40.0], "long_mscale": 1.243163121016122, "short_mscale": )" +
           std::string(short_mscale) + "}}";
  };
  EXPECT_EQ(read(moe("1.243163121016122")).method.params.at("attention_factor"), ParamValue{1.243163121016122});
  expect_refused(moe("1.0"), "rope_scaling.short_mscale and rope_scaling.long_mscale differ");
}

TEST(RopeReaderModels, vllm_multiplies_where_transformers_replaces) {
  const RopeReading reading = read(scaled(R"("type": "yarn", "factor": 4, "original_max_position_embeddings": 1024,
                                             "attn_factor": 0.5)"));
  EXPECT_NEAR(plan_of(reading.method, reading.rope)->attention_factor, 0.5 * 1.138629436111989, 1e-15);
  expect_refused(scaled(R"("type": "yarn", "factor": 4, "original_max_position_embeddings": 1024, "attn_factor": 1,
                           "attention_factor": 1)"),
                 "rope_scaling.attn_factor and rope_scaling.attention_factor are both given");
}

TEST(RopeReaderModels, multipliers_out_of_range_are_refused) {
  for (const std::string value : {"0", "-1", "\"1\"", "1e10"}) {
    expect_refused(
        scaled(R"("type": "yarn", "factor": 4, "original_max_position_embeddings": 1024, "attn_factor": )" + value),
        "rope_scaling.attn_factor must be a number from 0.000001 to 1000000, got ");
    expect_refused(config(R"(, "rope_ratio": )" + value), "rope_ratio must be a number from 0.001 to 1000000000, got ");
  }
}

TEST(RopeReaderModels, phi_3_first_called_longrope_yarn) {
  const RopeReading reading = read(R"({"model_type": "phi3", "head_dim": 4, "max_position_embeddings": 131072,
      "original_max_position_embeddings": 4096, "rope_scaling": {"type": "yarn", "short_factor": [1.0, 1.0],
      "long_factor": [1.0, 40.0]}})");
  EXPECT_EQ(reading.method.id, "longrope");
  EXPECT_TRUE(mentions(reading.notes, "what Phi-3 first called longrope"));
}

TEST(RopeReaderModels, whose_class_scales_without_being_told_must_be_told) {
  expect_refused(
      config(R"(, "model_type": "gpt_oss")"),
      R"(rope_parameters is missing; it must be given: model_type "gpt_oss" scales by a default of its own)");
}

TEST(RopeReaderModels, dbrx_and_internlm_keep_the_base_in_a_drawer) {
  EXPECT_EQ(read(R"({"model_type": "dbrx", "d_model": 6144, "n_heads": 48, "max_seq_len": 32768,
                     "attn_config": {"rope_theta": 500000}})")
                .rope.rope_theta,
            500000);
  EXPECT_EQ(
      read(config(R"(, "model_type": "internlm", "rotary": {"base": 1000000, "type": "dynamic"})")).rope.rope_theta,
      1e6);
}

TEST(RopeReaderModels, qwen_1_and_internlm_1_are_warned_of_when_they_scale_by_their_own_formula) {
  EXPECT_TRUE(mentions(read(config(R"(, "model_type": "qwen", "use_dynamic_ntk": true)")).warnings, "use_dynamic_ntk"));
  EXPECT_TRUE(read(config(R"(, "model_type": "qwen", "use_dynamic_ntk": false)")).warnings.empty());
  EXPECT_TRUE(mentions(read(config(R"(, "rotary": {"base": 10000, "type": "dynamic"})")).warnings, "rotary.type"));
}

TEST(RopeReaderModels, without_rotary_positions_are_refused_by_what_they_have_instead) {
  expect_refused(config(R"(, "model_type": "bloom")"), R"(model_type: model_type "bloom" has ALiBi)");
  expect_refused(config(R"(, "model_type": "mpt", "attn_config": {"alibi": true})"),
                 R"(model_type: model_type "mpt" has ALiBi)");
  expect_refused(config(R"(, "model_type": "falcon", "alibi": true)"), R"(alibi: model_type "falcon" has ALiBi)");
  expect_refused(
      R"({"model_type": "baichuan", "hidden_size": 5120, "num_attention_heads": 40, "model_max_length": 4096})",
      R"(model_type: model_type "baichuan" has, in its 13B size, ALiBi)");
  EXPECT_EQ(read(config(R"(, "model_type": "baichuan")")).method.id, "rope");
  expect_refused(config(R"(, "model_type": "gpt2")"),
                 R"(model_type: model_type "gpt2" has learned absolute positions)");
  expect_refused(config(R"(, "position_embedding_type": "alibi")"), "position_embedding_type: this model has ALiBi");
}

TEST(RopeReaderModels, of_an_unknown_type_that_never_speaks_of_rotation_are_read_only_where_the_caller_says_so) {
  const std::string silent = config(R"(, "model_type": "brandnew")");
  expect_refused(silent, R"(model_type "brandnew" is not known here, and no key of the file speaks of rotary)");
  expect_refused(config(R"(, "architectures": ["GPT2LMHeadModel"])"), R"(model_type "GPT2LMHeadModel" is not known)");
  EXPECT_TRUE(read(config(R"(, "architectures": ["LlamaForCausalLM"])")).warnings.empty());
  EXPECT_TRUE(mentions(read(silent, {.assume_rotary = true}).warnings, "read as plain RoPE"));
  EXPECT_TRUE(mentions(read(config("")).warnings, "model_type: missing, and no key speaks of rotary positions"));
  EXPECT_TRUE(read(config(R"(, "model_type": "brandnew", "rope_theta": 10000)")).warnings.empty());
}

}  // namespace
}  // namespace ropescope
