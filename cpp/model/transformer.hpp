// The forward pass of a decoder, part by part: embedding, layers, head. Rows are tokens; n = row.
// A layer: x += o(attention(q(norm(x)), k(norm(x)), v(norm(x)))), then x += down(act(gate(norm(x))) * up(norm(x))).
// Classes differ in where norms stand, what they are, and in whether both parts read the same x
// (config/decoder_form.hpp).
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "attention/attention.hpp"
#include "attention/capture.hpp"
#include "attention/kept_keys.hpp"
#include "config/model_config.hpp"
#include "core/budget.hpp"
#include "core/threads.hpp"
#include "model/weights.hpp"
#include "position/plan.hpp"

namespace ropescope {

// Keys (after their norm, where there is one; before rotation, unless LayerContext says otherwise), values and gates of
// one layer, for every token seen, and of the keys what attention made of them under the plan of the moment.
struct LayerCache {
  std::vector<float> keys;        // [tokens, kv_heads, head_dim]
  std::vector<float> values;      // [tokens, kv_heads, head_dim]
  std::vector<double> gate_sums;  // [tokens, heads], or empty where the plan has no gates (attention/key_gates.hpp)
  KeptKeys kept;
};

// What attention of one layer reads and writes besides the rows.
struct LayerContext {
  LayerCache& cache;
  Attention& attention;
  int first = 0;                   // position of the first row
  bool keys_turned = false;        // the cache holds keys as the plan of their time rotated them
  CaptureSink* capture = nullptr;  // may be null
  bool maps_only = false;          // nothing but the capture: rows stay as they are, and values are not made
  Threads threads{};
};

// hidden: [tokens.size(), hidden_size]
void embed(const ModelConfig& config, const Weights& weights, std::span<const int> tokens, std::span<float> hidden);

// One layer, in blocks of rows that threads take one by one; products of a single block are shared by their outputs. In
// pieces small enough for a caller that must stay responsive. The rows' keys and values go into the cache from position
// context.first on, which then ends with them.
class LayerRun {
 public:
  // hidden: [rows, hidden_size], in place. All of them outlive the run.
  LayerRun(const ModelConfig& config, const LayerWeights& layer, const LayerContext& context, std::span<float> hidden);
  // Goes on until the budget is spent; true when the layer is done.
  [[nodiscard]] bool step(Budget& budget);

 private:
  enum class Part { project, begin_attending, attend, mix, feed_forward, done };
  [[nodiscard]] bool run_part(Part part, Budget& budget);
  // What one thread works in.
  struct Scratch {
    std::vector<float> rows;  // [rows of a block, hidden_size]
    std::vector<float> up;    // [rows of a block, intermediate_size]
    std::vector<float> gate;  // [rows of a block, intermediate_size]
  };
  void project(std::size_t begin, std::size_t end, Scratch& scratch);
  void begin_attention();
  [[nodiscard]] const KeyGates& gates() const { return context_.attention.plan().forget_gate; }
  void mix(std::size_t begin, std::size_t end, Scratch& scratch);
  void feed_forward(std::size_t begin, std::size_t end, Scratch& scratch);

  const ModelConfig& config_;
  const LayerWeights& layer_;
  LayerContext context_;
  std::span<float> hidden_;
  std::size_t width_;     // hidden_size
  std::size_t q_width_;   // heads * head_dim
  std::size_t kv_width_;  // kv_heads * head_dim
  std::size_t rows_;
  std::size_t block_rows_;        // rows of a block
  std::size_t part_ = 0;          // of those of a layer, in their order
  int next_block_ = 0;            // of the part
  std::vector<float> q_;          // [rows, heads, head_dim]
  std::vector<float> mixed_;      // [rows, heads, head_dim]
  std::vector<Scratch> scratch_;  // [threads]
};

// hidden: [rows, hidden_size]; logits: [rows, vocab_size]. The threads share products by their outputs.
void run_head(const ModelConfig& config, const Weights& weights, const Threads& threads, std::span<const float> hidden,
              std::span<float> logits);

}  // namespace ropescope
