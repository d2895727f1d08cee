// Products with numbers of fewer bits: the very bits that the same numbers give as floats.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <span>
#include <vector>

#include "core/half.hpp"
#include "core/number_rows.hpp"
#include "kernels/matmul.hpp"
#include "reference.hpp"

namespace ropescope {
namespace {

using reference::index;

struct Shape {
  int rows;
  int depth;  // cut to whole runs where the numbers are in runs
  int columns;
};

class MultiplyForms : public testing::TestWithParam<NumberForm> {
 protected:
  static constexpr Shape shapes[] = {{1, 1, 1},     {1, 32, 128},  {3, 64, 5}, {2, 16, 16},  {5, 33, 47}, {17, 128, 96},
                                     {7, 344, 129}, {1, 64, 1000}, {4, 0, 3},  {1, 608, 40}, {3, 608, 40}};

  static Shape whole_runs(Shape shape) {
    const int run = GetParam().run;
    return {shape.rows, run == 0 ? shape.depth : shape.depth / run * run, shape.columns};
  }
};

template <class Number>
void append(std::vector<std::byte>& bytes, Number number) {
  const std::size_t at = bytes.size();
  bytes.resize(at + sizeof(number));
  std::memcpy(bytes.data() + at, &number, sizeof(number));
}

// Every half that is finite, subnormals and -0 among them, in turns.
std::uint16_t nth_half(std::size_t i) {
  const auto bits = static_cast<std::uint16_t>(i * 40503);  // odd: 65,536 in a row are all different
  return (bits & 0x7c00U) == 0x7c00U ? 0 : bits;
}

// Every byte in turns, but those that are NaN.
std::uint8_t nth_byte(const NumberForm& form, std::size_t i) {
  const auto byte = static_cast<std::uint8_t>(i * 167);  // odd: 256 in a row are all different
  return form.has_floats && (byte & 0x7fU) == 0x7fU ? 0 : byte;
}

// Scales and offsets of halves, as files have them; bytes of all values.
std::vector<std::byte> some_numbers(const NumberForm& form, std::size_t count) {
  const auto floats = reference::random_floats(count, 2);
  std::vector<std::byte> bytes;
  for (std::size_t i = 0; i < count; ++i) {
    switch (form.stored) {
      case Stored::f32:
        append(bytes, floats[i]);
        break;
      case Stored::bf16:
        append(bytes, to_bfloat(floats[i]));
        break;
      case Stored::f16:
        append(bytes, nth_half(i));
        break;
      case Stored::runs:
        if (i % index(form.run) == 0) append(bytes, from_half(nth_half(i)));
        if (i % index(form.run) == 0 && form.has_offset) append(bytes, from_half(nth_half(3 * i + 1)));
        append(bytes, nth_byte(form, i));
        break;
    }
  }
  EXPECT_EQ(bytes.size(), bytes_of(form, count));
  return bytes;
}

struct Matrices {
  std::vector<float> numbers;  // [columns, depth]
  PackedMatrix floats;
  PackedMatrix stored;
};

Matrices matrices_of(const NumberForm& form, Shape s) {
  Matrices both;
  both.numbers.resize(index(s.columns * s.depth));
  const auto bytes = some_numbers(form, both.numbers.size());
  read_numbers(form, bytes, both.numbers);
  pack_columns(Rows{both.numbers.data(), index(s.depth), s.columns}, s.depth, both.floats);
  pack_columns(StoredRows{form, bytes.data(), s.columns}, s.depth, both.stored);
  return both;
}

TEST_P(MultiplyForms, GiveTheBitsThatTheSameNumbersGiveAsFloats) {
  for (const Shape& given : shapes) {
    const Shape s = whole_runs(given);
    auto a = reference::random_floats(index(s.rows * s.depth), 1);
    const Matrices b = matrices_of(GetParam(), s);
    EXPECT_EQ(b.stored.panels.empty(), GetParam().stored != Stored::f32 || s.depth == 0);
    for (const float largest : {1.0F, 70000.0F}) {  // a half times 2^112 is one: above 2^15 that is no float
      if (!a.empty()) a[a.size() / 2] = largest;
      for (const bool accumulate : {false, true}) {
        std::vector<float> wide(index(s.rows * s.columns), 0.25F);
        std::vector<float> narrow(wide);
        const Rows rows{a.data(), index(s.depth), s.rows};
        multiply(rows, b.floats, {wide.data(), index(s.columns), accumulate});
        multiply(rows, b.stored, {narrow.data(), index(s.columns), accumulate});
        EXPECT_EQ(wide, narrow) << s.rows << " rows, depth " << s.depth;
      }
    }
  }
}

TEST_P(MultiplyForms, GiveThemForAPartOfTheDepthThatCutsARun) {
  const Shape s{3, 320, 70};
  const auto a = reference::random_floats(index(s.rows * s.depth), 1);
  const Matrices b = matrices_of(GetParam(), s);
  const Rows rows{a.data(), index(s.depth), s.rows};
  std::vector<float> whole(index(s.rows * s.columns));
  std::vector<float> parts(whole);
  multiply(rows, b.floats, {whole.data(), index(s.columns)});
  multiply(rows, b.stored, {0, 13, 0, s.columns}, {parts.data(), index(s.columns)});
  multiply(rows, b.stored, {13, s.depth, 0, s.columns}, {parts.data(), index(s.columns), true});
  EXPECT_EQ(parts, whole);
}

TEST_P(MultiplyForms, GiveAColumnBackAsItWas) {
  for (const Shape& given : shapes) {
    const Shape s = whole_runs(given);
    const Matrices b = matrices_of(GetParam(), s);
    for (int n = 0; n < s.columns; ++n) {
      std::vector<float> column(index(s.depth));
      read_column(b.stored, n, column);
      const auto expected = std::span(b.numbers).subspan(index(n * s.depth), index(s.depth));
      ASSERT_THAT(column, testing::ElementsAreArray(expected));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, MultiplyForms,
                         testing::Values(NumberForm{}, NumberForm{Stored::bf16}, NumberForm{Stored::f16},
                                         NumberForm{Stored::runs, 16, false}, NumberForm{Stored::runs, 16, true},
                                         NumberForm{Stored::runs, 32, false}, NumberForm{Stored::runs, 32, true},
                                         NumberForm{Stored::runs, 16, false, true},
                                         NumberForm{Stored::runs, 32, false, true}));

// A row of one 1 picks a number out: all 65,536 of them, but what is not finite, in every place of a panel.
TEST(Multiply, ReadsEveryNumberOf16BitsAsItIs) {
  const int columns = 16 * panel_columns();
  const int depth = 65536 / columns;
  for (const Stored stored : {Stored::bf16, Stored::f16}) {
    std::vector<float> w(65536);
    std::vector<std::byte> bytes;
    for (std::uint32_t bits = 0; bits < 65536; ++bits) {
      auto half = static_cast<std::uint16_t>(bits);
      const auto value_of = [&] { return stored == Stored::bf16 ? from_bfloat(half) : from_half(half); };
      if (!std::isfinite(value_of())) half = 0;
      w[bits] = value_of();
      append(bytes, half);
    }
    PackedMatrix packed;
    pack_columns(StoredRows{{stored}, bytes.data(), columns}, depth, packed);
    for (int d = 0; d < depth; ++d) {
      std::vector<float> a(index(2 * depth));
      a[index(d)] = 1;
      a[index(depth + d)] = 1;
      std::vector<float> c(index(2 * columns));
      multiply(Rows{a.data(), index(depth), 2}, packed, {c.data(), index(columns)});
      std::vector<float> alone(index(columns));
      multiply(Rows{a.data(), index(depth), 1}, packed, {alone.data(), index(columns)});
      for (int n = 0; n < columns; ++n) {
        ASSERT_EQ(c[index(n)], w[index(n * depth + d)]);
        ASSERT_EQ(alone[index(n)], w[index(n * depth + d)]);
      }
    }
  }
}

// As the paper of the format defines it (arXiv 2209.05433, table 1), in double.
double float8_of(int bits) {
  const int exponent = bits >> 3 & 15;
  const int fraction = bits & 7;
  if ((bits & 127) == 127) return std::numeric_limits<double>::quiet_NaN();
  const double magnitude = exponent == 0 ? fraction * 0x1.0p-9 : (8 + fraction) * std::ldexp(1.0, exponent - 10);
  return (bits & 128) == 0 ? magnitude : -magnitude;
}

TEST(Runs, OfFloatsAreTheNumbersOfE4M3) {
  const NumberForm form{Stored::runs, 32, false, true};
  std::vector<std::byte> bytes;
  for (int bits = 0; bits < 256; ++bits) {
    if (bits % 32 == 0) append(bytes, 0.75F);
    append(bytes, static_cast<std::uint8_t>(bits));
  }
  std::vector<float> numbers(256);
  read_numbers(form, bytes, numbers);
  for (int bits = 0; bits < 256; ++bits) {
    const double expected = 0.75 * float8_of(bits);
    const float given = numbers[index(bits)];
    EXPECT_TRUE(std::isnan(expected) ? std::isnan(given) : given == expected) << bits << " is " << given;
  }
  EXPECT_EQ(numbers[0x7e], 0.75F * 448);  // the largest
}

TEST(Runs, AreScaleTimesByteAndOffset) {
  std::vector<std::byte> bytes;
  append(bytes, 0.5F);
  append(bytes, -3.0F);
  for (int i = 0; i < 16; ++i) append(bytes, static_cast<std::int8_t>(i == 0 ? -128 : i == 15 ? 127 : i));
  std::vector<float> numbers(16);
  read_numbers({Stored::runs, 16, true}, bytes, numbers);
  EXPECT_THAT(numbers,
              testing::ElementsAre(-67, -2.5F, -2, -1.5F, -1, -0.5F, 0, 0.5F, 1, 1.5F, 2, 2.5F, 3, 3.5F, 4, 60.5F));
}

}  // namespace
}  // namespace ropescope
