// What other runtimes are told about a method: read back by our own reader, or refused with a reason.
#include "runtimes/settings.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "core/text.hpp"
#include "position/method.hpp"
#include "position/registry.hpp"
#include "runtimes/request.hpp"
#include "settings_lines.hpp"
#include "tiny_model.hpp"

namespace ropescope {
namespace {

using test::lines;
using test::Lines;

Checkpoint tiny_config() { return *read_checkpoint(test::config_json({})); }

Result<RuntimeSettings> settings_of(Runtime runtime, const MethodSpec& spec, int seq_len = 0) {
  const auto request = read_export_request(runtime, tiny_config(), std::vector{spec}, seq_len);
  return request ? settings_for(runtime, *request) : request.error();
}

const std::string trained = std::to_string(tiny_config().reading.main.rope.original_max_position_embeddings);

TEST(RuntimeSettings, of_yarn_are_its_keys_in_transformers_and_flags_in_llama_cpp) {
  const MethodSpec yarn{"yarn", {{"factor", 8.0}, {"beta_fast", 8.0}}};
  const Lines keys{"rope_type=yarn", "rope_theta=10000", "original_max_position_embeddings=" + trained, "factor=8",
                   "beta_fast=8"};
  EXPECT_EQ(lines(settings_of(Runtime::transformers, yarn)), keys);
  EXPECT_EQ(lines(settings_of(Runtime::vllm, yarn)), keys);
  const Lines flags{"--rope-scaling=yarn", "--rope-freq-base=10000", "--yarn-orig-ctx=" + trained, "--rope-scale=8",
                    "--yarn-beta-fast=8"};
  EXPECT_EQ(lines(settings_of(Runtime::llama_cpp, yarn)), flags);
  EXPECT_EQ(settings_of(Runtime::llama_cpp, yarn)->max_position_embeddings, 8 * std::stoi(trained));
  EXPECT_EQ(settings_of(Runtime::vllm, yarn, 100)->max_position_embeddings, 100);
}

TEST(RuntimeSettings, make_llama_cpps_own_attention_factor_the_wanted_one) {
  const auto written = settings_of(Runtime::llama_cpp, {"yarn", {{"factor", 8.0}, {"attention_factor", 1.0}}});
  ASSERT_TRUE(written) << written.error().message;
  EXPECT_EQ(written->settings.back().key, "--override-kv");
  EXPECT_EQ(std::get<std::string>(written->settings.back().value),
            "llama.rope.scaling.attn_factor=float:" + format_number(1 / (0.1 * std::log(8) + 1)));
}

// llama-server cuts texts down to the file's length under linear scaling and another base, not under yarn.
TEST(RuntimeSettings, lift_the_length_of_the_file_where_llama_cpp_does_not_blend) {
  const std::string longer = std::to_string(4 * std::stoi(trained));
  EXPECT_EQ(lines(settings_of(Runtime::llama_cpp, {"linear", {{"factor", 4.0}}})),
            (Lines{"--rope-scaling=linear", "--rope-freq-base=10000", "--rope-scale=4",
                   "--override-kv=llama.context_length=int:" + longer}));
  EXPECT_EQ(lines(settings_of(Runtime::llama_cpp, {"ntk_aware", {{"alpha", 4.0}}})).back(),
            "--override-kv=llama.context_length=int:" + longer);
  EXPECT_EQ(lines(settings_of(Runtime::llama_cpp, {"linear", {{"factor", 4.0}}}, 8)).back(), "--rope-scale=4");
}

TEST(RuntimeSettings, leave_attention_alone_where_llama_cpp_does_not_blend) {
  const auto unblended = settings_of(Runtime::llama_cpp, {"yarn", {{"factor", 8.0}, {"extrapolation_factor", 0.0}}});
  EXPECT_EQ(lines(unblended).back(),
            "--override-kv=llama.rope.scaling.attn_factor=float:" + format_number(0.1 * std::log(8) + 1));
}

TEST(RuntimeSettings, of_a_changed_base_are_the_base) {
  const MethodSpec ntk{"ntk_aware", {{"base", 80000.0}}};
  const auto written = settings_of(Runtime::transformers, ntk);
  ASSERT_TRUE(written) << written.error().message;
  EXPECT_EQ(std::get<std::string>(written->settings[0].value), "default");
  EXPECT_EQ(std::get<double>(written->settings[1].value), 80000);  // from the last frequency and back
  EXPECT_EQ(lines(settings_of(Runtime::transformers, {"ntk_aware", {{"base", 500000.0}}}))[1], "rope_theta=500000");
  EXPECT_EQ(lines(settings_of(Runtime::llama_cpp, ntk))[0], "--rope-scaling=none");
}

TEST(RuntimeSettings, take_the_ramp_of_the_paper_for_llama_3s) {
  EXPECT_EQ(lines(settings_of(Runtime::transformers, {"ntk_by_parts", {{"beta_fast", 4.0}}})),
            (Lines{"rope_type=llama3", "rope_theta=10000", "original_max_position_embeddings=" + trained, "factor=4",
                   "low_freq_factor=1", "high_freq_factor=4"}));
}

TEST(RuntimeSettings, are_refused_where_a_runtime_means_something_else) {
  const auto refused = [](Runtime runtime, const MethodSpec& spec, std::string_view part) {
    const auto written = settings_of(runtime, spec, 4 * std::stoi(trained));
    ASSERT_FALSE(written) << spec.id;
    EXPECT_EQ(written.error().code, ErrorCode::unsupported_model);
    EXPECT_NE(written.error().message.find(part), std::string::npos) << written.error().message;
    EXPECT_NE(written.error().message.find("the nearest that needs no other weights is yarn"), std::string::npos);
  };
  refused(Runtime::transformers, {"rerope", {{"window", 2.0}}}, "transformers has no form of rerope: it changes which");
  refused(Runtime::vllm, {"log_n", {}}, "vLLM has no form of log_n: it scales the scores");
  refused(Runtime::vllm, {"dynamic_ntk", {}}, "no rope_type says it");  // vLLM fixes its base by the longest length
  EXPECT_TRUE(settings_of(Runtime::transformers, {"dynamic_ntk", {}}));
  refused(Runtime::llama_cpp, {"yarn", {{"truncate", false}}}, "it has no flag for truncate");
  refused(Runtime::transformers, {"yarn", {{"extrapolation_factor", 0.5}}}, "with these parameters");
  EXPECT_TRUE(settings_of(Runtime::vllm, {"yarn", {{"extrapolation_factor", 0.5}}}));
  refused(Runtime::llama_cpp, {"llama3", {}}, "write one");
  refused(Runtime::transformers, {"yarn", {{"ramp", std::string("turns")}}}, "with these parameters");
}

// mlx_lm/models/rope_utils.py; RopeParams and RopeEmbeddingUtils of TensorRT-LLM.
TEST(RuntimeSettings, say_to_mlx_lm_and_tensorrt_llm_only_what_they_read) {
  const MethodSpec yarn{"yarn", {{"factor", 8.0}, {"beta_fast", 8.0}}};
  for (const Runtime runtime : {Runtime::mlx_lm, Runtime::tensorrt_llm}) {
    EXPECT_EQ(lines(settings_of(runtime, yarn)), lines(settings_of(Runtime::transformers, yarn)));
    EXPECT_EQ(settings_of(runtime, yarn)->max_position_embeddings, 8 * std::stoi(trained));
    EXPECT_TRUE(settings_of(runtime, {"llama3", {}}));
    EXPECT_TRUE(settings_of(runtime, {"linear", {{"factor", 4.0}}}));
    EXPECT_EQ(lines(settings_of(runtime, {"ntk_aware", {{"base", 80000.0}}}))[1], "rope_theta=80000");
    EXPECT_TRUE(settings_of(runtime, {"yarn", {{"factor", 8.0}, {"mscale", 1.0}, {"mscale_all_dim", 1.0}}}));
    for (const MethodSpec& unread : std::vector<MethodSpec>{{"yarn", {{"factor", 8.0}, {"truncate", false}}},
                                                            {"yarn", {{"factor", 8.0}, {"attention_factor", 1.0}}},
                                                            {"yarn", {{"factor", 8.0}, {"mscale", 0.7}}},
                                                            {"rerope", {{"window", 2.0}}},
                                                            {"log_n", {}}}) {
      const auto written = settings_of(runtime, unread);
      ASSERT_FALSE(written) << unread.id;
      EXPECT_EQ(written.error().code, ErrorCode::unsupported_model) << written.error().message;
      EXPECT_NE(written.error().message.find(name_of(runtime)), std::string::npos) << written.error().message;
    }
  }
  EXPECT_TRUE(settings_of(Runtime::mlx_lm, {"dynamic_ntk", {}}));
  EXPECT_FALSE(settings_of(Runtime::tensorrt_llm, {"dynamic_ntk", {}}));  // its dynamic takes alpha
}

// Both compute longrope's attention factor from the two lengths of the file.
TEST(RuntimeSettings, of_longrope_fit_the_lengths_where_the_factor_is_not_read) {
  const std::vector<double> ones(4, 1.0);
  const std::vector<double> eights(4, 8.0);
  const MethodSpec longrope{"longrope", {{"short_factor", ones}, {"long_factor", eights}, {"factor", 8.0}}};
  const int eight_times = 8 * std::stoi(trained);
  for (const Runtime runtime : {Runtime::mlx_lm, Runtime::tensorrt_llm}) {
    EXPECT_TRUE(settings_of(runtime, longrope, eight_times));
    EXPECT_FALSE(settings_of(runtime, longrope, 2 * eight_times));
  }
}

// YaRNScalingRotaryEmbedding and Phi3LongRoPEScaledRotaryEmbedding of vLLM, which SGLang has from there.
TEST(RuntimeSettings, say_the_attention_factor_as_servers_read_it) {
  for (const Runtime runtime : {Runtime::vllm, Runtime::sglang}) {
    const double own = 0.1 * std::log(8) + 1;
    const MethodSpec fixed{"yarn", {{"factor", 8.0}, {"attention_factor", 1.0}}};
    EXPECT_EQ(lines(settings_of(runtime, fixed)).back(), "attn_factor=" + format_number(1 / own));
    const MethodSpec mscale{"yarn", {{"factor", 8.0}, {"mscale", 1.0}, {"mscale_all_dim", 1.0}}};
    EXPECT_EQ(lines(settings_of(runtime, mscale)).back(), "attn_factor=" + format_number(1 / own));
    EXPECT_EQ(lines(settings_of(runtime, {"yarn", {{"factor", 8.0}}})).back(), "factor=8");
    const std::vector<double> short_factor(4, 1.0);
    const std::vector<double> long_factor(4, 8.0);
    const MethodSpec longrope{"longrope", {{"short_factor", short_factor}, {"long_factor", long_factor}}};
    const auto written = settings_of(runtime, longrope, 8 * std::stoi(trained));
    ASSERT_TRUE(written) << written.error().message;
    EXPECT_EQ(written->settings.back().key, "long_mscale");
  }
}

TEST(RuntimeSettings, let_servers_derive_a_length_that_takes_the_text) {
  const int length = std::stoi(trained);
  const auto stated = [&](Runtime runtime, const MethodSpec& spec, int seq_len) {
    const auto written = settings_of(runtime, spec, seq_len);
    EXPECT_TRUE(written) << written.error().message;
    EXPECT_EQ(written->seq_len, seq_len);
    return written->max_position_embeddings;
  };
  for (const Runtime runtime : {Runtime::vllm, Runtime::sglang}) {
    EXPECT_EQ(stated(runtime, {"llama3", {{"factor", 4.0}}}, 4 * length), 4 * length);
    EXPECT_EQ(stated(runtime, {"ntk_aware", {{"alpha", 4.0}}}, 4 * length), 4 * length);
    EXPECT_EQ(stated(runtime, {"yarn", {{"factor", 4.0}}}, 4 * length), 4 * length);
    EXPECT_EQ(stated(runtime, {"linear", {{"factor", 4.0}}}, 4 * length), length);  // times the factor
    EXPECT_EQ(stated(runtime, {"linear", {{"factor", 4.0}}}, 8 * length), 2 * length);
  }
  const auto is_told = [&](Runtime runtime) {
    const auto beyond = settings_of(runtime, {"yarn", {{"factor", 4.0}}}, 8 * length);
    EXPECT_TRUE(beyond);
    return std::ranges::find(beyond->notes, Reason("vllm_stops_at"), &Saying::reason) != beyond->notes.end();
  };
  EXPECT_TRUE(is_told(Runtime::vllm));
  EXPECT_FALSE(is_told(Runtime::sglang));
}

TEST(RuntimeSettings, say_that_a_length_is_only_the_trained_one) {
  const auto notes = [](const MethodSpec& spec, int seq_len) {
    const auto request = read_export_request(Runtime::vllm, tiny_config(), std::vector{spec}, seq_len);
    return common_notes(Runtime::vllm, *request);
  };
  EXPECT_EQ(notes({"ntk_aware", {{"base", 80000.0}}}, 0).back().reason, Reason("length_is_trained"));
  EXPECT_EQ(notes({"ntk_aware", {{"base", 80000.0}}}, 64).back().reason, Reason("holds_for_vllm"));
  EXPECT_EQ(notes({"yarn", {{"factor", 4.0}}}, 0).back().reason, Reason("holds_for_vllm"));
}

// Only what these weights can run, and only where it would do anything.
TEST(RuntimeSettings, advise_what_helps) {
  const auto message = [](const MethodSpec& spec, int seq_len) {
    return settings_of(Runtime::vllm, spec, seq_len).error().message;
  };
  const MethodSpec rerope{"rerope", {{"window", 2.0}}};
  EXPECT_NE(
      message(rerope, 4 * std::stoi(trained)).find("the nearest that needs no other weights is yarn with factor 4"),
      std::string::npos);
  EXPECT_EQ(message(rerope, 0).find("nearest"), std::string::npos);
  const auto config = *read_checkpoint(test::config_json({.more = R"(,"position_method":"alibi")"}));
  const auto alibi = read_export_request(Runtime::vllm, config, {}, 4 * std::stoi(trained));
  EXPECT_EQ(alibi.error().message, "vLLM has no form of alibi: it adds to scores by distance (bias)");
  const auto learned = *read_checkpoint(test::config_json({.more = R"(,"position_method":"kerple_log")"}));
  EXPECT_NE(
      read_export_request(Runtime::transformers, learned, {}, 0).error().message.find("has no form of kerple_log"),
      std::string::npos);
}

TEST(RuntimeSettings, of_a_window_or_of_no_rotation_are_another_class_of_transformers) {
  const auto window = settings_of(Runtime::transformers, {"window", {{"window", 8.0}}});
  ASSERT_TRUE(window) << window.error().message;
  ASSERT_EQ(window->beside.size(), 3U);
  EXPECT_EQ(window->beside[0].value, ParamValue(std::string("mistral")));
  EXPECT_EQ(window->beside[2].value, ParamValue(8.0));
  const auto config = *read_checkpoint(test::config_json({.more = R"(,"position_method":"nope")"}));
  const auto request = read_export_request(Runtime::transformers, config, {}, 0);
  ASSERT_TRUE(request) << request.error().message;
  const auto still = settings_for(Runtime::transformers, *request);
  ASSERT_TRUE(still) << still.error().message;
  EXPECT_EQ(still->beside[0].value, ParamValue(std::string("smollm3")));
  EXPECT_EQ(still->beside[2].value, ParamValue(std::vector<double>(2, 0.0)));
  EXPECT_FALSE(settings_of(Runtime::vllm, {"window", {{"window", 8.0}}}));
  const auto biased = *read_checkpoint(test::config_json({.model_type = "qwen2"}));
  const std::vector<MethodSpec> asked{{"window", {{"window", 8.0}}}};
  const auto of_qwen =
      settings_for(Runtime::transformers, *read_export_request(Runtime::transformers, biased, asked, 0));
  ASSERT_FALSE(of_qwen);
  EXPECT_NE(of_qwen.error().message.find("a Llama without biases"), std::string::npos);
}

TEST(RuntimeSettings, need_the_weights_that_the_method_needs) {
  EXPECT_EQ(settings_of(Runtime::transformers, {"abf", {}}).error().code, ErrorCode::wrong_weights);
  EXPECT_EQ(settings_of(Runtime::transformers, {"yarn", {{"factor", 0.0}}}).error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(settings_of(Runtime::transformers, {"yarm", {}}).error().code, ErrorCode::unknown_method);
}

TEST(RuntimeSettings, of_every_method_are_written_or_refused_with_a_reason) {
  int count = 0;
  for (const MethodEntry& method : registry()) {
    for (const Runtime runtime : {Runtime::transformers, Runtime::vllm, Runtime::sglang, Runtime::llama_cpp}) {
      const auto written = settings_of(runtime, {std::string(method.info.id), {}});
      count += written ? 1 : 0;
      EXPECT_TRUE(written || written.error().message.size() > 20) << method.info.id;
    }
  }
  EXPECT_GE(count, 15);
}

}  // namespace
}  // namespace ropescope
