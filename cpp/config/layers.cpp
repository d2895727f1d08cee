#include "config/layers.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/geometry.hpp"
#include "config/layer_types.hpp"
#include "config/model_facts.hpp"
#include "core/result.hpp"
#include "core/saying.hpp"
#include "io/json.hpp"
#include "io/json_fields.hpp"

namespace ropescope {
namespace {

constexpr std::array<std::string_view, 4> count_keys{"num_hidden_layers", "n_layers", "n_layer", "num_layers"};

// A size that is absent is the class's; null and 0 are none.
Result<int> read_size(const JsonPlace& place, int by_class) {
  if (place.json == nullptr) return by_class;
  const Result<std::optional<int>> size = read_integer(place, {0, most_tokens});
  if (!size) return size.error();
  return size->value_or(0);
}

Status set_sizes(const JsonPlace& config, const LayerRule& rule, std::vector<LayerForm>& forms) {
  constexpr std::array<std::string_view, 4> window_keys{"sliding_window", "sliding_window_size", "local_attention",
                                                        "attention_window_size"};
  const Result<int> window = read_size(config.first(window_keys), rule.window);
  if (!window) return window.error();
  const Result<int> chunk = read_size(config.at("attention_chunk_size"), rule.chunk);
  if (!chunk) return chunk.error();
  for (LayerForm& form : forms) {
    if (form.attention == LayerAttention::sliding) form.window = *window;
    if (form.attention == LayerAttention::chunked) form.chunk = *chunk;
  }
  return ok();
}

// no_rope_layers: 1 = the layer rotates. Transformers 5 writes it so.
Status read_listed_rotation(const JsonPlace& config, const LayerRule& rule, std::vector<LayerForm>& forms) {
  const JsonPlace place = config.at("no_rope_layers");
  const Result<const Json::Array*> list = list_by_layer(place, forms.size());
  if (!list) return list.error();
  constexpr std::array<std::string_view, 2> interval_keys{"no_rope_layer_interval", "nope_layer_interval"};
  const Result<std::optional<int>> stated = read_integer(config.first(interval_keys), {0, most_layers});
  if (!stated) return stated.error();
  const auto interval = static_cast<std::size_t>(stated->value_or(rule.unrotated_every));
  for (std::size_t l = 0; l < forms.size(); ++l) {
    if (*list == nullptr) {
      forms[l].rotates = interval == 0 || (l + 1) % interval != 0;
      continue;
    }
    const Json& entry = (**list)[l];
    const bool* flag = entry.boolean();
    const Result<std::optional<int>> number =
        flag != nullptr ? Result<std::optional<int>>(*flag ? 1 : 0) : read_integer(place.item(l), {0, 1});
    if (!number) return number.error();
    forms[l].rotates = number->value_or(1) == 1;
  }
  return ok();
}

// Layers that are listed as unrotated. Those of Llama 4 see all keys, the others a chunk.
Status set_listed_rotation(const JsonPlace& config, const ModelFacts& facts, std::vector<LayerForm>& forms) {
  const LayerRule& rule = facts.layers;
  const bool lists = rule.rotation == Rotation::listed;
  if (!lists && is_known(facts)) return ok();
  if (const Status done = read_listed_rotation(config, rule, forms); !done) return done;
  if (!lists || rule.others == LayerAttention::sliding || lists_types(config)) return ok();
  for (LayerForm& form : forms) {
    const bool rotates = form.rotates;
    form = layer_form_of(rotates ? rule.others : LayerAttention::full);
    form.rotates = rotates;
  }
  return ok();
}

void set_rotation(const LayerRule& rule, std::vector<LayerForm>& forms) {
  const auto has_window = [](const LayerForm& form) { return form.window > 0 || form.chunk > 0; };
  const bool by_window = rule.rotation == Rotation::windowed ||
                         (rule.rotation == Rotation::windowed_if_any && std::ranges::any_of(forms, has_window));
  for (LayerForm& form : forms) {
    if (by_window) form.rotates = has_window(form);
    if (form.attention == LayerAttention::other) form.rotates = false;
  }
}

// Step-3.5 and Granite 4.1: a base a layer, where 0 means that the layer does not rotate.
Status read_numbers_by_layer(const JsonPlace& config, std::vector<LayerForm>& forms) {
  constexpr std::array<std::string_view, 2> theta_keys{"layer_rope_theta", "rope_theta"};
  for (const std::string_view key : theta_keys) {
    const JsonPlace place = config.at(key);
    const Result<const Json::Array*> list = list_by_layer(place, forms.size());
    if (!list) return list.error();
    for (std::size_t l = 0; *list != nullptr && l < forms.size(); ++l) {
      const double* number = (**list)[l].number();
      forms[l].rotates = forms[l].rotates && (number == nullptr || *number != 0) && !(**list)[l].is_null();
      if (!forms[l].rotates) continue;
      const Result<std::optional<double>> theta = read_theta(place.item(l));
      if (!theta) return theta.error();
      forms[l].rope_theta = *theta;
    }
  }
  const JsonPlace shares = config.at("partial_rotary_factors");
  const Result<const Json::Array*> list = list_by_layer(shares, forms.size());
  if (!list) return list.error();
  for (std::size_t l = 0; *list != nullptr && l < forms.size(); ++l) {
    const Result<std::optional<double>> share = read_share(shares.item(l));
    if (!share) return share.error();
    forms[l].share = *share;
  }
  return ok();
}

// MiMo says of each kind of layer whether it has sinks.
Status set_sinks(const JsonPlace& config, const LayerRule& rule, std::vector<LayerForm>& forms) {
  const Result<std::optional<bool>> sliding = read_flag(config.at("add_swa_attention_sink_bias"));
  if (!sliding) return sliding.error();
  const Result<std::optional<bool>> full = read_flag(config.at("add_full_attention_sink_bias"));
  if (!full) return full.error();
  for (LayerForm& form : forms) {
    if (form.attention == LayerAttention::other) continue;
    const bool is_windowed = form.attention == LayerAttention::sliding;
    const bool by_class = rule.sinks == LayerSinks::all || (rule.sinks == LayerSinks::windowed && is_windowed);
    form.sinks = (is_windowed ? *sliding : *full).value_or(by_class);
  }
  return ok();
}

// How many layers: as stated, else as many as a list by layer is long.
Result<int> count_layers(const JsonPlace& config, const LayerRule& rule) {
  const Result<std::optional<int>> stated = read_integer(layer_count_place(config), {1, most_layers});
  if (!stated) return stated.error();
  if (*stated) return **stated;
  for (const std::string_view key : {"layer_types", "layer_rope_theta", "hybrid_layer_pattern"}) {
    if (const Json::Array* list = list_of(config.at(key))) return static_cast<int>(list->size());
  }
  const Json::Array* rotating = rule.rotation == Rotation::listed ? list_of(config.at("no_rope_layers")) : nullptr;
  return rotating == nullptr ? 0 : static_cast<int>(rotating->size());
}

}  // namespace

JsonPlace layer_count_place(const JsonPlace& config) { return config.first(count_keys); }

Result<std::vector<LayerForm>> read_layers(const JsonPlace& config, const ModelFacts& facts) {
  const Result<int> count = count_layers(config, facts.layers);
  if (!count) return count.error();
  std::vector<LayerForm> forms(static_cast<std::size_t>(*count), layer_form_of(LayerAttention::full));
  if (const Status done = read_layer_types(config, facts.layers, forms); !done) return done.error();
  if (const Status done = set_listed_rotation(config, facts, forms); !done) return done.error();
  if (const Status done = set_sizes(config, facts.layers, forms); !done) return done.error();
  set_rotation(facts.layers, forms);
  if (const Status done = read_numbers_by_layer(config, forms); !done) return done.error();
  if (const Status done = set_sinks(config, facts.layers, forms); !done) return done.error();
  return forms;
}

}  // namespace ropescope
