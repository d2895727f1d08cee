// What holds of every plan, and what targets say about theirs.
#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <string>

#include "attention/attention.hpp"
#include "core/result.hpp"
#include "input.hpp"
#include "methods.hpp"
#include "position/plan.hpp"
#include "position/plan_slots.hpp"

namespace ropescope::fuzz {

inline std::string names(const Asked& asked) {
  std::string all;
  for (const MethodSpec& spec : asked.methods) all += spec.id + " ";
  return all;
}

// All queries of the text.
inline AttentionShape shape_of(const Asked& asked, int kv_heads) {
  return {.queries = asked.request.seq_len,
          .keys = asked.request.seq_len,
          .query_start = 0,
          .heads = asked.request.num_heads,
          .kv_heads = kv_heads,
          .head_dim = asked.rope.head_dim};
}

inline bool all_finite(std::span<const double> numbers) {
  return std::ranges::all_of(numbers, [](double number) { return std::isfinite(number); });
}

inline void check(const PositionPlan& plan, const Asked& asked, const std::string& id) {
  require(all_finite(plan.inv_freq), "pairs turn at finite speeds", id);
  require(std::ranges::all_of(plan.inv_freq, [](double speed) { return speed >= 0; }), "no pair turns backwards", id);
  require(std::isfinite(plan.attention_factor) && plan.attention_factor > 0, "a finite attention factor", id);
  require(all_finite(plan.log_decay) && all_finite(plan.head_scale), "finite decays and scales", id);
  require(std::ranges::all_of(plan.bias, [](float bias) { return std::isfinite(bias); }), "finite biases", id);
  require(std::isfinite(slot_bytes(plan)), "memory that can be told", id);
  const Status fits = check_plan(plan, shape_of(asked, 1));
  require(fits.has_value(), "a plan fits the text that it was made for", fits ? "" : fits.error().message);
}

}  // namespace ropescope::fuzz
