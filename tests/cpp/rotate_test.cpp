// Rotation against the definition in double, and against what other implementations return.
#include "kernels/rotate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/error_codes.hpp"
#include "core/heads_shape.hpp"
#include "core/random.hpp"
#include "core/result.hpp"
#include "reference.hpp"

namespace ropescope {
namespace {

using reference::Doubles;

Doubles rope_frequencies(int rotary_dim, double theta = 10000.0) {
  Doubles inv_freq;
  for (int i = 0; i < rotary_dim; i += 2) inv_freq.push_back(std::pow(theta, -static_cast<double>(i) / rotary_dim));
  return inv_freq;
}

struct Case {
  HeadsShape shape;
  int rotary_dim;
  PairLayout layout;
};

// Largest difference to double, in units of the norm of the pair it belongs to (times the attention factor).
double worst_error(const Case& c, const Doubles& positions, double attention_factor) {
  const Doubles inv_freq = rope_frequencies(c.rotary_dim);
  std::vector<float> x = reference::random_floats(c.shape.size(), 1);
  const Doubles before = reference::widen(x);
  Doubles expected = before;
  const auto dim = static_cast<std::size_t>(c.shape.head_dim);
  for (std::size_t row = 0; row * dim < x.size(); ++row) {
    const double position = positions[row / static_cast<std::size_t>(c.shape.heads)];
    reference::rotate_head(&expected[row * dim], inv_freq, position, attention_factor, c.layout);
  }
  const RotationTable table = make_rotation_table(inv_freq, positions, attention_factor);
  EXPECT_TRUE(rotate(x, c.shape, table, c.layout));
  double worst = 0;
  const std::size_t pairs = inv_freq.size();
  for (std::size_t row = 0; row * dim < x.size(); ++row) {
    for (std::size_t i = 0; i < dim; ++i) {
      const double error = std::abs(static_cast<double>(x[row * dim + i]) - expected[row * dim + i]);
      if (i >= 2 * pairs) {
        EXPECT_EQ(x[row * dim + i], before[row * dim + i]) << "a channel past rotary_dim changed";
        continue;
      }
      const bool half = c.layout == PairLayout::half_split;
      const std::size_t a = half ? i % pairs : i / 2 * 2;
      const double norm = std::hypot(before[row * dim + a], before[row * dim + a + (half ? pairs : 1)]);
      worst = std::max(worst, error / (norm * attention_factor));
    }
  }
  return worst;
}

Doubles consecutive(double first, int count) {
  Doubles positions;
  for (int n = 0; n < count; ++n) positions.push_back(first + n);
  return positions;
}

class Rotate : public testing::TestWithParam<Case> {};

// The header's number. cos and sin: half a unit of 2^-23 each, over both channels sqrt(2) of that; two products and a
// sum: one unit of 2^-24 each; together 3.4 * 2^-24. Measured: 2.5 * 2^-24.
constexpr double header_error = 0x1.0p-22;

TEST_P(Rotate, StaysWithinTheHeadersErrorOfDoubleAtConsecutivePositionsUpToTwoMillion) {
  for (const double first : {0.0, 65000.0, 2000000.0 - 300}) {
    const Doubles positions = consecutive(first, GetParam().shape.seq_len);
    for (const double attention_factor : {1.0, 1.2079441541679836}) {
      EXPECT_LE(worst_error(GetParam(), positions, attention_factor), header_error) << "from position " << first;
    }
  }
}

TEST_P(Rotate, StaysWithinTheHeadersErrorOfDoubleAtScatteredPositions) {
  Doubles positions;
  std::uint64_t seed = 7;
  for (int n = 0; n < GetParam().shape.seq_len; ++n) positions.push_back(std::floor(random_uniform(seed) * 2e6));
  EXPECT_LE(worst_error(GetParam(), positions, 1.0), header_error);
}

TEST_P(Rotate, StaysWithinTheHeadersErrorOfDoubleAtFractionalAndNegativePositions) {
  Doubles positions;
  for (int n = 0; n < GetParam().shape.seq_len; ++n) positions.push_back(-17.25 + n / 3.0);
  EXPECT_LE(worst_error(GetParam(), positions, 1.0), header_error);
}

INSTANTIATE_TEST_SUITE_P(
    Shapes, Rotate,
    testing::Values(Case{{300, 2, 128}, 128, PairLayout::half_split}, Case{{300, 2, 128}, 128, PairLayout::interleaved},
                    Case{{130, 3, 80}, 32, PairLayout::half_split}, Case{{130, 3, 80}, 32, PairLayout::interleaved},
                    Case{{131, 1, 6}, 6, PairLayout::half_split}, Case{{131, 1, 6}, 6, PairLayout::interleaved},
                    Case{{1, 5, 2}, 2, PairLayout::half_split}, Case{{1, 5, 2}, 2, PairLayout::interleaved},
                    Case{{129, 1, 46}, 46, PairLayout::half_split}, Case{{129, 1, 46}, 46, PairLayout::interleaved}));

TEST(RotationTable, HoldsTheSameBitsForAPositionWhateverElseItHolds) {
  const Doubles inv_freq = rope_frequencies(64);
  const Doubles positions = consecutive(1999000, 200);
  const RotationTable together = make_rotation_table(inv_freq, positions, 1.25);
  for (std::size_t n = 0; n < positions.size(); ++n) {
    const RotationTable alone = make_rotation_table(inv_freq, std::span(positions).subspan(n, 1), 1.25);
    const std::size_t row = n * inv_freq.size();
    EXPECT_THAT(alone.cos, testing::ElementsAreArray(together.cos.data() + row, inv_freq.size()));
    EXPECT_THAT(alone.sin, testing::ElementsAreArray(together.sin.data() + row, inv_freq.size()));
  }
}

TEST(RotationTable, GrowsToTheSameBitsAsWhenMadeAtOnce) {
  const Doubles inv_freq = rope_frequencies(16);
  const RotationTable at_once = make_rotation_table(inv_freq, consecutive(0, 300), 1.25);
  RotationTable grown;
  for (const int seq_len : {1, 2, 63, 64, 65, 200, 150, 300}) {
    extend_rotation_table(inv_freq, consecutive(0, seq_len), 1.25, grown);
  }
  EXPECT_EQ(grown.pairs, at_once.pairs);
  EXPECT_EQ(grown.cos, at_once.cos);
  EXPECT_EQ(grown.sin, at_once.sin);
}

TEST(RotationTable, IsRoundedOnceFromDoubleAtPositionTwoMillion) {
  // An angle of 2e6 rad has itself an error of 2^-53 * 2e6 = 2e-10 in double; rounding to float gives 2^-25 = 3e-8.
  const Doubles inv_freq = rope_frequencies(128);
  const Doubles positions = consecutive(2000000, 64);
  const RotationTable table = make_rotation_table(inv_freq, positions, 1.0);
  for (std::size_t n = 0; n < positions.size(); ++n) {
    for (std::size_t i = 0; i < inv_freq.size(); ++i) {
      ASSERT_NEAR(table.cos[n * inv_freq.size() + i], std::cos(positions[n] * inv_freq[i]), 0x1.0p-25 + 4e-10);
      ASSERT_NEAR(table.sin[n * inv_freq.size() + i], std::sin(positions[n] * inv_freq[i]), 0x1.0p-25 + 4e-10);
    }
  }
}

TEST(Rotate, RefusesATableOfAnotherShapeAndLeavesTheInputAlone) {
  const Doubles inv_freq = rope_frequencies(8);
  std::vector<float> x(2 * 8, 1.0F);
  const RotationTable table = make_rotation_table(inv_freq, consecutive(1, 2), 1.0);
  const auto message = [&](const HeadsShape& shape, const RotationTable& t) {
    const Status status = rotate(x, shape, t, PairLayout::half_split);
    return status ? std::string("accepted") : std::string(name_of(status.error().code)) + ": " + status.error().message;
  };
  EXPECT_THAT(message({2, 1, 6}, table), testing::StartsWith("invalid_argument: x has 16 elements"));
  EXPECT_THAT(message({-2, -1, 8}, table), testing::StartsWith("invalid_argument: x has 16 elements"));
  EXPECT_THAT(message({4, 1, 4}, table), testing::HasSubstr("rotates 8 channels, but head_dim is 4"));
  EXPECT_THAT(message({1, 2, 8}, table), testing::HasSubstr("one row for each of the 1 tokens"));
  EXPECT_THAT(x, testing::Each(1.0F));
  EXPECT_EQ(message({2, 1, 8}, table), "accepted");
}

}  // namespace
}  // namespace ropescope
