// What a config.json leaves to its model class: defaults of Hugging Face's configuration classes, which layers see and
// rotate what, and which classes have no rotary positions at all. model_types.hpp is the table.
#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"
#include "io/json_fields.hpp"

namespace ropescope {

// What a layer attends to.
enum class LayerAttention {
  full,
  sliding,  // the last keys, by a window
  chunked,  // the keys of the query's own chunk
  other     // no softmax over keys of single positions: linear attention, state space, convolution
};

// Which of the layers that attend rotate.
enum class Rotation {
  all,
  windowed,         // those with a window or a chunk
  windowed_if_any,  // the same, where the config gives a window; else all
  listed            // by no_rope_layers (1 = rotates), else all but every unrotated_every-th
};

// Which layers have learned logits that take part in the softmax without a key.
enum class LayerSinks { none, all, windowed };

// Which layers are what, where a config does not list them. Layers count from 0.
struct LayerRule {
  int full_every = 1;          // layer l sees all keys where (l + 1) % full_every == 0; 0 = no layer does
  bool first_is_full = false;  // where l % full_every == 0 instead
  bool last_is_full = false;   // whatever its number
  LayerAttention others = LayerAttention::sliding;
  int window = 0;          // tokens, where sliding_window is absent
  int chunk = 0;           // tokens, where attention_chunk_size is absent
  bool by_switch = false;  // slides only where use_sliding_window says so, from max_window_layers on
  Rotation rotation = Rotation::all;
  int unrotated_every = 0;
  LayerSinks sinks = LayerSinks::none;
};

struct ClassSizes {
  int hidden_size = 0;
  int heads = 0;
};

struct ModelFacts {
  std::string_view model_type;
  ClassSizes sizes{};    // of a part of a config that leaves them out
  int head_dim = 0;      // 0 = hidden_size / num_attention_heads
  int rotated_part = 0;  // qk_rope_head_dim of latent attention; 0 = the class has none
  int longest = 0;       // max_position_embeddings, tokens; 0 = not known here
  double rope_theta = 10000;
  double local_rope_theta = 0;     // of the sliding-window layers, unscaled; 0 = they are as all others
  double compress_rope_theta = 0;  // of the layers that compress keys (DeepSeek-V4); 0 = there are none
  double share = 1;                // partial_rotary_factor
  bool whole = false;              // the class reads no partial_rotary_factor
  bool interleaved = false;        // weights pair channels (2i, 2i + 1)
  bool axes = false;           // positions of time, height and width (MRoPE), whether or not a file says mrope_section
  bool scaled = false;         // without a dictionary the class scales all the same
  bool plain_windows = false;  // scaling is for the full-attention layers only
  LayerRule layers{};
};

// Facts of the text model's class; those of an unnamed class when the type is absent or unknown.
[[nodiscard]] const ModelFacts& facts_of(std::string_view model_type);
[[nodiscard]] bool is_known(const ModelFacts& facts);

// The model_type of a config or of a part of one: as it says, else that of its class in `architectures`
// ("LlamaForCausalLM"), else that of the language model in a class of parts (`whole_type`); empty if none is known.
Result<std::string> read_model_type(const JsonPlace& config, std::string_view whole_type);

// An error for a model whose positions are not rotary, saying what it has instead: by its class, and by its keys.
Status check_class_is_rotary(const JsonPlace& config, std::string_view model_type);
Status check_keys_are_rotary(const JsonPlace& config, const ModelFacts& facts, std::string_view model_type);

// Whether some key of the config speaks of rotary positions.
[[nodiscard]] bool speaks_of_rotation(const JsonPlace& config);

}  // namespace ropescope
