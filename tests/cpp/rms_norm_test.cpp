#include "kernels/rms_norm.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <vector>

#include "reference.hpp"

namespace ropescope {
namespace {

TEST(RmsNorm, StaysWithinTheHeadersErrorOfDouble) {
  for (const std::size_t width : std::vector<std::size_t>{1, 2, 5, 16, 128, 1027}) {
    const auto x = reference::random_floats(3 * width, 1);
    const auto weight = reference::random_floats(width, 2);
    std::vector<float> y(x.size());
    rms_norm(x, weight, 1e-5, y);
    for (std::size_t row = 0; row < 3; ++row) {
      double squares = 0;
      for (std::size_t i = 0; i < width; ++i) squares += std::pow(static_cast<double>(x[row * width + i]), 2);
      for (std::size_t i = 0; i < width; ++i) {
        const double expected = static_cast<double>(x[row * width + i]) /
                                std::sqrt(squares / static_cast<double>(width) + 1e-5) * static_cast<double>(weight[i]);
        ASSERT_NEAR(y[row * width + i], expected, 0x1.0p-22 * std::abs(expected)) << "width " << width;
      }
    }
  }
}

TEST(RmsNorm, WorksInPlaceAndKeepsARowOfZerosZero) {
  std::vector<float> x{0.0F, 0.0F, 3.0F, 4.0F};
  const std::vector<float> weight{1.0F, 2.0F};
  rms_norm(x, weight, 0.0 + 1e-12, x);
  EXPECT_EQ(x[0], 0.0F);
  EXPECT_EQ(x[1], 0.0F);
  EXPECT_FLOAT_EQ(x[2], 3.0F / std::sqrt(12.5F));
  EXPECT_FLOAT_EQ(x[3], 8.0F / std::sqrt(12.5F));
}

}  // namespace
}  // namespace ropescope
