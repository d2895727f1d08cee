#include "train/pose.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include "core/error_codes.hpp"
#include "core/random.hpp"
#include "core/result.hpp"
#include "kernels/rotate.hpp"
#include "position/plan.hpp"
#include "position/plan_slots.hpp"
#include "train/train_plan.hpp"

namespace ropescope {
namespace {

// What the distance between two tokens of a row enters through the rotation alone, or not at all.
constexpr std::array placed_slots{SlotId::frequencies, SlotId::polar, SlotId::attention_factor, SlotId::norms,
                                  SlotId::sink_logit};

// From least to most, both included.
int draw(int least, int most, std::uint64_t& state) {
  const int count = most - least + 1;
  return least + std::min(static_cast<int>(random_uniform(state) * count), count - 1);
}

}  // namespace

std::vector<int> pose_positions(int length, int spread, std::uint64_t& random_state) {
  assert(length >= 2 && spread >= length);
  const int cut = draw(1, (length + 1) / 2, random_state);
  const int jump = draw(0, spread - length, random_state);
  std::vector<int> positions(static_cast<std::size_t>(length));
  std::iota(positions.begin(), positions.begin() + cut, 0);
  std::iota(positions.begin() + cut, positions.end(), cut + jump);
  return positions;
}

TrainPlan plan_at(const TrainPlan& plan, const std::vector<int>& positions) {
  assert(static_cast<int>(positions.size()) == plan.length);
  TrainPlan placed = plan;
  const std::vector<double> tokens(positions.begin(), positions.end());
  placed.queries = make_rotation_table(plan.plan.inv_freq, tokens, plan.plan.attention_factor);
  placed.keys = placed.queries;
  placed.queries_back = transposed(placed.queries);
  placed.keys_back = placed.queries_back;
  return placed;
}

Status check_pose(const PositionPlan& plan) {
  const auto slot = slot_beyond(plan, placed_slots);
  if (!slot) return ok();
  return Error{ErrorCode::unsupported_model,
               "pose_needs_rotation_alone",
               "position_method",
               {{"slot", slot->name}, {"why", slot->does}}};
}

}  // namespace ropescope
