#include "config/rope_reader.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/geometry.hpp"
#include "config/model_facts.hpp"
#include "config/position_method.hpp"
#include "config/rope_scaling.hpp"
#include "config/rope_types.hpp"
#include "core/result.hpp"
#include "core/saying.hpp"
#include "io/json.hpp"
#include "io/json_fields.hpp"
#include "position/registry.hpp"
#include "position/trained_as.hpp"

namespace ropescope {
namespace {

constexpr std::string_view full_attention = "full_attention";
constexpr std::string_view sliding_attention = "sliding_attention";

// Multimodal configs keep the language model's part under one of these.
constexpr std::array<std::string_view, 4> text_config_keys{"text_config", "language_config", "llm_config",
                                                           "thinker_config"};

JsonPlace text_config_of(const JsonPlace& config) {
  const JsonPlace nested = config.first(text_config_keys);
  const bool is_nested = nested.is_given() && nested.json->object() != nullptr;
  return is_nested ? text_config_of(nested) : config;  // as deep as parse_json lets a document be
}

LayerKind kind_of(std::string_view layer_type) {
  if (layer_type == full_attention) return LayerKind::full_attention;
  return layer_type == sliding_attention ? LayerKind::sliding_attention : LayerKind::all;
}

// Every value an object: one dictionary a layer type. Some an object: neither form.
Result<bool> is_by_layer_type(const JsonPlace& dictionary) {
  const Json::Object* entries = dictionary.json == nullptr ? nullptr : dictionary.json->object();
  if (entries == nullptr) return false;
  const auto is_layer_type = [](const auto& entry) {
    return entry.value.object() != nullptr && !is_rope_key(entry.key);
  };
  const auto nested = std::ranges::find_if(*entries, is_layer_type);
  if (nested == entries->end()) return false;
  for (const auto& [key, value] : *entries) {
    if (!is_rope_key(key) && (value.object() != nullptr || value.is_null())) continue;
    return config_error("mixes_layer_types", dictionary.path, {{"key", key}, {"layer_type", nested->key}});
  }
  return true;
}

Result<ConfigReading> read_by_layer_type(const ConfigContext& context, const JsonPlace& dictionary) {
  ConfigReading reading;
  std::vector<Saying> unrotated;
  for (const auto& [layer_type, value] : *dictionary.json->object()) {
    const JsonPlace place = dictionary.at(layer_type);
    if (value.is_null()) {
      unrotated.push_back({"layers_not_rotated", place.path});
      continue;
    }
    Result<RopeReading> layer = read_scaling(context, place, kind_of(layer_type));
    if (!layer) return layer.error();
    reading.layer_types.emplace_back(layer_type, std::move(*layer));
  }
  const auto full =
      std::ranges::find(reading.layer_types, full_attention, [](const auto& entry) { return entry.first; });
  reading.main = full == reading.layer_types.end() ? reading.layer_types.front().second : full->second;
  std::ranges::move(unrotated, std::back_inserter(reading.main.notes));
  return reading;
}

// Gemma 3, ModernBERT and OLMo 3 scale their full-attention layers alone; the sliding ones stay plain.
Result<ConfigReading> read_for_all_layers(const ConfigContext& context, const JsonPlace& dictionary) {
  const bool has_local_theta = context.geometry.local_rope_theta.has_value();
  Result<RopeReading> main =
      read_scaling(context, dictionary, has_local_theta ? LayerKind::full_attention : LayerKind::all);
  if (!main) return main.error();
  ConfigReading reading{std::move(*main), {}};
  const bool scaled = reading.main.method.id != plain_method();
  if (!has_local_theta && !(context.facts.plain_sliding_layers && scaled)) return reading;
  Result<RopeReading> local = read_scaling(context, {}, LayerKind::sliding_attention);
  if (!local) return local.error();
  reading.layer_types = {{std::string(full_attention), reading.main},
                         {std::string(sliding_attention), std::move(*local)}};
  reading.main.notes.push_back({"sliding_layers_plain", ""});
  return reading;
}

Result<ConfigReading> read_dictionary(const ConfigContext& context, const JsonPlace& dictionary) {
  const Result<bool> by_layer_type = is_by_layer_type(dictionary);
  if (!by_layer_type) return by_layer_type.error();
  return *by_layer_type ? read_by_layer_type(context, dictionary) : read_for_all_layers(context, dictionary);
}

bool same_meaning(const RopeReading& a, const RopeReading& b) {
  return a.method.id == b.method.id && a.method.params == b.method.params && a.rope.rotary_dim == b.rope.rotary_dim &&
         a.rope.rope_theta == b.rope.rope_theta &&
         a.rope.original_max_position_embeddings == b.rope.original_max_position_embeddings;
}

bool same_meaning(const ConfigReading& a, const ConfigReading& b) {
  const auto same_layer = [](const auto& x, const auto& y) {
    return x.first == y.first && same_meaning(x.second, y.second);
  };
  return same_meaning(a.main, b.main) && std::ranges::equal(a.layer_types, b.layer_types, same_layer);
}

// transformers 4 wrote rope_scaling, 5 writes rope_parameters.
Result<ConfigReading> read_either_dictionary(const ConfigContext& context) {
  const JsonPlace older = context.config.at("rope_scaling");
  const JsonPlace newer = context.config.at("rope_parameters");
  if (!newer.is_given() && !older.is_given() && context.facts.scaled_by_default) {
    return config_error("scales_by_default", newer.path, {{"model_type", context.model_type}});
  }
  if (!newer.is_given()) return read_dictionary(context, older);
  Result<ConfigReading> reading = read_dictionary(context, newer);
  if (!reading || !older.is_given()) return reading;
  const Result<ConfigReading> other = read_dictionary(context, older);
  if (!other) return other.error();
  if (!same_meaning(*reading, *other))
    return config_error("dictionaries_differ", older.path, {{"other_path", newer.path}});
  reading->main.notes.push_back({"dictionaries_agree", older.path, {{"other_path", newer.path}}});
  return reading;
}

// Qwen-1 and InternLM-1 scale dynamically by formulas of their own.
void warn_of_unread_scaling(const JsonPlace& config, RopeReading& reading) {
  const JsonPlace qwen = config.at("use_dynamic_ntk");
  const JsonPlace internlm = config.at("rotary").at("type");
  const auto warn = [&](const JsonPlace& place) { reading.warnings.push_back({"scaling_not_read", place.path}); };
  const bool* qwen_scales = qwen.json == nullptr ? nullptr : qwen.json->boolean();
  const std::string* internlm_type = internlm.json == nullptr ? nullptr : internlm.json->text();
  if (qwen_scales != nullptr && *qwen_scales) warn(qwen);
  if (internlm_type != nullptr && *internlm_type != "origin") warn(internlm);
}

// Facts about the model that are not in the numbers.
void note_model(const ConfigContext& context, const JsonPlace& root, RopeReading& reading) {
  const JsonPlace& config = context.config;
  auto& notes = reading.notes;
  if (config.path != root.path) notes.push_back({"part_of_config", config.path});
  const std::string type_path = config.at("model_type").path;
  const auto note_type = [&](Reason reason) {
    notes.push_back({reason, type_path, {{"model_type", context.model_type}}});
  };
  if (context.facts.interleaved) note_type("pairs_interleaved");
  if (!context.facts.windowless_turn) note_type("windowless_layers_not_rotated");
  for (const std::string_view key : {"no_rope_layers", "no_rope_layer_interval"}) {
    const JsonPlace place = config.at(key);
    if (place.is_given()) notes.push_back({"some_layers_not_rotated", place.path});
  }
  if (config.at("attn_temperature_tuning").is_given()) {
    notes.push_back({"temperature_apart", config.at("attn_temperature_tuning").path});
  }
  if (config.at("position_method").is_given()) {
    reading.warnings.push_back({"only_rotary_shown", config.at("position_method").path});
  }
  warn_of_unread_scaling(config, reading);
}

// A type that is not in our tables, and no key that speaks of rotation: plain RoPE is then a guess.
void warn_of_guess(const ConfigContext& context, RopeReading& reading) {
  if (is_known(context.facts) || context.model_type.empty()) return;
  const JsonPlace& config = context.config;
  const bool speaks_of_rotation = context.geometry.rope_theta || context.geometry.rotary_dim ||
                                  context.geometry.partial_rotary_factor || context.geometry.rotates_a_part ||
                                  config.at("rope_scaling").json != nullptr ||
                                  config.at("rope_parameters").json != nullptr;
  if (speaks_of_rotation) return;
  reading.warnings.push_back({"guessed_plain", config.at("model_type").path, {{"given", context.model_type}}});
}

int size_or_zero(const JsonPlace& place) {
  const Result<std::optional<int>> count = read_count(place);
  return count ? count->value_or(0) : 0;  // a list by layer is no single size
}

ModelShape shape_of(const JsonPlace& config) {
  const int heads = size_or_zero(config.at("num_attention_heads"));
  const int kv_heads = size_or_zero(config.at("num_key_value_heads"));
  return {.layers = size_or_zero(config.at("num_hidden_layers")),
          .heads = heads,
          .kv_heads = kv_heads > 0 ? kv_heads : heads,
          .vocab_size = size_or_zero(config.at("vocab_size"))};
}

}  // namespace

Result<ConfigReading> read_rope(const Json& config, const ReadOptions& options) {
  if (config.object() == nullptr) return refuse({&config, "config.json"}, "must_be_object");
  const JsonPlace root{&config, ""};
  const JsonPlace text_config = text_config_of(root);
  const Result<std::optional<std::string>> named = read_text(text_config.at("model_type"));
  if (!named) return named.error();
  const std::string model_type = named->value_or("");
  if (const Status rotary = check_is_rotary(text_config, model_type); !rotary) return rotary.error();
  const ModelFacts& facts = facts_of(model_type);
  Result<Geometry> geometry = read_geometry(text_config, facts);
  if (!geometry) return geometry.error();

  const ConfigContext context{text_config, model_type, facts, std::move(*geometry), options};
  Result<ConfigReading> reading = read_either_dictionary(context);
  if (!reading) return reading;
  note_model(context, root, reading->main);
  warn_of_guess(context, reading->main);

  auto trained_with = read_position_method(config);
  if (!trained_with) return trained_with.error();
  reading->methods = *std::move(trained_with);
  if (reading->methods.empty()) reading->methods.push_back(reading->main.method);
  reading->shape = shape_of(text_config);
  return reading;
}

Result<ConfigReading> read_rope_text(std::string_view config_json, const ReadOptions& options) {
  const Result<Json> config = parse_json(config_json);
  if (!config) return config.error();
  return read_rope(*config, options);
}

}  // namespace ropescope
