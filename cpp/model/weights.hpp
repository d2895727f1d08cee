// The tensors of a model, packed for the matrix product.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "config/model_config.hpp"
#include "core/result.hpp"
#include "io/safetensors.hpp"
#include "kernels/matmul.hpp"
#include "model/learned_numbers.hpp"

namespace ropescope {

// y = W x + bias
struct Projection {
  PackedMatrix weight;      // [inputs, outputs]
  std::vector<float> bias;  // [outputs] or empty
};

struct LayerWeights {
  std::vector<float> input_norm;           // [hidden_size]
  Projection q;                            // hidden_size -> heads * head_dim
  Projection k;                            // hidden_size -> kv_heads * head_dim
  Projection v;                            // hidden_size -> kv_heads * head_dim
  Projection o;                            // heads * head_dim -> hidden_size
  std::vector<float> q_norm;               // [head_dim] or empty
  std::vector<float> k_norm;               // [head_dim] or empty
  std::vector<float> post_attention_norm;  // [hidden_size]
  Projection gate;                         // hidden_size -> intermediate_size; no columns = a plain feed-forward part
  Projection up;                           // hidden_size -> intermediate_size
  Projection down;                         // intermediate_size -> hidden_size
  LearnedNumbers learned;                  // of position methods, in this layer
};

struct Weights {
  std::vector<float> embedding;  // [vocab_size, hidden_size]
  std::vector<LayerWeights> layers;
  std::vector<float> norm;          // [hidden_size]
  PackedMatrix head;                // [hidden_size, vocab_size]
  LearnedNumbers learned;           // of position methods, shared by the layers
  std::size_t parameters = 0;       // counted once where embeddings are tied
  std::vector<std::string> unused;  // names of the file's tensors that this model has no place for
};

// Tensors by their Hugging Face names. Errors: invalid_weights names the tensor, its shape and the expected shape.
Result<Weights> read_weights(const ModelConfig& config, const Tensors& tensors);

}  // namespace ropescope
