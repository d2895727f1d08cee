// Causal grouped-query attention under a position plan, one streaming pass per row: scratch is a few rows of scores,
// never [heads, n, n]. m = query, n = key; query m of this call stands at position query_start + m.
#pragma once

#include <span>

#include "attention/capture.hpp"
#include "core/result.hpp"
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

// Collects maps of one layer; a null pointer collects nothing.
class CaptureSink;

// out: [queries, heads, head_dim]. Scores are q.k / sqrt(head_dim). Errors: invalid_argument when shapes disagree.
Status attention(const AttentionInput& input, const AttentionShape& shape, const PositionPlan& plan,
                 std::span<float> out, CaptureSink* capture);

}  // namespace ropescope
