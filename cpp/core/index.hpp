// Sizes and positions are int where people give them, std::size_t where arrays are addressed.
#pragma once

#include <cstddef>

namespace ropescope {

// i >= 0
constexpr std::size_t index(int i) { return static_cast<std::size_t>(i); }

}  // namespace ropescope
