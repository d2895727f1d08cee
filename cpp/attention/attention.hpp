// Causal grouped-query attention under a position plan, a few rows at a time: scratch is a few rows of scores, never
// [heads, n, n]. m = query, n = key; query m of this call stands at position query_start + m.
// Valid: head_dim >= 1, finite input. Maximum error against double for |q|, |k|, |v| <= 1, head_dim <= 128 and 2,048
// keys: 1e-5 of each output; weights 2e-6.
// The result of a query is the same bits whether it runs alone or among others.
#pragma once

#include <span>
#include <utility>

#include "attention/capture.hpp"
#include "core/result.hpp"
#include "kernels/matmul.hpp"
#include "kernels/rotate.hpp"
#include "position/plan.hpp"

namespace ropescope {

struct AttentionShape {
  int queries = 0;      // rows of q
  int keys = 0;         // rows of k and v: query_start + queries
  int query_start = 0;  // position of the first query
  int heads = 0;        // query heads
  int kv_heads = 0;     // divides heads
  int head_dim = 0;
};

// All before rotation, row-major, half-split pairs.
struct AttentionInput {
  std::span<const float> q;  // [queries, heads, head_dim]
  std::span<const float> k;  // [keys, kv_heads, head_dim]
  std::span<const float> v;  // [keys, kv_heads, head_dim]
};

// Attention under one plan: the rotation table, which grows with the text, and memory to work in, kept between calls.
class Attention {
 public:
  explicit Attention(PositionPlan plan) : plan_(std::move(plan)) {}
  [[nodiscard]] const PositionPlan& plan() const { return plan_; }

  // out: [queries, heads, head_dim]. Scores are q.k / sqrt(head_dim). capture: may be null. The shapes must agree.
  void run(const AttentionInput& input, const AttentionShape& shape, std::span<float> out, CaptureSink* capture);

 private:
  void rotate_inputs(const AttentionInput& input, const AttentionShape& shape);
  void pack_keys_and_values(const AttentionInput& input, const AttentionShape& shape, int kv_head);
  void run_head(const AttentionShape& shape, int head, std::span<float> out, CaptureSink* capture);
  void weigh_row(int query, int head, std::span<float> row, CaptureSink* capture) const;

  PositionPlan plan_;
  RotationTable table_;         // positions 0 .. keys - 1
  AlignedFloats queries_;       // [queries, heads, head_dim], scaled and rotated
  AlignedFloats keys_;          // [keys, kv_heads, head_dim], rotated
  PackedMatrix packed_keys_;    // of one kv head, [head_dim, keys]
  PackedMatrix packed_values_;  // of one kv head, [keys, head_dim]
  AlignedFloats scores_;        // [rows of a block, keys]
};

// One call, checked. Errors: invalid_argument when shapes disagree or the plan is for another head_dim.
Status attention(const AttentionInput& input, const AttentionShape& shape, const PositionPlan& plan,
                 std::span<float> out, CaptureSink* capture);

}  // namespace ropescope
