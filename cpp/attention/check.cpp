// What attention refuses.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

#include "attention/attention.hpp"
#include "attention/capture.hpp"
#include "attention/schedule.hpp"
#include "core/error_codes.hpp"
#include "core/index.hpp"
#include "core/result.hpp"
#include "core/saying.hpp"
#include "core/sizes.hpp"
#include "position/plan.hpp"
#include "position/plan_slots.hpp"

namespace ropescope {
namespace {

// What attention obeys.
constexpr std::array obeyed_slots{SlotId::frequencies, SlotId::polar,       SlotId::attention_factor,
                                  SlotId::decay,       SlotId::positions,   SlotId::axes,
                                  SlotId::bias,        SlotId::bias_curves, SlotId::logit_scale,
                                  SlotId::head_scale,  SlotId::window,      SlotId::sinks,
                                  SlotId::chunk,       SlotId::norms,       SlotId::sink_logit,
                                  SlotId::forget_gate};

std::size_t index(int i) { return static_cast<std::size_t>(i); }
Error invalid(Reason reason, std::string_view path, std::initializer_list<Argument> arguments = {}) {
  return {ErrorCode::invalid_argument, reason, path, arguments};
}

Error below_zero(std::string_view path, int given) {
  return invalid("must_be_at_least", path, {{"min", 0}, {"given", given}});
}

Status check_shape(const AttentionShape& shape) {
  if (shape.queries < 0 || shape.query_start < 0 || shape.keys != shape.query_start + shape.queries) {
    return invalid("must_be_start_and_queries", "keys",
                   {{"given", shape.keys}, {"start", shape.query_start}, {"queries", shape.queries}});
  }
  if (shape.head_dim < 1 || shape.heads < 1 || shape.kv_heads < 1 || shape.heads % shape.kv_heads != 0) {
    return invalid("must_be_multiple_of_kv_heads", "heads",
                   {{"given", shape.heads}, {"kv_heads", shape.kv_heads}, {"head_dim", shape.head_dim}});
  }
  return ok();
}

Status check_arrays(const AttentionInput& input, const AttentionShape& shape, std::size_t out) {
  const std::uint64_t q_size = size_product({shape.queries, shape.heads, shape.head_dim});
  const std::uint64_t kv_size = size_product({shape.keys, shape.kv_heads, shape.head_dim});
  if (input.q.size() != q_size || out != q_size) {
    return invalid("two_must_have_elements", "q",
                   {{"other_path", "out"}, {"count", q_size}, {"given", input.q.size()}, {"other", out}});
  }
  if (input.k.size() != kv_size || input.v.size() != kv_size) {
    return invalid("two_must_have_elements", "k",
                   {{"other_path", "v"}, {"count", kv_size}, {"given", input.k.size()}, {"other", input.v.size()}});
  }
  return ok();
}

// One number for each token at least: a plan may be made for a longer text.
Status check_length(std::string_view slot, std::size_t length, int keys) {
  if (length >= index(keys)) return ok();
  return invalid("plan_too_short", slot, {{"given", length}, {"tokens", keys}});
}

Status check_phases(const PositionPlan& plan, const AttentionShape& shape) {
  if (plan.phases.size() != index(shape.heads) * plan.inv_freq.size()) {
    return invalid("must_have_one_a_head_and_pair", "phases",
                   {{"heads", shape.heads}, {"pairs", plan.inv_freq.size()}, {"given", plan.phases.size()}});
  }
  if (std::ranges::all_of(plan.phases, [](double phase) { return std::isfinite(phase); })) return ok();
  return invalid("must_hold_finite", "phases");
}

Status check_rotation(const PositionPlan& plan, const AttentionShape& shape) {
  const std::size_t channels = plan.phases.empty() ? 2 * plan.inv_freq.size() : plan.inv_freq.size();
  if (channels > index(shape.head_dim)) {
    return invalid("rotates_too_many", "inv_freq", {{"given", channels}, {"head_dim", shape.head_dim}});
  }
  if (!plan.phases.empty()) {
    if (const Status status = check_phases(plan, shape); !status) return status;
  }
  if (plan.log_decay.empty()) return ok();
  if (plan.log_decay.size() != plan.inv_freq.size()) {
    return invalid("must_have_one_a_pair", "log_decay",
                   {{"count", plan.inv_freq.size()}, {"given", plan.log_decay.size()}});
  }
  for (const double decay : plan.log_decay) {
    if (!(decay >= -40 && decay <= 0)) return invalid("must_be_decay", "log_decay", {{"given", decay}});
  }
  return ok();
}

// Every key that a query may see lies in exactly one branch.
Status check_cover(const PositionPlan& plan, int query) {
  std::vector<KeyRange> ranges;
  for (int b = 0; b < static_cast<int>(plan.branches.size()); ++b) {
    const KeyRange keys = branch_keys(plan, b, query);
    if (!keys.empty()) ranges.push_back(keys);
  }
  // Few: looked for one after the other, because a sort is two kilobytes of download.
  int next = 0;
  for (std::size_t met = 0; met < ranges.size(); ++met) {
    const auto found = std::ranges::find(ranges, next, &KeyRange::begin);
    if (found == ranges.end()) break;
    next = found->end;
    if (met + 1 == ranges.size() && next == query + 1) return ok();
  }
  return invalid("must_hold_each_key_once", "branches", {{"query", query}});
}

Status check_branches(const PositionPlan& plan, const AttentionShape& shape) {
  if (plan.branches.empty()) return ok();
  for (const Branch& branch : plan.branches) {
    const std::size_t shortest =
        std::min({branch.q_position.size(), branch.k_position.size(), branch.first.size(), branch.end.size()});
    if (const Status status = check_length("branch", shortest, shape.keys); !status) return status;
    for (const auto& positions : {std::cref(branch.q_position), std::cref(branch.k_position)}) {
      const auto& list = positions.get();
      if (std::ranges::all_of(list, [](double p) { return std::isfinite(p); })) continue;
      return invalid("must_hold_finite", "branches.positions");
    }
  }
  for (int m = shape.query_start; m < shape.keys; ++m) {
    if (const Status status = check_cover(plan, m); !status) return status;
  }
  return ok();
}

Status check_axes(const PositionPlan& plan, const AttentionShape& shape) {
  const Axes& axes = plan.axes;
  if (axes.positions.empty()) return ok();
  if (!plan.branches.empty() || !plan.log_decay.empty()) {
    return invalid("axes_go_alone", "axes");
  }
  const int count = static_cast<int>(axes.positions.size());
  const bool known = std::ranges::all_of(axes.axis_of_pair, [count](int axis) { return axis >= 0 && axis < count; });
  if (axes.axis_of_pair.size() != plan.inv_freq.size() || !known) {
    return invalid("must_name_an_axis_a_pair", "axes.axis_of_pair", {{"axes", count}, {"count", plan.inv_freq.size()}});
  }
  for (const std::vector<double>& positions : axes.positions) {
    if (const Status status = check_length("axes", positions.size(), shape.keys); !status) return status;
    if (std::ranges::all_of(positions, [](double p) { return std::isfinite(p); })) continue;
    return invalid("must_hold_finite", "axes.positions");
  }
  return ok();
}

Status check_curves(const BiasCurves& curves, const AttentionShape& shape) {
  if (curves.knots.empty()) return ok();
  if (curves.knots.size() < 2 || curves.values.size() / index(shape.heads) != curves.knots.size() ||
      curves.values.size() % index(shape.heads) != 0) {
    return invalid("must_have_value_a_knot", "bias_curves",
                   {{"heads", shape.heads}, {"knots", curves.knots.size()}, {"values", curves.values.size()}});
  }
  return check_length("bias_curves", std::min(curves.warp.size(), curves.reach.size()), shape.keys);
}

Status check_per_head(std::string_view path, const std::vector<double>& numbers, const AttentionShape& shape) {
  if (numbers.empty()) return ok();
  if (numbers.size() != index(shape.heads)) {
    return invalid("must_have_number_a_head", path, {{"heads", shape.heads}, {"given", numbers.size()}});
  }
  for (const double number : numbers) {
    if (!std::isfinite(number)) return invalid("must_hold_finite", path);
  }
  return ok();
}

Status check_scores(const PositionPlan& plan, const AttentionShape& shape) {
  if (!plan.bias.empty()) {
    if (plan.bias.size() % index(shape.heads) != 0) {
      return invalid("must_be_alike_for_heads", "bias", {{"heads", shape.heads}, {"given", plan.bias.size()}});
    }
    const std::size_t length = plan.bias.size() / index(shape.heads);
    if (const Status status = check_length("bias", length, shape.keys); !status) return status;
  }
  if (const Status status = check_curves(plan.bias_curves, shape); !status) return status;
  if (!plan.logit_scale.empty()) {
    if (const Status status = check_length("logit_scale", plan.logit_scale.size(), shape.keys); !status) return status;
  }
  if (!(plan.norms.score_scale >= 0 && std::isfinite(plan.norms.score_scale))) {
    return invalid("must_be_score_scale", "score_scale", {{"given", plan.norms.score_scale}});
  }
  if (const Status status = check_per_head("sink_logit", plan.sink_logit, shape); !status) return status;
  if (const Status status = check_per_head("head_scale", plan.head_scale, shape); !status) return status;
  if (const Status status = check_per_head("forget_gate.bias", plan.forget_gate.bias, shape); !status) return status;
  if (plan.visible.chunk < 0) return below_zero("visible.chunk", plan.visible.chunk);
  if (plan.visible.window < 0) return below_zero("visible.window", plan.visible.window);
  if (plan.visible.sinks < 0) return below_zero("visible.sinks", plan.visible.sinks);
  return ok();
}

}  // namespace

Status check_input(const AttentionInput& input, const AttentionShape& shape, std::size_t out_size) {
  if (const Status status = check_shape(shape); !status) return status;
  return check_arrays(input, shape, out_size);
}

Status check_gates(const PositionPlan& plan, const AttentionInput& input, const AttentionShape& shape) {
  if (plan.forget_gate.bias.empty()) return ok();
  const std::uint64_t count = size_product({shape.keys, shape.heads});
  if (input.gate_sums.size() == count) return ok();
  return invalid("gates_read_hidden_states", "method", {{"count", count}, {"given", input.gate_sums.size()}});
}

Status check_plan(const PositionPlan& plan, const AttentionShape& shape) {
  if (const auto slot = slot_beyond(plan, obeyed_slots)) {
    return invalid("unknown_slot", "plan", {{"slot", slot->name}});
  }
  if (const Status status = check_rotation(plan, shape); !status) return status;
  if (const Status status = check_branches(plan, shape); !status) return status;
  if (const Status status = check_axes(plan, shape); !status) return status;
  return check_scores(plan, shape);
}

Status attention(const AttentionInput& input, const AttentionShape& shape, const PositionPlan& plan,
                 std::span<float> out, CaptureSink* capture) {
  if (const Status status = check_input(input, shape, out.size()); !status) return status;
  if (const Status status = check_plan(plan, shape); !status) return status;
  if (const Status status = check_gates(plan, input, shape); !status) return status;
  Attention(plan).run(input, shape, out, capture);
  return ok();
}

}  // namespace ropescope
