// What other runtimes are told of classes whose layers differ, of positions on several axes and of DeepSeek's scale of
// scores: in the form that each reads, or why there is none.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "core/saying.hpp"
#include "core/text.hpp"
#include "position/method.hpp"
#include "runtimes/request.hpp"
#include "runtimes/settings.hpp"
#include "settings_lines.hpp"

namespace ropescope {
namespace {

using test::Lines;
using test::lines;
using test::settings_of;

const std::vector<MethodSpec> twice{{"yarn", {{"factor", 2.0}}}};
const std::vector<MethodSpec> squeezed{{"linear", {{"factor", 2.0}}}};

bool notes(const Result<RuntimeSettings>& written, Reason reason) {
  return written && std::ranges::find(written->notes, reason, &Saying::reason) != written->notes.end();
}

void expect_refused(const Result<RuntimeSettings>& written, Reason why) {
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::unsupported_model);
  EXPECT_NE(written.error().message.find(why.english().substr(0, 24)), std::string::npos) << written.error().message;
}

constexpr std::string_view gemma_3 = R"({"model_type": "gemma3_text", "head_dim": 256, "hidden_size": 1152,
  "num_attention_heads": 4, "num_hidden_layers": 6, "max_position_embeddings": 32768, "rope_theta": 1000000.0,
  "rope_local_base_freq": 10000.0, "rope_scaling": null})";
const Lines global{"rope_type=yarn", "rope_theta=1000000", "original_max_position_embeddings=32768", "factor=2"};
const Lines by_type{"full_attention.rope_type=yarn",
                    "full_attention.rope_theta=1000000",
                    "full_attention.original_max_position_embeddings=32768",
                    "full_attention.factor=2",
                    "sliding_attention.rope_type=default",
                    "sliding_attention.rope_theta=10000"};

TEST(RuntimeLayers, of_gemma_3_are_told_by_their_type_or_as_those_of_full_attention) {
  const auto hf = settings_of(Runtime::transformers, gemma_3, twice);
  EXPECT_EQ(lines(hf), by_type);
  EXPECT_TRUE(hf->flat);  // for transformers 4
  for (const Runtime runtime : {Runtime::vllm, Runtime::sglang}) {
    const auto told = settings_of(runtime, gemma_3, twice);
    EXPECT_EQ(lines(told), by_type);
    EXPECT_FALSE(told->flat);
  }
  for (const Runtime runtime : {Runtime::mlx_lm, Runtime::tensorrt_llm}) {
    EXPECT_EQ(lines(settings_of(runtime, gemma_3, twice)), global);
  }
  EXPECT_EQ(lines(settings_of(Runtime::llama_cpp, gemma_3, twice)),
            (Lines{"--rope-scaling=yarn", "--rope-freq-base=1000000", "--yarn-orig-ctx=32768", "--rope-scale=2"}));
}

// vLLM multiplies no length of Gemma 3 by a factor, SGLang none where dictionaries go by type.
TEST(RuntimeLayers, of_gemma_3_leave_the_length_to_what_is_said) {
  for (const Runtime runtime : {Runtime::vllm, Runtime::sglang}) {
    const auto told = settings_of(runtime, gemma_3, squeezed);
    ASSERT_TRUE(told) << told.error().message;
    EXPECT_EQ(told->max_position_embeddings, 65536);
  }
}

TEST(RuntimeLayers, that_are_to_stay_are_not_reached_by_what_llama_cpp_has_for_all) {
  const std::vector<MethodSpec> sharp{{"yarn", {{"factor", 2.0}, {"attention_factor", 1.5}}}};
  expect_refused(settings_of(Runtime::llama_cpp, gemma_3, sharp), "reaches_all_layers");
  constexpr std::string_view olmo_3 = R"({"model_type": "olmo3", "hidden_size": 4096, "num_attention_heads": 32,
    "num_hidden_layers": 4, "max_position_embeddings": 65536, "rope_theta": 500000.0, "sliding_window": 4096,
    "rope_scaling": {"rope_type": "yarn", "factor": 8.0, "original_max_position_embeddings": 8192}})";
  EXPECT_EQ(lines(settings_of(Runtime::llama_cpp, olmo_3, {{"yarn", {{"factor", 16.0}}}})).back(), "--rope-scale=16");
  EXPECT_EQ(lines(settings_of(Runtime::vllm, olmo_3, twice)).back(), "sliding_attention.rope_theta=500000");
  EXPECT_EQ(lines(settings_of(Runtime::transformers, olmo_3, twice)).front(), "rope_type=yarn");
}

// Gemma 4's full-attention layers keep a quarter of their pairs, which llama.cpp's file says as divisors.
TEST(RuntimeLayers, of_gemma_4_are_slowed_down_where_the_factor_is_read) {
  constexpr std::string_view gemma_4 = R"({"model_type": "gemma4_text", "head_dim": 256, "global_head_dim": 512,
    "hidden_size": 2816, "num_attention_heads": 16, "num_hidden_layers": 6, "max_position_embeddings": 262144,
    "sliding_window": 1024, "rope_parameters": {
      "full_attention": {"partial_rotary_factor": 0.25, "rope_theta": 1000000.0, "rope_type": "proportional"},
      "sliding_attention": {"rope_theta": 10000.0, "rope_type": "default"}}})";
  const std::vector<MethodSpec> slower{{"proportional", {{"partial_rotary_factor", 0.25}, {"factor", 4.0}}}};
  for (const Runtime runtime : {Runtime::transformers, Runtime::mlx_lm}) {
    const Lines told = lines(settings_of(runtime, gemma_4, slower));
    EXPECT_EQ(told.front(), "full_attention.rope_type=proportional");
    EXPECT_NE(std::ranges::find(told, "full_attention.factor=4"), told.end());
    EXPECT_EQ(told.back(), "sliding_attention.rope_type=default");  // in the file's order
  }
  EXPECT_EQ(lines(settings_of(Runtime::llama_cpp, gemma_4, slower)),
            (Lines{"--rope-scaling=linear", "--rope-scale=4", "--override-kv=gemma4.context_length=int:1048576"}));
  expect_refused(settings_of(Runtime::sglang, gemma_4, slower), "reads_no_scaling");
  EXPECT_FALSE(settings_of(Runtime::vllm, gemma_4, slower));
  const auto own = settings_of(Runtime::vllm, gemma_4, {});
  ASSERT_TRUE(own) << own.error().message;
  EXPECT_TRUE(own->settings.empty());
  EXPECT_TRUE(notes(own, "says_it_itself"));
}

// Laguna's own keys beside the dictionaries would reach layers whose dictionary were written anew.
TEST(RuntimeLayers, of_other_types_keep_their_dictionary_as_it_is) {
  constexpr std::string_view laguna = R"({"model_type": "laguna", "hidden_size": 2048, "head_dim": 128,
    "num_attention_heads": 48, "max_position_embeddings": 262144, "partial_rotary_factor": 0.5, "sliding_window": 512,
    "num_hidden_layers": 2, "layer_types": ["full_attention", "sliding_attention"], "rope_parameters": {
      "full_attention": {"rope_type": "yarn", "rope_theta": 500000, "factor": 64, "beta_fast": 64,
                         "original_max_position_embeddings": 4096, "partial_rotary_factor": 0.5},
      "sliding_attention": {"rope_type": "default", "rope_theta": 10000, "partial_rotary_factor": 1}}})";
  const Lines told = lines(settings_of(Runtime::transformers, laguna, {{"yarn", {{"factor", 128.0}}}}));
  EXPECT_EQ(told.back(), "sliding_attention.partial_rotary_factor=1");
  EXPECT_NE(std::ranges::find(told, "full_attention.partial_rotary_factor=0.5"), told.end());
}

// mlx-lm rounds the ramp of gpt-oss, whatever its file says.
TEST(RuntimeLayers, are_not_left_to_a_runtime_that_passes_over_their_keys) {
  constexpr std::string_view gpt_oss = R"({"model_type": "gpt_oss", "head_dim": 64, "hidden_size": 2880,
    "num_attention_heads": 64, "num_hidden_layers": 2, "max_position_embeddings": 131072, "rope_theta": 150000,
    "rope_scaling": {"beta_fast": 32, "beta_slow": 1, "factor": 32, "original_max_position_embeddings": 4096,
    "rope_type": "yarn", "truncate": false}})";
  EXPECT_TRUE(settings_of(Runtime::vllm, gpt_oss, {}));
  expect_refused(settings_of(Runtime::mlx_lm, gpt_oss, {}), "has_no_rope_type_with_params");
}

// As published, by code of its own: what it would make of another dictionary is not known.
TEST(RuntimeLayers, that_no_form_changes_are_left_as_they_are_or_refused) {
  constexpr std::string_view mimo = R"({"model_type": "mimo_v2_flash", "hidden_size": 4096, "num_attention_heads": 64,
    "head_dim": 192, "num_hidden_layers": 2, "max_position_embeddings": 262144, "rope_theta": 5000000.0,
    "swa_rope_theta": 10000.0, "partial_rotary_factor": 0.334, "sliding_window": 128, "hybrid_layer_pattern": [0, 1]})";
  for (const Runtime runtime : {Runtime::transformers, Runtime::vllm, Runtime::sglang}) {
    EXPECT_TRUE(notes(settings_of(runtime, mimo, {}), "says_it_itself"));
    expect_refused(settings_of(runtime, mimo, twice), "turns_by_layer");
  }
  expect_refused(settings_of(Runtime::llama_cpp, mimo, {}), "turns_by_layer");
}

constexpr std::string_view qwen_2_vl = R"({"model_type": "qwen2_vl", "hidden_size": 1536, "num_attention_heads": 12,
  "num_hidden_layers": 2, "max_position_embeddings": 32768, "rope_theta": 1000000.0,
  "rope_scaling": {"type": "mrope", "mrope_section": [16, 24, 24]}})";

TEST(RuntimeAxes, are_kept_by_every_dictionary) {
  for (const Runtime runtime : {Runtime::transformers, Runtime::vllm, Runtime::sglang, Runtime::mlx_lm}) {
    const auto told = settings_of(runtime, qwen_2_vl, twice);
    ASSERT_TRUE(told) << told.error().message;
    EXPECT_EQ(told->settings.front().value, ParamValue(std::string("yarn")));
    EXPECT_EQ(told->settings.back().key, "mrope_section");
    EXPECT_EQ(told->settings.back().value, ParamValue(std::vector<double>{16, 24, 24}));
  }
  EXPECT_EQ(lines(settings_of(Runtime::llama_cpp, qwen_2_vl, twice)).back(), "--rope-scale=2");
  expect_refused(settings_of(Runtime::tensorrt_llm, qwen_2_vl, twice), "other_class_there");
}

TEST(RuntimeAxes, are_lost_by_servers_under_other_types) {
  for (const Runtime runtime : {Runtime::vllm, Runtime::sglang}) {
    expect_refused(settings_of(runtime, qwen_2_vl, squeezed), "turns_by_axes");
  }
  EXPECT_TRUE(settings_of(Runtime::transformers, qwen_2_vl, squeezed));
}

TEST(RuntimeAxes, that_the_file_leaves_to_its_class_are_said_to_servers) {
  constexpr std::string_view qwen_3_vl = R"({"model_type": "qwen3_vl", "text_config": {"model_type": "qwen3_vl_text",
    "head_dim": 128, "hidden_size": 4096, "num_attention_heads": 32, "num_hidden_layers": 2,
    "max_position_embeddings": 262144, "rope_theta": 5000000.0}})";
  const auto told = settings_of(Runtime::vllm, qwen_3_vl, twice);
  ASSERT_TRUE(told) << told.error().message;
  const auto sections = std::ranges::find(told->settings, "mrope_section", &Setting::key);
  ASSERT_NE(sections, told->settings.end());
  EXPECT_EQ(sections->value, ParamValue(std::vector<double>{24, 20, 20}));
  EXPECT_EQ(told->settings.back().key, "mrope_interleaved");
  EXPECT_EQ(lines(settings_of(Runtime::transformers, qwen_3_vl, twice)).back(), "factor=2");
  constexpr std::string_view glm = R"({"model_type": "glm4v_text", "hidden_size": 4096, "num_attention_heads": 32,
    "num_hidden_layers": 2, "max_position_embeddings": 32768, "rope_theta": 10000.0})";
  expect_refused(settings_of(Runtime::vllm, glm, twice), "axes_not_stated");
}

constexpr std::string_view deepseek = R"({"model_type": "deepseek_v3", "hidden_size": 7168, "num_attention_heads": 128,
  "num_hidden_layers": 2, "qk_nope_head_dim": 128, "qk_rope_head_dim": 64, "max_position_embeddings": 163840,
  "rope_theta": 10000, "rope_scaling": {"beta_fast": 32, "beta_slow": 1, "factor": 40, "mscale": 1.0,
  "mscale_all_dim": 1.0, "original_max_position_embeddings": 4096, "type": "yarn"}})";
const std::vector<MethodSpec> eighty{{"yarn", {{"factor", 80.0}, {"mscale", 1.0}, {"mscale_all_dim", 1.0}}}};

TEST(RuntimeScores, follow_the_factor_where_the_mscales_are_kept) {
  const Lines keys{"rope_type=yarn", "rope_theta=10000", "original_max_position_embeddings=4096",
                   "factor=80",      "mscale=1",         "mscale_all_dim=1"};
  for (const Runtime runtime :
       {Runtime::transformers, Runtime::vllm, Runtime::sglang, Runtime::mlx_lm, Runtime::tensorrt_llm}) {
    const auto told = settings_of(runtime, deepseek, eighty);
    EXPECT_EQ(lines(told), keys);
    const auto note = std::ranges::find(told->notes, Reason("scale_of_scores_changes"), &Saying::reason);
    ASSERT_NE(note, told->notes.end());
    EXPECT_NE(to_english(*note).find("1.8738542"), std::string::npos) << to_english(*note);
    EXPECT_NE(to_english(*note).find(format_number(std::pow(0.1 * std::log(80) + 1, 2))), std::string::npos);
  }
  EXPECT_EQ(lines(settings_of(Runtime::llama_cpp, deepseek, eighty)),
            (Lines{"--rope-scaling=yarn", "--rope-freq-base=10000", "--yarn-orig-ctx=4096", "--rope-scale=80"}));
}

TEST(RuntimeScores, are_told_where_they_are_dropped) {
  const auto plain_yarn = settings_of(Runtime::vllm, deepseek, twice);
  ASSERT_TRUE(plain_yarn) << plain_yarn.error().message;
  EXPECT_EQ(plain_yarn->settings.back().key, "factor");
  EXPECT_TRUE(notes(plain_yarn, "scale_of_scores_changes"));
  expect_refused(settings_of(Runtime::llama_cpp, deepseek, twice), "scale_lies_in_file");
  expect_refused(settings_of(Runtime::llama_cpp, deepseek, squeezed), "has_no_rope_type_there");
}

TEST(RuntimeScores, are_kept_beside_a_temperature_by_position) {
  constexpr std::string_view mistral = R"({"model_type": "mistral4", "hidden_size": 4096, "num_attention_heads": 32,
    "num_hidden_layers": 2, "qk_nope_head_dim": 64, "qk_rope_head_dim": 64, "max_position_embeddings": 1048576,
    "rope_parameters": {"rope_type": "yarn", "rope_theta": 10000, "factor": 128, "llama_4_scaling_beta": 0.1,
    "mscale": 1, "mscale_all_dim": 1, "original_max_position_embeddings": 8192}})";
  const auto told = settings_of(Runtime::transformers, mistral, eighty);
  ASSERT_TRUE(told) << told.error().message;
  EXPECT_TRUE(notes(told, "scale_of_scores_changes"));
}

TEST(RuntimeScores, are_of_classes_that_take_every_type_for_yarn) {
  for (const Runtime runtime : {Runtime::vllm, Runtime::sglang}) {
    expect_refused(settings_of(runtime, deepseek, squeezed), "takes_all_for_yarn");
    const std::vector<MethodSpec> unrounded{{"yarn", {{"factor", 2.0}, {"truncate", false}}}};
    expect_refused(settings_of(runtime, deepseek, unrounded), "takes_all_for_yarn");
  }
  EXPECT_TRUE(settings_of(Runtime::transformers, deepseek, squeezed));
}

// vLLM puts what it is told of a part into the dictionary that is there.
TEST(RuntimeScores, of_a_part_are_said_over_what_the_file_has) {
  constexpr std::string_view kimi = R"({"model_type": "kimi_k25", "text_config": {"model_type": "kimi_k2",
    "hidden_size": 7168, "num_attention_heads": 64, "num_hidden_layers": 2, "qk_nope_head_dim": 128,
    "qk_rope_head_dim": 64, "max_position_embeddings": 262144, "rope_theta": 50000.0, "rope_scaling": {"beta_fast": 32,
    "beta_slow": 1, "factor": 64, "mscale": 1.0, "mscale_all_dim": 1.0, "original_max_position_embeddings": 4096,
    "type": "yarn"}}})";
  EXPECT_EQ(lines(settings_of(Runtime::vllm, kimi, twice)),
            (Lines{"rope_type=yarn", "rope_theta=50000", "original_max_position_embeddings=4096", "factor=2",
                   "beta_fast=32", "beta_slow=1", "mscale=1", "mscale_all_dim=0"}));
}

}  // namespace
}  // namespace ropescope
