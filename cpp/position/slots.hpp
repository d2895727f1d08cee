// From a configured method to the slots of a plan.
#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.hpp"
#include "position/method.hpp"
#include "position/param.hpp"
#include "position/plan.hpp"
#include "position/rope_config.hpp"

namespace ropescope {

// Which slots of a plan a method fills: it has a function of this shape. Two methods compose when their slots do not
// overlap.
template <class Given, class Answer>
concept Answers = std::same_as<Given, Result<Answer>>;

template <class M>  // "frequencies": how fast each pair turns
concept ScalesFrequencies = requires(const M& m, const RopeConfig& rope, const PlanRequest& request) {
  { m.frequencies(rope, request) } -> Answers<Frequencies>;
};
template <class M>  // "polar": phases of channels that are sizes of pairs, [num_heads, rotary_dim], rad
concept TurnsChannels = requires(const M& m, const RopeConfig& rope, const PlanRequest& request) {
  { m.phases(rope, request) } -> Answers<std::vector<double>>;
};
template <class M>  // "decay": [rotary_dim / 2], nats per token
concept DecaysRate = requires(const M& m, const RopeConfig& rope, const PlanRequest& request) {
  { m.log_decay(rope, request) } -> Answers<std::vector<double>>;
};
template <class M>  // "positions": which position each token pretends to have
concept MapsPositions = requires(const M& m, const RopeConfig& rope, const PlanRequest& request) {
  { m.branches(rope, request) } -> Answers<std::vector<Branch>>;
};
template <class M>  // "bias": [num_heads, seq_len] by distance, nats
concept BiasesScores = requires(const M& m, const RopeConfig& rope, const PlanRequest& request) {
  { m.bias(rope, request) } -> Answers<std::vector<float>>;
};
template <class M>  // "bias_curves": the same by distance and query
concept CurvesBias = requires(const M& m, const RopeConfig& rope, const PlanRequest& request) {
  { m.bias_curves(rope, request) } -> Answers<BiasCurves>;
};
template <class M>  // "keys": which keys a query sees (window, sinks, chunk)
concept LimitsKeys = requires(const M& m, const RopeConfig& rope, const PlanRequest& request) {
  { m.visible(rope, request) } -> Answers<Visibility>;
};
template <class M>  // "logit_scale": [seq_len] per query
concept ScalesLogits = requires(const M& m, const RopeConfig& rope, const PlanRequest& request) {
  { m.logit_scale(rope, request) } -> Answers<std::vector<float>>;
};
template <class M>  // "head_scale": [num_heads]
concept ScalesHeads = requires(const M& m, const RopeConfig& rope, const PlanRequest& request) {
  { m.head_scale(rope, request) } -> Answers<std::vector<double>>;
};
template <class M>  // "norms": lengths of queries and keys
concept NormalizesKeys = requires(const M& m, const RopeConfig& rope, const PlanRequest& request) {
  { m.norms(rope, request) } -> Answers<Norms>;
};

template <class M>  // "sink_logit": [num_heads], nats
concept AttendsToNothing = requires(const M& m, const RopeConfig& rope, const PlanRequest& request) {
  { m.sink_logit(rope, request) } -> Answers<std::vector<double>>;
};
template <class M>  // "forget_gate": [num_heads, hidden_size] and [num_heads]
concept ForgetsByText = requires(const M& m, const RopeConfig& rope, const PlanRequest& request) {
  { m.forget_gate(rope, request) } -> Answers<KeyGates>;
};

// A method that the trainer can train: it has gradients of neither pretended positions nor biases that the query's
// position enters, and of learned numbers only where the method states theirs.
template <class M>
inline constexpr bool trainable =
    !MapsPositions<M> && !CurvesBias<M> && (Learns<M> || std::ranges::none_of(M::params, &Param::learned));

template <class M>
inline constexpr std::array all_slots{std::pair{ScalesFrequencies<M>, std::string_view("frequencies")},
                                      std::pair{TurnsChannels<M>, std::string_view("polar")},
                                      std::pair{DecaysRate<M>, std::string_view("decay")},
                                      std::pair{MapsPositions<M>, std::string_view("positions")},
                                      std::pair{BiasesScores<M>, std::string_view("bias")},
                                      std::pair{CurvesBias<M>, std::string_view("bias_curves")},
                                      std::pair{LimitsKeys<M>, std::string_view("keys")},
                                      std::pair{ScalesLogits<M>, std::string_view("logit_scale")},
                                      std::pair{ScalesHeads<M>, std::string_view("head_scale")},
                                      std::pair{NormalizesKeys<M>, std::string_view("norms")},
                                      std::pair{AttendsToNothing<M>, std::string_view("sink_logit")},
                                      std::pair{ForgetsByText<M>, std::string_view("forget_gate")}};

// The names of those that it fills.
template <class M>
inline constexpr auto slots_of = [] {
  std::array<std::string_view, std::ranges::count_if(all_slots<M>, [](const auto& slot) { return slot.first; })> names;
  auto next = names.begin();
  for (const auto& [filled, name] : all_slots<M>) {
    if (filled) *next++ = name;
  }
  return names;
}();

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
  if constexpr (TurnsChannels<M>) {
    if (done) done = fill(method.phases(rope, request), plan.phases);
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
  if constexpr (ScalesHeads<M>) {
    if (done) done = fill(method.head_scale(rope, request), plan.head_scale);
  }
  if constexpr (NormalizesKeys<M>) {
    if (done) done = fill(method.norms(rope, request), plan.norms);
  }
  if constexpr (AttendsToNothing<M>) {
    if (done) done = fill(method.sink_logit(rope, request), plan.sink_logit);
  }
  if constexpr (ForgetsByText<M>) {
    if (done) done = fill(method.forget_gate(rope, request), plan.forget_gate);
  }
  return done;
}

}  // namespace ropescope
