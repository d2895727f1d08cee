#include "model/weights.hpp"

#include <cstddef>
#include <functional>
#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>
#include "config/model_config.hpp"
#include "core/error_codes.hpp"
#include "core/index.hpp"
#include "core/result.hpp"
#include "io/safetensors.hpp"
#include "kernels/matmul.hpp"
#include "model/learned_numbers.hpp"

namespace ropescope {
namespace {

// Reads tensors and keeps the first error, so that a layer is a list of tensors.
class WeightReader {
 public:
  explicit WeightReader(const Tensors& tensors) : tensors_(tensors) {}

  [[nodiscard]] bool has(const std::string& name) const { return tensors_.contains(name); }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }
  [[nodiscard]] std::size_t parameters() const { return parameters_; }

  std::vector<float> vector(const std::string& name, int size) { return floats(name, {index(size)}); }

  std::vector<float> matrix(const std::string& name, int rows, int columns) {
    return floats(name, {index(rows), index(columns)});
  }

  // name.weight [outputs, inputs], and name.bias where the configuration has one.
  Projection linear(const std::string& name, int inputs, int outputs, bool has_bias) {
    Projection result;
    const auto weight = matrix(name + ".weight", outputs, inputs);
    if (!error_) pack_columns({weight.data(), index(inputs), outputs}, inputs, result.weight);
    if (has_bias) result.bias = vector(name + ".bias", outputs);
    return result;
  }

  // Of position methods: the tensors whose names begin with `prefix`.
  LearnedNumbers learned(const std::string& prefix) {
    if (error_) return {};
    auto numbers = read_learned_numbers(tensors_, prefix);
    if (!numbers) {
      error_ = numbers.error();
      return {};
    }
    for (const auto& [name, values] : *numbers) {
      parameters_ += values.size();
      read_.insert(prefix + name);
    }
    return *std::move(numbers);
  }

  // Names of the tensors that no part of the model has read.
  [[nodiscard]] std::vector<std::string> unused() const {
    std::vector<std::string> names;
    for (const auto& [name, tensor] : tensors_) {
      if (!read_.contains(name)) names.push_back(name);
    }
    return names;
  }

  // Older files of tied models hold the head all the same; one that differs would be another model.
  void expect_tied(const std::string& head, const std::vector<float>& embedding, int rows, int columns) {
    if (error_ || !has(head)) return;
    const std::size_t before = parameters_;
    if (const auto values = matrix(head, rows, columns); !error_ && values != embedding) {
      error_ = Error{ErrorCode::invalid_weights, "tied_head_differs", head};
    }
    parameters_ = before;
  }

 private:
  std::vector<float> floats(const std::string& name, std::initializer_list<std::size_t> shape) {
    if (error_) return {};
    read_.insert(name);
    auto values = read_floats(tensors_, name, shape);
    if (!values) {
      error_ = values.error();
      return {};
    }
    parameters_ += values->size();
    return *std::move(values);
  }

  const Tensors& tensors_;
  std::optional<Error> error_;
  std::size_t parameters_ = 0;
  std::set<std::string, std::less<>> read_;
};

LayerWeights read_layer(const ModelConfig& config, int layer, WeightReader& reader) {
  const std::string name = "model.layers." + std::to_string(layer) + ".";
  const int hidden = config.hidden_size;
  const int q_width = config.num_attention_heads * config.head_dim;
  const int kv_width = config.num_key_value_heads * config.head_dim;
  LayerWeights weights;
  weights.input_norm = reader.vector(name + "input_layernorm.weight", hidden);
  weights.q = reader.linear(name + "self_attn.q_proj", hidden, q_width, config.attention_bias);
  weights.k = reader.linear(name + "self_attn.k_proj", hidden, kv_width, config.attention_bias);
  weights.v = reader.linear(name + "self_attn.v_proj", hidden, kv_width, config.attention_bias);
  weights.o = reader.linear(name + "self_attn.o_proj", q_width, hidden, config.output_bias);
  if (config.qk_norm) {
    weights.q_norm = reader.vector(name + "self_attn.q_norm.weight", config.head_dim);
    weights.k_norm = reader.vector(name + "self_attn.k_norm.weight", config.head_dim);
  }
  weights.post_attention_norm = reader.vector(name + "post_attention_layernorm.weight", hidden);
  if (reader.has(name + "mlp.gate_proj.weight")) {
    weights.gate = reader.linear(name + "mlp.gate_proj", hidden, config.intermediate_size, config.mlp_bias);
  }
  weights.up = reader.linear(name + "mlp.up_proj", hidden, config.intermediate_size, config.mlp_bias);
  weights.down = reader.linear(name + "mlp.down_proj", config.intermediate_size, hidden, config.mlp_bias);
  weights.learned = reader.learned(name + "self_attn.position.");
  return weights;
}

}  // namespace

Result<Weights> read_weights(const ModelConfig& config, const Tensors& tensors) {
  WeightReader reader(tensors);
  Weights weights;
  weights.embedding = reader.matrix("model.embed_tokens.weight", config.vocab_size, config.hidden_size);
  for (int layer = 0; layer < config.num_hidden_layers && !reader.error(); ++layer) {
    weights.layers.push_back(read_layer(config, layer, reader));
  }
  weights.norm = reader.vector("model.norm.weight", config.hidden_size);
  weights.learned = reader.learned("model.position.");
  if (reader.error()) return *reader.error();
  if (config.tie_word_embeddings) {
    reader.expect_tied("lm_head.weight", weights.embedding, config.vocab_size, config.hidden_size);
    pack_columns({weights.embedding.data(), index(config.hidden_size), config.vocab_size}, config.hidden_size,
                 weights.head);
  } else {
    weights.head = reader.linear("lm_head", config.hidden_size, config.vocab_size, false).weight;
  }
  if (reader.error()) return *reader.error();
  weights.parameters = reader.parameters();
  weights.unused = reader.unused();
  return weights;
}

}  // namespace ropescope
