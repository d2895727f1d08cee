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

// Of rows, or of groups of `group` channels in them.
struct Norm {
  std::vector<float> weight;  // [group], or of several groups one after the other; empty: no norm
  std::vector<float> bias;    // [weight.size()] or empty
  std::size_t group = 0;
};

struct LayerWeights {
  Norm attention_norm;
  Projection q;             // hidden_size -> heads * head_dim
  Projection k;             // hidden_size -> kv_heads * head_dim
  Projection v;             // hidden_size -> kv_heads * head_dim
  Projection o;             // heads * head_dim -> hidden_size
  Norm q_norm;              // groups of head_dim, or all channels in one
  Norm k_norm;              // the same
  Norm attention_out_norm;  // of what attention adds
  Norm mlp_norm;
  Projection gate;         // hidden_size -> intermediate_size; no columns = a plain feed-forward part
  Projection up;           // hidden_size -> intermediate_size
  Projection down;         // intermediate_size -> hidden_size
  Norm mlp_out_norm;       // of what the feed-forward part adds
  LearnedNumbers learned;  // of position methods, in this layer
};

struct Weights {
  std::vector<float> embedding;  // [vocab_size, hidden_size]
  Norm embedding_norm;
  std::vector<LayerWeights> layers;
  Norm norm;
  Projection head;                  // hidden_size -> vocab_size
  LearnedNumbers learned;           // of position methods, shared by the layers
  std::size_t parameters = 0;       // counted once where embeddings are tied
  std::vector<std::string> unused;  // names of the file's tensors that this model has no place for
};

// Tensors by their Hugging Face names; scales, offsets and the order of rotated channels are folded in, so that pairs
// are half-split. Errors: invalid_weights names the tensor, its shape and the expected shape.
Result<Weights> read_weights(const ModelConfig& config, const Tensors& tensors);

}  // namespace ropescope
