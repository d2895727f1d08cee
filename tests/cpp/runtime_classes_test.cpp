// What other runtimes are told of checkpoints by their class: of classes that do not run here, of parts of a config,
// and where a dictionary or a flag would make something else of it.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "core/saying.hpp"
#include "position/method.hpp"
#include "runtimes/request.hpp"
#include "runtimes/settings.hpp"
#include "settings_lines.hpp"

namespace ropescope {
namespace {

using test::Lines;
using test::lines;

Result<RuntimeSettings> settings_of(Runtime runtime, std::string_view config, const std::vector<MethodSpec>& methods) {
  const auto checkpoint = read_checkpoint(config);
  if (!checkpoint) return checkpoint.error();
  const auto request = read_export_request(runtime, *checkpoint, methods, 0);
  return request ? settings_for(runtime, *request) : request.error();
}

constexpr std::string_view mixtral = R"({"model_type": "mixtral", "hidden_size": 4096, "num_attention_heads": 32,
  "num_hidden_layers": 2, "max_position_embeddings": 32768, "rope_theta": 1000000.0})";
const std::vector<MethodSpec> twice{{"yarn", {{"factor", 2.0}}}};

TEST(RuntimeClasses, of_classes_that_do_not_run_here_are_written_too) {
  EXPECT_EQ(lines(settings_of(Runtime::transformers, mixtral, twice)),
            (Lines{"rope_type=yarn", "rope_theta=1000000", "original_max_position_embeddings=32768", "factor=2"}));
  EXPECT_EQ(lines(settings_of(Runtime::llama_cpp, mixtral, {{"linear", {{"factor", 2.0}}}})).back(),
            "--override-kv=llama.context_length=int:65536");
  const auto elsewhere = settings_of(Runtime::mlx_lm, mixtral, twice);
  ASSERT_FALSE(elsewhere);
  EXPECT_NE(elsewhere.error().message.find("this checkpoint is of another class"), std::string::npos);
}

TEST(RuntimeClasses, keep_the_share_of_channels_that_turn) {
  constexpr std::string_view half = R"({"model_type": "glm4", "head_dim": 128, "hidden_size": 4096,
    "num_attention_heads": 32, "num_hidden_layers": 2, "max_position_embeddings": 32768,
    "rope_parameters": {"rope_type": "default", "rope_theta": 10000.0, "partial_rotary_factor": 0.5}})";
  const auto written = settings_of(Runtime::vllm, half, twice);
  ASSERT_TRUE(written) << written.error().message;
  EXPECT_EQ(written->settings.back().key, "partial_rotary_factor");
  EXPECT_EQ(written->settings.back().value, ParamValue(0.5));
  EXPECT_TRUE(settings_of(Runtime::llama_cpp, half, twice));
}

TEST(RuntimeClasses, of_a_part_of_a_config_stand_in_that_part) {
  constexpr std::string_view parts = R"({"model_type": "llava", "text_config": {"model_type": "llama",
    "hidden_size": 4096, "num_attention_heads": 32, "num_hidden_layers": 2, "max_position_embeddings": 4096,
    "rope_theta": 10000.0}})";
  EXPECT_EQ(read_checkpoint(parts)->reading.part, "text_config");
  EXPECT_EQ(lines(settings_of(Runtime::vllm, parts, twice))[0], "rope_type=yarn");
  EXPECT_NE(lines(settings_of(Runtime::sglang, parts, twice))[0].find("a config.json of several parts"),
            std::string::npos);
}

// What one dictionary cannot say of these layers, axes and scores.
TEST(RuntimeClasses, are_refused_where_a_class_would_make_something_else_of_them) {
  const auto refused = [](std::string_view config, std::string_view part) {
    for (const Runtime runtime : {Runtime::transformers, Runtime::vllm, Runtime::llama_cpp}) {
      const auto written = settings_of(runtime, config, twice);
      ASSERT_FALSE(written) << config;
      EXPECT_EQ(written.error().code, ErrorCode::unsupported_model);
      EXPECT_NE(written.error().message.find(part), std::string::npos) << written.error().message;
    }
  };
  refused(R"({"model_type": "gemma3_text", "head_dim": 256, "hidden_size": 2304, "num_attention_heads": 8,
    "num_hidden_layers": 6, "max_position_embeddings": 131072})",
          "turn in different ways");
  refused(R"({"model_type": "qwen2_vl", "hidden_size": 1536, "num_attention_heads": 12, "num_hidden_layers": 2,
    "max_position_embeddings": 32768, "rope_theta": 1000000.0,
    "rope_scaling": {"type": "mrope", "mrope_section": [16, 24, 24]}})",
          "several axes (MRoPE)");
  refused(R"({"model_type": "qwen3_vl", "text_config": {"model_type": "qwen3_vl_text", "num_hidden_layers": 2,
    "max_position_embeddings": 262144, "rope_theta": 5000000.0}})",
          "several axes (MRoPE)");
}

TEST(RuntimeClasses, leave_to_the_file_of_llama_cpp_the_divisors_that_it_holds) {
  constexpr std::string_view llama_3 = R"({"model_type": "llama", "vocab_size": 96, "hidden_size": 64,
    "intermediate_size": 64, "num_hidden_layers": 1, "num_attention_heads": 1, "max_position_embeddings": 131072,
    "rope_theta": 500000.0, "rope_scaling": {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0,
    "high_freq_factor": 4.0, "original_max_position_embeddings": 8192}})";
  const auto own = settings_of(Runtime::llama_cpp, llama_3, {});
  ASSERT_TRUE(own) << own.error().message;
  EXPECT_TRUE(own->settings.empty());
  EXPECT_EQ(own->notes.front().reason, Reason("file_says_it"));
  EXPECT_NE(lines(settings_of(Runtime::llama_cpp, llama_3, twice))[0].find("flags would come on top of them"),
            std::string::npos);
}

}  // namespace
}  // namespace ropescope
