#include "train/parameters.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numbers>
#include <numeric>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/model_config.hpp"
#include "core/error_codes.hpp"
#include "core/quick_math.hpp"
#include "core/random.hpp"
#include "core/result.hpp"
#include "core/saying.hpp"
#include "position/method.hpp"
#include "position/param.hpp"
#include "position/registry.hpp"
#include "train/method_numbers.hpp"

namespace ropescope {
namespace {

Error unsupported(Reason reason, std::string_view path, std::initializer_list<Argument> arguments = {}) {
  return {ErrorCode::unsupported_model, reason, path, arguments};
}

Status check_architecture(const ModelConfig& config) {
  if (config.attention_bias || config.output_bias || config.mlp_bias) {
    return unsupported("no_gradient_of_biases", config.mlp_bias ? "mlp_bias" : "attention_bias");
  }
  if (config.form.qk_norm != QkNorm::none) return unsupported("no_gradient_of_norms", "model_type");
  if (!is_built_as_llama(config))
    return unsupported("no_gradient_of_class", "model_type", {{"given", config.model_type}});
  const auto window = std::ranges::find_if(config.sliding_window, [](int keys) { return keys != 0; });
  if (window == config.sliding_window.end()) return ok();
  return unsupported("no_gradient_of_windows", "sliding_window", {{"given", *window}});
}

// The floats next to the ends of [min, max] that are still inside.
float lowest_inside(double min) {
  const auto nearest = static_cast<float>(min);
  return static_cast<double>(nearest) < min ? std::nextafter(nearest, std::numeric_limits<float>::infinity()) : nearest;
}
float highest_inside(double max) { return -lowest_inside(-max); }

class TensorList {
 public:
  explicit TensorList(TrainModel& model) : model_(model) {}

  TrainTensor& add(std::string name, std::vector<int> shape, TensorRole role) {
    const std::uint64_t size =
        std::accumulate(shape.begin(), shape.end(), std::uint64_t{1},
                        [](std::uint64_t product, int n) { return product * static_cast<std::uint64_t>(n); });
    model_.tensors.push_back({std::move(name), std::move(shape), role, model_.size, static_cast<std::size_t>(size)});
    parameters_ += size;
    model_.size = static_cast<std::size_t>(parameters_);
    return model_.tensors.back();
  }

  // Errors: those of initial_numbers; unsupported_model for what has no gradient.
  Status add_position(int layer, const MethodSpec& spec) {
    const auto lists = initial_numbers(spec, model_.config.rope.rope, train_request(model_.config, layer, 1));
    if (!lists) return lists.error();
    if (lists->empty() && std::ranges::any_of(find_method(spec.id)->params, &Param::learned)) {
      return unsupported("no_gradient_of_learned", "position_method", {{"method", spec.id}});
    }
    for (const LearnedList& list : *lists) {
      if (spec.params.contains(list.key)) continue;
      TrainTensor& tensor = add(position_tensor(layer, spec.id, list.key), list.shape, TensorRole::position);
      tensor.min = lowest_inside(list.min);
      tensor.max = highest_inside(list.max);
    }
    return ok();
  }

  Status add_layer(int layer) {
    const ModelConfig& config = model_.config;
    const std::string name = "model.layers." + std::to_string(layer) + ".";
    const int width = config.hidden_size;
    const int inner = config.intermediate_size;
    const int q_width = config.num_attention_heads * config.head_dim;
    const int kv_width = config.num_key_value_heads * config.head_dim;
    add(name + "input_layernorm.weight", {width}, TensorRole::norm);
    add(name + "self_attn.q_proj.weight", {q_width, width}, TensorRole::matrix);
    add(name + "self_attn.k_proj.weight", {kv_width, width}, TensorRole::matrix);
    add(name + "self_attn.v_proj.weight", {kv_width, width}, TensorRole::matrix);
    add(name + "self_attn.o_proj.weight", {width, q_width}, TensorRole::matrix);
    for (const MethodSpec& spec : config.methods) {
      if (Status added = add_position(layer, spec); !added) return added;
    }
    add(name + "post_attention_layernorm.weight", {width}, TensorRole::norm);
    add(name + "mlp.gate_proj.weight", {inner, width}, TensorRole::matrix);
    add(name + "mlp.up_proj.weight", {inner, width}, TensorRole::matrix);
    add(name + "mlp.down_proj.weight", {width, inner}, TensorRole::matrix);
    return ok();
  }

  // Offsets and sizes of the tensors are right only where this says so.
  [[nodiscard]] Status check_size() const {
    if (parameters_ <= max_trained_parameters) return ok();
    return Error{ErrorCode::out_of_memory,
                 "too_many_parameters_to_train",
                 "config",
                 {{"max", max_trained_parameters}, {"given", parameters_}}};
  }

 private:
  TrainModel& model_;
  std::uint64_t parameters_ = 0;  // 64 bits also where size_t has 32
};

// Normally distributed numbers, two from each pair of uniform ones (Box, Muller 1958).
class Normal {
 public:
  explicit Normal(std::uint64_t seed) : state_(seed) {}

  void fill(std::span<float> values, double deviation) {
    for (std::size_t i = 0; i < values.size(); i += 2) {
      const double radius = deviation * std::sqrt(-2 * quick_log(1 - random_uniform(state_)));
      const double angle = 2 * std::numbers::pi * random_uniform(state_);
      values[i] = static_cast<float>(radius * quick_cos(angle));
      if (i + 1 < values.size()) values[i + 1] = static_cast<float>(radius * quick_cos(angle - std::numbers::pi / 2));
    }
  }

 private:
  std::uint64_t state_;
};

double deviation_of(const TrainTensor& tensor, const ModelConfig& config) {
  if (tensor.role == TensorRole::embedding) return 0.02;  // 0.02: GPT-2, Llama
  const double deviation = 1 / std::sqrt(static_cast<double>(tensor.shape[1]));
  const bool adds_to_residual = tensor.name.ends_with("o_proj.weight") || tensor.name.ends_with("down_proj.weight");
  return adds_to_residual ? deviation / std::sqrt(2.0 * config.num_hidden_layers) : deviation;
}

void start_position(const TrainModel& model, int layer, const MethodSpec& spec, std::span<float> values) {
  const auto lists = initial_numbers(spec, model.config.rope.rope, train_request(model.config, layer, 1));
  for (const LearnedList& list : *lists) {
    const TrainTensor* tensor = model.find(position_tensor(layer, spec.id, list.key));
    if (tensor == nullptr) continue;  // the configuration gives them
    std::ranges::transform(list.values, values.subspan(tensor->offset).begin(),
                           [](double value) { return static_cast<float>(value); });
  }
}

}  // namespace

const TrainTensor* TrainModel::find(std::string_view name) const {
  const auto found = std::ranges::find(tensors, name, &TrainTensor::name);
  return found == tensors.end() ? nullptr : &*found;
}

PlanRequest train_request(const ModelConfig& config, int layer, int length) {
  return {.seq_len = length,
          .layer = layer,
          .num_layers = config.num_hidden_layers,
          .num_heads = config.num_attention_heads,
          .hidden_size = config.hidden_size};
}

std::string position_tensor(int layer, std::string_view method, std::string_view key) {
  return "model.layers." + std::to_string(layer) + ".self_attn.position." + std::string(method) + "." +
         std::string(key);
}

Result<TrainModel> make_train_model(std::string_view config_json) {
  auto config = read_llama_config(config_json);
  if (!config) return config.error();
  if (const Status checked = check_architecture(*config); !checked) return checked.error();
  TrainModel model;
  model.config = *std::move(config);
  TensorList list(model);
  const std::vector<int> table{model.config.vocab_size, model.config.hidden_size};
  list.add("model.embed_tokens.weight", table, TensorRole::embedding);
  for (int layer = 0; layer < model.config.num_hidden_layers; ++layer) {
    if (const Status added = list.add_layer(layer); !added) return added.error();
  }
  list.add("model.norm.weight", {model.config.hidden_size}, TensorRole::norm);
  if (!model.config.tie_word_embeddings) list.add("lm_head.weight", table, TensorRole::embedding);
  if (const Status fits = list.check_size(); !fits) return fits.error();
  return model;
}

std::vector<float> initial_values(const TrainModel& model, std::uint64_t seed) {
  std::vector<float> values(model.size);
  Normal normal(seed);
  for (const TrainTensor& tensor : model.tensors) {
    const auto part = std::span(values).subspan(tensor.offset, tensor.size);
    if (tensor.role == TensorRole::norm) std::ranges::fill(part, 1.0F);
    if (tensor.role == TensorRole::embedding || tensor.role == TensorRole::matrix) {
      normal.fill(part, deviation_of(tensor, model.config));
    }
  }
  for (int layer = 0; layer < model.config.num_hidden_layers; ++layer) {
    for (const MethodSpec& spec : model.config.methods) start_position(model, layer, spec, values);
  }
  return values;
}

}  // namespace ropescope
