// How far a plan makes tokens look: the largest distance that any query pretends to a key it sees.
#pragma once

#include "position/plan.hpp"

namespace ropescope {

// In a text of seq_len tokens, for which the plan is. In steps of the text's length, whatever the plan.
[[nodiscard]] double largest_distance(const PositionPlan& plan, int seq_len);

// Keys that a query sees, itself among them.
[[nodiscard]] int keys_seen(const PositionPlan& plan, int query);

}  // namespace ropescope
