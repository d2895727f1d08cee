#include "kernels/matmul.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>

#include "core/index.hpp"
#include "kernels/simd.hpp"

namespace ropescope {
namespace {

constexpr int width = static_cast<int>(lanes);  // of a vector
constexpr int panel_vectors =
    4;  // 2 rows x 4 vectors: 8 chains hide the latency of add, and V8 keeps them in registers
constexpr int panel_width = panel_vectors * width;
constexpr int tile_rows = lanes >= 16 ? 4 : 2;  // AVX-512 has twice the registers

int round_up_to_vectors(int columns) { return (columns + width - 1) / width * width; }
int width_of_panel(int columns, int first) { return std::min(panel_width, round_up_to_vectors(columns - first)); }

// Where panel `first / panel` begins: every panel before it is full.
std::size_t panel_offset(int depth, int first) { return index(depth) * index(first); }

void store_row(const Batch* accumulators, int vectors, float* destination, int valid) {
  if (valid >= vectors * width) {
    for (int v = 0; v < vectors; ++v) accumulators[v].store_unaligned(destination + v * width);
    return;
  }
  alignas(64) std::array<float, panel_width> whole;
  for (int v = 0; v < vectors; ++v) accumulators[v].store_aligned(whole.data() + v * width);
  std::memcpy(destination, whole.data(), index(valid) * sizeof(float));
}

// What a row's sums start from: C's own values (as many as are valid), or 0. Inlined, else the sums leave registers.
[[gnu::always_inline]] inline void load_row(Batch* accumulators, int vectors, const MutableRows& c, int row,
                                            int valid) {
  if (!c.accumulate) {
    std::fill(accumulators, accumulators + vectors, Batch(0.0F));
    return;
  }
  const float* source = c.data + index(row) * c.stride;
  if (valid >= vectors * width) {
    for (int v = 0; v < vectors; ++v) accumulators[v] = Batch::load_unaligned(source + v * width);
    return;
  }
  alignas(64) std::array<float, panel_width> whole{};
  std::memcpy(whole.data(), source, index(valid) * sizeof(float));
  for (int v = 0; v < vectors; ++v) accumulators[v] = Batch::load_aligned(whole.data() + v * width);
}

// A panel of B from where the product begins.
struct Panel {
  const float* data = nullptr;  // [depth, vectors]
  int vectors = 0;
  int depth = 0;
  int valid = 0;  // columns that C has
};

float element(const Rows& a, int r, int d) { return a.data[index(r) * a.stride + index(d)]; }
float element(const Columns& a, int r, int d) { return a.data[index(d) * a.stride + index(r)]; }

Rows rows_from(const Rows& a, int first) { return {a.data + index(first) * a.stride, a.stride, a.count - first}; }
Columns rows_from(const Columns& a, int first) { return {a.data + first, a.stride, a.count - first}; }

// One tile of C: `row_count` rows times `vectors` vectors, summed over the depth in registers.
template <int row_count, int vectors, class A>
void multiply_tile(const A& a, const Panel& panel, const MutableRows& c) {
  std::array<std::array<Batch, vectors>, row_count> sums;
  for (int r = 0; r < row_count; ++r) load_row(sums[index(r)].data(), vectors, c, r, panel.valid);
  const float* b = panel.data;
  for (int d = 0; d < panel.depth; ++d, b += vectors * width) {
    std::array<Batch, vectors> column;
    unrolled<vectors>([&](auto v) { column[v] = Batch::load_aligned(b + v * width); });
    unrolled<row_count>([&](auto r) {
      const Batch factor(element(a, r, d));
      unrolled<vectors>([&](auto v) { sums[r][v] = multiply_add(factor, column[v], sums[r][v]); });
    });
  }
  for (int r = 0; r < row_count; ++r)
    store_row(sums[index(r)].data(), vectors, c.data + index(r) * c.stride, panel.valid);
}

template <int vectors, class A>
void multiply_panel(const A& a, const Panel& panel, const MutableRows& c) {
  int r = 0;
  const auto out_from = [&](int first) {
    return MutableRows{c.data + index(first) * c.stride, c.stride, c.accumulate};
  };
  for (; r + tile_rows <= a.count; r += tile_rows) {
    multiply_tile<tile_rows, vectors>(rows_from(a, r), panel, out_from(r));
  }
  for (; r < a.count; ++r) multiply_tile<1, vectors>(rows_from(a, r), panel, out_from(r));
}

// One row, two panels at a time: as many chains as the two-row tile has.
void multiply_two_panels(const float* a, const float* b, std::size_t to_next_panel, int depth, const MutableRows& c) {
  std::array<Batch, panel_vectors> low;
  std::array<Batch, panel_vectors> high;
  load_row(low.data(), panel_vectors, c, 0, panel_width);
  load_row(high.data(), panel_vectors, {c.data + panel_width, c.stride, c.accumulate}, 0, panel_width);
  for (int d = 0; d < depth; ++d, b += panel_width) {
    const Batch element(a[d]);
    unrolled<panel_vectors>([&](auto v) {
      low[v] = multiply_add(element, Batch::load_aligned(b + v * width), low[v]);
      high[v] = multiply_add(element, Batch::load_aligned(b + to_next_panel + v * width), high[v]);
    });
  }
  store_row(low.data(), panel_vectors, c.data, panel_width);
  store_row(high.data(), panel_vectors, c.data + panel_width, panel_width);
}

template <class A>
void multiply_any_panel(const A& a, const Panel& panel, const MutableRows& c) {
  switch (panel.vectors) {
    case 1:
      return multiply_panel<1>(a, panel, c);
    case 2:
      return multiply_panel<2>(a, panel, c);
    case 3:
      return multiply_panel<3>(a, panel, c);
    default:
      return multiply_panel<4>(a, panel, c);
  }
}

}  // namespace

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

void pack_rows(const Rows& source, int columns, PackedMatrix& out) {
  out.depth = source.count;
  out.columns = columns;
  out.panels.resize(index(source.count) * index(round_up_to_vectors(columns)));
  for (int first = 0; first < columns; first += panel_width) {
    const int stride = width_of_panel(columns, first);
    const int valid = std::min(stride, columns - first);
    float* destination = out.panels.data() + panel_offset(out.depth, first);
    for (int d = 0; d < out.depth; ++d, destination += stride) {
      std::memcpy(destination, source.data + index(d) * source.stride + first, index(valid) * sizeof(float));
      std::fill(destination + valid, destination + stride, 0.0F);
    }
  }
}

void multiply(const Rows& a, const PackedMatrix& b, const ProductRange& range, const MutableRows& c) {
  assert(range.column_begin % panel_width == 0 && range.column_end <= b.columns && range.depth_end <= b.depth);
  const int depth = range.depth_end - range.depth_begin;
  const Rows part{a.data + range.depth_begin, a.stride, a.count};
  for (int first = range.column_begin; first < range.column_end; first += panel_width) {
    const int stride = width_of_panel(b.columns, first);
    const MutableRows destination{c.data + first, c.stride, c.accumulate};
    const float* panels = b.panels.data() + panel_offset(b.depth, first) + index(range.depth_begin) * index(stride);
    if (a.count == 1 && first + 2 * panel_width <= range.column_end) {
      multiply_two_panels(part.data, panels, panel_offset(b.depth, panel_width), depth, destination);
      first += panel_width;
      continue;
    }
    const int valid = std::min(stride, range.column_end - first);
    multiply_any_panel(part, {panels, stride / width, depth, valid}, destination);
  }
}

void multiply(const Rows& a, const PackedMatrix& b, const MutableRows& c) {
  multiply(a, b, {0, b.depth, 0, b.columns}, c);
}

void multiply_transposed(const Columns& a, const PackedMatrix& b, const MutableRows& c) {
  for (int first = 0; first < b.columns; first += panel_width) {
    const int stride = width_of_panel(b.columns, first);
    const float* panels = b.panels.data() + panel_offset(b.depth, first);
    multiply_any_panel(a, {panels, stride / width, b.depth, std::min(stride, b.columns - first)},
                       {c.data + first, c.stride, c.accumulate});
  }
}

}  // namespace ropescope
