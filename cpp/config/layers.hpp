// The layers of a model one by one, from the many ways in which configs list them and from the rules of the classes
// that list nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/model_facts.hpp"
#include "core/result.hpp"
#include "io/json_fields.hpp"

namespace ropescope {

struct LayerForm {
  std::string type;  // as the config or transformers calls it: "full_attention"
  LayerAttention attention = LayerAttention::full;
  int window = 0;  // keys that a query sees, itself included; 0 = no window
  int chunk = 0;   // tokens of a chunk; 0 = no chunks
  bool rotates = true;
  bool sinks = false;
  std::optional<double> rope_theta{};  // where the config states bases by layer
  std::optional<double> share{};       // the same of partial_rotary_factors
};

// [num_hidden_layers]; empty where the config does not say how many there are. Errors: a list of another length, a
// value that its key does not take.
Result<std::vector<LayerForm>> read_layers(const JsonPlace& config, const ModelFacts& facts);

// The keys under which configs give a number of layers.
[[nodiscard]] JsonPlace layer_count_place(const JsonPlace& config);

inline constexpr std::string_view full_attention = "full_attention";
inline constexpr std::string_view sliding_attention = "sliding_attention";

}  // namespace ropescope
