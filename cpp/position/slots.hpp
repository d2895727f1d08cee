// From a configured method to the slots of a plan: the one place that knows all concepts of method.hpp.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "core/result.hpp"
#include "position/method.hpp"
#include "position/plan.hpp"
#include "position/rope_config.hpp"

namespace ropescope {

template <class M>
std::vector<std::string_view> slots_of() {
  std::vector<std::string_view> slots;
  if constexpr (ScalesFrequencies<M>) slots.emplace_back("frequencies");
  if constexpr (DecaysRate<M>) slots.emplace_back("decay");
  if constexpr (MapsPositions<M>) slots.emplace_back("positions");
  if constexpr (BiasesScores<M> || CurvesBias<M>) slots.emplace_back("bias");
  if constexpr (LimitsKeys<M>) slots.emplace_back("keys");
  if constexpr (ScalesLogits<M>) slots.emplace_back("logit_scale");
  if constexpr (NormalizesKeys<M>) slots.emplace_back("norms");
  return slots;
}

// Moves an answer into its slot, or passes its error on.
template <class T>
Status fill(Result<T> answer, T& slot) {
  if (!answer) return answer.error();
  slot = std::move(*answer);
  return ok();
}

template <class M>
Status fill_slots(const M& method, const RopeConfig& rope, const PlanRequest& request, PositionPlan& plan) {
  Status done = ok();
  if constexpr (ScalesFrequencies<M>) {
    Frequencies frequencies;
    done = fill(method.frequencies(rope, request), frequencies);
    plan.inv_freq = std::move(frequencies.inv_freq);
    plan.attention_factor = frequencies.attention_factor;
  }
  if constexpr (DecaysRate<M>) {
    if (done) done = fill(method.log_decay(rope, request), plan.log_decay);
  }
  if constexpr (MapsPositions<M>) {
    if (done) done = fill(method.branches(rope, request), plan.branches);
  }
  if constexpr (BiasesScores<M>) {
    if (done) done = fill(method.bias(rope, request), plan.bias);
  }
  if constexpr (CurvesBias<M>) {
    if (done) done = fill(method.bias_curves(rope, request), plan.bias_curves);
  }
  if constexpr (LimitsKeys<M>) {
    if (done) done = fill(method.visible(rope, request), plan.visible);
  }
  if constexpr (ScalesLogits<M>) {
    if (done) done = fill(method.logit_scale(rope, request), plan.logit_scale);
  }
  if constexpr (NormalizesKeys<M>) {
    if (done) done = fill(method.norms(rope, request), plan.norms);
  }
  return done;
}

}  // namespace ropescope
