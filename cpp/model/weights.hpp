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

// y = scale (W x + bias)
struct Projection {
  PackedMatrix weight;      // [inputs, outputs], stored as the file stores it
  std::vector<float> bias;  // [outputs] or empty
  float scale = 1;          // of the class, in no file
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
  PackedMatrix embedding;  // [hidden_size, vocab_size]; no columns where the head is the embedding, too
  Norm embedding_norm;
  std::vector<LayerWeights> layers;
  Norm norm;
  Projection head;                  // hidden_size -> vocab_size
  LearnedNumbers learned;           // of position methods, shared by the layers
  std::size_t parameters = 0;       // counted once where embeddings are tied
  std::vector<std::string> unused;  // names of the file's tensors that this model has no place for
};

// Tensors by their Hugging Face names; offsets and the order of rotated channels are folded in, so that pairs are
// half-split. narrow: matrices of 16 bits and fewer stay so. Errors: invalid_weights names the tensor, its shape and
// the expected shape.
Result<Weights> read_weights(const ModelConfig& config, const Tensors& tensors, bool narrow);

}  // namespace ropescope
