// One layer of the decoder forwards, with what the way back needs kept, and backwards.
// x += o(attention(qkv(norm(x)))), then x += down(act(gate(norm(x))) * up(norm(x))). T = tokens of the row.
#pragma once

#include <span>

#include "config/model_config.hpp"
#include "kernels/aligned.hpp"
#include "kernels/matmul.hpp"
#include "position/plan.hpp"
#include "train/step_weights.hpp"
#include "train/train_attention.hpp"
#include "train/train_plan.hpp"

namespace ropescope {

struct LayerTrace {
  AlignedFloats input;  // [T, hidden_size], the residual stream as the layer meets it
  AlignedFloats normed_input;
  AttentionTrace attention;
  AlignedFloats middle;  // [T, hidden_size], after attention
  AlignedFloats normed_middle;
  AlignedFloats gate_up;  // [T, 2, intermediate_size]; after the way back their gradients
};

// Memory to work in, shared by the layers of one worker.
class LayerPass {
 public:
  explicit LayerPass(const ModelConfig& config)
      : activation_(config.hidden_act),
        eps_(config.norm_eps),
        attention_({config.num_attention_heads, config.num_key_value_heads, config.head_dim}) {}

  // hidden: [T, hidden_size], in place.
  void forward(const TrainLayer& layer, const TrainPlan& plan, LayerTrace& trace, std::span<float> hidden);

  // d_hidden: [T, hidden_size], d(loss) / d(hidden), in place; adds to gradient: [model.size].
  void backward(const TrainLayer& layer, const TrainPlan& plan, LayerTrace& trace, std::span<float> d_hidden,
                std::span<float> gradient);

 private:
  void feed_forward_back(const TrainLayer& layer, LayerTrace& trace, std::span<float> d_hidden,
                         std::span<float> gradient);
  void learn(const TrainLayer& layer, std::span<float> gradient) const;

  Activation activation_;
  double eps_;
  TrainAttention attention_;
  AlignedFloats inner_;     // [T, intermediate_size]
  AlignedFloats d_qkv_;     // [T, heads + 2 kv_heads, head_dim]
  AlignedFloats d_mixed_;   // [T, heads, head_dim]
  AlignedFloats d_normed_;  // [T, hidden_size]
  KeyGates gate_gradient_;  // of the last backward pass
  PackedMatrix packed_;
};

}  // namespace ropescope
