// What a cache of keys has to hold under a plan, and whether two plans mean the same for the beginning of a text, so
// that what was computed under one of them holds under the other.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "position/plan.hpp"

namespace ropescope {

// The beginning of a text that plans are compared for.
struct Beginning {
  std::size_t tokens = 0;
  std::size_t heads = 0;  // of a bias
};

template <class T>
[[nodiscard]] bool begin_alike(const std::vector<T>& a, const std::vector<T>& b, std::size_t count) {
  if (a.empty() || b.empty()) return a.empty() && b.empty();
  return a.size() >= count && b.size() >= count &&
         std::equal(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(count), b.begin());
}

template <class T>
[[nodiscard]] bool agree(const Slot& /*slot*/, const T& a, const T& b, const Beginning& /*of*/) {
  return a == b;
}

template <class T>
[[nodiscard]] bool agree(const Slot& slot, const std::vector<T>& a, const std::vector<T>& b, const Beginning& of) {
  if (slot.along == Along::all_tokens) return a == b;
  if (slot.along == Along::each_token) return begin_alike(a, b, of.tokens);
  if (a.empty() || b.empty()) return a.empty() && b.empty();
  const std::size_t a_length = a.size() / of.heads;
  const std::size_t b_length = b.size() / of.heads;
  if (a_length < of.tokens || b_length < of.tokens) return false;
  for (std::size_t h = 0; h < of.heads; ++h) {
    const T* row = &a[h * a_length];
    if (!std::equal(row, row + of.tokens, &b[h * b_length])) return false;
  }
  return true;
}

[[nodiscard]] inline bool agree(const Slot& /*slot*/, const std::vector<Branch>& a, const std::vector<Branch>& b,
                                const Beginning& of) {
  return std::ranges::equal(a, b, [&of](const Branch& x, const Branch& y) {
    return begin_alike(x.q_position, y.q_position, of.tokens) && begin_alike(x.k_position, y.k_position, of.tokens) &&
           begin_alike(x.first, y.first, of.tokens) && begin_alike(x.end, y.end, of.tokens);
  });
}

[[nodiscard]] inline bool agree(const Slot& /*slot*/, const BiasCurves& a, const BiasCurves& b, const Beginning& of) {
  return a.knots == b.knots && a.values == b.values && begin_alike(a.warp, b.warp, of.tokens) &&
         begin_alike(a.reach, b.reach, of.tokens);
}

[[nodiscard]] inline bool agree(const Slot& /*slot*/, const Axes& a, const Axes& b, const Beginning& of) {
  return a.axis_of_pair == b.axis_of_pair &&
         std::ranges::equal(a.positions, b.positions,
                            [&of](const auto& x, const auto& y) { return begin_alike(x, y, of.tokens); });
}

// For the first `count` tokens of a text.
[[nodiscard]] inline bool agree_at_first(const PositionPlan& a, const PositionPlan& b, std::size_t count,
                                         std::size_t heads) {
  bool alike = a.head_dim == b.head_dim;
  const auto compare = [&](const Slot& slot, const auto& x, const auto& y) {
    alike = alike && agree(slot, x, y, Beginning{.tokens = count, .heads = heads});
  };
  visit_slots(compare, a, b);
  return alike;
}

// Whether a key can be rotated once, when it is new, in its place: every branch sees it at the same position, no decay
// relates it to a query that is still to come, and no polar form makes it wider.
[[nodiscard]] inline bool rotated_keys_suffice(const PositionPlan& plan) {
  const auto as_first = [&plan](const Branch& branch) { return branch.k_position == plan.branches[0].k_position; };
  return plan.log_decay.empty() && plan.phases.empty() && std::ranges::all_of(plan.branches, as_first);
}

}  // namespace ropescope
