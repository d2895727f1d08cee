#include "kernels/matmul.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <type_traits>

#include "core/index.hpp"
#include "core/number_rows.hpp"
#include "kernels/panels.hpp"
#include "kernels/simd.hpp"
#include "kernels/widen.hpp"

namespace ropescope {
namespace {

constexpr int tile_rows = lanes >= 16 ? 4 : 2;  // AVX-512 has twice the registers

void store_row(const Batch* accumulators, int vectors, float* destination, int valid) {
  if (valid >= vectors * width) {
    for (int v = 0; v < vectors; ++v) accumulators[v].store_unaligned(destination + v * width);
    return;
  }
  alignas(64) std::array<float, wide_panel> whole;
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
  alignas(64) std::array<float, wide_panel> whole{};
  std::memcpy(whole.data(), source, index(valid) * sizeof(float));
  for (int v = 0; v < vectors; ++v) accumulators[v] = Batch::load_aligned(whole.data() + v * width);
}

// A panel of B from where the product begins.
template <class Numbers>
struct PanelOf {
  const typename Numbers::Number* data = nullptr;  // [depth, vectors]
  int vectors = 0;
  int depth = 0;
  int valid = 0;  // columns that C has
};
using Panel = PanelOf<Floats>;

float element(const Rows& a, int r, int d) { return a.data[index(r) * a.stride + index(d)]; }
float element(const Columns& a, int r, int d) { return a.data[index(d) * a.stride + index(r)]; }

Rows rows_from(const Rows& a, int first) { return {a.data + index(first) * a.stride, a.stride, a.count - first}; }
Columns rows_from(const Columns& a, int first) { return {a.data + first, a.stride, a.count - first}; }

// One tile of C: `row_count` rows times `vectors` vectors, summed over the depth in registers.
template <int row_count, int vectors, class A, class Numbers>
void multiply_tile(const A& a, const PanelOf<Numbers>& panel, const MutableRows& c) {
  std::array<std::array<Batch, vectors>, row_count> sums;
  for (int r = 0; r < row_count; ++r) load_row(sums[index(r)].data(), vectors, c, r, panel.valid);
  const auto* b = panel.data;
  for (int d = 0; d < panel.depth; ++d, b += vectors * width) {
    const std::array<Batch, vectors> column = Numbers::template load<vectors>(b);
    unrolled<row_count>([&](auto r) {
      const Batch factor = Numbers::factor(element(a, r, d));
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

constexpr int widened_depth = 256;  // of a panel of floats: 16 kB stay in L1

// A single row reads the numbers as they are; more rows share widened ones.
template <class Numbers>
bool is_single(const Rows& a, int depth) {
  if (a.count != 1) return false;
  return std::all_of(a.data, a.data + depth, [](float x) { return std::abs(x) < Numbers::largest; });
}

// widen(begin, end, out) writes those rows of a panel as floats, the rows of the product being given, of as many
// columns as `valid` says. Sums go on from one part of the depth to the next: the chains of additions are those of
// panels of floats.
template <class Widen>
void multiply_widened(const Rows& a, int depth, int valid, const MutableRows& c, Widen widen) {
  alignas(64) std::array<float, widened_depth * panel_width> wide;
  for (int begin = 0; begin == 0 || begin < depth; begin += widened_depth) {
    const int end = std::min(begin + widened_depth, depth);
    widen(begin, end, wide.data());
    const Rows part{a.data + begin, a.stride, a.count};
    multiply_any_panel(part, {wide.data(), panel_vectors, end - begin, valid},
                       {c.data, c.stride, c.accumulate || begin > 0});
  }
}

template <class Numbers>
void multiply_narrow(const Rows& a, const PackedMatrix& b, const ProductRange& range, const MutableRows& c) {
  assert(range.column_begin % wide_panel == 0);
  const int depth = range.depth_end - range.depth_begin;
  const bool single = is_single<Numbers>(a, depth);
  for (int first = range.column_begin; first < range.column_end; first += wide_panel) {
    const std::size_t place = panel_offset(b.depth, first) + index(range.depth_begin) * index(wide_panel);
    const PanelOf<Numbers> panel{b.halves.data() + place, 2 * panel_vectors, depth,
                                 std::min(wide_panel, range.column_end - first)};
    const MutableRows destination{c.data + first, c.stride, c.accumulate};
    if (single) {
      multiply_tile<1, 2 * panel_vectors>(a, panel, destination);
      continue;
    }
    for (int part = 0; part < panel.valid; part += panel_width) {
      const auto widen = [&](int begin, int end, float* out) {
        for (int d = begin; d < end; ++d, out += panel_width) {
          const auto row = Numbers::template load<panel_vectors>(panel.data + d * wide_panel + part);
          unrolled<panel_vectors>([&](auto v) { (row[v] * Numbers::factor(1)).store_aligned(out + v * lanes); });
        }
      };
      multiply_widened(a, depth, std::min(panel_width, panel.valid - part),
                       {destination.data + part, c.stride, c.accumulate}, widen);
    }
  }
}

// Rows [begin, end) of the panel whose first column is `first`.
template <class Bytes>
void widen_runs(const PackedMatrix& b, int first, int begin, int end, float* out) {
  static_assert(panel_vectors == 4, "a word holds a number of each vector of a panel");
  const int run = b.form.run;
  const std::byte* bytes = b.runs.bytes.data() + panel_offset(b.depth, first);
  const std::size_t scales = panel_offset(b.depth / run, first);
  for (int d = begin; d < end;) {
    const std::size_t place = scales + index(d / run * panel_width);
    const auto scale = Floats::load<panel_vectors>(b.runs.scales.data() + place);
    std::array<Batch, panel_vectors> offset;
    offset.fill(Batch(0.0F));
    if (b.form.has_offset) offset = Floats::load<panel_vectors>(b.runs.offsets.data() + place);
    for (const int next = std::min(end, (d / run + 1) * run); d < next; ++d, out += panel_width) {
      Words words;
      std::memcpy(&words, bytes + d * panel_width, sizeof(words));
      unrolled<panel_vectors>(
          [&](auto v) { (scale[v] * Bytes::template load<v>(words) + offset[v]).store_aligned(out + v * lanes); });
    }
  }
}

void multiply_runs(const Rows& a, const PackedMatrix& b, const ProductRange& range, const MutableRows& c) {
  const auto widen_some = b.form.has_floats ? widen_runs<FloatBytes> : widen_runs<WholeBytes>;
  for (int first = range.column_begin; first < range.column_end; first += panel_width) {
    const auto widen = [&](int begin, int end, float* out) {
      widen_some(b, first, range.depth_begin + begin, range.depth_begin + end, out);
    };
    multiply_widened(a, range.depth_end - range.depth_begin, std::min(panel_width, range.column_end - first),
                     {c.data + first, c.stride, c.accumulate}, widen);
  }
}

}  // namespace

void multiply(const Rows& a, const PackedMatrix& b, const ProductRange& range, const MutableRows& c) {
  assert(range.column_begin % panel_width == 0 && range.column_end <= b.columns && range.depth_end <= b.depth);
  const int depth = range.depth_end - range.depth_begin;
  const Rows part{a.data + range.depth_begin, a.stride, a.count};
  switch (b.form.stored) {
    case Stored::bf16:
      return multiply_narrow<Bfloats>(part, b, range, c);
    case Stored::f16:
      return multiply_narrow<Halves>(part, b, range, c);
    case Stored::runs:
      return multiply_runs(part, b, range, c);
    case Stored::f32:
      break;
  }
  for (int first = range.column_begin; first < range.column_end; first += panel_width) {
    const int stride = width_of_panel(b, first);
    const MutableRows destination{c.data + first, c.stride, c.accumulate};
    const std::size_t place = panel_offset(b.depth, first) + index(range.depth_begin) * index(stride);
    const int valid = std::min(stride, range.column_end - first);
    multiply_any_panel(part, {b.panels.data() + place, stride / width, depth, valid}, destination);
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
  assert(b.form.stored == Stored::f32);
  for (int first = 0; first < b.columns; first += panel_width) {
    const int stride = width_of_panel(b, first);
    const float* panels = b.panels.data() + panel_offset(b.depth, first);
    multiply_any_panel(a, {panels, stride / width, b.depth, std::min(stride, b.columns - first)},
                       {c.data + first, c.stride, c.accumulate});
  }
}

}  // namespace ropescope
