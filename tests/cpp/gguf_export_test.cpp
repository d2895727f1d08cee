// What llama.cpp is given: the same weights in its order of rows, the characters, and pairs that turn as the plan says.
#include "runtimes/gguf_export.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstring>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/model_config.hpp"
#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "gguf.hpp"
#include "position/registry.hpp"
#include "runtimes/request.hpp"
#include "tiny_model.hpp"

namespace ropescope {
namespace {

using test::GgufRead;
using test::TinySpec;

Result<GgufExport> exported(const TinySpec& spec, const MethodSpec& method, const test::NamedTensors& tensors) {
  const auto config = read_model_config(test::config_json(spec));
  if (!config) return config.error();
  const auto checkpoint = read_checkpoint(test::config_json(spec));
  if (!checkpoint) return checkpoint.error();
  const auto request = read_export_request(Runtime::llama_cpp, *checkpoint, std::vector{method}, 0);
  if (!request) return request.error();
  const auto file = test::write_safetensors(tensors);
  return export_gguf(*config, *read_safetensors(file), *request);
}

Result<GgufExport> exported(const TinySpec& spec, const MethodSpec& method) {
  return exported(spec, method, test::random_tensors(spec));
}

const TinySpec characters{.vocab = 96};

std::vector<float> floats(const GgufExport& written, const std::string& name) {
  const auto read = test::GgufReader(written.file).contents();
  const auto& tensor = read.tensors.at(name);
  EXPECT_EQ(tensor.dtype, 0U) << name;
  std::size_t count = 1;
  for (const std::size_t size : tensor.shape) count *= size;
  std::vector<float> values(count);
  std::memcpy(values.data(), written.file.data() + read.data + tensor.offset, count * sizeof(float));
  return values;
}

TEST(GgufExport, KeepsWeightsUnderTheNamesOfLlamaCpp) {
  const auto tensors = test::random_tensors(characters);
  const auto written = exported(characters, {"rope", {}});
  ASSERT_TRUE(written) << written.error().message;
  EXPECT_EQ(floats(*written, "token_embd.weight"), tensors.at("model.embed_tokens.weight").values);
  EXPECT_EQ(floats(*written, "output.weight"), tensors.at("lm_head.weight").values);
  EXPECT_EQ(floats(*written, "blk.1.attn_v.weight"), tensors.at("model.layers.1.self_attn.v_proj.weight").values);
  EXPECT_EQ(floats(*written, "blk.1.ffn_norm.weight"),
            tensors.at("model.layers.1.post_attention_layernorm.weight").values);
  EXPECT_EQ(test::GgufReader(written->file).contents().tensors.size(), tensors.size());
  const TinySpec tied{.vocab = 96, .tied = true};
  const auto once = exported(tied, {"rope", {}});
  ASSERT_TRUE(once) << once.error().message;
  EXPECT_FALSE(test::GgufReader(once->file).contents().tensors.contains("output.weight"));
}

// llama.cpp turns channels 2i and 2i + 1 together: they must be Hugging Face's i and i + rotary_dim / 2.
TEST(GgufExport, PutsChannelsThatTurnTogetherSideBySide) {
  const TinySpec partial{.vocab = 96, .more = R"(,"rotary_dim":4)"};
  for (const TinySpec& spec : {characters, partial}) {
    const int rotary = spec.more.empty() ? spec.head_dim : spec.head_dim / 2;
    const auto written = exported(spec, {"rope", {}});
    ASSERT_TRUE(written) << written.error().message;
    const auto theirs = floats(*written, "blk.0.attn_k.weight");
    const auto tensors = test::random_tensors(spec);
    const auto& ours = tensors.at("model.layers.0.self_attn.k_proj.weight").values;
    const auto row = [&](const std::vector<float>& values, int head, int channel) {
      const auto first = values.begin() + (head * spec.head_dim + channel) * spec.hidden;
      return std::vector(first, first + spec.hidden);
    };
    for (int head = 0; head < spec.kv_heads; ++head) {
      for (int pair = 0; pair < rotary / 2; ++pair) {
        EXPECT_EQ(row(theirs, head, 2 * pair), row(ours, head, pair));
        EXPECT_EQ(row(theirs, head, 2 * pair + 1), row(ours, head, pair + rotary / 2));
      }
      for (int rest = rotary; rest < spec.head_dim; ++rest) EXPECT_EQ(row(theirs, head, rest), row(ours, head, rest));
    }
  }
}

TEST(GgufExport, SaysYarnByKeysWhereTheyAreRead) {
  const auto written = exported(characters, {"yarn", {{"factor", 8.0}, {"attention_factor", 1.5}}});
  ASSERT_TRUE(written) << written.error().message;
  const auto read = test::GgufReader(written->file).contents();
  const auto number = [&](const std::string& key) { return std::get<double>(read.metadata.at("llama." + key)); };
  EXPECT_EQ(read.metadata.at("llama.rope.scaling.type"), GgufRead(std::string("yarn")));
  EXPECT_EQ(number("rope.scaling.factor"), 8);
  EXPECT_EQ(number("rope.scaling.original_context_length"), 16);
  EXPECT_EQ(number("rope.freq_base"), 10000);
  EXPECT_EQ(number("context_length"), 128);
  EXPECT_NEAR(number("rope.scaling.attn_factor"), 1.5 / (0.1 * std::log(8) + 1), 1e-6);  // a float
  EXPECT_FALSE(read.tensors.contains("rope_freqs.weight"));
}

// What no key says for this architecture is said by divisors: f32 in the file, hence the tolerance.
TEST(GgufExport, DividesFrequenciesIntoThoseOfThePlan) {
  const std::vector<MethodSpec> specs{{"llama3", {}},
                                      {"yarn", {{"factor", 8.0}, {"beta_fast", 8.0}}},
                                      {"yarn", {{"factor", 8.0}, {"truncate", false}, {"extrapolation_factor", 0.0}}},
                                      {"part_ntk", {}},
                                      {"ntk_by_parts", {}}};
  for (const MethodSpec& spec : specs) {
    const auto written = exported(characters, spec);
    ASSERT_TRUE(written) << written.error().message;
    const auto config = *read_model_config(test::config_json(characters));
    const auto plan = *make_plan(std::vector{spec}, config.rope.rope, {.seq_len = 128});
    const auto divisors = floats(*written, "rope_freqs.weight");
    ASSERT_EQ(divisors.size(), plan.inv_freq.size());
    for (std::size_t i = 0; i < divisors.size(); ++i) {
      const double plain = std::pow(10000, -2.0 * static_cast<double>(i) / characters.head_dim);
      EXPECT_NEAR(plain / divisors[i] / plan.inv_freq[i], 1, 1e-6) << spec.id << i;
    }
    const auto read = test::GgufReader(written->file).contents();
    EXPECT_EQ(read.metadata.at("llama.rope.scaling.type"), GgufRead(std::string("none")));
    const auto attention = read.metadata.find("llama.rope.scaling.attn_factor");
    const double factor = attention == read.metadata.end() ? 1 : std::get<double>(attention->second);
    EXPECT_NEAR(factor, plan.attention_factor, 1e-6) << spec.id;
  }
}

// Of GPT-2's alphabet of bytes, because llama.cpp ends where a tokenizer of SentencePiece's kind lacks a character.
TEST(GgufExport, HoldsTheCharactersAndAddsNothingToTexts) {
  const auto written = exported(characters, {"rope", {}});
  ASSERT_TRUE(written) << written.error().message;
  const auto read = test::GgufReader(written->file).contents();
  EXPECT_EQ(read.metadata.at("tokenizer.ggml.model"), GgufRead(std::string("gpt2")));
  EXPECT_EQ(read.metadata.at("tokenizer.ggml.pre"), GgufRead(std::string("gpt-2")));
  const auto tokens = std::get<std::vector<std::string>>(read.metadata.at("tokenizer.ggml.tokens"));
  ASSERT_EQ(tokens.size(), 96U);
  EXPECT_EQ(tokens[0], "\xc4\x8a");  // U+010A
  EXPECT_EQ(tokens[1], "\xc4\xa0");  // U+0120
  EXPECT_EQ(tokens['a' - 31], "a");
  EXPECT_EQ(std::get<std::vector<std::string>>(read.metadata.at("tokenizer.ggml.merges")).size(), 1U);
  for (const char* key : {"add_bos_token", "add_eos_token", "add_space_prefix"}) {
    EXPECT_EQ(read.metadata.at("tokenizer.ggml." + std::string(key)), GgufRead(false)) << key;
  }
}

TEST(GgufExport, SaysAlibiByTheArchitectureThatHasIt) {
  const TinySpec alibi{.vocab = 96, .more = R"(,"position_method":"alibi")"};
  const auto written = exported(alibi, {"alibi", {}});
  ASSERT_TRUE(written) << written.error().message;
  const auto read = test::GgufReader(written->file).contents();
  EXPECT_EQ(read.metadata.at("general.architecture"), GgufRead(std::string("refact")));
  EXPECT_TRUE(read.metadata.contains("refact.context_length"));
  EXPECT_FALSE(read.metadata.contains("refact.rope.dimension_count"));
  const auto tensors = test::random_tensors(alibi);
  EXPECT_EQ(floats(*written, "blk.0.attn_k.weight"), tensors.at("model.layers.0.self_attn.k_proj.weight").values);
}

TEST(GgufExport, RefusesWhatLlamaCppHasNoPlaceFor) {
  const auto refused = [](const Result<GgufExport>& written, ErrorCode code, std::string_view part) {
    ASSERT_FALSE(written) << part;
    EXPECT_EQ(written.error().code, code);
    EXPECT_NE(written.error().message.find(part), std::string::npos) << written.error().message;
  };
  const MethodSpec rope{"rope", {}};
  refused(exported({}, rope), ErrorCode::unsupported_model, "a vocabulary other than the 96 characters");
  refused(exported({.model_type = "qwen3", .vocab = 96}, rope), ErrorCode::unsupported_model, "norms of queries");
  refused(exported({.model_type = "qwen2", .vocab = 96}, rope), ErrorCode::unsupported_model, "k_proj.bias");
  refused(exported({.vocab = 96, .hidden_act = "gelu"}, rope), ErrorCode::unsupported_model, "other than silu");
  refused(exported(characters, {"dynamic_ntk", {}}), ErrorCode::unsupported_model, "change with the length");
  refused(exported(characters, {"rerope", {{"window", 2.0}}}), ErrorCode::unsupported_model, "pretend to have");
  auto lacking = test::random_tensors(characters);
  lacking.erase("model.layers.1.mlp.up_proj.weight");
  refused(exported(characters, rope, lacking), ErrorCode::invalid_weights, "model.layers.1.mlp.up_proj.weight");
}

}  // namespace
}  // namespace ropescope
