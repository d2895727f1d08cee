// The way back through the gates of attention (attention/key_gates.hpp). h = head, t = token, m = query, n = key,
// S = scores, x_t = what the gates read, c = sums of ln f:
// dc_m += dS_mn and dc_n -= dS_mn for every score; d ln f_t = sum over s >= t of dc_s; dz_t = d ln f_t (1 - f_t), where
// z_t = w_h . x_t + b_h; dw_h = sum of dz_t x_t, db_h = sum of dz_t, dx_t = sum over heads of dz_t w_h.
// A score changes its weight's row whatever else stands in it, so a sink's logit changes nothing of this.
#pragma once

#include <span>

#include "attention/key_gates.hpp"
#include "position/plan.hpp"

namespace ropescope {

// What the scores of one query add to d(loss) / d(sums): [tokens, heads].
void add_sum_gradient(std::span<const float> d_scores, const GatedRow& at, std::span<double> d_sums);

// What the gates were made of in the forward pass, and d(loss) / d(sums).
struct GateTrace {
  std::span<const float> x;        // [tokens, hidden_size]
  std::span<const double> sums;    // [tokens, heads]
  std::span<const double> d_sums;  // [tokens, heads]
};

// Adds to d_x: [tokens, hidden_size]; returns d(loss) / d(gates).
KeyGates gates_back(const KeyGates& gates, const GateTrace& trace, std::span<float> d_x);

}  // namespace ropescope
