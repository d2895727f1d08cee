// What a config.json may say about the architecture, and how each wrong value is refused.
#include "config/model_config.hpp"
#include "core/error_codes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <vector>

#include "model/model.hpp"
#include "tiny_model.hpp"

namespace ropescope {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

// config_json with one field more; a later field of the same name would be a duplicate key, so `key` is cut out first.
std::string with(const std::string& key, const std::string& value, const test::TinySpec& spec = {}) {
  std::string json = test::config_json(spec);
  const std::size_t at = json.find("\"" + key + "\":");
  if (at != std::string::npos) {
    const std::size_t end = json.find_first_of(",}", at);
    json.erase(at, json[end] == ',' ? end + 1 - at : end - at);
    if (json[at] == '}' && json[at - 1] == ',') json.erase(at - 1, 1);
  }
  json.pop_back();
  return value.empty() ? json + "}" : json + ",\"" + key + "\":" + value + "}";
}

std::string refusal(const std::string& json) {
  const auto config = read_model_config(json);
  return config ? "accepted" : std::string(name_of(config.error().code)) + ": " + config.error().message;
}

TEST(ModelConfig, RefusesEachSizeThatIsMissingZeroNegativeFractionalAbsurdOrNoNumber) {
  for (const std::string key :
       {"vocab_size", "hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads"}) {
    for (const std::string value : {"", "null", "0", "-1", "1.5", "4294967296", "1e300", "\"4\"", "true", "[4]"}) {
      EXPECT_THAT(refusal(with(key, value)), HasSubstr("invalid_config: " + key + " must be a whole number from 1 to"))
          << value;
    }
  }
}

TEST(ModelConfig, RefusesHeadsThatKeyHeadsDoNotDivide) {
  EXPECT_THAT(refusal(with("num_key_value_heads", "3")),
              HasSubstr("num_attention_heads must be a multiple of num_key_value_heads, got 4 and 3"));
  EXPECT_THAT(refusal(with("num_key_value_heads", "0")),
              HasSubstr("num_key_value_heads must be a whole number from 1"));
  EXPECT_EQ(refusal(with("num_key_value_heads", "4")), "accepted");
}

TEST(ModelConfig, GivesEveryHeadItsOwnKeysWhenKeyHeadsAreAbsent) {
  EXPECT_EQ(read_model_config(with("num_key_value_heads", ""))->num_key_value_heads, 4);
}

TEST(ModelConfig, RefusesOtherArchitecturesAndNamesThoseItRuns) {
  EXPECT_THAT(refusal(with("model_type", "\"gpt2\"")),
              AllOf(HasSubstr("unsupported_model: model_type must be one of llama, mistral, ministral, qwen2, qwen3, "
                              "seed_oss, arcee, bloom"),
                    HasSubstr("got \"gpt2\"")));
  EXPECT_THAT(refusal(with("model_type", "")), HasSubstr("unsupported_model"));
  EXPECT_THAT(refusal(with("hidden_act", "\"tanh\"")),
              HasSubstr("unsupported_model: hidden_act must be one of silu, swish, gelu"));
}

TEST(ModelConfig, RefusesTextThatIsNoConfiguration) {
  EXPECT_THAT(refusal("[]"), HasSubstr("invalid_config"));
  EXPECT_THAT(refusal("{"), HasSubstr("invalid_json"));
  EXPECT_THAT(refusal(""), HasSubstr("invalid_json"));
}

TEST(ModelConfig, ConvertsNoTypes) {
  EXPECT_THAT(refusal(with("tie_word_embeddings", "1")), HasSubstr("tie_word_embeddings must be true or false, got 1"));
  EXPECT_THAT(refusal(with("rms_norm_eps", "\"1e-5\"")), HasSubstr("rms_norm_eps must be a number from 0 to 1"));
  EXPECT_THAT(refusal(with("rms_norm_eps", "-1e-5")), HasSubstr("rms_norm_eps must be a number from 0 to 1"));
}

std::vector<int> windows(const std::string& model_type, const std::string& more) {
  const auto config = read_model_config(test::config_json({.model_type = model_type, .layers = 3, .more = more}));
  EXPECT_TRUE(config) << config.error().message;
  return config ? config->sliding_window : std::vector<int>{};
}

TEST(ModelConfig, GivesMistralOneWindowForAllLayersAndTransformersDefaultWhenAbsent) {
  EXPECT_THAT(windows("mistral", R"(,"sliding_window":16)"), ElementsAre(16, 16, 16));
  EXPECT_THAT(windows("mistral", R"(,"sliding_window":null)"), ElementsAre(0, 0, 0));
  EXPECT_THAT(windows("mistral", ""), ElementsAre(4096, 4096, 4096));
}

TEST(ModelConfig, GivesQwenAWindowOnlyWhenUsedAndOnlyInTheNamedLayers) {
  EXPECT_THAT(windows("qwen3", R"(,"sliding_window":16,"max_window_layers":1)"), ElementsAre(0, 0, 0));
  const std::string used = R"(,"use_sliding_window":true,"sliding_window":16)";
  EXPECT_THAT(windows("qwen2", used + R"(,"max_window_layers":1)"), ElementsAre(0, 16, 16));
  EXPECT_THAT(windows("qwen2", used), ElementsAre(0, 0, 0));  // the default is 28 full layers
  EXPECT_THAT(windows("qwen3", used + R"(,"layer_types":["sliding_attention","full_attention","sliding_attention"])"),
              ElementsAre(16, 0, 16));
}

TEST(ModelConfig, RefusesLayerTypesThatDoNotFit) {
  const auto message = [](const std::string& more) {
    return refusal(test::config_json({.model_type = "qwen3", .more = more}));
  };
  EXPECT_THAT(message(R"(,"layer_types":["full_attention"])"),
              HasSubstr("layer_types must have num_hidden_layers = 2 entries, got 1"));
  EXPECT_THAT(message(R"(,"layer_types":["full_attention","linear"])"), HasSubstr("layer_types[1] must be"));
  EXPECT_THAT(message(R"(,"layer_types":["sliding_attention","full_attention"])"),
              HasSubstr("but the config gives no window"));
  EXPECT_THAT(message(R"(,"use_sliding_window":true,"sliding_window":-1)"),
              HasSubstr("sliding_window must be a whole number from 0"));
}

TEST(LoadModel, NamesTheTensorThatIsMissingOrHasAnotherShape) {
  const test::TinySpec spec{.model_type = "qwen2"};
  const auto message = [&](auto change) {
    auto tensors = test::random_tensors(spec);
    change(tensors);
    const auto model = load_model(test::config_json(spec), test::write_safetensors(tensors));
    return model ? std::string("accepted") : model.error().message;
  };
  const std::string q = "model.layers.1.self_attn.q_proj";
  EXPECT_EQ(message([](auto&) {}), "accepted");
  EXPECT_THAT(message([&](auto& t) { t.erase(q + ".weight"); }),
              HasSubstr("\"" + q + ".weight\": missing; expected with shape [32, 24]"));
  EXPECT_THAT(message([&](auto& t) { t.erase(q + ".bias"); }),
              HasSubstr("\"" + q + ".bias\": missing"));  // Qwen2 has them
  EXPECT_THAT(message([&](auto& t) { std::swap(t[q + ".weight"].shape[0], t[q + ".weight"].shape[1]); }),
              HasSubstr("has shape [24, 32], expected [32, 24]"));
  EXPECT_THAT(message([](auto& t) { t.erase("lm_head.weight"); }), HasSubstr("\"lm_head.weight\": missing"));
  EXPECT_THAT(message([](auto& t) { t.erase("model.norm.weight"); }), HasSubstr("\"model.norm.weight\": missing"));
}

TEST(LoadModel, CountsTiedEmbeddingsOnce) {
  const auto untied = test::load_tiny({});
  const auto tied = test::load_tiny({.tied = true});
  EXPECT_EQ(untied->parameters - tied->parameters, 19U * 24U);
}

}  // namespace
}  // namespace ropescope
