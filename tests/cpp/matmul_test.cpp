// The packed matrix product against double.
#include "kernels/matmul.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "reference.hpp"

namespace ropescope {
namespace {

using reference::index;

struct Shape {
  int rows;
  int depth;
  int columns;
};

Rows rows_of(const std::vector<float>& values, int count, int width) { return {values.data(), index(width), count}; }

class Multiply : public testing::TestWithParam<Shape> {};

// Whether every element is within the header's error: depth * 2^-24 * sum |a b|.
void expect_product(const std::vector<float>& a, const std::vector<float>& w, const std::vector<float>& c, Shape s) {
  for (int r = 0; r < s.rows; ++r) {
    for (int n = 0; n < s.columns; ++n) {
      double sum = 0;
      double sum_of_sizes = 0;
      for (int d = 0; d < s.depth; ++d) {
        const double product =
            static_cast<double>(a[index(r * s.depth + d)]) * static_cast<double>(w[index(n * s.depth + d)]);
        sum += product;
        sum_of_sizes += std::abs(product);
      }
      ASSERT_NEAR(c[index(r * s.columns + n)], sum, s.depth * 0x1.0p-24 * sum_of_sizes)
          << "row " << r << " column " << n;
    }
  }
}

TEST_P(Multiply, StaysWithinTheHeadersErrorOfDouble) {
  const Shape s = GetParam();
  const auto a = reference::random_floats(index(s.rows * s.depth), 1);
  const auto w = reference::random_floats(index(s.columns * s.depth), 2);
  PackedMatrix packed;
  pack_columns(rows_of(w, s.columns, s.depth), s.depth, packed);
  std::vector<float> c(index(s.rows * s.columns), NAN);
  multiply(rows_of(a, s.rows, s.depth), packed, {c.data(), index(s.columns)});
  expect_product(a, w, c, s);
}

TEST_P(Multiply, GivesTheSameBitsOneRowAtATime) {
  const Shape s = GetParam();
  const auto a = reference::random_floats(index(s.rows * s.depth), 1);
  const auto w = reference::random_floats(index(s.columns * s.depth), 2);
  PackedMatrix packed;
  pack_columns(rows_of(w, s.columns, s.depth), s.depth, packed);
  std::vector<float> together(index(s.rows * s.columns));
  std::vector<float> alone(together.size());
  multiply(rows_of(a, s.rows, s.depth), packed, {together.data(), index(s.columns)});
  for (int r = 0; r < s.rows; ++r) {
    multiply({a.data() + index(r * s.depth), index(s.depth), 1}, packed,
             {alone.data() + index(r * s.columns), index(s.columns)});
  }
  EXPECT_EQ(together, alone);
}

TEST_P(Multiply, PacksTheTransposeToTheSamePanels) {
  const Shape s = GetParam();
  const auto w = reference::random_floats(index(s.columns * s.depth), 2);
  std::vector<float> transposed(w.size());
  for (int n = 0; n < s.columns; ++n) {
    for (int d = 0; d < s.depth; ++d) transposed[index(d * s.columns + n)] = w[index(n * s.depth + d)];
  }
  PackedMatrix from_columns;
  PackedMatrix from_rows;
  pack_columns(rows_of(w, s.columns, s.depth), s.depth, from_columns);
  pack_rows(rows_of(transposed, s.depth, s.columns), s.columns, from_rows);
  EXPECT_EQ(from_columns.panels, from_rows.panels);
  EXPECT_EQ(from_columns.depth, from_rows.depth);
  EXPECT_EQ(from_columns.columns, from_rows.columns);
}

TEST_P(Multiply, GivesTheSameBitsWhenColumnsWereAppendedOneAfterTheOther) {
  const Shape s = GetParam();
  const auto a = reference::random_floats(index(s.rows * s.depth), 1);
  const auto w = reference::random_floats(index(s.columns * s.depth), 2);
  PackedMatrix packed;
  PackedMatrix grown;
  pack_columns(rows_of(w, s.columns, s.depth), s.depth, packed);
  for (int done = 0, piece = 1; done < s.columns; done += piece, piece = 1 + done % 5) {
    piece = std::min(piece, s.columns - done);
    append_columns({w.data() + index(done * s.depth), index(s.depth), piece}, s.depth, grown);
  }
  std::vector<float> at_once(index(s.rows * s.columns));
  std::vector<float> appended(at_once.size(), NAN);
  multiply(rows_of(a, s.rows, s.depth), packed, {at_once.data(), index(s.columns)});
  multiply(rows_of(a, s.rows, s.depth), grown, {appended.data(), index(s.columns)});
  EXPECT_EQ(grown.columns, s.columns);
  EXPECT_EQ(appended, at_once);
}

TEST_P(Multiply, GivesTheSameBitsFromRowsThatAreNotPacked) {
  const Shape s = GetParam();
  const auto a = reference::random_floats(index(s.rows * s.depth), 1);
  const auto b = reference::random_floats(index(s.columns * s.depth), 2);
  PackedMatrix packed;
  pack_rows(rows_of(b, s.depth, s.columns), s.columns, packed);
  for (const bool accumulate : {false, true}) {
    std::vector<float> from_panels(index(s.rows * s.columns), 0.25F);
    std::vector<float> from_rows(from_panels);
    multiply(rows_of(a, s.rows, s.depth), packed, {from_panels.data(), index(s.columns), accumulate});
    multiply(rows_of(a, s.rows, s.depth), rows_of(b, s.depth, s.columns), s.columns,
             {from_rows.data(), index(s.columns), accumulate});
    EXPECT_EQ(from_rows, from_panels);
  }
}

INSTANTIATE_TEST_SUITE_P(Shapes, Multiply,
                         testing::Values(Shape{1, 1, 1}, Shape{1, 32, 128}, Shape{3, 7, 5}, Shape{2, 16, 16},
                                         Shape{5, 33, 47}, Shape{17, 128, 96}, Shape{64, 128, 344}, Shape{7, 344, 129},
                                         Shape{1, 64, 1000}, Shape{4, 0, 3}, Shape{1, 600, 40}, Shape{3, 600, 40}));

TEST(Multiply, ReadsOnlyTheDepthAndWritesOnlyTheColumnsOfItsRange) {
  const int depth = 40;
  const int columns = 3 * panel_columns() + 5;
  const auto a = reference::random_floats(index(3 * depth), 1);
  auto w = reference::random_floats(index(columns * depth), 2);
  const ProductRange range{10, 35, panel_columns(), 2 * panel_columns() + 7};
  // What is outside the range must not matter: NaN there would spread.
  for (int n = 0; n < columns; ++n) {
    for (int d = 0; d < depth; ++d) {
      if (d < range.depth_begin || d >= range.depth_end) w[index(n * depth + d)] = NAN;
    }
  }
  PackedMatrix packed;
  pack_columns(rows_of(w, columns, depth), depth, packed);
  for (const int rows : {1, 3}) {
    std::vector<float> c(index(rows * columns), -77.0F);
    multiply(rows_of(a, rows, depth), packed, range, {c.data(), index(columns)});
    for (int r = 0; r < rows; ++r) {
      for (int n = 0; n < columns; ++n) {
        double expected = -77;
        if (n >= range.column_begin && n < range.column_end) {
          expected = 0;
          for (int d = range.depth_begin; d < range.depth_end; ++d) {
            expected += static_cast<double>(a[index(r * depth + d)]) * static_cast<double>(w[index(n * depth + d)]);
          }
        }
        ASSERT_NEAR(c[index(r * columns + n)], expected, 1e-5) << "row " << r << " column " << n;
      }
    }
  }
}

TEST(Multiply, GoesOnFromWhatIsThereWithTheBitsOfOneLongerDepth) {
  const int depth = 40;
  const int columns = 2 * panel_columns() + 5;
  const auto a = reference::random_floats(index(3 * depth), 1);
  const auto w = reference::random_floats(index(columns * depth), 2);
  PackedMatrix packed;
  pack_columns(rows_of(w, columns, depth), depth, packed);
  for (const int rows : {1, 3}) {
    std::vector<float> whole(index(rows * columns));
    std::vector<float> halves(whole.size());
    multiply(rows_of(a, rows, depth), packed, {whole.data(), index(columns)});
    multiply(rows_of(a, rows, depth), packed, {0, 13, 0, columns}, {halves.data(), index(columns)});
    multiply(rows_of(a, rows, depth), packed, {13, depth, 0, columns}, {halves.data(), index(columns), true});
    EXPECT_EQ(halves, whole);
  }
}

TEST(Pack, KeepsNothingOfALargerMatrixThatWasThereBefore) {
  const auto w = reference::random_floats(1000, 2);
  PackedMatrix reused;
  pack_columns({w.data(), 10, 100}, 10, reused);
  pack_columns({w.data(), 10, 3}, 10, reused);
  PackedMatrix fresh;
  pack_columns({w.data(), 10, 3}, 10, fresh);
  EXPECT_EQ(reused.panels, fresh.panels);
}

}  // namespace
}  // namespace ropescope
