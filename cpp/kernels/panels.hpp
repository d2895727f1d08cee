// Where the numbers of a PackedMatrix lie.
#pragma once

#include <algorithm>
#include <cstddef>

#include "core/index.hpp"
#include "kernels/matmul.hpp"
#include "kernels/simd.hpp"
#include "kernels/widen.hpp"

namespace ropescope {

inline constexpr int width = static_cast<int>(lanes);  // of a vector
inline constexpr int panel_vectors =
    4;  // 2 rows x 4 vectors: 8 chains hide the latency of add, and V8 keeps them in registers
inline constexpr int panel_width = panel_vectors * width;
inline constexpr int wide_panel = 2 * panel_width;  // of numbers of 16 bits: a row of it is as many bytes

inline int round_up_to_vectors(int columns) { return (columns + width - 1) / width * width; }
inline int whole_panels(int columns) { return (columns + panel_width - 1) / panel_width * panel_width; }
inline int width_of_panel(int columns, int first) {
  return std::min(panel_width, round_up_to_vectors(columns - first));
}
inline int width_of_panel(const PackedMatrix& b, int first) {
  return b.grows ? panel_width : width_of_panel(b.columns, first);
}

// Where panel `first / panel` begins: every panel before it is full.
inline std::size_t panel_offset(int depth, int first) { return index(depth) * index(first); }
// Where a column begins that a whole panel holds.
inline std::size_t column_offset(int depth, int column) {
  return panel_offset(depth, column / panel_width * panel_width) + index(column % panel_width);
}
inline std::size_t place_in_halves(int depth, int column) {
  return panel_offset(depth, column / wide_panel * wide_panel) + index(place_in_pairs(column % wide_panel));
}
// Of bytes; scales and offsets lie as columns of floats.
inline std::size_t place_in_bytes(int depth, int column) {
  return panel_offset(depth, column / panel_width * panel_width) + index(place_in_fours(column % panel_width));
}

}  // namespace ropescope
