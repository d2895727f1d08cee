// Packing of matrices into panels.
#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "core/half.hpp"
#include "core/index.hpp"
#include "core/number_rows.hpp"
#include "kernels/aligned.hpp"
#include "kernels/elementwise.hpp"
#include "kernels/matmul.hpp"
#include "kernels/panels.hpp"

namespace ropescope {
namespace {

// rows: the columns of a panel of so many floats, perhaps fewer than it has room for
[[gnu::noinline]] void pack_panel(const Rows& rows, int depth, int stride, float* panel) {
  for (int n = 0; n < rows.count; ++n) {
    const float* row = rows.data + index(n) * rows.stride;
    for (int d = 0; d < depth; ++d) panel[d * stride + n] = row[d];
  }
  for (int d = 0; d < depth; ++d) std::fill(panel + d * stride + rows.count, panel + (d + 1) * stride, 0.0F);
}

// rows_from(first, count) are rows of B's columns.
template <class RowsFrom>
void pack_panels(int depth, PackedMatrix& out, RowsFrom rows_from) {
  out.panels.resize(index(depth) * index(round_up_to_vectors(out.columns)));
  for (int first = 0; first < out.columns; first += panel_width) {
    const int stride = width_of_panel(out.columns, first);
    const Rows rows = rows_from(first, std::min(stride, out.columns - first));
    pack_panel(rows, depth, stride, out.panels.data() + panel_offset(depth, first));
  }
}

// The numbers may lie at any alignment.
void pack_floats(const StoredRows& source, int depth, PackedMatrix& out) {
  const std::size_t row_bytes = bytes_of(source.form, index(depth));
  std::vector<float> numbers(index(depth) * index(panel_width));
  pack_panels(depth, out, [&](int first, int count) {
    const std::span some(source.data + index(first) * row_bytes, index(count) * row_bytes);
    read_numbers(source.form, some, std::span(numbers).first(index(count) * index(depth)));
    return Rows{numbers.data(), index(depth), count};
  });
}

void pack_halves(const StoredRows& source, int depth, PackedMatrix& out) {
  out.halves.resize(index(depth) * index((source.count + wide_panel - 1) / wide_panel * wide_panel));
  const std::byte* from = source.data;
  for (int n = 0; n < source.count; ++n) {
    std::uint16_t* column = out.halves.data() + place_in_halves(depth, n);
    for (int d = 0; d < depth; ++d, from += sizeof(*column))
      std::memcpy(column + d * wide_panel, from, sizeof(*column));
  }
}

void pack_runs(const StoredRows& source, int depth, PackedMatrix& out) {
  const int run = source.form.run;
  assert(depth % run == 0);
  const std::size_t columns = index(whole_panels(source.count));
  PackedRuns& runs = out.runs;
  runs.bytes.resize(index(depth) * columns);
  runs.scales.resize(index(depth / run) * columns);
  if (source.form.has_offset) runs.offsets.resize(runs.scales.size());
  const std::byte* from = source.data;
  for (int n = 0; n < source.count; ++n) {
    std::byte* bytes = runs.bytes.data() + place_in_bytes(depth, n);
    std::size_t place = column_offset(depth / run, n);
    for (int first = 0; first < depth; first += run, place += index(panel_width)) {
      for (AlignedFloats* numbers : {&runs.scales, &runs.offsets}) {
        if (numbers->empty()) continue;
        std::memcpy(numbers->data() + place, from, sizeof(float));
        from += sizeof(float);
      }
      for (int d = first; d < first + run; ++d) bytes[d * panel_width] = *from++;
    }
  }
}

void read_column_of_runs(const PackedMatrix& b, int column, std::span<float> out) {
  const PackedRuns& runs = b.runs;
  const std::byte* bytes = runs.bytes.data() + place_in_bytes(b.depth, column);
  const std::size_t first = column_offset(b.depth / b.form.run, column);
  for (int d = 0; d < b.depth; ++d) {
    const std::size_t place = first + index(d / b.form.run * panel_width);
    const float product = runs.scales[place] * value_of(b.form, bytes[d * panel_width]);
    out[index(d)] = product + (b.form.has_offset ? runs.offsets[place] : 0);
  }
}

}  // namespace

int panel_columns() { return panel_width; }

std::size_t bytes_of(const PackedMatrix& matrix) {
  const PackedRuns& runs = matrix.runs;
  return (matrix.panels.size() + runs.scales.size() + runs.offsets.size()) * sizeof(float) +
         matrix.halves.size() * sizeof(std::uint16_t) + runs.bytes.size();
}

void pack_columns(const Rows& source, int depth, PackedMatrix& out) {
  out.depth = depth;
  out.columns = source.count;
  pack_panels(depth, out, [&](int first, int count) {
    return Rows{source.data + index(first) * source.stride, source.stride, count};
  });
}

void pack_columns(const StoredRows& source, int depth, PackedMatrix& out) {
  out.depth = depth;
  out.columns = source.count;
  out.form = source.form;
  if (depth == 0) return;  // no memory to point into
  switch (source.form.stored) {
    case Stored::f32:
      return pack_floats(source, depth, out);
    case Stored::bf16:
    case Stored::f16:
      return pack_halves(source, depth, out);
    case Stored::runs:
      return pack_runs(source, depth, out);
  }
}

void read_column(const PackedMatrix& b, int column, std::span<float> out) {
  if (out.empty()) return;
  if (b.form.stored == Stored::runs) return read_column_of_runs(b, column, out);
  if (b.form.stored == Stored::f32) {
    const std::size_t place = column_offset(b.depth, column);
    const std::size_t stride = index(width_of_panel(b, column / panel_width * panel_width));
    for (std::size_t d = 0; d < out.size(); ++d) out[d] = b.panels[place + d * stride];
    return;
  }
  std::size_t place = place_in_halves(b.depth, column);
  for (float& value : out) {
    value = b.form.stored == Stored::bf16 ? from_bfloat(b.halves[place]) : from_half(b.halves[place]);
    place += index(wide_panel);
  }
}

void append_columns(const Rows& source, int depth, PackedMatrix& out) {
  assert(out.columns == 0 || (out.grows && out.depth == depth));
  const int first = out.columns;
  out.depth = depth;
  out.columns += source.count;
  out.grows = true;
  out.panels.resize(index(depth) * index(whole_panels(out.columns)));
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
