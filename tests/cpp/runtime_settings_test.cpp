// What other runtimes are told about a method: read back by our own reader, or refused with a reason.
#include "runtimes/settings.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/model_config.hpp"
#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "core/text.hpp"
#include "position/method.hpp"
#include "position/registry.hpp"
#include "runtimes/request.hpp"
#include "tiny_model.hpp"

namespace ropescope {
namespace {

ModelConfig tiny_config() { return *read_model_config(test::config_json({})); }

Result<RuntimeSettings> settings_of(Runtime runtime, const MethodSpec& spec, int seq_len = 0) {
  const auto request = read_export_request(runtime, tiny_config(), std::vector{spec}, seq_len);
  return request ? settings_for(runtime, *request) : request.error();
}

// "key=value", without the reasons.
std::vector<std::string> lines(const Result<RuntimeSettings>& written) {
  std::vector<std::string> result;
  if (!written) return {written.error().message};
  for (const Setting& setting : written->settings) {
    EXPECT_FALSE(to_english(setting.why).empty()) << setting.key;
    const auto* number = std::get_if<double>(&setting.value);
    const auto* text = std::get_if<std::string>(&setting.value);
    result.push_back(setting.key + "=" +
                     (number != nullptr ? format_number(*number)
                      : text != nullptr ? *text
                                        : "..."));
  }
  return result;
}

const std::string trained = std::to_string(tiny_config().rope.rope.original_max_position_embeddings);
using Lines = std::vector<std::string>;

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

TEST(RuntimeSettings, leave_attention_alone_where_llama_cpp_does_not_blend) {
  EXPECT_EQ(lines(settings_of(Runtime::llama_cpp, {"linear", {{"factor", 4.0}}})),
            (Lines{"--rope-scaling=linear", "--rope-freq-base=10000", "--rope-scale=4"}));
  const auto unblended = settings_of(Runtime::llama_cpp, {"yarn", {{"factor", 8.0}, {"extrapolation_factor", 0.0}}});
  EXPECT_EQ(lines(unblended).back(),
            "--override-kv=llama.rope.scaling.attn_factor=float:" + format_number(0.1 * std::log(8) + 1));
}

TEST(RuntimeSettings, of_a_changed_base_are_the_base) {
  const MethodSpec ntk{"ntk_aware", {{"base", 80000.0}}};
  const auto written = settings_of(Runtime::transformers, ntk);
  ASSERT_TRUE(written) << written.error().message;
  EXPECT_EQ(std::get<std::string>(written->settings[0].value), "default");
  EXPECT_NEAR(std::get<double>(written->settings[1].value), 80000, 1e-6);  // from the last frequency and back
  EXPECT_EQ(lines(settings_of(Runtime::llama_cpp, ntk))[0], "--rope-scaling=none");
}

TEST(RuntimeSettings, take_the_ramp_of_the_paper_for_llama_3s) {
  EXPECT_EQ(lines(settings_of(Runtime::transformers, {"ntk_by_parts", {{"beta_fast", 4.0}}})),
            (Lines{"rope_type=llama3", "rope_theta=10000", "original_max_position_embeddings=" + trained, "factor=4",
                   "low_freq_factor=1", "high_freq_factor=4"}));
}

TEST(RuntimeSettings, are_refused_where_a_runtime_means_something_else) {
  const auto refused = [](Runtime runtime, const MethodSpec& spec, std::string_view part) {
    const auto written = settings_of(runtime, spec);
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

TEST(RuntimeSettings, need_the_weights_that_the_method_needs) {
  EXPECT_EQ(settings_of(Runtime::transformers, {"abf", {}}).error().code, ErrorCode::wrong_weights);
  EXPECT_EQ(settings_of(Runtime::transformers, {"yarn", {{"factor", 0.0}}}).error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(settings_of(Runtime::transformers, {"yarm", {}}).error().code, ErrorCode::unknown_method);
}

TEST(RuntimeSettings, of_every_method_are_written_or_refused_with_a_reason) {
  int count = 0;
  for (const MethodEntry& method : registry()) {
    for (const Runtime runtime : {Runtime::transformers, Runtime::vllm, Runtime::llama_cpp}) {
      const auto written = settings_of(runtime, {std::string(method.info.id), {}});
      count += written ? 1 : 0;
      EXPECT_TRUE(written || written.error().message.size() > 20) << method.info.id;
    }
  }
  EXPECT_GE(count, 15);
}

}  // namespace
}  // namespace ropescope
