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
using test::settings_of;

constexpr std::string_view mixtral = R"({"model_type": "mixtral", "hidden_size": 4096, "num_attention_heads": 32,
  "num_hidden_layers": 2, "max_position_embeddings": 32768, "rope_theta": 1000000.0})";
const std::vector<MethodSpec> twice{{"yarn", {{"factor", 2.0}}}};

TEST(RuntimeClasses, of_classes_that_do_not_run_here_are_written_too) {
  EXPECT_EQ(lines(settings_of(Runtime::transformers, mixtral, twice)),
            (Lines{"rope_type=yarn", "rope_theta=1000000", "original_max_position_embeddings=32768", "factor=2"}));
  EXPECT_EQ(lines(settings_of(Runtime::llama_cpp, mixtral, {{"linear", {{"factor", 2.0}}}})).back(),
            "--override-kv=llama.context_length=int:65536");
  const auto refused = [](Runtime runtime, std::string_view part) {
    const auto elsewhere = settings_of(runtime, mixtral, twice);
    ASSERT_FALSE(elsewhere);
    EXPECT_NE(elsewhere.error().message.find(part), std::string::npos) << elsewhere.error().message;
  };
  refused(Runtime::mlx_lm, "it reads base and share alone in this class");
  refused(Runtime::tensorrt_llm, "its code for this class was not read");
  EXPECT_EQ(lines(settings_of(Runtime::mlx_lm, mixtral, {{"ntk_aware", {{"base", 2000000.0}}}})),
            (Lines{"rope_type=default", "rope_theta=2000000"}));
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
  EXPECT_NE(lines(settings_of(Runtime::sglang, parts, twice))[0].find("which part of such a config.json"),
            std::string::npos);
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
