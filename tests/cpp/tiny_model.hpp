// Small random models for tests: a config.json and a safetensors file, written by hand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "files.hpp"
#include "model/model.hpp"
#include "reference.hpp"

namespace ropescope::test {

struct NamedTensor {
  std::vector<std::size_t> shape;
  std::vector<float> values;
};

using NamedTensors = std::map<std::string, NamedTensor>;

// F32 only.
inline std::vector<std::byte> write_safetensors(const NamedTensors& tensors) {
  std::string header = "{";
  std::string data;
  for (const auto& [name, tensor] : tensors) {
    const std::size_t begin = data.size();
    data.append(reinterpret_cast<const char*>(tensor.values.data()), tensor.values.size() * sizeof(float));
    header += (header.size() > 1 ? ",\"" : "\"") + name + R"(":{"dtype":"F32","shape":[)";
    for (std::size_t i = 0; i < tensor.shape.size(); ++i)
      header += (i > 0 ? "," : "") + std::to_string(tensor.shape[i]);
    header += "],\"data_offsets\":[" + std::to_string(begin) + "," + std::to_string(data.size()) + "]}";
  }
  header += "}";
  std::string length(8, '\0');
  const std::uint64_t bytes = header.size();
  std::memcpy(length.data(), &bytes, length.size());
  return as_bytes(length + header + data);
}

struct TinySpec {
  std::string model_type = "llama";
  int hidden = 24;
  int inner = 40;
  int layers = 2;
  int heads = 4;
  int kv_heads = 2;
  int head_dim = 8;
  int vocab = 19;
  std::string hidden_act = "silu";
  bool tied = false;
  bool gated = true;
  bool biases = false;
  std::string more = "";  // further config.json fields, each with a comma in front
};

inline std::string config_json(const TinySpec& s) {
  const auto field = [](const std::string& key, int value) { return ",\"" + key + "\":" + std::to_string(value); };
  return R"({"model_type":")" + s.model_type + R"(","hidden_act":")" + s.hidden_act + "\"" +
         field("hidden_size", s.hidden) + field("intermediate_size", s.inner) + field("num_hidden_layers", s.layers) +
         field("num_attention_heads", s.heads) + field("num_key_value_heads", s.kv_heads) +
         field("head_dim", s.head_dim) + field("vocab_size", s.vocab) + field("max_position_embeddings", 16) +
         R"(,"rope_theta":10000.0,"rms_norm_eps":1e-5,"tie_word_embeddings":)" + (s.tied ? "true" : "false") +
         (s.biases ? R"(,"attention_bias":true,"mlp_bias":true)" : "") + s.more + "}";
}

class TinyTensors {
 public:
  explicit TinyTensors(std::uint64_t seed) : seed_(seed) {}

  // Uniform in [-size, size), plus `offset`.
  void add(const std::string& name, std::vector<std::size_t> shape, float size, float offset = 0) {
    std::size_t count = 1;
    for (const std::size_t dimension : shape) count *= dimension;
    auto values = reference::random_floats(count, seed_++);
    for (float& value : values) value = offset + size * value;
    tensors_[name] = {std::move(shape), std::move(values)};
  }
  void linear(const std::string& name, int inputs, int outputs, bool bias) {
    add(name + ".weight", {reference::index(outputs), reference::index(inputs)}, 0.35F);
    if (bias) add(name + ".bias", {reference::index(outputs)}, 0.2F);
  }
  void norm(const std::string& name, int size) { add(name + ".weight", {reference::index(size)}, 0.3F, 1.0F); }
  [[nodiscard]] const NamedTensors& all() const { return tensors_; }

 private:
  std::uint64_t seed_;
  NamedTensors tensors_;
};

inline NamedTensors random_tensors(const TinySpec& s, std::uint64_t seed = 100) {
  TinyTensors tensors(seed);
  tensors.add("model.embed_tokens.weight", {reference::index(s.vocab), reference::index(s.hidden)}, 1.0F);
  for (int l = 0; l < s.layers; ++l) {
    const std::string name = "model.layers." + std::to_string(l) + ".";
    const bool qkv_bias = s.biases || s.model_type == "qwen2";
    tensors.norm(name + "input_layernorm", s.hidden);
    tensors.linear(name + "self_attn.q_proj", s.hidden, s.heads * s.head_dim, qkv_bias);
    tensors.linear(name + "self_attn.k_proj", s.hidden, s.kv_heads * s.head_dim, qkv_bias);
    tensors.linear(name + "self_attn.v_proj", s.hidden, s.kv_heads * s.head_dim, qkv_bias);
    tensors.linear(name + "self_attn.o_proj", s.heads * s.head_dim, s.hidden, s.biases);
    if (s.model_type == "qwen3") {
      tensors.norm(name + "self_attn.q_norm", s.head_dim);
      tensors.norm(name + "self_attn.k_norm", s.head_dim);
    }
    tensors.norm(name + "post_attention_layernorm", s.hidden);
    if (s.gated) tensors.linear(name + "mlp.gate_proj", s.hidden, s.inner, s.biases);
    tensors.linear(name + "mlp.up_proj", s.hidden, s.inner, s.biases);
    tensors.linear(name + "mlp.down_proj", s.inner, s.hidden, s.biases);
  }
  tensors.norm("model.norm", s.hidden);
  if (!s.tied) tensors.linear("lm_head", s.hidden, s.vocab, false);
  return tensors.all();
}

inline Result<Model> load_tiny(const TinySpec& spec) {
  return load_model(config_json(spec), write_safetensors(random_tensors(spec)));
}

inline std::vector<int> random_tokens(int count, int vocab, std::uint64_t seed = 9) {
  std::vector<int> tokens;
  for (int n = 0; n < count; ++n) tokens.push_back(static_cast<int>(random_uniform(seed) * vocab));
  return tokens;
}

}  // namespace ropescope::test
