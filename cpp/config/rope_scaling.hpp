// One rope dictionary (rope_scaling, rope_parameters, or one layer type's part of it) together with the geometry around
// it becomes one reading.
#pragma once

#include <optional>
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
  // What is remarked on a setting that a dictionary states; null: nobody is told anything beside the numbers, and a
  // program that only runs models does not hold the rules.
  void (*remark)(const ConfigContext& context, const JsonPlace& dictionary, RopeReading& reading) = nullptr;
};

// Where the setting of some layers, or of all, stands.
struct LayerSource {
  JsonPlace dictionary;                // absent or null: plain RoPE
  int head_dim = 0;                    // channels, of these layers
  std::optional<double> rope_theta{};  // stated for these layers beside their dictionary
  std::optional<double> share{};       // the same of their partial_rotary_factor
  bool alone = true;                   // of all layers: what stands beside the dictionary must agree with it
};

Result<RopeReading> read_scaling(const ConfigContext& context, const LayerSource& source);

}  // namespace ropescope
