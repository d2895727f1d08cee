#include "train/train_plan.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <span>
#include <string>
#include <vector>

#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "core/text.hpp"
#include "kernels/rotate.hpp"
#include "position/plan.hpp"
#include "position/plan_slots.hpp"

namespace ropescope {
namespace {

// What training obeys.
constexpr std::array trained_slots{
    SlotId::frequencies, SlotId::polar,      SlotId::attention_factor, SlotId::decay, SlotId::bias,
    SlotId::logit_scale, SlotId::head_scale, SlotId::window,           SlotId::sinks, SlotId::chunk,
    SlotId::norms,       SlotId::sink_logit, SlotId::forget_gate};
constexpr double most_nats = 40;  // e^40 = 2e17 leaves a query and a key far from overflow, and their product below it

// exp(sign * log_decay * (n - T / 2)) on every pair of every row: sign 1 for queries, -1 for keys.
void apply_decay(const PositionPlan& plan, double sign, int length, RotationTable& table) {
  const std::size_t pairs = plan.log_decay.size();
  for (int n = 0; n < length; ++n) {
    const double from_middle = n - length / 2.0;
    for (std::size_t i = 0; i < pairs; ++i) {
      const auto factor = static_cast<float>(std::exp(sign * plan.log_decay[i] * from_middle));
      table.cos[static_cast<std::size_t>(n) * pairs + i] *= factor;
      table.sin[static_cast<std::size_t>(n) * pairs + i] *= factor;
    }
  }
}

Status check_decay(const PositionPlan& plan, int length) {
  for (const double decay : plan.log_decay) {
    if (const double nats = std::abs(decay) * length / 2; nats > most_nats) {
      return Error{ErrorCode::invalid_argument,
                   "rows_fade_too_much",
                   "recipe",
                   {{"tokens", length}, {"nats", nats}, {"max", most_nats}}};
    }
  }
  return ok();
}

}  // namespace

RotationTable transposed(RotationTable table) {
  for (float& sine : table.sin) sine = -sine;
  return table;
}

Result<TrainPlan> make_train_plan(const PositionPlan& plan, int length) {
  if (const auto slot = slot_beyond(plan, trained_slots)) {
    return Error{ErrorCode::unsupported_model,
                 "no_gradient_of_slot",
                 "position_method",
                 {{"slot", slot->name}, {"why", slot->does}}};
  }
  if (Status checked = check_decay(plan, length); !checked) return checked.error();
  TrainPlan result;
  result.plan = plan;
  result.length = length;
  result.polar = PolarForm(plan);
  std::vector<double> positions(static_cast<std::size_t>(length));
  std::iota(positions.begin(), positions.end(), 0.0);
  result.queries = make_rotation_table(plan.inv_freq, positions, plan.attention_factor);
  result.keys = result.queries;
  if (!plan.log_decay.empty()) {
    apply_decay(plan, 1, length, result.queries);
    apply_decay(plan, -1, length, result.keys);
  }
  result.queries_back = transposed(result.queries);
  result.keys_back = transposed(result.keys);
  const double by_default = 1 / std::sqrt(static_cast<double>(plan.head_dim));
  const double scale = plan.norms.score_scale == 0 ? by_default : plan.norms.score_scale;
  result.query_scale.assign(positions.size(), static_cast<float>(scale));
  std::ranges::transform(plan.logit_scale, result.query_scale.begin(),
                         [scale](float of_query) { return static_cast<float>(scale * static_cast<double>(of_query)); });
  result.reversed_bias.assign(plan.bias.rbegin(), plan.bias.rend());
  return result;
}

}  // namespace ropescope
