// Reads the position encoding out of any Hugging Face config.json: every spelling that was ever published, one meaning
// or an error that names the JSON path.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.hpp"
#include "core/saying.hpp"
#include "io/json.hpp"
#include "position/method.hpp"
#include "position/registry.hpp"
#include "position/rope_config.hpp"

namespace ropescope {

// One rope setting; a config with nested per-layer-type parameters holds several.
struct RopeReading {
  MethodSpec method;  // every parameter resolved, defaults included
  RopeConfig rope;
  int max_position_embeddings = 0;    // as the config declares, tokens; 0 = absent
  double softmax_scale_factor = 1.0;  // DeepSeek's extra multiplier of all logits (mscale_all_dim); 1 elsewhere
  std::vector<Saying> notes;          // what was normalised: "rope_scaling.type: read as rope_type"
  std::vector<Saying> warnings;       // what is legal but probably not meant
};

// Whether both turn pairs alike, whatever was noted of either.
[[nodiscard]] bool same_meaning(const RopeReading& a, const RopeReading& b);

// Sizes of the language model; 0 where the config does not state one number.
struct ModelShape {
  int layers = 0;
  int heads = 0;
  int kv_heads = 0;
  int vocab_size = 0;
};

// One layer of the model.
struct LayerReading {
  std::string type;                    // as the config or transformers calls it: "full_attention"
  bool attends = true;                 // false: linear attention, a state space, a convolution
  int window = 0;                      // keys that a query sees, itself included; 0 = no window
  int chunk = 0;                       // tokens of the chunk that a query sees; 0 = no chunks
  bool sinks = false;                  // learned logits without a key take part in the softmax
  std::optional<std::size_t> setting;  // an index into layer_types, 0 where that is empty; none = does not rotate

  bool operator==(const LayerReading&) const = default;
};

// What a config.json says of positions.
struct ConfigReading {
  std::string model_type;  // of the language model; empty where nothing names it
  std::string part;        // where its keys stand in the config: `text_config`; empty = at the root
  RopeReading main;        // the only setting, or that of the full-attention layers
  std::vector<std::pair<std::string, RopeReading>> layer_types;  // settings that differ, by layer type; else empty
  std::vector<MethodSpec> methods{};  // what it was trained with: main.method, or what `position_method` names
  ModelShape shape{};
  std::vector<LayerReading> layers{};  // [num_hidden_layers]; empty where the config does not say how many

  // The setting of a layer; null = it does not rotate.
  [[nodiscard]] const RopeReading* setting_of(const LayerReading& layer) const {
    if (!layer.setting) return nullptr;
    return layer_types.empty() ? &main : &layer_types[*layer.setting].second;
  }
};

// What a reader may take for granted where the file is silent; by default nothing.
struct ReadOptions {
  // yarn, longrope and llama3 settings without original_max_position_embeddings take it from max_position_embeddings,
  // with a warning, instead of an error.
  bool assume_original_length = false;
  // A model type that is not in the table of classes, and whose file says nothing of rotation, is read as plain RoPE,
  // with a warning, instead of an error.
  bool assume_rotary = false;
};

// Of a file that is parsed already, and of its text. Errors: invalid_config, whose path names the key; of a text
// invalid_json, too.
Result<ConfigReading> read_rope(const Json& config, const ReadOptions& options = {});
Result<ConfigReading> read_rope_text(std::string_view config_json, const ReadOptions& options = {});

}  // namespace ropescope
