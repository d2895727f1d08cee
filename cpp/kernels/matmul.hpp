// C = A B, f32, with B packed for SIMD. r = row of A and C, d = depth (summed over), n = column of B and C.
// Valid: any sizes >= 0. Every element of C is one chain of additions in order of d, whatever the tile and the number
// of rows: one row at a time gives the very bits that all rows at once give.
// Maximum error against double: depth * 2^-24 * sum_d |a_rd b_dn|.
#pragma once

#include <cstddef>
#include <span>

#include "core/number_rows.hpp"
#include "kernels/aligned.hpp"

namespace ropescope {

// Rows of a row-major array; element (r, d) is data[r * stride + d].
struct Rows {
  const float* data = nullptr;
  std::size_t stride = 0;  // floats from one row to the next
  int count = 0;
};

// Columns of a row-major array: its transpose; element (r, d) is data[d * stride + r].
struct Columns {
  const float* data = nullptr;
  std::size_t stride = 0;  // floats from one row to the next
  int count = 0;           // columns
};

// Rows of C.
struct MutableRows {
  float* data = nullptr;
  std::size_t stride = 0;
  bool accumulate = false;  // sums go on from what is there, as if the depth were one longer chain
};

// Rows of numbers as they lie in a file, one behind the other.
struct StoredRows {
  NumberForm form;
  const std::byte* data = nullptr;
  int count = 0;
};

// Of numbers in runs: a whole panel's in a row, [columns / panel][depth][panel] and [columns / panel][depth /
// run][panel].
struct PackedRuns {
  AlignedBytes bytes;
  AlignedFloats scales;
  AlignedFloats offsets;  // empty where the form has none
};

// B in panels: [columns / panel][depth][panel], the last panel as narrow as whole vectors allow, zero-padded.
// Whatever the form of the numbers, products give the bits that the same numbers give as floats.
struct PackedMatrix {
  int depth = 0;
  int columns = 0;
  bool grows = false;  // the last panel is as wide as the others: append_columns fills it
  NumberForm form;
  AlignedFloats panels;  // of f32
  AlignedHalves halves;  // of 16 bits: in panels twice as wide, all of them whole
  PackedRuns runs;
};

[[nodiscard]] std::size_t bytes_of(const PackedMatrix& matrix);

// Columns of a panel: a range of columns has to start at a multiple.
[[nodiscard]] int panel_columns();

// From B's columns, rows of the source: a weight [columns, depth] as nn.Linear stores it, or keys [keys, head_dim].
// Keeps the memory that `out` already has.
void pack_columns(const Rows& source, int depth, PackedMatrix& out);
// The same of a file's rows, in their form.
void pack_columns(const StoredRows& source, int depth, PackedMatrix& out);
// One column of B, as floats. out: [depth]
void read_column(const PackedMatrix& b, int column, std::span<float> out);
// More columns after those of `out`, which pack_columns did not make; the first ones where it has none.
void append_columns(const Rows& source, int depth, PackedMatrix& out);
// From B itself: `source.count` rows are the depth; values [keys, head_dim].
void pack_rows(const Rows& source, int columns, PackedMatrix& out);

// The part of B that takes part, [begin, end) each; C's columns keep their place.
struct ProductRange {
  int depth_begin = 0;
  int depth_end = 0;
  int column_begin = 0;  // a multiple of panel_columns()
  int column_end = 0;
};

// a: [count, depth]; c: [count, columns], written inside the range of columns, untouched outside.
void multiply(const Rows& a, const PackedMatrix& b, const ProductRange& range, const MutableRows& c);
void multiply(const Rows& a, const PackedMatrix& b, const MutableRows& c);
// b: [depth, columns] as it is, for so few rows that packing it would cost more; the same bits.
void multiply(const Rows& a, const Rows& b, int columns, const MutableRows& c);
// a: [b.depth, count], transposed: the gradient of a weight is d(outputs)^T times inputs.
void multiply_transposed(const Columns& a, const PackedMatrix& b, const MutableRows& c);

}  // namespace ropescope
