// Field names, defaults and the meaning of the window fields are those of transformers 5.12: models/{llama, mistral,
// ministral, qwen2, qwen3, seed_oss}/configuration_*.py.
#include "config/model_config.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/position_method.hpp"
#include "config/rope_reader.hpp"
#include "core/activation.hpp"
#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "io/json.hpp"
#include "io/json_fields.hpp"
#include "position/trained_as.hpp"

namespace ropescope {
namespace {

constexpr std::array<std::string_view, 6> model_types{"llama", "mistral", "ministral", "qwen2", "qwen3", "seed_oss"};

// Larger than any published model of the family; keeps products of two sizes inside 64 bits.
constexpr IntegerRange vocab_range{1, 1 << 20};
constexpr IntegerRange width_range{1, 1 << 17};
constexpr IntegerRange layer_range{1, 1024};
constexpr IntegerRange head_range{1, 1024};
constexpr IntegerRange token_range{1, 1 << 30};

constexpr std::array<std::string_view, 5> activations{"silu", "swish", "gelu", "gelu_new", "gelu_pytorch_tanh"};

Activation read_activation(JsonFields& fields) {
  const std::string name = fields.text("hidden_act", "silu");
  if (name == "silu" || name == "swish") return Activation::silu;
  if (name == "gelu") return Activation::gelu;
  if (name == "gelu_new" || name == "gelu_pytorch_tanh") return Activation::gelu_tanh;
  fields.refuse(Error{ErrorCode::unsupported_model,
                      "must_be_one_of",
                      "hidden_act",
                      {{"choices", activations}, {"given", describe(Json{name})}}});
  return Activation::silu;
}

constexpr std::string_view sliding = "sliding_attention";
constexpr std::array<std::string_view, 2> layer_kinds{"full_attention", sliding};

// The types of the layers, where a config names them: one of two for each.
std::vector<std::string_view> read_layer_types(JsonFields& fields, std::size_t layers) {
  std::vector<std::string_view> types;
  const Json::Array* list = fields.array("layer_types");
  if (list == nullptr) return types;
  if (list->size() != layers) {
    fields.refuse(config_error("must_have_entry_a_layer", "layer_types", {{"count", layers}, {"given", list->size()}}));
    return types;
  }
  for (std::size_t layer = 0; layer < layers; ++layer) {
    const std::string* type = (*list)[layer].text();
    if (type == nullptr || std::ranges::find(layer_kinds, *type) == layer_kinds.end()) {
      fields.refuse(config_error("must_be_one_of", fields.at("layer_types").item(layer).path,
                                 {{"choices", layer_kinds}, {"given", describe((*list)[layer])}}));
      return {};
    }
    types.push_back(*type);
  }
  return types;
}

// Sliding layers by their types need a window.
void expect_window(JsonFields& fields, std::span<const std::string_view> types, Reason missing) {
  const auto first = std::ranges::find(types, sliding);
  if (first == types.end()) return;
  const auto layer = static_cast<std::size_t>(first - types.begin());
  fields.refuse(config_error(missing, fields.at("layer_types").item(layer).path));
}

// Mistral, Ministral: one window for all layers, null = none. A file of Mistral with layer_types is one of Ministral to
// transformers, whose layers slide by their types.
std::vector<int> mistral_windows(JsonFields& fields, std::size_t layers) {
  constexpr int hugging_face_default = 4096;
  const int absent = fields.absent("sliding_window") ? hugging_face_default : 0;
  const int window = fields.integer("sliding_window", token_range, absent);
  std::vector<int> windows(layers, window);
  const auto types = read_layer_types(fields, layers);
  if (window == 0) expect_window(fields, types, "slides_without_sliding_window");
  for (std::size_t layer = 0; layer < types.size(); ++layer) windows[layer] = types[layer] == sliding ? window : 0;
  return windows;
}

// Qwen: layers named "sliding_attention", by default those from max_window_layers on; only if use_sliding_window.
std::vector<int> qwen_windows(JsonFields& fields, std::size_t layers) {
  constexpr int hugging_face_window = 4096;
  constexpr int hugging_face_first_layer = 28;
  std::vector<int> windows(layers, 0);
  const bool used = fields.boolean("use_sliding_window", false);
  const int absent = fields.absent("sliding_window") ? hugging_face_window : 0;
  const int window = used ? fields.integer("sliding_window", token_range, absent) : 0;
  const int first = fields.integer("max_window_layers", {0, token_range.max}, hugging_face_first_layer);
  const auto types = read_layer_types(fields, layers);
  if (window == 0) expect_window(fields, types, "slides_without_window");
  for (std::size_t layer = 0; layer < layers; ++layer) {
    const bool slides = types.empty() ? static_cast<int>(layer) >= first : types[layer] == sliding;
    if (slides) windows[layer] = window;
  }
  return windows;
}

std::vector<int> read_windows(const ModelConfig& config, JsonFields& fields) {
  const auto layers = static_cast<std::size_t>(config.num_hidden_layers);
  if (config.model_type.ends_with("istral")) return mistral_windows(fields, layers);
  if (config.model_type.starts_with("qwen")) return qwen_windows(fields, layers);
  return std::vector<int>(layers);
}

void read_sizes(JsonFields& fields, ModelConfig& config) {
  config.vocab_size = fields.integer("vocab_size", vocab_range);
  config.hidden_size = fields.integer("hidden_size", width_range);
  config.intermediate_size = fields.integer("intermediate_size", width_range);
  config.num_hidden_layers = fields.integer("num_hidden_layers", layer_range);
  config.num_attention_heads = fields.integer("num_attention_heads", head_range);
  config.num_key_value_heads = fields.integer("num_key_value_heads", head_range, config.num_attention_heads);
  if (config.num_attention_heads % config.num_key_value_heads != 0) {
    fields.refuse(config_error("must_be_multiple", "num_attention_heads",
                               {{"given", config.num_attention_heads},
                                {"other_path", "num_key_value_heads"},
                                {"other", config.num_key_value_heads}}));
  }
}

// Quantized weights are other tensors, or codes that mean nothing without their scales.
std::optional<Error> refuse_quantized(const Json& json) {
  constexpr std::string_view key = "quantization_config";
  const Json* settings = json.find(key);
  if (settings == nullptr || settings->object() == nullptr) return std::nullopt;
  const Json* method = settings->find("quant_method");
  return Error{ErrorCode::unsupported_model,
               "quantized_model_not_run",
               key,
               {{"given", method == nullptr ? "no quant_method" : describe(*method)}}};
}

// Which switches a class reads, and what they are where they are absent: Mistral has no biases, Qwen2 has those of q, k
// and v always.
void read_biases(JsonFields& fields, ModelConfig& config) {
  const bool seed = config.model_type == "seed_oss";
  const bool llama = config.model_type == "llama";
  const bool attention = fields.boolean("attention_bias", seed);
  const bool output = fields.boolean("attention_out_bias", false);
  const bool mlp = fields.boolean("mlp_bias", false);
  const bool switched = llama || seed || config.model_type == "qwen3";
  config.attention_bias = config.model_type == "qwen2" || (switched && attention);
  config.output_bias = seed ? output : switched && attention;
  config.mlp_bias = (llama || seed) && mlp;
}

// Where a query sees what comes after it (masking_utils.py of transformers).
std::optional<Error> refuse_two_directions(const Json& json) {
  const Json* causal = json.find("is_causal");
  if (causal == nullptr || causal->boolean() == nullptr || *causal->boolean()) return std::nullopt;
  return Error{ErrorCode::unsupported_model, "both_directions_not_run", "is_causal"};
}

// The position method of all layers, and with it head_dim.
Status read_positions(const Json& json, ModelConfig& config) {
  auto reading = read_rope(json);
  if (!reading) return reading.error();
  if (!reading->layer_types.empty()) {
    return Error{ErrorCode::unsupported_model, "layer_types_not_run", "rope_parameters"};
  }
  if (reading->main.softmax_scale_factor != 1.0) {
    return Error{ErrorCode::unsupported_model, "scaled_softmax_not_run", "rope_parameters.mscale_all_dim"};
  }
  config.rope = std::move(reading->main);
  auto methods = read_position_method(json);
  if (!methods) return methods.error();
  if (!methods->empty() && config.rope.method.id != plain_method()) {
    return config_error("two_methods_named", "position_method", {{"method", config.rope.method.id}});
  }
  config.methods = methods->empty() ? std::vector{config.rope.method} : *std::move(methods);
  config.head_dim = config.rope.rope.head_dim;
  const RopeConfig& rope = config.rope.rope;
  if (config.model_type == "seed_oss" && rope.rotary_dim != rope.head_dim) {
    return config_error("share_is_ignored", "partial_rotary_factor",
                        {{"given", 1.0 * rope.rotary_dim / rope.head_dim}, {"model_type", config.model_type}});
  }
  if (config.head_dim > head_range.max) {
    return config_error("must_be_at_most", "head_dim", {{"max", head_range.max}, {"given", config.head_dim}});
  }
  return ok();
}

}  // namespace

Result<ModelConfig> read_model_config(std::string_view config_json) {
  const auto json = parse_python_json(config_json);
  if (!json) return json.error();
  if (json->object() == nullptr) return refuse({&*json, "config.json"}, "must_be_object");
  JsonFields fields({&*json, ""});
  ModelConfig config;
  config.model_type = fields.text("model_type", "");
  if (std::ranges::find(model_types, config.model_type) == model_types.end()) {
    return Error{ErrorCode::unsupported_model,
                 "must_be_one_of",
                 "model_type",
                 {{"choices", model_types}, {"given", describe(Json{config.model_type})}}};
  }
  if (const auto quantized = refuse_quantized(*json)) return *quantized;
  if (const auto both = refuse_two_directions(*json)) return *both;
  read_sizes(fields, config);
  config.rms_norm_eps = fields.number("rms_norm_eps", {0, 1}, 1e-6);
  config.hidden_act = read_activation(fields);
  config.tie_word_embeddings = fields.boolean("tie_word_embeddings", false);
  read_biases(fields, config);
  config.qk_norm = config.model_type == "qwen3";
  config.sliding_window = read_windows(config, fields);
  if (const Status status = fields.status(); !status) return status.error();
  if (const Status status = read_positions(*json, config); !status) return status.error();
  return config;
}

}  // namespace ropescope
