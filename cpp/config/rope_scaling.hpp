// One rope dictionary (rope_scaling, rope_parameters, or one layer type's part of it) together with the geometry around
// it becomes one reading.
#pragma once

#include <string>
#include <string_view>

#include "config/geometry.hpp"
#include "config/model_facts.hpp"
#include "config/rope_reader.hpp"
#include "core/result.hpp"
#include "io/json_fields.hpp"

namespace ropescope {

struct ConfigContext {
  JsonPlace config;        // the text model's object
  std::string model_type;  // empty if absent
  const ModelFacts& facts;
  Geometry geometry;
  ReadOptions options;
};

enum class LayerKind { all, full_attention, sliding_attention };

// A dictionary that is absent or null reads as plain RoPE.
Result<RopeReading> read_scaling(const ConfigContext& context, const JsonPlace& dictionary, LayerKind kind);

}  // namespace ropescope
