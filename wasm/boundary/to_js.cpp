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

val numbers(const std::vector<double>& items) {
  return array(items, [](double item) { return val(item); });
}

val to_js(const ParamValue& value) {
  return std::visit(
      [](const auto& held) {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, std::monostate>)
          return val::null();
        else if constexpr (std::is_same_v<Held, std::string>)
          return text(held);
        else if constexpr (std::is_same_v<Held, std::vector<double>>)
          return numbers(held);
        else
          return val(held);
      },
      value);
}

val to_js(const Saying::Value& value) {
  if (const double* number = std::get_if<double>(&value)) return val(*number);
  if (const auto* word = std::get_if<std::string>(&value)) return text(*word);
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
  val object = val::object();
  object.set("key", text(param.key));
  object.set("type", text(name_of(param.type)));
  object.set("nullable", param.nullable);
  object.set("default", to_js(by_default));
  object.set("min", param.min);
  object.set("max", param.max);
  object.set("unit", text(param.unit));
  object.set("doc", text(param.doc));
  object.set("choices", array(param.choices, text));
  object.set("insteadOf", text(param.instead_of));
  object.set("role", text(name_of(param.role)));
  object.set("learned", param.learned);
  return object;
}

val to_js(const Branch& branch) {
  val object = val::object();
  object.set("q_position", typed_array<double>(branch.q_position));
  object.set("k_position", typed_array<double>(branch.k_position));
  object.set("first", typed_array<int>(branch.first));
  object.set("end", typed_array<int>(branch.end));
  return object;
}

val to_js(const std::vector<Branch>& branches) {
  return array(branches, [](const Branch& branch) { return to_js(branch); });
}

val to_js(const Axes& axes) {
  val object = val::object();
  object.set("positions", array(axes.positions, [](const auto& positions) { return typed_array<double>(positions); }));
  object.set("axis_of_pair", typed_array<int>(axes.axis_of_pair));
  return object;
}

val to_js(const BiasCurves& curves) {
  val object = val::object();
  object.set("warp", typed_array<double>(curves.warp));
  object.set("reach", typed_array<double>(curves.reach));
  object.set("knots", typed_array<double>(curves.knots));
  object.set("values", typed_array<double>(curves.values));
  return object;
}

val to_js(const Norms& norms) {
  val object = val::object();
  object.set("queries", norms.queries);
  object.set("keys", norms.keys);
  object.set("score_scale", norms.score_scale);
  return object;
}

val to_js(const std::vector<double>& numbers) { return typed_array<double>(numbers); }
val to_js(const std::vector<float>& numbers) { return typed_array<float>(numbers); }
val to_js(double number) { return val(number); }
val to_js(int number) { return val(number); }

std::vector<double> wavelengths(const std::vector<double>& inv_freq) {
  std::vector<double> lengths(inv_freq.size());  // [rotary_dim / 2], tokens
  std::ranges::transform(inv_freq, lengths.begin(), wavelength);
  return lengths;
}

std::vector<double> turns_within(const std::vector<double>& inv_freq, int length) {
  std::vector<double> often(inv_freq.size());  // [rotary_dim / 2]
  std::ranges::transform(inv_freq, often.begin(), [length](double rate) { return turns(rate, length); });
  return often;
}

}  // namespace

val to_js(const Saying& saying) {
  val args = val::object();
  for (const auto& [name, value] : saying.args) args.set(std::string(name), to_js(value));
  val object = val::object();
  object.set("reason", text(saying.reason.id()));
  object.set("path", text(saying.path));
  object.set("args", args);
  object.set("message", text(to_english(saying)));
  return object;
}

val to_js(const Error& error) {
  val object = to_js(error.saying);
  object.set("code", text(ropescope::name_of(error.code)));
  return object;
}

val to_js(const MethodEntry& method) {
  val source = val::object();
  source.set("authors", text(method.info.source.authors));
  source.set("title", text(method.info.source.title));
  source.set("id", text(method.info.source.id));
  source.set("where", text(method.info.source.where));

  val object = val::object();
  object.set("id", text(method.info.id));
  object.set("name", text(method.info.name));
  object.set("summary", text(method.info.summary));
  object.set("trainedAs", text(method.info.trained_as));
  object.set("source", source);
  object.set("params", array(method.params, [&](const Param& param) {
               return to_js(param, method.defaults.find(param.key)->second);
             }));
  object.set("slots", array(method.slots, text));
  object.set("dependsOnLength", method.depends_on_length);
  object.set("layered", method.layered);
  object.set("trainable", method.trainable);
  return object;
}

val to_js(const Params& params) {
  val object = val::object();
  for (const auto& [key, value] : params) object.set(key, to_js(value));
  return object;
}

val to_js(const RopeConfig& rope) {
  val object = val::object();
  object.set("head_dim", rope.head_dim);
  object.set("rotary_dim", rope.rotary_dim);
  object.set("rope_theta", rope.rope_theta);
  object.set("original_max_position_embeddings", rope.original_max_position_embeddings);
  return object;
}

val to_js(const std::vector<AttentionMap>& maps) {
  return array(maps, [](const AttentionMap& map) {
    val object = val::object();
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
  val object = val::object();
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
    val method = val::object();
    method.set("id", text(spec.id));
    method.set("params", to_js(spec.params));
    return method;
  });
}

val to_js(const ModelShape& shape) {
  const auto size_or_null = [](int size) { return size > 0 ? val(size) : val::null(); };
  val object = val::object();
  object.set("layers", size_or_null(shape.layers));
  object.set("heads", size_or_null(shape.heads));
  object.set("kvHeads", size_or_null(shape.kv_heads));
  object.set("vocabSize", size_or_null(shape.vocab_size));
  return object;
}

val to_js(const Model& model) {
  const ModelConfig& config = model.config;
  val object = val::object();
  object.set("model_type", text(config.model_type));
  object.set("vocab_size", config.vocab_size);
  object.set("hidden_size", config.hidden_size);
  object.set("num_hidden_layers", config.num_hidden_layers);
  object.set("num_attention_heads", config.num_attention_heads);
  object.set("num_key_value_heads", config.num_key_value_heads);
  object.set("parameters", static_cast<double>(model.parameters));
  object.set("unused_tensors", array(model.unused_tensors, [](const std::string& name) { return text(name); }));
  object.set("tokenizer", text(config.vocab_size == char_vocab_size ? "char96" : "none"));
  object.set("method", text(config.methods.front().id));
  object.set("params", to_js(config.methods.front().params));
  object.set("methods", methods_to_js(config.methods));
  object.set("trainedAs", trained_as_to_js(config.methods));
  object.set("rope", to_js(config.rope.rope));
  return object;
}

val trained_as_to_js(std::span<const MethodSpec> methods) {
  const auto ids = trained_as(methods);
  return array(std::vector<std::string_view>(ids.begin(), ids.end()), text);
}

val plan_to_js(const PositionPlan& plan, const RopeConfig& rope, int seq_len) {
  val object = val::object();
  object.set("seqLen", seq_len);
  visit_slots([&object](const Slot& slot, const auto& value) { object.set(std::string(slot.key), to_js(value)); },
              plan);
  object.set("slots", array(used_slots(plan), [](const Slot& slot) { return text(slot.name); }));
  object.set("wavelength", typed_array<double>(wavelengths(plan.inv_freq)));
  object.set("turns", typed_array<double>(turns_within(plan.inv_freq, rope.original_max_position_embeddings)));
  return object;
}

val inspection_to_js(const RopeReading& reading, const PositionPlan& plan, int seq_len) {
  val rope = to_js(reading.rope);
  const int declared = reading.max_position_embeddings;
  rope.set("max_position_embeddings", declared > 0 ? val(declared) : val::null());

  val object = val::object();
  object.set("method", text(reading.method.id));
  object.set("params", to_js(reading.method.params));
  object.set("rope", rope);
  object.set("seqLen", seq_len);
  object.set("inv_freq", numbers(plan.inv_freq));
  object.set("attention_factor", plan.attention_factor);
  object.set("softmax_scale_factor", reading.softmax_scale_factor);
  object.set("wavelength", array(wavelengths(plan.inv_freq), [](double tokens) {
               return std::isfinite(tokens) ? val(tokens) : val::null();  // JSON has no infinity
             }));
  object.set("turns", numbers(turns_within(plan.inv_freq, reading.rope.original_max_position_embeddings)));
  object.set("notes", sayings_to_js(reading.notes));
  object.set("warnings", sayings_to_js(reading.warnings));
  return object;
}

}  // namespace ropescope::js
