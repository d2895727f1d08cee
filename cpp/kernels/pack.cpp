// Packing of matrices into panels.
#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/half.hpp"
#include "core/index.hpp"
#include "kernels/elementwise.hpp"
#include "kernels/matmul.hpp"
#include "kernels/panels.hpp"
#include "kernels/widen.hpp"

namespace ropescope {

int panel_columns() { return panel_width; }

void pack_columns(const Rows& source, int depth, PackedMatrix& out) {
  out.depth = depth;
  out.columns = source.count;
  out.panels.resize(index(depth) * index(round_up_to_vectors(source.count)));
  for (int first = 0; first < source.count; first += panel_width) {
    const int stride = width_of_panel(source.count, first);
    const int valid = std::min(stride, source.count - first);
    float* destination = out.panels.data() + panel_offset(depth, first);
    for (int n = 0; n < valid; ++n) {
      const float* row = source.data + index(first + n) * source.stride;
      for (int d = 0; d < depth; ++d) destination[d * stride + n] = row[d];
    }
    for (int d = 0; d < depth; ++d) std::fill(destination + d * stride + valid, destination + (d + 1) * stride, 0.0F);
  }
}

void pack_columns(const Rows& source, int depth, Stored stored, PackedMatrix& out) {
  if (stored == Stored::f32) return pack_columns(source, depth, out);
  out.depth = depth;
  out.columns = source.count;
  out.stored = stored;
  out.halves.resize(index(depth) * index((source.count + wide_panel - 1) / wide_panel * wide_panel));
  for (int n = 0; n < source.count; ++n) {
    const float* row = source.data + index(n) * source.stride;
    const std::size_t place = place_in_halves(depth, n);
    for (int d = 0; d < depth; ++d) {
      out.halves[place + index(d * wide_panel)] = stored == Stored::bf16 ? to_bfloat(row[d]) : to_half(row[d]);
    }
  }
}

void read_column(const PackedMatrix& b, int column, std::span<float> out) {
  if (b.stored == Stored::f32) {
    const std::size_t place = column_offset(b.depth, column);
    const std::size_t stride = index(width_of_panel(b, column / panel_width * panel_width));
    for (std::size_t d = 0; d < out.size(); ++d) out[d] = b.panels[place + d * stride];
    return;
  }
  std::size_t place = place_in_halves(b.depth, column);
  for (float& value : out) {
    value = b.stored == Stored::bf16 ? from_bfloat(b.halves[place]) : from_half(b.halves[place]);
    place += index(wide_panel);
  }
}

void append_columns(const Rows& source, int depth, PackedMatrix& out) {
  assert(out.columns == 0 || (out.grows && out.depth == depth));
  const int first = out.columns;
  out.depth = depth;
  out.columns += source.count;
  out.grows = true;
  out.panels.resize(index(depth) * index((out.columns + panel_width - 1) / panel_width * panel_width));
  for (int n = 0; n < source.count; ++n) {
    const int column = first + n;
    const std::size_t place = column_offset(depth, column);
    const float* row = source.data + index(n) * source.stride;
    for (int d = 0; d < depth; ++d) out.panels[place + index(d * panel_width)] = row[d];
  }
}

void pack_rows(const Rows& source, int columns, PackedMatrix& out) {
  out.depth = source.count;
  out.columns = columns;
  out.panels.resize(index(source.count) * index(round_up_to_vectors(columns)));
  for (int first = 0; first < columns; first += panel_width) {
    const int stride = width_of_panel(columns, first);
    const int valid = std::min(stride, columns - first);
    float* destination = out.panels.data() + panel_offset(out.depth, first);
    for (int d = 0; d < out.depth; ++d, destination += stride) {
      copy_elements({source.data + index(d) * source.stride + first, index(valid)}, destination);
      std::fill(destination + valid, destination + stride, 0.0F);
    }
  }
}

}  // namespace ropescope
