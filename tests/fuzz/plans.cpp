// Plans of any methods with any parameters, and attention under plans of legal ones.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "attention/attention.hpp"
#include "attention/capture.hpp"
#include "core/result.hpp"
#include "methods.hpp"
#include "position/explain.hpp"
#include "position/limits.hpp"
#include "position/plan.hpp"
#include "position/plan_slots.hpp"
#include "position/registry.hpp"
#include "reference.hpp"
#include "targets.hpp"

namespace ropescope::fuzz {
namespace {

using reference::Doubles;
using reference::index;

bool all_finite(std::span<const double> numbers) {
  return std::ranges::all_of(numbers, [](double number) { return std::isfinite(number); });
}

AttentionShape shape_of(const Asked& asked, int kv_heads) {
  return {.queries = asked.request.seq_len,
          .keys = asked.request.seq_len,
          .query_start = 0,
          .heads = asked.request.num_heads,
          .kv_heads = kv_heads,
          .head_dim = asked.rope.head_dim};
}

void check(const PositionPlan& plan, const Asked& asked, const std::string& id) {
  require(all_finite(plan.inv_freq), "pairs turn at finite speeds", id);
  require(std::ranges::all_of(plan.inv_freq, [](double speed) { return speed >= 0; }), "no pair turns backwards", id);
  require(std::isfinite(plan.attention_factor) && plan.attention_factor > 0, "a finite attention factor", id);
  require(all_finite(plan.log_decay) && all_finite(plan.head_scale), "finite decays and scales", id);
  require(std::ranges::all_of(plan.bias, [](float bias) { return std::isfinite(bias); }), "finite biases", id);
  require(std::isfinite(slot_bytes(plan)), "memory that can be told", id);
  const Status fits = check_plan(plan, shape_of(asked, 1));
  require(fits.has_value(), "a plan fits the text that it was made for", fits ? "" : fits.error().message);
}

struct Tensors {
  std::vector<float> q;
  std::vector<float> k;
  std::vector<float> v;
  std::vector<double> gate_sums;
};

Tensors tensors_of(const AttentionShape& shape, std::uint64_t seed) {
  const std::size_t kv = index(shape.keys) * index(shape.kv_heads) * index(shape.head_dim);
  Tensors tensors{reference::random_floats(index(shape.queries) * index(shape.heads) * index(shape.head_dim), seed),
                  reference::random_floats(kv, seed + 1),
                  reference::random_floats(kv, seed + 2),
                  {}};
  for (const float fallen : reference::random_floats(index(shape.keys) * index(shape.heads), seed + 3)) {
    const std::size_t at = tensors.gate_sums.size();
    const double before = at < index(shape.heads) ? 0 : tensors.gate_sums[at - index(shape.heads)];
    tensors.gate_sums.push_back(before - std::abs(static_cast<double>(fallen)));
  }
  return tensors;
}

// The largest score, and how large the parts are that it is a sum of: both are rounded to floats.
double largest(const Doubles& logits) {
  double most = 0;
  for (const double logit : logits) most = std::max(most, std::isfinite(logit) ? std::abs(logit) : 0.0);
  return most;
}

void compare(std::span<const float> given, const Doubles& wanted, double gap, const char* what, const std::string& id) {
  require(given.size() == wanted.size(), what, id);
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (std::abs(static_cast<double>(given[i]) - wanted[i]) <= gap) continue;
    std::fprintf(stderr, "element %zu: %.9g, in double %.9g, allowed %.3g\n", i, static_cast<double>(given[i]),
                 wanted[i], gap);
    require(false, what, id);
  }
}

std::string names(const Asked& asked) {
  std::string all;
  for (const MethodSpec& spec : asked.methods) all += spec.id + " ";
  return all;
}

}  // namespace

void plan(Input input) {
  const Asked asked = take_any(input);
  const std::string id = names(asked);
  const auto made = make_plan(asked.methods, asked.rope, asked.request);
  const auto told = explain(asked.methods, asked.rope, asked.request);
  // an explanation plans the trained length, too
  const bool plans_both = asked.rope.original_max_position_embeddings <= max_plan_length;
  require(made.has_value() == told.has_value() || (made && !plans_both), "what can be planned can be explained", id);
  if (!made) {
    require(!made.error().message.empty() && made.error().message.size() < 4000, "an error has words", id);
    return;
  }
  check(*made, asked, id);
  const auto again = make_plan(asked.methods, asked.rope, asked.request);
  require(again && *again == *made, "the same question has the same answer", id);
  for (const MethodSpec& spec : asked.methods) {
    const auto resolved = resolve_params(spec);
    require(resolved.has_value(), "a planned method has its parameters", id);
    const auto full = resolve_params({spec.id, *resolved});
    require(full && *full == *resolved, "resolved parameters stay as they are", id);
    require(method_trained_as(spec).has_value(), "a planned method has weights", id);
  }
}

void attention(Input input) {
  const Asked asked = take_legal(input, 80);
  const std::string id = names(asked);
  const auto made = make_plan(asked.methods, asked.rope, asked.request);
  if (!made) return;
  check(*made, asked, id);
  const AttentionShape shape = shape_of(asked, input.flip() ? asked.request.num_heads : 1);
  const Tensors tensors = tensors_of(shape, input.take<std::uint16_t>());
  const AttentionInput given{.q = tensors.q, .k = tensors.k, .v = tensors.v, .gate_sums = tensors.gate_sums};
  const auto wanted = reference::attention(given, shape, *made);
  const double most = largest(wanted.logits);
  if (most > 1e6) return;  // a float's rounding of it is no longer small beside 1

  const CaptureRequest requests[] = {{.layers = {0}, .kind = CaptureKind::weights},
                                     {.layers = {0}, .kind = CaptureKind::logits}};
  CaptureSink sink(requests, 0, shape.heads, {0, shape.keys});
  std::vector<float> out(tensors.q.size());
  const Status done = ropescope::attention(given, shape, *made, out, &sink);
  require(done.has_value(), "a plan of the text runs on it", done ? "" : done.error().message);
  // the header's bound for |q|, |k|, |v| <= 1, and the rounding of larger scores: 2^-20 of the largest one
  const double gap = 1e-5 + 1e-6 * most;
  compare(out, wanted.out, gap, "attention is what double gives", id);
  std::vector<float> weights;
  for (const AttentionMap& map : sink.take()) {
    if (map.request == 0) weights.insert(weights.end(), map.values.begin(), map.values.end());
  }
  compare(weights, wanted.weights, gap, "captured weights are what double gives", id);
}

}  // namespace ropescope::fuzz
