// Valid range and maximum errors of core/quick_math.hpp, against the C library in long double.
#include "core/quick_math.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "position/cosines.hpp"

namespace ropescope {
namespace {

constexpr int samples = 200000;

TEST(QuickMath, log_errs_by_at_most_5e_16) {
  double worst = 0;
  for (int i = 1; i <= samples; ++i) {
    for (const double x : {i * 1.7, 1 + i * 1e-7, 1 - i * 4e-6, 1e300 / i, 1e-300 * i}) {
      const long double exact = std::log(static_cast<long double>(x));
      if (exact == 0) continue;
      worst = std::max(worst, static_cast<double>(std::abs((static_cast<long double>(quick_log(x)) - exact) / exact)));
    }
  }
  EXPECT_LE(worst, 5e-16);
  EXPECT_EQ(quick_log(1), 0.0);
}

TEST(QuickMath, exp_errs_by_at_most_5e_16_of_the_result) {
  double worst = 0;
  for (int i = -samples; i <= samples; ++i) {
    const double x = i * (700.0 / samples);
    const long double exact = std::exp(static_cast<long double>(x));
    worst = std::max(worst, static_cast<double>(std::abs((static_cast<long double>(quick_exp(x)) - exact) / exact)));
  }
  EXPECT_LE(worst, 5e-16);
  EXPECT_EQ(quick_exp(0), 1.0);
  EXPECT_EQ(quick_exp(-1e9), 0.0);
}

TEST(QuickMath, cos_errs_by_at_most_2e_15) {
  double worst = 0;
  for (int i = -samples; i <= samples; ++i) {
    for (const double x : {i * 5.000123, i * 1e-5, i * 0.01}) {
      const long double exact = std::cos(static_cast<long double>(x));
      worst = std::max(worst, static_cast<double>(std::abs(static_cast<long double>(quick_cos(x)) - exact)));
    }
  }
  EXPECT_LE(worst, 2e-15);
  EXPECT_EQ(quick_cos(0), 1.0);
}

TEST(QuickMath, sums_of_cosines_err_by_at_most_1e_14_and_the_angle) {
  for (const double step : {1.0, 0.7071, 0.01, 1e-4, 0.0}) {
    std::vector<double> sums(100'001, 2.0);  // the last block is a part of one
    add_cosines(step, sums);
    double worst = 0;  // of what is allowed
    for (std::size_t n = 0; n < sums.size(); ++n) {
      const long double angle = static_cast<long double>(n) * step;
      const auto error = static_cast<double>(std::abs(sums[n] - (2 + std::cos(angle))));
      worst = std::max(worst, error / (1e-14 + 0x1p-52 * static_cast<double>(angle)));
    }
    EXPECT_LE(worst, 1) << step;
  }
}

}  // namespace
}  // namespace ropescope
