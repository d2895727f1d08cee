// Everything attention needs to know about position, as arrays. Kernels read plans and know no method.
// m = query, n = key, D = m - n; h = head, i = channel pair.
#pragma once

#include <string_view>
#include <vector>

#include "core/saying.hpp"

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

// Which keys a query sees: itself and the window - 1 before it, of its own chunk: floor(n / chunk) = floor(m / chunk);
// and, in the first chunk, the first `sinks` of the text.
struct Visibility {
  int window = 0;  // 0 = all
  int sinks = 0;
  int chunk = 0;  // 0 = the whole text is one

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

// Positions that are not 0, 1, 2, ...: pair i of token n turns by positions[axis_of_pair[i]][n].
struct Axes {
  std::vector<std::vector<double>> positions;  // [axes, seq_len], tokens; or empty: every token stands where it is
  std::vector<int> axis_of_pair;               // [rotary_dim / 2], into positions

  bool operator==(const Axes&) const = default;
};

// Gates that each head reads off the text: key t is worth f_t = sigmoid(weight . x_t + bias) of what it was to whoever
// looks past it, where x_t is what q, k and v of token t are projected from. The score of query m and key n gets
// ln f_(n+1) + ... + ln f_m, nats.
struct KeyGates {
  std::vector<double> weight;  // [num_heads, hidden_size]
  std::vector<double> bias;    // [num_heads], or empty: no gates

  bool operator==(const KeyGates&) const = default;
};

// One per layer. A slot left at its default changes nothing.
struct PositionPlan {
  int head_dim = 0;                // channels of one head; the first 2 * inv_freq.size() of them rotate
  std::vector<double> inv_freq;    // [rotary_dim / 2], rad per token; double: position 2,000,000 must still be right;
                                   // [rotary_dim] where there are phases
  std::vector<double> phases;      // [num_heads, rotary_dim], rad: every channel is the size of a pair of its own, of
                                   // which the phase is subtracted from a query's angle; or empty
  double attention_factor = 1.0;   // multiplies cos and sin of q and of k
  std::vector<double> log_decay;   // [rotary_dim / 2], nats per token, or empty: pair i's part of a score is times
                                   // exp(log_decay[i] * pretended distance), the real part of the rate that turns it
  std::vector<Branch> branches;    // empty = one, in which every token stands where it is
  Axes axes;                       // the positions that the request gives; branches are then empty
  std::vector<float> bias;         // [num_heads, seq_len] by distance, nats, added to the scaled score; or empty
  BiasCurves bias_curves;          // the same for biases that the query's position enters
  std::vector<float> logit_scale;  // [seq_len] per query, multiplies the score before the bias; or empty
  std::vector<double> head_scale;  // [num_heads], the same for all scores of a head; or empty
  Visibility visible;
  Norms norms;
  std::vector<double> sink_logit;  // [num_heads], nats, joins the softmax without a key; or empty
  KeyGates forget_gate;

  bool operator==(const PositionPlan&) const = default;
};

// What an array has one number for, and so which of its numbers the first tokens of a text read.
enum class Along { all_tokens, each_token, each_head_and_token };

// The slots, in the order of visit_slots.
enum class SlotId {
  frequencies,
  polar,
  attention_factor,
  decay,
  positions,
  axes,
  bias,
  bias_curves,
  logit_scale,
  head_scale,
  window,
  sinks,
  chunk,
  norms,
  sink_logit,
  forget_gate
};

// One fact of a plan, for those who pass plans on.
struct Slot {
  SlotId id;
  std::string_view name;  // as errors and a plan's `slots` call it
  std::string_view key;   // the plan's field in JavaScript
  Reason does;            // what a plan does that sets it
  Along along = Along::all_tokens;
};

// The ONE table of slots: use(slot, its value in each of the plans).
template <class Use, class... Plan>
void visit_slots(Use&& use, const Plan&... plan) {
  use(Slot{SlotId::frequencies, "frequencies", "inv_freq", "turns_pairs"}, plan.inv_freq...);
  use(Slot{SlotId::polar, "polar", "phases", "widens_channels"}, plan.phases...);
  use(Slot{SlotId::attention_factor, "attention_factor", "attention_factor", "multiplies_rotation"},
      plan.attention_factor...);
  use(Slot{SlotId::decay, "decay", "log_decay", "fades_pairs"}, plan.log_decay...);
  use(Slot{SlotId::positions, "positions", "branches", "maps_positions"}, plan.branches...);
  use(Slot{SlotId::axes, "axes", "axes", "places_tokens"}, plan.axes...);
  use(Slot{SlotId::bias, "bias", "bias", "adds_bias", Along::each_head_and_token}, plan.bias...);
  use(Slot{SlotId::bias_curves, "bias_curves", "bias_curves", "adds_bias_by_query"}, plan.bias_curves...);
  use(Slot{SlotId::logit_scale, "logit_scale", "logit_scale", "scales_scores", Along::each_token}, plan.logit_scale...);
  use(Slot{SlotId::head_scale, "head_scale", "head_scale", "scales_heads"}, plan.head_scale...);
  use(Slot{SlotId::window, "window", "window", "hides_far_keys"}, plan.visible.window...);
  use(Slot{SlotId::sinks, "sinks", "sinks", "keeps_first_tokens"}, plan.visible.sinks...);
  use(Slot{SlotId::chunk, "chunk", "chunk", "hides_other_chunks"}, plan.visible.chunk...);
  use(Slot{SlotId::norms, "norms", "norms", "divides_by_lengths"}, plan.norms...);
  use(Slot{SlotId::sink_logit, "sink_logit", "sink_logit", "attends_to_nothing"}, plan.sink_logit...);
  use(Slot{SlotId::forget_gate, "forget_gate", "forget_gate", "forgets_by_text"}, plan.forget_gate...);
}

}  // namespace ropescope
