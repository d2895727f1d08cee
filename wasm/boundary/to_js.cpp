#include "boundary/to_js.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "attention/capture.hpp"
#include "config/model_config.hpp"
#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "core/saying.hpp"
#include "io/tokenizer.hpp"
#include "model/model.hpp"
#include "model/session.hpp"
#include "position/method.hpp"
#include "position/param.hpp"
#include "position/plan.hpp"
#include "position/plan_facts.hpp"
#include "position/plan_slots.hpp"
#include "position/registry.hpp"
#include "position/rope_config.hpp"
#include "position/trained_as.hpp"

namespace ropescope::js {
namespace {

val to_js(const ParamValue& value) {
  return std::visit(
      [](const auto& held) {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, std::monostate>)
          return val::null();
        else if constexpr (std::is_same_v<Held, std::string>)
          return text(held);
        else if constexpr (std::is_same_v<Held, std::vector<double>>)
          return list_of(held);
        else
          return val(held);
      },
      value);
}

val to_js(const Saying::Value& value) {
  if (const double* number = std::get_if<double>(&value)) return val(*number);
  if (const auto* word = std::get_if<std::string>(&value)) return text(*word);
  if (const auto* phrase = std::get_if<Reason>(&value)) return text(phrase->id());
  return array(std::get<std::vector<std::string>>(value), text);
}

std::string_view name_of(ParamType type) {
  switch (type) {
    case ParamType::number:
      return "number";
    case ParamType::integer:
      return "integer";
    case ParamType::boolean:
      return "boolean";
    case ParamType::choice:
      return "choice";
    case ParamType::list:
      return "list";
  }
  return "";
}

std::string_view name_of(Role role) {
  switch (role) {
    case Role::none:
      return "";
    case Role::extension_ratio:
      return "extension_ratio";
    case Role::optional_ratio:
      return "optional_ratio";
  }
  return "";
}

val to_js(const Param& param, const ParamValue& by_default) {
  Object object;
  object.set("key", param.key);
  object.set("type", name_of(param.type));
  object.set("nullable", param.nullable);
  object.set("default", to_js(by_default));
  object.set("min", param.min);
  object.set("max", param.max);
  object.set("unit", param.unit);
  object.set("doc", param.doc);
  object.set("choices", array(param.choices, text));
  object.set("insteadOf", param.instead_of);
  object.set("role", name_of(param.role));
  object.set("learned", param.learned);
  return object;
}

Object object_of(const Saying& saying) {
  Object args;
  for (const auto& [name, value] : saying.args) args.set(name, to_js(value));
  Object object;
  object.set("reason", saying.reason.id());
  object.set("path", saying.path);
  object.set("args", args);
  object.set("message", to_english(saying));
  return object;
}

}  // namespace

val to_js(const Saying& saying) { return object_of(saying); }

val to_js(const Error& error) {
  Object object = object_of(error.saying);
  object.set("code", ropescope::name_of(error.code));
  return object;
}

val to_js(const Preset& preset, std::span<const Param> params) {
  Object values;
  for (const auto& [key, numbers] : preset.values) {
    const auto param = std::ranges::find(params, key, &Param::key);
    const bool is_list = param->type == ParamType::list;
    values.set(key, is_list ? list_of(numbers) : val(numbers.front()));
  }
  Object object;
  object.set("name", preset.name);
  object.set("source", preset.source);
  object.set("params", values);
  return object;
}

val to_js(const MethodEntry& method) {
  Object source;
  source.set("authors", method.info.source.authors);
  source.set("title", method.info.source.title);
  source.set("id", method.info.source.id);
  source.set("where", method.info.source.where);

  Object object;
  object.set("id", method.info.id);
  object.set("name", method.info.name);
  object.set("summary", method.info.summary);
  object.set("trainedAs", method.info.trained_as);
  object.set("source", source);
  const Params defaults = method.defaults();
  object.set("params",
             array(method.params, [&](const Param& param) { return to_js(param, defaults.find(param.key)->second); }));
  object.set("presets", array(method.presets, [&](const Preset& preset) { return to_js(preset, method.params); }));
  object.set("slots", array(method.slots, text));
  object.set("dependsOnLength", method.depends_on_length);
  object.set("layered", method.layered);
  object.set("trainable", method.trainable);
  return object;
}

val to_js(const Params& params) {
  Object object;
  for (const auto& [key, value] : params) object.set(key, to_js(value));
  return object;
}

val to_js(const RopeConfig& rope) {
  Object object;
  object.set("head_dim", rope.head_dim);
  object.set("rotary_dim", rope.rotary_dim);
  object.set("rope_theta", rope.rope_theta);
  object.set("original_max_position_embeddings", rope.original_max_position_embeddings);
  return object;
}

val to_js(const std::vector<AttentionMap>& maps) {
  return array(maps, [](const AttentionMap& map) {
    Object object;
    object.set("request", map.request);
    object.set("layer", map.layer);
    object.set("head", map.head);
    object.set("rows", map.rows);
    object.set("cols", map.cols);
    object.set("values", typed_array<float>(map.values));
    return object;
  });
}

val to_js(const PassResult& result, int vocab_size) {
  Object object;
  object.set("rows", static_cast<int>(result.logits.size()) / vocab_size);
  object.set("vocabSize", vocab_size);
  object.set("logits", typed_array<float>(result.logits));
  object.set("losses", typed_array<float>(result.losses));
  object.set("attentions", to_js(result.attentions));
  object.set("nonFinite", result.non_finite);
  if (result.forced) object.set("forced", true);
  return object;
}

val methods_to_js(std::span<const MethodSpec> methods) {
  return array(methods, [](const MethodSpec& spec) {
    Object method;
    method.set("id", spec.id);
    method.set("params", to_js(spec.params));
    return method;
  });
}

val to_js(const ModelShape& shape) {
  const auto size_or_null = [](int size) { return size > 0 ? val(size) : val::null(); };
  Object object;
  object.set("layers", size_or_null(shape.layers));
  object.set("heads", size_or_null(shape.heads));
  object.set("kvHeads", size_or_null(shape.kv_heads));
  object.set("vocabSize", size_or_null(shape.vocab_size));
  return object;
}

val rope_to_js(const RopeReading& reading) {
  val rope = to_js(reading.rope);
  const int declared = reading.max_position_embeddings;
  rope.set("max_position_embeddings", declared > 0 ? val(declared) : val::null());
  return rope;
}

val to_js(const ModelConfig& config) {
  Object object;
  object.set("model_type", config.model_type);
  object.set("vocab_size", config.vocab_size);
  object.set("hidden_size", config.hidden_size);
  object.set("num_hidden_layers", config.num_hidden_layers);
  object.set("num_attention_heads", config.num_attention_heads);
  object.set("num_key_value_heads", config.num_key_value_heads);
  object.set("tie_word_embeddings", config.tie_word_embeddings);
  object.set("tokenizer", text(config.vocab_size == char_vocab_size ? "char96" : "none"));
  object.set("method", config.methods.front().id);
  object.set("params", to_js(config.methods.front().params));
  object.set("methods", methods_to_js(config.methods));
  object.set("trainedAs", trained_as_to_js(config.methods));
  object.set("rope", rope_to_js(config.rope));
  return object;
}

val to_js(const Model& model) {
  val object = to_js(model.config);
  object.set("parameters", static_cast<double>(model.parameters));
  object.set("unused_tensors", array(model.unused_tensors, [](const std::string& name) { return text(name); }));
  return object;
}

val trained_as_to_js(std::span<const MethodSpec> methods) {
  const auto ids = trained_as(methods);
  return array(std::vector<std::string_view>(ids.begin(), ids.end()), text);
}

}  // namespace ropescope::js
