#include "attention/map_rank.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "core/random.hpp"

namespace ropescope {
namespace {

// One-sided Jacobi (Hestenes 1958): turns pairs of columns until all are orthogonal; their lengths are the answer.
std::vector<double> slow_singular_values(const std::vector<float>& map, std::size_t rows, std::size_t cols) {
  std::vector<std::vector<double>> columns(cols, std::vector<double>(rows));
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < cols; ++c) columns[c][r] = static_cast<double>(map[r * cols + c]);
  }
  const auto dot = [rows](const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0;
    for (std::size_t r = 0; r < rows; ++r) sum += a[r] * b[r];
    return sum;
  };
  for (int sweep = 0; sweep < 60; ++sweep) {
    for (std::size_t a = 0; a + 1 < cols; ++a) {
      for (std::size_t b = a + 1; b < cols; ++b) {
        const double cross = dot(columns[a], columns[b]);
        if (cross == 0) continue;
        const double angle = 0.5 * std::atan2(2 * cross, dot(columns[a], columns[a]) - dot(columns[b], columns[b]));
        for (std::size_t r = 0; r < rows; ++r) {
          const double first = columns[a][r];
          columns[a][r] = std::cos(angle) * first + std::sin(angle) * columns[b][r];
          columns[b][r] = std::cos(angle) * columns[b][r] - std::sin(angle) * first;
        }
      }
    }
  }
  std::vector<double> values;
  for (const auto& column : columns) values.push_back(std::sqrt(dot(column, column)));
  std::ranges::sort(values, std::greater());
  values.resize(std::min(rows, cols));
  return values;
}

// A causal map: row m is the softmax of random scores over keys 0 .. m.
std::vector<float> random_map(int size, std::uint64_t seed) {
  std::vector<float> map(static_cast<std::size_t>(size * size));
  for (int m = 0; m < size; ++m) {
    std::vector<double> weights;
    double sum = 0;
    for (int n = 0; n <= m; ++n) sum += weights.emplace_back(std::exp(4 * random_uniform(seed)));
    for (int n = 0; n <= m; ++n) {
      map[static_cast<std::size_t>(m * size + n)] = static_cast<float>(weights[static_cast<std::size_t>(n)] / sum);
    }
  }
  return map;
}

std::string error_of(const std::vector<float>& map, int rows, int cols) {
  const auto rank = map_rank(map, rows, cols);
  return rank ? "accepted" : rank.error().message;
}

TEST(MapRank, has_the_singular_values_that_slow_rotations_find) {
  for (const int size : {1, 2, 7, 40}) {
    const std::vector<float> map = random_map(size, 3);
    const auto rank = map_rank(map, size, size);
    ASSERT_TRUE(rank);
    const auto slow = slow_singular_values(map, static_cast<std::size_t>(size), static_cast<std::size_t>(size));
    ASSERT_EQ(rank->singular_values.size(), slow.size());
    for (std::size_t i = 0; i < slow.size(); ++i) EXPECT_NEAR(rank->singular_values[i], slow[i], 1e-12 * slow[0]);
    const double least = slow[0] * size * std::exp2(-23);
    EXPECT_EQ(rank->numerical_rank, std::ranges::count_if(slow, [least](double value) { return value > least; }));
  }
}

TEST(MapRank, knows_maps_whose_rank_is_plain) {
  constexpr int size = 16;
  std::vector<float> diagonal(size * size);
  for (std::size_t i = 0; i < size; ++i) diagonal[i * size + i] = 1;
  const auto identity = map_rank(diagonal, size, size);
  ASSERT_TRUE(identity);
  EXPECT_EQ(identity->numerical_rank, size);
  EXPECT_NEAR(identity->effective_rank, size, 1e-9);

  const auto uniform = map_rank(std::vector<float>(size * size, 1.0F / size), size, size);
  ASSERT_TRUE(uniform);
  EXPECT_EQ(uniform->numerical_rank, 1) << "every query looks alike";
  EXPECT_NEAR(uniform->effective_rank, 1, 1e-9);
  EXPECT_NEAR(uniform->singular_values[0], 1, 1e-7);

  const auto nothing = map_rank(std::vector<float>(size * size), size, size);
  ASSERT_TRUE(nothing);
  EXPECT_EQ(nothing->numerical_rank, 0);
  EXPECT_EQ(nothing->effective_rank, 0);
}

TEST(MapRank, is_that_of_the_shorter_side_of_an_oblong_map) {
  const auto rank = map_rank(std::vector<float>{3, 0, 0, 4, 0, 0}, 2, 3);  // rows (3, 0, 0) and (4, 0, 0)
  ASSERT_TRUE(rank);
  ASSERT_EQ(rank->singular_values.size(), 2U);
  EXPECT_NEAR(rank->singular_values[0], 5, 1e-12);
  EXPECT_NEAR(rank->singular_values[1], 0, 1e-12);
  EXPECT_EQ(rank->numerical_rank, 1);
}

TEST(MapRank, refuses_what_is_no_map) {
  EXPECT_EQ(error_of({1, 2, 3}, 2, 2), "map must have rows x cols = 4 numbers, got 3");
  EXPECT_EQ(error_of({}, 0, 2), "map.rows and map.cols must be a whole number from 1 to 1024, got 0");
  EXPECT_EQ(error_of({1}, 1, 1025), "map.rows and map.cols must be a whole number from 1 to 1024, got 1025");
  EXPECT_EQ(error_of({1, std::numeric_limits<float>::quiet_NaN()}, 1, 2),
            "map must hold finite numbers, got another one at 1");
}

}  // namespace
}  // namespace ropescope
