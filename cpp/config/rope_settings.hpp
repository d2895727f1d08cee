// The settings that a config has for its layers, once it is known which class it is of.
#pragma once

#include <vector>

#include "config/layers.hpp"
#include "config/model_facts.hpp"
#include "config/rope_reader.hpp"
#include "config/rope_scaling.hpp"
#include "core/result.hpp"
#include "io/json.hpp"

namespace ropescope {

// main, layer_types and layers of a reading.
Result<ConfigReading> read_settings(const ConfigContext& context, const std::vector<LayerForm>& layers);

// The same of a config of one part, for who runs the model and shows no remarks: it needs no facts of other classes.
Result<ConfigReading> read_decoder_settings(const Json& config, const ModelFacts& facts);

}  // namespace ropescope
