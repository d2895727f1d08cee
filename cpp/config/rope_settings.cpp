#include "config/rope_settings.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "config/geometry.hpp"
#include "config/layers.hpp"
#include "config/model_facts.hpp"
#include "config/model_notes.hpp"
#include "config/rope_forms.hpp"
#include "config/rope_reader.hpp"
#include "config/rope_scaling.hpp"
#include "core/result.hpp"
#include "core/saying.hpp"
#include "io/json.hpp"
#include "io/json_fields.hpp"

namespace ropescope {
namespace {

// The layers as the table of the whole model has them.
std::vector<LayerReading> layers_of(const std::vector<LayerForm>& forms, const RopeForms& settings) {
  std::vector<LayerReading> layers;
  for (std::size_t l = 0; l < forms.size(); ++l) {
    layers.push_back({.type = forms[l].type,
                      .attends = forms[l].attention != LayerAttention::other,
                      .window = forms[l].window,
                      .chunk = forms[l].chunk,
                      .sinks = forms[l].sinks,
                      .setting = settings.of_layer[l]});
  }
  return layers;
}

// One dictionary, in whatever form.
Result<ConfigReading> read_dictionary(const ConfigContext& context, const JsonPlace& dictionary,
                                      const std::vector<LayerForm>& layers) {
  Result<RopeForms> forms = read_rope_forms(context, dictionary, layers);
  if (!forms) return forms.error();
  ConfigReading reading;
  for (const LabelledSource& setting : forms->settings) {
    Result<RopeReading> read = read_scaling(context, setting.source);
    if (!read) return read.error();
    reading.layer_types.emplace_back(setting.label, std::move(*read));
  }
  const auto full =
      std::ranges::find(reading.layer_types, full_attention, [](const auto& entry) { return entry.first; });
  reading.main = full == reading.layer_types.end() ? reading.layer_types.front().second : full->second;
  std::ranges::move(forms->notes, std::back_inserter(reading.main.notes));
  reading.layers = layers_of(layers, *forms);
  if (forms->settings.size() == 1 && forms->settings.front().source.alone) reading.layer_types.clear();
  return reading;
}

bool same_meaning(const ConfigReading& a, const ConfigReading& b) {
  const auto same_layer = [](const auto& x, const auto& y) {
    return x.first == y.first && same_meaning(x.second, y.second);
  };
  return same_meaning(a.main, b.main) && std::ranges::equal(a.layer_types, b.layer_types, same_layer);
}

// transformers 4 wrote rope_scaling, 5 writes rope_parameters.
Result<ConfigReading> read_either_dictionary(const ConfigContext& context, const std::vector<LayerForm>& layers) {
  const JsonPlace older = context.config.at("rope_scaling");
  const JsonPlace newer = context.config.at("rope_parameters");
  if (!newer.is_given() && !older.is_given() && context.facts.scaled) {
    return config_error("scales_by_default", newer.path, {{"model_type", context.model_type}});
  }
  if (!newer.is_given()) return read_dictionary(context, older, layers);
  Result<ConfigReading> reading = read_dictionary(context, newer, layers);
  if (!reading || !older.is_given()) return reading;
  const Result<ConfigReading> other = read_dictionary(context, older, layers);
  if (!other) return other.error();
  if (!same_meaning(*reading, *other))
    return config_error("dictionaries_differ", older.path, {{"other_path", newer.path}});
  reading->main.notes.push_back({"dictionaries_agree", older.path, {{"other_path", newer.path}}});
  return reading;
}

}  // namespace

bool same_meaning(const RopeReading& a, const RopeReading& b) {
  return a.method.id == b.method.id && a.method.params == b.method.params && a.rope.rotary_dim == b.rope.rotary_dim &&
         a.rope.rope_theta == b.rope.rope_theta &&
         a.rope.original_max_position_embeddings == b.rope.original_max_position_embeddings;
}

Result<ConfigReading> read_settings(const ConfigContext& context, const std::vector<LayerForm>& layers) {
  Result<ConfigReading> reading = read_either_dictionary(context, layers);
  if (!reading) return reading;
  if (const Status rotates = check_some_layer_rotates(context, *reading); !rotates) return rotates.error();
  return reading;
}

Result<ConfigReading> read_decoder_settings(const Json& config, const ModelFacts& facts) {
  const JsonPlace root{&config, ""};
  const std::string model_type(facts.model_type);
  if (const Status rotary = check_keys_are_rotary(root, facts, model_type); !rotary) return rotary.error();
  if (const Status known = check_dialect(root, root); !known) return known.error();
  Result<Geometry> geometry = read_geometry(root, facts);
  if (!geometry) return geometry.error();
  const Result<std::vector<LayerForm>> layers = read_layers(root, facts);
  if (!layers) return layers.error();
  return read_settings({root, model_type, facts, std::move(*geometry), {}}, *layers);
}

}  // namespace ropescope
