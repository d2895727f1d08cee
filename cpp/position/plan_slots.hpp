// What the table of slots (plan.hpp) says of one plan. Whoever passes plans on names the slots it can express, and
// refuses a plan that uses another by that slot's name: a new slot is never dropped without a word.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "position/plan.hpp"

namespace ropescope {

// Those that are not at their default, in the order of the table.
[[nodiscard]] std::vector<Slot> used_slots(const PositionPlan& plan);

// The first of them that is not among `expressed`.
[[nodiscard]] std::optional<Slot> slot_beyond(const PositionPlan& plan, std::span<const SlotId> expressed);

// What turning vectors by one angle for each pair and token expresses.
inline constexpr std::array turning_slots{SlotId::frequencies, SlotId::attention_factor};

// Of the plan's arrays, beyond the frequencies.
[[nodiscard]] double slot_bytes(const PositionPlan& plan);

}  // namespace ropescope
