// Causal grouped-query attention over one row of tokens and its gradient. Weights are computed again on the way back,
// block of queries by block, so that scratch is [queries of a block, T], and keys after a block are left out.
// m = query, n = key, T = tokens, P = weights: dV = P^T dO, dS = P (dO V^T - dO . O), dQ = dS K, dK = dS^T Q.
// Queries and keys of a polar plan are wider than head_dim (attention/polar.hpp): W channels, else W = head_dim.
// A scale s_h of a head multiplies its queries, s_h Q: ds_h = Q . dQ' where dQ' is the gradient of the scaled ones.
// A sink s takes the weight p_s from P and has no value: ds = -p_s (dO . O), summed over the queries of its head.
#pragma once

#include <span>
#include <vector>

#include "attention/polar.hpp"
#include "kernels/aligned.hpp"
#include "kernels/matmul.hpp"
#include "train/train_plan.hpp"

namespace ropescope {

struct HeadShape {
  int heads = 0;     // query heads
  int kv_heads = 0;  // divides heads
  int head_dim = 0;
};

// What one layer's attention reads and makes in the forward pass.
struct AttentionTrace {
  AlignedFloats qkv;              // [T, heads + 2 kv_heads, head_dim], as projected
  AlignedFloats turned;           // [T, heads + kv_heads, W]: queries scaled and rotated, keys rotated
  AlignedFloats mixed;            // [T, heads, head_dim]
  std::vector<double> gate_sums;  // [T, heads], of add_gate_sums; or empty where the plan has no gates
};

// Memory to work in, kept from call to call.
class TrainAttention {
 public:
  explicit TrainAttention(HeadShape shape) : shape_(shape) {}

  // qkv, gate_sums -> turned, mixed
  void forward(const TrainPlan& plan, AttentionTrace& trace);

  // d_mixed: [T, heads, head_dim]; d_qkv: as qkv, written.
  void backward(const TrainPlan& plan, const AttentionTrace& trace, std::span<const float> d_mixed,
                std::span<float> d_qkv);

  // Of the last backward pass; empty where the plan has no such numbers.
  [[nodiscard]] std::span<const float> bias_gradient() const { return bias_gradient_; }   // by reversed_bias
  [[nodiscard]] std::span<const double> sink_gradient() const { return sink_gradient_; }  // [num_heads]
  [[nodiscard]] std::span<const double> head_scale_gradient() const { return head_scale_gradient_; }  // [num_heads]
  [[nodiscard]] std::span<const double> phase_gradient() const { return phase_gradient_; }  // as the plan's phases
  [[nodiscard]] std::span<const double> sum_gradient() const { return sum_gradient_; }      // as gate_sums

 private:
  struct Block {
    int head = 0;
    int first = 0;  // query
    int rows = 0;
    int begin = 0;  // keys that any of the rows sees are in [begin, end)
    int end = 0;
  };
  struct Back {
    const TrainPlan& plan;
    const AttentionTrace& trace;
    std::span<const float> d_mixed;
    std::span<float> d_qkv;
  };

  template <class Use>
  void for_each_block(const TrainPlan& plan, int head, Use use);
  struct HeadAt {
    int token = 0;
    int head = 0;  // counted through queries and keys
  };
  std::span<const float> normed(const TrainPlan& plan, int head, std::span<const float> x);
  void turn_head(const TrainPlan& plan, int token, int head, std::span<const float> x, float* turned);
  void turn_head_back(const TrainPlan& plan, const HeadAt& at, std::span<const float> x, std::span<float> d,
                      std::span<float> d_x);
  double along(const TrainPlan& plan, int head, std::span<const float> x, std::span<const float> d);
  void turn(const TrainPlan& plan, AttentionTrace& trace);
  void turn_back(const TrainPlan& plan, const AttentionTrace& trace, std::span<float> d_qkv);
  void pack_keys(const TrainPlan& plan, const AttentionTrace& trace, int kv_head);
  [[nodiscard]] Rows values_of(const AttentionTrace& trace, int kv_head, int length) const;
  [[nodiscard]] std::size_t bias_at(const TrainPlan& plan, const Block& block, int query) const;
  void weigh(const TrainPlan& plan, const AttentionTrace& trace, const Block& block);
  void back_block(const Back& back, const Block& block);

  HeadShape shape_;
  AlignedFloats weights_;                    // [rows of a block, T]
  AlignedFloats scores_;                     // [rows of a block, T], gradients
  AlignedFloats bias_gradient_;              // [heads, T], reversed
  std::vector<double> to_nothing_;           // [rows of a block], the weight of the sink
  std::vector<double> sink_gradient_;        // [heads], or empty
  std::vector<double> head_scale_gradient_;  // [heads], or empty
  std::vector<float> unit_;                  // [head_dim], a vector divided by its length
  std::vector<double> phase_gradient_;       // [heads, pairs], or empty
  std::vector<double> sum_gradient_;         // [T, heads], or empty
  AlignedFloats d_turned_;                   // [T, heads + kv_heads, W]
  PackedMatrix key_columns_;                 // of one kv head: [W, T]
  PackedMatrix key_rows_;                    // [T, W]
  PackedMatrix value_columns_;               // [head_dim, T]
  PackedMatrix value_rows_;                  // [T, head_dim]
  PackedMatrix block_rows_;                  // [rows of a block, W or head_dim]
};

}  // namespace ropescope
