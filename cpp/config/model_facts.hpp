// What a config.json leaves to its model class: defaults of Hugging Face's configuration classes, which classes rotate
// whole heads whatever the config says, and which have no rotary positions at all.
#pragma once

#include <string_view>

#include "core/result.hpp"
#include "io/json_fields.hpp"

namespace ropescope {

struct ModelFacts {
  std::string_view model_type;
  double rope_theta = 10000;
  double local_rope_theta = 0;  // of the sliding-window layers, unscaled; 0 = they are as all others
  double partial_rotary_factor = 1;
  int head_dim = 0;                   // 0 = hidden_size / num_attention_heads
  int max_position_embeddings = 0;    // tokens; 0 = not known here
  bool rotates_whole_heads = false;   // the class reads no partial_rotary_factor
  bool scaled_by_default = false;     // without a dictionary the class scales all the same
  bool plain_sliding_layers = false;  // scaling is for the full-attention layers only
  bool interleaved = false;           // weights pair channels (2i, 2i + 1)
  bool windowless_turn = true;        // false: layers without a sliding window do not rotate at all
};

// Facts of the text model's class; those of an unnamed class when the type is absent or unknown.
[[nodiscard]] const ModelFacts& facts_of(std::string_view model_type);
[[nodiscard]] bool is_known(const ModelFacts& facts);

// An error for a model whose positions are not rotary, saying what it has instead.
Status check_is_rotary(const JsonPlace& config, std::string_view model_type);

}  // namespace ropescope
