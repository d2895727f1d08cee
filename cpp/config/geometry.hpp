// What a config.json says outside its rope dictionary: widths, base, lengths, in every spelling published.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/model_facts.hpp"
#include "core/result.hpp"
#include "core/saying.hpp"
#include "io/json_fields.hpp"

namespace ropescope {

struct Geometry {
  int head_dim = 0;         // channels of the part of a head that may rotate
  int global_head_dim = 0;  // of the full-attention layers, where a config tells them apart (Gemma 4); else head_dim
  int local_head_dim = 0;   // the same of the sliding-window layers (MiMo)
  int whole_head_dim = 0;   // of latent attention: with the channels that do not rotate; 0 = not known
  std::optional<int> rotary_dim;                // where a config states it as a number of channels
  std::optional<double> partial_rotary_factor;  // 0 < p <= 1
  std::string partial_rotary_path;              // the key it was read from
  std::optional<double> rope_theta;
  std::optional<double> local_rope_theta;               // of the sliding-window layers
  std::optional<int> max_position_embeddings;           // tokens
  std::optional<int> original_max_position_embeddings;  // tokens, beside the dictionary
  bool rotates_a_part = false;                          // multi-head latent attention: rotated channels are kept apart
  std::vector<Saying> notes;
};

Result<Geometry> read_geometry(const JsonPlace& config, const ModelFacts& facts);

// The base of the series: finite and above 1. null is an error, absence is not.
Result<std::optional<double>> read_theta(const JsonPlace& place);

// 0 < p <= 1.
Result<std::optional<double>> read_share(const JsonPlace& place);

}  // namespace ropescope
