#include "config/model_config.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/decoder_class.hpp"
#include "config/model_positions.hpp"
#include "core/activation.hpp"
#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "io/json.hpp"
#include "io/json_fields.hpp"

namespace ropescope {
namespace {

// Larger than any published model of the family; keeps products of two sizes inside 64 bits.
constexpr IntegerRange vocab_range{1, 1 << 20};
constexpr IntegerRange width_range{1, 1 << 17};
constexpr IntegerRange layer_range{1, 1024};
constexpr IntegerRange head_range{1, 1024};

struct NamedActivation {
  std::string_view name;
  Activation activation;
};
constexpr std::array activations{NamedActivation{"silu", Activation::silu},
                                 NamedActivation{"swish", Activation::silu},
                                 NamedActivation{"gelu", Activation::gelu},
                                 NamedActivation{"gelu_new", Activation::gelu_tanh},
                                 NamedActivation{"gelu_pytorch_tanh", Activation::gelu_tanh},
                                 NamedActivation{"gelu_fast", Activation::gelu_tanh},
                                 NamedActivation{"relu", Activation::relu},
                                 NamedActivation{"relu2", Activation::relu2}};

Activation read_activation(JsonFields& fields, std::string_view key, Activation by_class) {
  if (key.empty()) return by_class;
  const std::string name = fields.text(key, "");
  if (name.empty()) return by_class;
  const auto* const found = std::ranges::find(activations, name, &NamedActivation::name);
  if (found != activations.end()) return found->activation;
  std::array<std::string_view, activations.size()> names;
  std::ranges::transform(activations, names.begin(), &NamedActivation::name);
  fields.refuse(Error{
      ErrorCode::unsupported_model, "must_be_one_of", key, {{"choices", names}, {"given", describe(Json{name})}}});
  return by_class;
}

// A key of the class or, as transformers has it, its usual name.
std::string_view given_key(const JsonFields& fields, std::string_view key, std::string_view usual) {
  return key.empty() || (!fields.at(key).is_given() && fields.at(usual).is_given()) ? usual : key;
}

void read_sizes(JsonFields& fields, const DecoderClass& decoder, ModelConfig& config) {
  const ConfigKeys& keys = decoder.keys;
  constexpr ConfigKeys usual{};
  const auto size = [&](std::string_view key, std::string_view usual_key, IntegerRange range) {
    return fields.integer(given_key(fields, key, usual_key), range);
  };
  config.vocab_size = fields.integer("vocab_size", vocab_range);
  config.hidden_size = size(keys.hidden_size, usual.hidden_size, width_range);
  config.num_hidden_layers = size(keys.num_hidden_layers, usual.num_hidden_layers, layer_range);
  config.num_attention_heads = size(keys.num_attention_heads, usual.num_attention_heads, head_range);
  const std::string_view inner = given_key(fields, keys.intermediate_size, usual.intermediate_size);
  config.intermediate_size = decoder.widths == 0
                                 ? fields.integer(inner, width_range)
                                 : fields.integer(inner, width_range, decoder.widths * config.hidden_size);
  config.num_key_value_heads = config.num_attention_heads;
  if (keys.num_key_value_heads.empty()) return;
  config.num_key_value_heads = fields.integer(keys.num_key_value_heads, head_range, config.num_attention_heads);
}

void check_heads(JsonFields& fields, const ModelConfig& config) {
  if (config.num_attention_heads % config.num_key_value_heads == 0) return;
  fields.refuse(config_error("must_be_multiple", "num_attention_heads",
                             {{"given", config.num_attention_heads},
                              {"other_path", "num_key_value_heads"},
                              {"other", config.num_key_value_heads}}));
}

bool read_switch(JsonFields& fields, const Switch& which) {
  return which.key.empty() ? which.by_class : fields.boolean(which.key, which.by_class);
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

// Where a query sees what comes after it (masking_utils.py of transformers).
std::optional<Error> refuse_two_directions(const Json& json) {
  const Json* causal = json.find("is_causal");
  if (causal == nullptr || causal->boolean() == nullptr || *causal->boolean()) return std::nullopt;
  return Error{ErrorCode::unsupported_model, "both_directions_not_run", "is_causal"};
}

using ClassTables = std::initializer_list<DecoderClasses>;

const DecoderClass* find_class(ClassTables tables, std::string_view model_type) {
  for (const DecoderClasses table : tables) {
    const auto found = std::ranges::find(table, model_type, &DecoderClass::model_type);
    if (found != table.end()) return &*found;
  }
  return nullptr;
}

Error class_not_run(ClassTables tables, const std::string& model_type) {
  std::vector<std::string_view> types;
  for (const DecoderClasses table : tables)
    std::ranges::transform(table, std::back_inserter(types), &DecoderClass::model_type);
  return {ErrorCode::unsupported_model,
          "must_be_one_of",
          "model_type",
          {{"choices", types}, {"given", describe(Json{model_type})}}};
}

Result<ModelConfig> read_config(std::string_view config_json, ClassTables tables) {
  const auto json = parse_python_json(config_json);
  if (!json) return json.error();
  if (json->object() == nullptr) return refuse({&*json, "config.json"}, "must_be_object");
  JsonFields fields({&*json, ""});
  ModelConfig config;
  config.model_type = fields.text("model_type", "");
  const DecoderClass* decoder = find_class(tables, config.model_type);
  if (decoder == nullptr) return class_not_run(tables, config.model_type);
  if (const auto quantized = refuse_quantized(*json)) return *quantized;
  if (const auto both = refuse_two_directions(*json)) return *both;
  read_sizes(fields, *decoder, config);
  config.norm_eps = fields.number(decoder->keys.norm_eps, {0, 1}, decoder->norm_eps);
  config.hidden_act = read_activation(fields, decoder->keys.hidden_act, decoder->activation);
  config.tie_word_embeddings = fields.boolean("tie_word_embeddings", decoder->tied);
  config.attention_bias = read_switch(fields, decoder->biases.qkv);
  config.output_bias = read_switch(fields, decoder->biases.output);
  config.mlp_bias = read_switch(fields, decoder->biases.mlp);
  config.form = decoder->form;
  if (const Status status = fields.status(); !status) return status.error();
  if (decoder->read_more != nullptr) decoder->read_more(fields, config);
  check_heads(fields, config);
  if (const Status status = fields.status(); !status) return status.error();
  if (const Status status = read_positions(*json, config); !status) return status.error();
  return config;
}

}  // namespace

bool is_built_as_llama(const ModelConfig& config) {
  const auto differs = [](const auto& own) { return own.has_value(); };
  return config.form == DecoderForm{} && std::ranges::none_of(config.own_positions, differs);
}

Result<ModelConfig> read_model_config(std::string_view config_json) {
  return read_config(config_json, {llama_classes(), other_classes()});
}

Result<ModelConfig> read_llama_config(std::string_view config_json) {
  return read_config(config_json, {llama_classes()});
}

}  // namespace ropescope
