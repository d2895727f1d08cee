#include "kernels/matmul.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstring>
#include <type_traits>

#include "core/index.hpp"
#include "kernels/elementwise.hpp"
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
int width_of_panel(const PackedMatrix& b, int first) {
  return b.grows ? panel_width : width_of_panel(b.columns, first);
}

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

// One row of C, `valid` columns of it, from rows of B; load(p) is a vector of B from p on.
template <int vectors, class Load>
void multiply_row(const float* a, const Rows& b, int valid, const MutableRows& c, Load load) {
  std::array<Batch, vectors> sums;
  load_row(sums.data(), vectors, c, 0, valid);
  const float* row = b.data;
  for (int d = 0; d < b.count; ++d, row += b.stride) {
    const Batch factor(a[d]);
    unrolled<vectors>([&](auto v) { sums[v] = multiply_add(factor, load(row + v * width), sums[v]); });
  }
  store_row(sums.data(), vectors, c.data, valid);
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

void append_columns(const Rows& source, int depth, PackedMatrix& out) {
  assert(out.columns == 0 || (out.grows && out.depth == depth));
  const int first = out.columns;
  out.depth = depth;
  out.columns += source.count;
  out.grows = true;
  out.panels.resize(index(depth) * index((out.columns + panel_width - 1) / panel_width * panel_width));
  for (int n = 0; n < source.count; ++n) {
    const int column = first + n;
    const std::size_t place = panel_offset(depth, column / panel_width * panel_width) + index(column % panel_width);
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

void multiply(const Rows& a, const PackedMatrix& b, const ProductRange& range, const MutableRows& c) {
  assert(range.column_begin % panel_width == 0 && range.column_end <= b.columns && range.depth_end <= b.depth);
  const int depth = range.depth_end - range.depth_begin;
  const Rows part{a.data + range.depth_begin, a.stride, a.count};
  for (int first = range.column_begin; first < range.column_end; first += panel_width) {
    const int stride = width_of_panel(b, first);
    const MutableRows destination{c.data + first, c.stride, c.accumulate};
    const float* panels = b.panels.data() + panel_offset(b.depth, first) + index(range.depth_begin) * index(stride);
    const int valid = std::min(stride, range.column_end - first);
    multiply_any_panel(part, {panels, stride / width, depth, valid}, destination);
  }
}

void multiply(const Rows& a, const PackedMatrix& b, const MutableRows& c) {
  multiply(a, b, {0, b.depth, 0, b.columns}, c);
}

void multiply(const Rows& a, const Rows& b, int columns, const MutableRows& c) {
  const int whole = columns / width * width;
  const auto load_whole = [](const float* source) { return Batch::load_unaligned(source); };
  const auto load_rest = [rest = columns - whole](const float* source) {
    alignas(64) std::array<float, lanes> values{};
    std::memcpy(values.data(), source, index(rest) * sizeof(float));
    return Batch::load_aligned(values.data());
  };
  for (int r = 0; r < a.count; ++r) {
    const float* row = a.data + index(r) * a.stride;
    const auto from = [&](int first) { return Rows{b.count > 0 ? b.data + first : nullptr, b.stride, b.count}; };
    const auto to = [&](int first) { return MutableRows{c.data + index(r) * c.stride + first, 0, c.accumulate}; };
    int first = 0;
    const auto next = [&](auto vectors) {
      multiply_row<vectors>(row, from(first), vectors * width, to(first), load_whole);
      first += vectors * width;
    };
    while (whole - first >= 2 * panel_width) next(std::integral_constant<int, 2 * panel_vectors>{});
    while (whole - first >= panel_width) next(std::integral_constant<int, panel_vectors>{});
    while (first < whole) next(std::integral_constant<int, 1>{});
    if (first < columns) multiply_row<1>(row, from(first), columns - first, to(first), load_rest);
  }
}

void multiply_transposed(const Columns& a, const PackedMatrix& b, const MutableRows& c) {
  for (int first = 0; first < b.columns; first += panel_width) {
    const int stride = width_of_panel(b, first);
    const float* panels = b.panels.data() + panel_offset(b.depth, first);
    multiply_any_panel(a, {panels, stride / width, b.depth, std::min(stride, b.columns - first)},
                       {c.data + first, c.stride, c.accumulate});
  }
}

}  // namespace ropescope
