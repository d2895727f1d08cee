// The packed matrix product against double.
#include "kernels/matmul.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/half.hpp"
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

// Every half that is finite, subnormals and -0 among them, in turns.
float nth_half(std::size_t i) {
  const auto bits = static_cast<std::uint16_t>(i * 40503);  // odd: 65,536 in a row are all different
  return (bits & 0x7c00U) == 0x7c00U ? 0 : from_half(bits);
}

TEST_P(Multiply, GivesTheSameBitsFromNumbersOf16Bits) {
  const Shape s = GetParam();
  auto a = reference::random_floats(index(s.rows * s.depth), 1);
  for (const Stored stored : {Stored::bf16, Stored::f16}) {
    for (const float largest : {1.0F, 70000.0F}) {  // a half times 2^112 is one: above 2^15 that is no float
      if (!a.empty()) a[a.size() / 2] = largest;
      auto w = reference::random_floats(index(s.columns * s.depth), 2);
      for (std::size_t i = 0; i < w.size(); ++i) {
        w[i] = stored == Stored::bf16 ? from_bfloat(to_bfloat(w[i])) : nth_half(i);
      }
      PackedMatrix floats;
      PackedMatrix narrow;
      pack_columns(rows_of(w, s.columns, s.depth), s.depth, floats);
      pack_columns(rows_of(w, s.columns, s.depth), s.depth, stored, narrow);
      EXPECT_TRUE(narrow.panels.empty());
      for (const bool accumulate : {false, true}) {
        std::vector<float> wide_product(index(s.rows * s.columns), 0.25F);
        std::vector<float> narrow_product(wide_product);
        multiply(rows_of(a, s.rows, s.depth), floats, {wide_product.data(), index(s.columns), accumulate});
        multiply(rows_of(a, s.rows, s.depth), narrow, {narrow_product.data(), index(s.columns), accumulate});
        EXPECT_EQ(wide_product, narrow_product);
      }
    }
  }
}

TEST_P(Multiply, GivesAColumnBackAsItWas) {
  const Shape s = GetParam();
  const auto w = reference::random_floats(index(s.columns * s.depth), 2);
  for (const Stored stored : {Stored::f32, Stored::bf16, Stored::f16}) {
    PackedMatrix packed;
    pack_columns(rows_of(w, s.columns, s.depth), s.depth, stored, packed);
    for (int n = 0; n < s.columns; ++n) {
      std::vector<float> column(index(s.depth));
      read_column(packed, n, column);
      for (int d = 0; d < s.depth; ++d) {
        const float x = w[index(n * s.depth + d)];
        const float expected = stored == Stored::f32    ? x
                               : stored == Stored::bf16 ? from_bfloat(to_bfloat(x))
                                                        : from_half(to_half(x));
        ASSERT_EQ(column[index(d)], expected);
      }
    }
  }
}

// A row of one 1 picks a number out: all 65,536 of them, but what is not finite, in every place of a panel.
TEST(Multiply, ReadsEveryNumberOf16BitsAsItIs) {
  const int columns = 16 * panel_columns();
  const int depth = 65536 / columns;
  for (const Stored stored : {Stored::bf16, Stored::f16}) {
    std::vector<float> w(65536);
    for (std::uint32_t bits = 0; bits < 65536; ++bits) {
      const auto half = static_cast<std::uint16_t>(bits);
      const float value = stored == Stored::bf16 ? from_bfloat(half) : from_half(half);
      w[bits] = std::isfinite(value) ? value : 0;
    }
    PackedMatrix packed;
    pack_columns(rows_of(w, columns, depth), depth, stored, packed);
    for (int d = 0; d < depth; ++d) {
      std::vector<float> a(index(2 * depth));
      a[index(d)] = 1;
      a[index(depth + d)] = 1;
      std::vector<float> c(index(2 * columns));
      multiply(rows_of(a, 2, depth), packed, {c.data(), index(columns)});
      std::vector<float> alone(index(columns));
      multiply(rows_of(a, 1, depth), packed, {alone.data(), index(columns)});
      for (int n = 0; n < columns; ++n) {
        ASSERT_EQ(c[index(n)], w[index(n * depth + d)]);
        ASSERT_EQ(alone[index(n)], w[index(n * depth + d)]);
      }
    }
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
