// Causal grouped-query attention under a position plan, a few rows at a time: scratch is a few rows of scores, never
// [heads, n, n]. m = query, n = key; query m of this call stands at position query_start + m.
// The score of a query and a key they see: rotate(q, q_position) . rotate(k, k_position) under the branch that holds
// the pair, each pair of channels times its decay, times score_scale, logit_scale[m] and head_scale[head], plus
// bias[head, m - n] and gate_sums[m, head] - gate_sums[n, head]. Polar queries and keys are made wider before they are
// rotated (polar.hpp). A sink logit joins the softmax of its head as the score of a key that is not there: weights then
// sum to less than 1. Norms divide a vector by its Euclidean length before it is rotated; a vector of zeros stays one
// (its scores are 0). Valid: head_dim >= 1, finite input. Maximum error against double for |q|, |k|, |v| <= 1, head_dim
// <= 128 and 2,048 keys: 1e-5 of each output; weights 2e-6. The result of a query is the same bits whether it runs
// alone or among others, and on however many threads. These share a few heads at a time: first their keys are packed,
// then any thread takes any block of queries, with scratch of its own. Only where a capture pools rows a head stays
// with one thread for a step, so that its rows come in order. An Attention serves one caller at a time.
#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "attention/bias_curve.hpp"
#include "attention/branch_rotations.hpp"
#include "attention/capture.hpp"
#include "attention/kept_keys.hpp"
#include "attention/polar.hpp"
#include "attention/schedule.hpp"
#include "core/budget.hpp"
#include "core/result.hpp"
#include "core/threads.hpp"
#include "kernels/matmul.hpp"
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
  std::span<const float> q;             // [queries, heads, head_dim]
  std::span<const float> k;             // [keys, kv_heads, head_dim]
  std::span<const float> v;             // [keys, kv_heads, head_dim]
  bool keys_turned = false;             // turn_keys did it, under this plan or an earlier one
  std::span<const double> gate_sums{};  // [keys, heads], nats, of add_gate_sums; read under a plan with gates
  KeptKeys* kept = nullptr;             // of this layer and plan, for a call of few queries to go on with; may be null
  float score_cap = 0;  // a score s becomes cap * tanh(s / cap) before biases; 0 = it stays. Parts of a captured score
                        // sum to the score before
};

// Attention under one plan: the rotation tables, which grow with the text, and memory to work in, kept between calls.
class Attention {
 public:
  explicit Attention(PositionPlan plan, Threads threads = {});
  [[nodiscard]] const PositionPlan& plan() const { return plan_; }

  // out: [queries, heads, head_dim]; empty = the capture alone is wanted: heads that it does not want do not run, and
  // values are not read. capture: may be null. The shape fits the arrays, and the plan the shape.
  void run(const AttentionInput& input, const AttentionShape& shape, std::span<float> out, CaptureSink* capture);

  // The same in pieces, for a caller that must stay responsive: begin, then step until it answers true. The arrays and
  // the sink stay until then; a new begin forgets what is not finished.
  void begin(const AttentionInput& input, const AttentionShape& shape, std::span<float> out, CaptureSink* capture);
  [[nodiscard]] bool step(Budget& budget);
  [[nodiscard]] double done() const;  // share of what was begun, 0..1

  // What a cache of rotated keys holds: divides by lengths and rotates, in place. keys: [tokens, kv_heads, head_dim],
  // the first at position `first`. The plan is one of which rotated_keys_suffice (position/plan_compare.hpp).
  void turn_keys(std::span<float> keys, const AttentionShape& shape, int first);

 private:
  // One call, and how far it is.
  struct Call {
    AttentionInput input;
    AttentionShape shape;
    Schedule schedule;
    std::span<float> out;
    CaptureSink* capture = nullptr;
    bool few = false;       // queries: their keys are kept, and their values read where they are
    bool in_order = false;  // of a head come its rows to the capture
    int kv_head = 0;        // the first of those whose keys are packed together
    int unit = 0;           // of their blocks, that runs next
  };
  // A block of queries of one head.
  struct Unit {
    int head = 0;
    int block = 0;
  };
  // What one thread works in.
  struct Scratch {
    AlignedFloats decayed;    // [rows of a block, width]
    AlignedFloats keys;       // of one kv head, [keys, width], rotated
    AlignedFloats scores;     // [rows of a block, keys]
    AlignedFloats aside;      // [rows of a block, keys], where branches share panels
    std::vector<float> unit;  // [head_dim], a vector divided by its length
  };

  [[nodiscard]] bool runs(int head) const;
  void turn_queries(const AttentionInput& input, const AttentionShape& shape);
  void turn_rows(const AttentionInput& input, const AttentionShape& shape, KeyRange rows, Scratch& scratch);
  void turn_query(std::span<const float> x, int head, double factor, Scratch& scratch, float* out) const;
  [[nodiscard]] double query_scale(int query, int head_dim) const;
  [[nodiscard]] float sink_of(int head) const;
  void choose_keys(const Schedule& schedule, KeyRange queries);
  [[nodiscard]] int heads_together() const;
  [[nodiscard]] Unit unit_at(int unit, int heads) const;
  void pack(int kv_heads);
  [[nodiscard]] KeyPacks& packs_of(int kv_head);
  void pack_keys(const Call& call, int kv_head, Scratch& scratch);
  void copy_keys(const Call& call, int kv_head, KeyRange range, Scratch& scratch) const;
  void pack_values(const Call& call, int kv_head);
  [[nodiscard]] Rows values_of(const Call& call, int kv_head, KeyRange keys) const;
  void run_block(const Call& call, const RowBlock& block, int head, Scratch& scratch);
  void mix_values(const Call& call, const RowBlock& block, int head, const Scratch& scratch) const;
  void score(const Call& call, const RowBlock& block, const Product& product, int head, Scratch& scratch);
  [[nodiscard]] Rows block_queries(const Call& call, const RowBlock& block, const Product& product, int head,
                                   Scratch& scratch) const;
  void take_own_scores(const RowBlock& block, const Product& product, std::size_t stride, Scratch& scratch) const;
  void split_row(const Call& call, int query, int head, Scratch& scratch) const;
  void split_scores(const Call& call, const BiasRow& at, const Product& product, Scratch& scratch, float* parts) const;
  void weigh_row(const Call& call, int query, int head, float* row) const;

  PositionPlan plan_;
  Threads threads_;
  Call call_;
  BranchRotations rotations_;
  PolarForm polar_;
  std::vector<float> reversed_bias_;    // [num_heads, seq_len], so that a row of keys reads it forwards
  std::vector<AlignedFloats> queries_;  // [tables][queries, heads, width], scaled and rotated; width: head_dim,
                                        // or wider where the plan is polar
  std::vector<KeyRange> needed_keys_;   // [parts, tables]
  std::vector<KeyPacks> packed_keys_;   // [kv heads together], where none are kept
  std::vector<std::vector<PackedMatrix>> packed_values_;  // [kv heads together][parts]
  std::vector<Scratch> scratch_;                          // [threads]
};

// Whether a shape is one, and the arrays have its sizes. Error: invalid_argument.
Status check_input(const AttentionInput& input, const AttentionShape& shape, std::size_t out_size);

// Whether the sums of gates are there that a plan needs: it knows the gates, and not what they read. Error:
// invalid_argument.
Status check_gates(const PositionPlan& plan, const AttentionInput& input, const AttentionShape& shape);

// Whether a plan fits a shape: every vector's length, every range, a branch for every key. Error: invalid_argument.
Status check_plan(const PositionPlan& plan, const AttentionShape& shape);

// One call, checked. Error: invalid_argument when shape, arrays or plan disagree.
Status attention(const AttentionInput& input, const AttentionShape& shape, const PositionPlan& plan,
                 std::span<float> out, CaptureSink* capture);

}  // namespace ropescope
