// The forms in which configs state rotations that differ by layer: dictionaries by layer type or by labels of their
// own, lists by layer, flat pairs of keys, and rules of the classes. Each becomes the same: settings, and which layer
// has which.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "config/layers.hpp"
#include "config/rope_scaling.hpp"
#include "core/result.hpp"
#include "core/saying.hpp"
#include "io/json.hpp"
#include "io/json_fields.hpp"

namespace ropescope {

struct LabelledSource {
  std::string label;  // the layer type, or as the config calls it
  LayerSource source;
};

struct RopeForms {
  std::vector<LabelledSource> settings;              // one or more; with one, all layers that rotate have it
  std::vector<std::optional<std::size_t>> of_layer;  // an index into settings; none = the layer does not rotate
  std::vector<Saying> notes;
  std::deque<Json> merged;  // dictionaries that settings point to, made of what stands in several places
};

// Errors: a dictionary that is neither one setting nor one by layer type.
Result<RopeForms> read_rope_forms(const ConfigContext& context, const JsonPlace& dictionary,
                                  const std::vector<LayerForm>& layers);

}  // namespace ropescope
