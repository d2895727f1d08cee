// Which methods go together: each fills slots of its own, and what one of them fills makes sense of the others'.
#pragma once

#include <cstddef>
#include <span>

#include "core/result.hpp"
#include "position/method.hpp"
#include "position/plan.hpp"

namespace ropescope {

// chosen: places in the registry. Errors: slot_conflict names the first slot that two of the methods fill.
[[nodiscard]] Status check_slots(std::span<const std::size_t> chosen);

// Errors: invalid_argument names a method that counts tokens itself where the request gives positions.
[[nodiscard]] Status check_positions(const PlanRequest& request, std::span<const std::size_t> chosen);

// The plan that they made. Errors: slot_conflict where pairs should fade that do not rotate.
[[nodiscard]] Status check_decay(const PositionPlan& plan, std::span<const std::size_t> chosen);

}  // namespace ropescope
