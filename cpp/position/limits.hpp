// How long a text a plan can be made for.
#pragma once

namespace ropescope {

inline constexpr int max_plan_length = 1 << 24;  // tokens; a float still counts them exactly

}  // namespace ropescope
