// The forward pass of a decoder, part by part: embedding, layers, head. Rows are tokens; n = row.
// A layer: x += o(attention(q(norm(x)), k(norm(x)), v(norm(x)))), then x += down(act(gate(norm(x))) * up(norm(x))).
#pragma once

#include <span>
#include <vector>

#include "attention/attention.hpp"
#include "attention/capture.hpp"
#include "config/model_config.hpp"
#include "model/weights.hpp"

namespace ropescope {

// Keys (after Qwen3's norm; before rotation, unless LayerContext says otherwise) and values of one layer, for every
// token seen.
struct LayerCache {
  std::vector<float> keys;    // [tokens, kv_heads, head_dim]
  std::vector<float> values;  // [tokens, kv_heads, head_dim]
};

// What attention of one layer reads and writes besides the rows.
struct LayerContext {
  LayerCache& cache;
  Attention& attention;
  int first = 0;                   // position of the first row
  bool keys_turned = false;        // the cache holds keys as the plan of their time rotated them
  CaptureSink* capture = nullptr;  // may be null
};

// hidden: [tokens.size(), hidden_size]
void embed(const Weights& weights, std::span<const int> tokens, std::span<float> hidden);

// hidden: [rows, hidden_size], in place. The rows' keys and values go into the cache from position context.first on,
// which then ends with them.
void run_layer(const ModelConfig& config, const LayerWeights& layer, const LayerContext& context,
               std::span<float> hidden);

// hidden: [rows, hidden_size]; logits: [rows, vocab_size]
void run_head(const ModelConfig& config, const Weights& weights, std::span<const float> hidden,
              std::span<float> logits);

}  // namespace ropescope
