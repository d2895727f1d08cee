#include "kernels/matmul.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>

#include "kernels/simd.hpp"

namespace ropescope {
namespace {

constexpr int width = static_cast<int>(lanes);  // of a vector
constexpr int panel_vectors =
    4;  // 2 rows x 4 vectors: 8 chains hide the latency of add, and V8 keeps them in registers
constexpr int panel = panel_vectors * width;
constexpr int tile_rows = lanes >= 16 ? 4 : 2;  // AVX-512 has twice the registers

std::size_t index(int i) { return static_cast<std::size_t>(i); }

int round_up_to_vectors(int columns) { return (columns + width - 1) / width * width; }
int width_of_panel(int columns, int first) { return std::min(panel, round_up_to_vectors(columns - first)); }

// Where panel `first / panel` begins: every panel before it is full.
std::size_t panel_offset(int depth, int first) { return index(depth) * index(first); }

void store_row(const Batch* accumulators, int vectors, float* destination, int valid) {
  if (valid >= vectors * width) {
    for (int v = 0; v < vectors; ++v) accumulators[v].store_unaligned(destination + v * width);
    return;
  }
  alignas(64) std::array<float, panel> whole;
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
  alignas(64) std::array<float, panel> whole{};
  std::memcpy(whole.data(), c.data + index(row) * c.stride, index(std::min(valid, panel)) * sizeof(float));
  for (int v = 0; v < vectors; ++v) accumulators[v] = Batch::load_aligned(whole.data() + v * width);
}

// One tile of C: `row_count` rows times `vectors` vectors, summed over the depth in registers.
template <int row_count, int vectors>
void multiply_tile(const Rows& a, const float* b, int depth, const MutableRows& c, int valid) {
  std::array<std::array<Batch, vectors>, row_count> sums;
  for (int r = 0; r < row_count; ++r) load_row(sums[index(r)].data(), vectors, c, r, valid);
  for (int d = 0; d < depth; ++d, b += vectors * width) {
    std::array<Batch, vectors> column;
    unrolled<vectors>([&](auto v) { column[v] = Batch::load_aligned(b + v * width); });
    unrolled<row_count>([&](auto r) {
      const Batch element(a.data[index(r) * a.stride + index(d)]);
      unrolled<vectors>([&](auto v) { sums[r][v] = xsimd::fma(element, column[v], sums[r][v]); });
    });
  }
  for (int r = 0; r < row_count; ++r) store_row(sums[index(r)].data(), vectors, c.data + index(r) * c.stride, valid);
}

template <int vectors>
void multiply_panel(const Rows& a, const float* b, int depth, const MutableRows& c, int valid) {
  int r = 0;
  const auto rows_from = [&](int first) { return Rows{a.data + index(first) * a.stride, a.stride, a.count - first}; };
  const auto out_from = [&](int first) {
    return MutableRows{c.data + index(first) * c.stride, c.stride, c.accumulate};
  };
  for (; r + tile_rows <= a.count; r += tile_rows) {
    multiply_tile<tile_rows, vectors>(rows_from(r), b, depth, out_from(r), valid);
  }
  for (; r < a.count; ++r) multiply_tile<1, vectors>(rows_from(r), b, depth, out_from(r), valid);
}

// One row, two panels at a time: as many chains as the two-row tile has.
void multiply_two_panels(const float* a, const float* b, std::size_t to_next_panel, int depth, const MutableRows& c) {
  std::array<Batch, panel_vectors> low;
  std::array<Batch, panel_vectors> high;
  load_row(low.data(), panel_vectors, c, 0, panel);
  load_row(high.data(), panel_vectors, {c.data + panel, c.stride, c.accumulate}, 0, panel);
  for (int d = 0; d < depth; ++d, b += panel) {
    const Batch element(a[d]);
    unrolled<panel_vectors>([&](auto v) {
      low[v] = xsimd::fma(element, Batch::load_aligned(b + v * width), low[v]);
      high[v] = xsimd::fma(element, Batch::load_aligned(b + to_next_panel + v * width), high[v]);
    });
  }
  store_row(low.data(), panel_vectors, c.data, panel);
  store_row(high.data(), panel_vectors, c.data + panel, panel);
}

void multiply_any_panel(int vectors, const Rows& a, const float* b, int depth, const MutableRows& c, int valid) {
  switch (vectors) {
    case 1:
      return multiply_panel<1>(a, b, depth, c, valid);
    case 2:
      return multiply_panel<2>(a, b, depth, c, valid);
    case 3:
      return multiply_panel<3>(a, b, depth, c, valid);
    default:
      return multiply_panel<4>(a, b, depth, c, valid);
  }
}

}  // namespace

int panel_columns() { return panel; }

void pack_columns(const Rows& source, int depth, PackedMatrix& out) {
  out.depth = depth;
  out.columns = source.count;
  out.panels.resize(index(depth) * index(round_up_to_vectors(source.count)));
  for (int first = 0; first < source.count; first += panel) {
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
  for (int first = 0; first < columns; first += panel) {
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
  assert(range.column_begin % panel == 0 && range.column_end <= b.columns && range.depth_end <= b.depth);
  const int depth = range.depth_end - range.depth_begin;
  const Rows part{a.data + range.depth_begin, a.stride, a.count};
  for (int first = range.column_begin; first < range.column_end; first += panel) {
    const int stride = width_of_panel(b.columns, first);
    const MutableRows destination{c.data + first, c.stride, c.accumulate};
    const float* panels = b.panels.data() + panel_offset(b.depth, first) + index(range.depth_begin) * index(stride);
    if (a.count == 1 && first + 2 * panel <= range.column_end) {
      multiply_two_panels(part.data, panels, panel_offset(b.depth, panel), depth, destination);
      first += panel;
      continue;
    }
    const int valid = std::min(stride, range.column_end - first);
    multiply_any_panel(stride / width, part, panels, depth, destination, valid);
  }
}

void multiply(const Rows& a, const PackedMatrix& b, const MutableRows& c) {
  multiply(a, b, {0, b.depth, 0, b.columns}, c);
}

}  // namespace ropescope
