#include "boundary/plan_to_js.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "boundary/object.hpp"
#include "boundary/to_js.hpp"
#include "core/log_sigmoid.hpp"
#include "position/plan.hpp"
#include "position/plan_facts.hpp"
#include "position/plan_slots.hpp"

namespace ropescope::js {
namespace {

val to_js(const Branch& branch) {
  Object object;
  object.set("q_position", typed_array<double>(branch.q_position));
  object.set("k_position", typed_array<double>(branch.k_position));
  object.set("first", typed_array<int>(branch.first));
  object.set("end", typed_array<int>(branch.end));
  return object;
}

val to_js(const std::vector<Branch>& branches) {
  return array(branches, [](const Branch& branch) { return to_js(branch); });
}

val to_js(const Axes& axes) {
  Object object;
  object.set("positions", array(axes.positions, [](const auto& positions) { return typed_array<double>(positions); }));
  object.set("axis_of_pair", typed_array<int>(axes.axis_of_pair));
  return object;
}

val to_js(const BiasCurves& curves) {
  Object object;
  object.set("warp", typed_array<double>(curves.warp));
  object.set("reach", typed_array<double>(curves.reach));
  object.set("knots", typed_array<double>(curves.knots));
  object.set("values", typed_array<double>(curves.values));
  return object;
}

// Beside the numbers, ln f of a gate that reads zeros: all that is known of it without a text.
val to_js(const KeyGates& gates) {
  std::vector<double> at_zero(gates.bias.size());  // [heads], nats per token
  std::ranges::transform(gates.bias, at_zero.begin(), log_sigmoid);
  Object object;
  object.set("weight", typed_array<double>(gates.weight));
  object.set("bias", typed_array<double>(gates.bias));
  object.set("at_zero", typed_array<double>(at_zero));
  return object;
}

val to_js(const Norms& norms) {
  Object object;
  object.set("queries", norms.queries);
  object.set("keys", norms.keys);
  object.set("score_scale", norms.score_scale);
  return object;
}

val to_js(const std::vector<double>& numbers) { return typed_array<double>(numbers); }
val to_js(const std::vector<float>& numbers) { return typed_array<float>(numbers); }
val to_js(double number) { return val(number); }
val to_js(int number) { return val(number); }

std::vector<double> wavelengths(const std::vector<double>& inv_freq) {
  std::vector<double> lengths(inv_freq.size());  // [rotary_dim / 2], tokens
  std::ranges::transform(inv_freq, lengths.begin(), wavelength);
  return lengths;
}

std::vector<double> turns_within(const std::vector<double>& inv_freq, int length) {
  std::vector<double> often(inv_freq.size());  // [rotary_dim / 2]
  std::ranges::transform(inv_freq, often.begin(), [length](double rate) { return turns(rate, length); });
  return often;
}

}  // namespace

val plan_to_js(const PositionPlan& plan, const RopeConfig& rope, int seq_len) {
  Object object;
  object.set("seqLen", seq_len);
  visit_slots([&object](const Slot& slot, const auto& value) { object.set(slot.key, to_js(value)); }, plan);
  object.set("slots", array(used_slots(plan), [](const Slot& slot) { return text(slot.name); }));
  object.set("wavelength", typed_array<double>(wavelengths(plan.inv_freq)));
  object.set("turns", typed_array<double>(turns_within(plan.inv_freq, rope.original_max_position_embeddings)));
  return object;
}

val inspection_to_js(const RopeReading& reading, const PositionPlan& plan, int seq_len) {
  Object object;
  object.set("method", reading.method.id);
  object.set("params", to_js(reading.method.params));
  object.set("rope", rope_to_js(reading));
  object.set("seqLen", seq_len);
  object.set("inv_freq", list_of(plan.inv_freq));
  object.set("attention_factor", plan.attention_factor);
  object.set("softmax_scale_factor", reading.softmax_scale_factor);
  object.set("wavelength", array(wavelengths(plan.inv_freq), [](double tokens) {
               return std::isfinite(tokens) ? val(tokens) : val::null();  // JSON has no infinity
             }));
  object.set("turns", list_of(turns_within(plan.inv_freq, reading.rope.original_max_position_embeddings)));
  object.set("notes", sayings_to_js(reading.notes));
  object.set("warnings", sayings_to_js(reading.warnings));
  return object;
}

}  // namespace ropescope::js
