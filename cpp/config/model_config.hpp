// The architecture part of a Hugging Face config.json, for the Llama family: llama, mistral, ministral, qwen2,
// qwen3, seed_oss.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/rope_reader.hpp"
#include "core/activation.hpp"
#include "core/result.hpp"

namespace ropescope {

struct ModelConfig {
  std::string model_type;
  int vocab_size = 0;
  int hidden_size = 0;
  int intermediate_size = 0;
  int num_hidden_layers = 0;
  int num_attention_heads = 0;
  int num_key_value_heads = 0;
  int head_dim = 0;
  double rms_norm_eps = 1e-6;
  Activation hidden_act = Activation::silu;
  bool tie_word_embeddings = false;
  bool attention_bias = false;      // q, k and v have one; biases of the file that the class does not have are left out
  bool output_bias = false;         // so has the output of attention
  bool mlp_bias = false;            // so has the feed-forward part
  bool qk_norm = false;             // RMS norm of q and k per head before rotation (Qwen3)
  std::vector<int> sliding_window;  // [num_hidden_layers], keys; 0 = full attention
  RopeReading rope;                 // the rotary part of its position encoding
  std::vector<MethodSpec> methods;  // what it was trained with: rope.method, or what `position_method` names
};

// Errors: invalid_json, invalid_config (the message names the key), unsupported_model, those of read_rope.
Result<ModelConfig> read_model_config(std::string_view config_json);

}  // namespace ropescope
