#include "position/plan_slots.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <vector>

#include "position/plan.hpp"

namespace ropescope {
namespace {

template <class T>
double bytes_of(const T& /*number*/) {
  return 0;  // of no text's length
}

template <class T>
double bytes_of(const std::vector<T>& numbers) {
  return static_cast<double>(numbers.size() * sizeof(T));
}

double bytes_of(const std::vector<Branch>& branches) {
  double bytes = 0;
  for (const Branch& branch : branches) {
    bytes += bytes_of(branch.q_position) + bytes_of(branch.k_position) + bytes_of(branch.first) + bytes_of(branch.end);
  }
  return bytes;
}

double bytes_of(const Axes& axes) {
  double bytes = bytes_of(axes.axis_of_pair);
  for (const std::vector<double>& positions : axes.positions) bytes += bytes_of(positions);
  return bytes;
}

double bytes_of(const BiasCurves& curves) {
  return bytes_of(curves.warp) + bytes_of(curves.reach) + bytes_of(curves.knots) + bytes_of(curves.values);
}

double bytes_of(const KeyGates& gates) { return bytes_of(gates.weight) + bytes_of(gates.bias); }

}  // namespace

std::vector<Slot> used_slots(const PositionPlan& plan) {
  static const PositionPlan untouched;
  std::vector<Slot> used;
  const auto note = [&used](const Slot& slot, const auto& value, const auto& by_default) {
    if (value != by_default) used.push_back(slot);
  };
  visit_slots(note, plan, untouched);
  return used;
}

std::optional<Slot> slot_beyond(const PositionPlan& plan, std::span<const SlotId> expressed) {
  for (const Slot& slot : used_slots(plan)) {
    if (std::ranges::find(expressed, slot.id) == expressed.end()) return slot;
  }
  return std::nullopt;
}

double slot_bytes(const PositionPlan& plan) {
  double bytes = 0;
  visit_slots([&bytes](const Slot& /*slot*/, const auto& value) { bytes += bytes_of(value); }, plan);
  return bytes - bytes_of(plan.inv_freq);
}

}  // namespace ropescope
