// How many independent patterns an attention map holds: its singular values, and two counts of those that matter.
#pragma once

#include <span>
#include <vector>

#include "core/result.hpp"

namespace ropescope {

inline constexpr int max_map_side = 1024;  // a decomposition costs the cube of it: seconds here

// What map_rank answers.
struct MapRank {
  std::vector<double> singular_values;  // [min(rows, cols)], falling
  int numerical_rank = 0;               // those above the rounding of floats: max(rows, cols) * 2^-23 of the largest
  double effective_rank = 0;            // exp(entropy of singular_values / their sum); Roy, Vetterli, EUSIPCO 2007
};

// map: [rows, cols], finite. A map of zeros has rank 0. Error: invalid_argument.
// Maximum error against exact arithmetic: 1e-12 of the largest singular value.
Result<MapRank> map_rank(std::span<const float> map, int rows, int cols);

}  // namespace ropescope
