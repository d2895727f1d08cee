#include "config/rope_forms.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "config/geometry.hpp"
#include "config/layers.hpp"
#include "config/model_facts.hpp"
#include "config/rope_scaling.hpp"
#include "config/rope_types.hpp"
#include "core/result.hpp"
#include "core/saying.hpp"
#include "core/text.hpp"
#include "io/json.hpp"
#include "io/json_fields.hpp"

namespace ropescope {
namespace {

// DeepSeek-V4 calls its two settings so: sliding layers have the first.
constexpr std::string_view main_label = "main";
constexpr std::string_view compress_label = "compress";

bool is_sliding(const LayerForm& layer) { return layer.attention == LayerAttention::sliding; }

int head_dim_of(const Geometry& geometry, std::string_view label) {
  if (label == full_attention) return geometry.global_head_dim;
  return label == sliding_attention ? geometry.local_head_dim : geometry.head_dim;
}

// An index into `settings` for each layer that rotates.
template <class SettingOf>
void assign(const std::vector<LayerForm>& layers, RopeForms& forms, SettingOf setting_of) {
  for (const LayerForm& layer : layers) {
    forms.of_layer.push_back(layer.rotates ? std::optional<std::size_t>(setting_of(layer)) : std::nullopt);
  }
}

// A copy of a dictionary with keys that it lacks.
JsonPlace with_keys(const JsonPlace& dictionary, const std::vector<JsonEntry>& others, RopeForms& forms) {
  Json::Object entries = *dictionary.object();
  for (const JsonEntry& other : others) {
    if (dictionary.json->find(other.key) == nullptr) entries.push_back(other);
  }
  forms.merged.push_back(Json{std::move(entries)});
  return {&forms.merged.back(), dictionary.path};
}

// A dictionary by layer type holds objects, or null for layers that do not rotate; settings beside them are shared.
bool is_by_label(const JsonPlace& dictionary) {
  const Json::Object* entries = dictionary.object();
  return entries != nullptr && std::ranges::any_of(*entries, [](const JsonEntry& entry) {
           return entry.value.object() != nullptr && !is_rope_key(entry.key);
         });
}

// What stands beside the dictionaries of layer types belongs to each that does not say otherwise.
Result<std::vector<JsonEntry>> shared_entries(const JsonPlace& dictionary, const std::vector<LayerForm>& layers,
                                              RopeForms& forms) {
  const auto is_layer_type = [&](std::string_view label) {
    return label.ends_with("attention") || std::ranges::find(layers, label, &LayerForm::type) != layers.end();
  };
  std::vector<JsonEntry> shared;
  std::string_view other;
  for (const JsonEntry& entry : *dictionary.object()) {
    if (!is_rope_key(entry.key) && (entry.value.object() != nullptr || entry.value.is_null())) {
      if (!is_layer_type(entry.key)) other = entry.key;
      continue;
    }
    if (!is_rope_key(entry.key)) return refuse(dictionary.at(entry.key), "must_be_object_or_null");
    if (entry.value.is_null()) continue;
    shared.push_back(entry);
    forms.notes.push_back({"shared_by_layer_types", dictionary.at(entry.key).path});
  }
  if (!shared.empty() && !other.empty()) {
    return config_error("mixes_layer_types", dictionary.path, {{"key", shared.front().key}, {"layer_type", other}});
  }
  return shared;
}

// The setting of a layer among the labelled ones.
std::size_t labelled_setting(const LayerForm& layer, const RopeForms& forms) {
  const auto index_of = [&](std::string_view label) -> std::optional<std::size_t> {
    const auto entry = std::ranges::find(forms.settings, label, &LabelledSource::label);
    if (entry == forms.settings.end()) return std::nullopt;
    return static_cast<std::size_t>(entry - forms.settings.begin());
  };
  const auto by_type = index_of(layer.type);
  if (by_type) return *by_type;
  const auto by_own_label = index_of(is_sliding(layer) ? main_label : compress_label);
  return by_own_label ? *by_own_label : index_of(full_attention).value_or(0);
}

Status read_labels(const ConfigContext& context, const JsonPlace& dictionary, const std::vector<LayerForm>& layers,
                   RopeForms& forms) {
  const Result<std::vector<JsonEntry>> shared = shared_entries(dictionary, layers, forms);
  if (!shared) return shared.error();
  std::vector<std::string_view> unrotated;
  for (const auto& [label, value] : *dictionary.object()) {
    const JsonPlace place = dictionary.at(label);
    if (is_rope_key(label)) continue;
    if (value.is_null()) {
      unrotated.push_back(label);
      forms.notes.push_back({"layers_not_rotated", place.path});
      continue;
    }
    const JsonPlace complete = shared->empty() ? place : with_keys(place, *shared, forms);
    forms.settings.push_back(
        {label, {.dictionary = complete, .head_dim = head_dim_of(context.geometry, label), .alone = false}});
  }
  assign(layers, forms, [&](const LayerForm& layer) { return labelled_setting(layer, forms); });
  for (std::size_t l = 0; l < layers.size(); ++l) {
    if (std::ranges::find(unrotated, layers[l].type) != unrotated.end()) forms.of_layer[l].reset();
  }
  return ok();
}

// Step-3.5 scales the layers of these types alone.
bool scales_type(const JsonPlace& config, std::string_view type) {
  const JsonPlace place = config.at("yarn_only_types");
  const Json::Array* list = place.array();
  return list == nullptr || std::ranges::any_of(*list, [&](const Json& entry) {
           return entry.text() != nullptr && *entry.text() == type;
         });
}

// Bases, shares or scaling by layer: layers with the same of each, and of one type, have one setting.
void read_lists(const ConfigContext& context, const JsonPlace& dictionary, const std::vector<LayerForm>& layers,
                RopeForms& forms) {
  using Numbers = std::tuple<std::string, std::optional<double>, std::optional<double>>;
  std::vector<Numbers> known;
  assign(layers, forms, [&](const LayerForm& layer) {
    const Numbers numbers{layer.type, layer.rope_theta, layer.share};
    const auto entry = std::ranges::find(known, numbers);
    if (entry != known.end()) return static_cast<std::size_t>(entry - known.begin());
    known.push_back(numbers);
    return known.size() - 1;
  });
  for (const auto& [type, theta, share] : known) {
    const bool is_only = std::ranges::count(known, type, [](const Numbers& each) { return std::get<0>(each); }) == 1;
    const LayerSource source{.dictionary = scales_type(context.config, type) ? dictionary : JsonPlace{},
                             .head_dim = head_dim_of(context.geometry, type),
                             .rope_theta = theta,
                             .share = share,
                             .alone = false};
    forms.settings.push_back(
        {is_only ? type : type + " at rope_theta " + format_number(theta.value_or(context.facts.rope_theta)), source});
  }
}

// Layers with a window have a base of their own, or are left out of the scaling.
void read_pair(const ConfigContext& context, const JsonPlace& dictionary, const std::vector<LayerForm>& layers,
               RopeForms& forms) {
  const Geometry& geometry = context.geometry;
  forms.settings = {
      {std::string(full_attention), {.dictionary = dictionary, .head_dim = geometry.global_head_dim, .alone = false}},
      {std::string(sliding_attention),
       {.dictionary = {},
        .head_dim = geometry.local_head_dim,
        .rope_theta = geometry.local_rope_theta,
        .alone = false}}};
  forms.notes.push_back({"sliding_layers_plain", ""});
  assign(layers, forms, [](const LayerForm& layer) { return is_sliding(layer) ? 1U : 0U; });
}

// DeepSeek-V4 as published: sliding layers plain, the others scaled on a base of their own, cos and sin unscaled.
Status read_compressed(const ConfigContext& context, const JsonPlace& dictionary, const std::vector<LayerForm>& layers,
                       RopeForms& forms) {
  const JsonPlace place = context.config.at("compress_rope_theta");
  const Result<std::optional<double>> stated = read_theta(place);
  if (!stated) return stated.error();
  const double theta = stated->value_or(context.facts.compress_rope_theta);
  const bool is_scaled = dictionary.object() != nullptr;
  const JsonPlace unscaled = is_scaled ? with_keys(dictionary, {{"attention_factor", Json{1.0}}}, forms) : dictionary;
  const int head_dim = context.geometry.head_dim;
  forms.settings = {{std::string(main_label), {.dictionary = {}, .head_dim = head_dim, .alone = false}},
                    {std::string(compress_label),
                     {.dictionary = unscaled, .head_dim = head_dim, .rope_theta = theta, .alone = false}}};
  forms.notes.push_back({"compressed_layers_apart", place.path});
  assign(layers, forms, [](const LayerForm& layer) { return is_sliding(layer) ? 0U : 1U; });
  return ok();
}

bool is_scaling(const JsonPlace& dictionary, std::string_view model_type) {
  const Result<TypeReading> type = read_type(dictionary, model_type);
  return !type || type->type != &plain_type();
}

}  // namespace

Result<RopeForms> read_rope_forms(const ConfigContext& context, const JsonPlace& dictionary,
                                  const std::vector<LayerForm>& layers) {
  RopeForms forms;
  const auto has_numbers = [](const LayerForm& layer) { return layer.rope_theta || layer.share; };
  Status done = ok();
  if (is_by_label(dictionary)) {
    done = read_labels(context, dictionary, layers, forms);
  } else if (std::ranges::any_of(layers, has_numbers) ||
             (!layers.empty() && context.config.at("yarn_only_types").is_given())) {
    read_lists(context, dictionary, layers, forms);
  } else if (context.config.at("compress_rope_theta").is_given() || context.facts.compress_rope_theta > 0) {
    done = read_compressed(context, dictionary, layers, forms);
  } else if (context.geometry.local_rope_theta ||
             (context.facts.plain_windows && is_scaling(dictionary, context.model_type))) {
    read_pair(context, dictionary, layers, forms);
  } else {
    forms.settings = {{std::string(full_attention), {.dictionary = dictionary, .head_dim = context.geometry.head_dim}}};
    assign(layers, forms, [](const LayerForm&) { return 0U; });
  }
  if (!done) return done.error();
  return forms;
}

}  // namespace ropescope
