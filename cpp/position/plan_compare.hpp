// What a cache of keys has to hold under a plan, and whether two plans mean the same for the beginning of a text, so
// that what was computed under one of them holds under the other.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "position/plan.hpp"

namespace ropescope {

template <class T>
[[nodiscard]] bool begin_alike(const std::vector<T>& a, const std::vector<T>& b, std::size_t count) {
  if (a.empty() || b.empty()) return a.empty() && b.empty();
  return a.size() >= count && b.size() >= count &&
         std::equal(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(count), b.begin());
}

// The biases of `heads` heads by distance, each of its own length.
[[nodiscard]] inline bool biases_begin_alike(const PositionPlan& a, const PositionPlan& b, std::size_t count,
                                             std::size_t heads) {
  if (a.bias.empty() || b.bias.empty()) return a.bias.empty() && b.bias.empty();
  const std::size_t a_length = a.bias.size() / heads;
  const std::size_t b_length = b.bias.size() / heads;
  if (a_length < count || b_length < count) return false;
  for (std::size_t h = 0; h < heads; ++h) {
    const float* row = &a.bias[h * a_length];
    if (!std::equal(row, row + count, &b.bias[h * b_length])) return false;
  }
  return true;
}

// For the first `count` tokens of a text.
[[nodiscard]] inline bool agree_at_first(const PositionPlan& a, const PositionPlan& b, std::size_t count,
                                         std::size_t heads) {
  const auto branches_alike = [count](const Branch& x, const Branch& y) {
    return begin_alike(x.q_position, y.q_position, count) && begin_alike(x.k_position, y.k_position, count) &&
           begin_alike(x.first, y.first, count) && begin_alike(x.end, y.end, count);
  };
  const auto curves_alike = [count](const BiasCurves& x, const BiasCurves& y) {
    return x.knots == y.knots && x.values == y.values && begin_alike(x.warp, y.warp, count) &&
           begin_alike(x.reach, y.reach, count);
  };
  return a.head_dim == b.head_dim && a.inv_freq == b.inv_freq && a.attention_factor == b.attention_factor &&
         a.log_decay == b.log_decay && a.visible == b.visible && a.norms == b.norms &&
         std::ranges::equal(a.branches, b.branches, branches_alike) && biases_begin_alike(a, b, count, heads) &&
         curves_alike(a.bias_curves, b.bias_curves) && begin_alike(a.logit_scale, b.logit_scale, count);
}

// Whether a key can be rotated once, when it is new: every branch sees it at the same position, and no decay relates it
// to a query that is still to come.
[[nodiscard]] inline bool rotated_keys_suffice(const PositionPlan& plan) {
  const auto as_first = [&plan](const Branch& branch) { return branch.k_position == plan.branches[0].k_position; };
  return plan.log_decay.empty() && std::ranges::all_of(plan.branches, as_first);
}

}  // namespace ropescope
