// The architecture part of a Hugging Face config.json, for the classes of decoder_class.hpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/decoder_form.hpp"
#include "config/rope_reader.hpp"
#include "core/activation.hpp"
#include "core/result.hpp"

namespace ropescope {

// The positions of a layer that are not the model's: another base, another scaling, or none.
struct OwnPositions {
  MethodSpec method;
  RopeConfig rope;
};

struct ModelConfig {
  std::string model_type;
  int vocab_size = 0;
  int hidden_size = 0;
  int intermediate_size = 0;
  int num_hidden_layers = 0;
  int num_attention_heads = 0;
  int num_key_value_heads = 0;
  int head_dim = 0;
  double norm_eps = 1e-6;
  Activation hidden_act = Activation::silu;
  bool tie_word_embeddings = false;
  bool attention_bias = false;  // q, k and v have one; biases of the file that the class does not have are left out
  bool output_bias = false;     // so has the output of attention
  bool mlp_bias = false;        // so has the feed-forward part
  DecoderForm form{};
  std::vector<int> sliding_window;  // [num_hidden_layers], keys; 0 = full attention
  RopeReading rope;                 // the rotary part of its position encoding
  std::vector<MethodSpec> methods;  // what it was trained with: rope.method, or what `position_method` names
  // [num_hidden_layers]; none: rope and methods. Methods that a caller chooses leave such layers as they are.
  std::vector<std::optional<OwnPositions>> own_positions;
};

// Whether a class that only knows Llama could run it, but for biases and windows.
[[nodiscard]] bool is_built_as_llama(const ModelConfig& config);

// Errors: invalid_json, invalid_config (the message names the key), unsupported_model, those of read_rope.
Result<ModelConfig> read_model_config(std::string_view config_json);

// The same for the classes that are built as Llama alone: a program that trains does not hold the others.
Result<ModelConfig> read_llama_config(std::string_view config_json);

}  // namespace ropescope
