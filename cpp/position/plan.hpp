// Everything attention needs to know about position, as arrays. Kernels read plans and know no method.
// m = query, n = key, D = m - n; h = head, i = channel pair.
#pragma once

#include <vector>

namespace ropescope {

// What a frequency method answers.
struct Frequencies {
  std::vector<double> inv_freq;   // [rotary_dim / 2], rad per token; empty: nothing rotates
  double attention_factor = 1.0;  // multiplies cos and sin of q and of k: logits scale by its square
};

// Keys that a query meets under one pretended geometry: query m meets keys first[m] <= n < end[m] as if it stood at
// q_position[m] and they at k_position[n]. The branches of a plan cover every causal key once.
struct Branch {
  std::vector<double> q_position;  // [seq_len], tokens
  std::vector<double> k_position;  // [seq_len], tokens
  std::vector<int> first;          // [seq_len], keys
  std::vector<int> end;            // [seq_len], keys

  bool operator==(const Branch&) const = default;
};

// Which keys a query sees: itself and the window - 1 before it, and the first `sinks` of the text.
struct Visibility {
  int window = 0;  // 0 = all
  int sinks = 0;

  bool operator==(const Visibility&) const = default;
};

// What happens to the lengths of q and k before the score, and what the score is multiplied by.
struct Norms {
  bool queries = false;    // divide q by its length
  bool keys = false;       // divide k by its length
  double score_scale = 0;  // 0 = 1 / sqrt(head_dim)

  bool operator==(const Norms&) const = default;
};

// A bias by distance and query: head h adds to the score of query m and key n its polyline at warp[m - n] / reach[m],
// which is never beyond the last knot.
struct BiasCurves {
  std::vector<double> warp;    // [seq_len] by distance, >= 0, never falling
  std::vector<double> reach;   // [seq_len] per query, > 0
  std::vector<double> knots;   // [knots], rising from 0, or empty: no such bias
  std::vector<double> values;  // [num_heads, knots], nats

  bool operator==(const BiasCurves&) const = default;
};

// One per layer. A slot left at its default changes nothing.
struct PositionPlan {
  int head_dim = 0;                // channels of one head; the first 2 * inv_freq.size() of them rotate
  std::vector<double> inv_freq;    // [rotary_dim / 2], rad per token; double: position 2,000,000 must still be right
  double attention_factor = 1.0;   // multiplies cos and sin of q and of k
  std::vector<double> log_decay;   // [rotary_dim / 2], nats per token, or empty: pair i's part of a score is times
                                   // exp(log_decay[i] * pretended distance), the real part of the rate that turns it
  std::vector<Branch> branches;    // empty = one, in which every token stands where it is
  std::vector<float> bias;         // [num_heads, seq_len] by distance, nats, added to the scaled score; or empty
  BiasCurves bias_curves;          // the same for biases that the query's position enters
  std::vector<float> logit_scale;  // [seq_len] per query, multiplies the score before the bias; or empty
  Visibility visible;
  Norms norms;

  bool operator==(const PositionPlan&) const = default;
};

}  // namespace ropescope
