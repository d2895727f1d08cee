// Valid range, error and bits of core/math.hpp.
#include "core/math.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

namespace ropescope {
namespace {

// Distance from the long double reference, in units of the double's last place.
double ulps(double actual, long double expected) {
  const auto rounded = static_cast<double>(expected);
  const double unit = std::abs(std::nextafter(rounded, HUGE_VAL) - rounded);
  return std::abs(static_cast<double>((static_cast<long double>(actual) - expected) / static_cast<long double>(unit)));
}

// Pseudo-random but the same on every machine: a multiplicative congruence (Lehmer), uniform in (0, 1).
class Uniform {
 public:
  double operator()() {
    state_ = state_ * 48271 % 2147483647;
    return static_cast<double>(state_) / 2147483647.0;
  }

 private:
  std::uint64_t state_ = 20260101;
};

// Between 2^low and 2^high, all sizes equally likely.
double random_power_of_two(Uniform& uniform, int low, int high) {
  const double mantissa = 1 + uniform();
  return std::ldexp(mantissa, low + static_cast<int>((high - low) * uniform()));
}

// Emscripten's C library computes long double logarithms in double: no reference there.
bool has_long_double_reference() {
  const long double error = std::log(3.0L) - 1.098612288668109691395245236922525705L;
  return error > -1e-18L && error < 1e-18L;
}

TEST(Math, logarithm_is_within_half_a_unit_and_a_thousandth_from_1e_minus_15_to_1e15) {
  if (!has_long_double_reference()) GTEST_SKIP() << "the bits are compared instead";
  Uniform uniform;
  double worst = 0;
  for (int i = 0; i < 20000; ++i) {
    const double x = random_power_of_two(uniform, -50, 50);
    worst = std::max(worst, ulps(natural_log(x), std::log(static_cast<long double>(x))));
  }
  EXPECT_LE(worst, 0.501);
  RecordProperty("worst_ulps", std::to_string(worst));
}

TEST(Math, logarithm_keeps_its_accuracy_beside_one) {
  if (!has_long_double_reference()) GTEST_SKIP() << "the bits are compared instead";
  for (const double x : {1.0, 1 + 0x1p-52, 1 - 0x1p-53, 1 + 1e-9, 1 - 1e-9, 1.0001, 0.9999}) {
    EXPECT_LE(ulps(natural_log(x), std::log(static_cast<long double>(x))), 0.501) << x;
  }
  EXPECT_EQ(natural_log(1), 0);
}

TEST(Math, power_is_within_half_a_unit_and_a_thousandth_for_bases_to_1e15_and_exponents_to_2) {
  if (!has_long_double_reference()) GTEST_SKIP() << "the bits are compared instead";
  Uniform uniform;
  double worst = 0;
  for (int i = 0; i < 20000; ++i) {
    const double base = random_power_of_two(uniform, 0, 50);
    const double exponent = 4 * uniform() - 2;
    const auto expected = std::pow(static_cast<long double>(base), static_cast<long double>(exponent));
    worst = std::max(worst, ulps(power(base, exponent), expected));
  }
  EXPECT_LE(worst, 0.501);
  RecordProperty("worst_ulps", std::to_string(worst));
}

TEST(Math, powers_that_are_whole_numbers_are_exact) {
  EXPECT_EQ(power(10000, 0), 1);
  EXPECT_EQ(power(10000, 1), 10000);
  EXPECT_EQ(power(10000, 0.5), 100);
  EXPECT_EQ(power(1e6, 2), 1e12);
  EXPECT_EQ(power(2, -10), 1.0 / 1024);
  EXPECT_EQ(power(1, 123.456), 1);
}

// 0.52: the quotient of the reference's exponent is rounded, to 64 bits.
TEST(Math, a_series_of_powers_is_as_exact_at_its_end_as_at_its_beginning) {
  if (!has_long_double_reference()) GTEST_SKIP() << "the bits are compared instead";
  for (const double base : {2.0, 10000.0, 5e5, 1e7, 8388608.3}) {
    for (const int dim : {2, 6, 32, 80, 96, 128, 256, 4094}) {
      const std::vector<double> series = powers(base, -2, dim, static_cast<std::size_t>(dim) / 2 + 1);
      ASSERT_EQ(series.front(), 1);
      for (std::size_t i = 0; i < series.size(); ++i) {
        const auto exponent = -2 * static_cast<long double>(i) / dim;
        ASSERT_LE(ulps(series[i], std::pow(static_cast<long double>(base), exponent)), 0.52) << base << " " << dim;
      }
    }
  }
  EXPECT_THAT(powers(10000, -1, 2, 5), testing::ElementsAre(1, 0.01, 1e-4, 1e-6, 1e-8));
  EXPECT_THAT(powers(7, 1, 3, 0), testing::IsEmpty());
}

// The same program runs as WebAssembly: one hash for both says that all bits agree.
TEST(Math, the_bits_are_the_same_on_every_machine) {
  Uniform uniform;
  std::uint64_t hash = 14695981039346656037U;  // FNV-1a
  for (int i = 0; i < 20000; ++i) {
    const double base = random_power_of_two(uniform, 0, 50);
    for (const double value : {natural_log(base), power(base, -uniform())}) {
      hash = (hash ^ std::bit_cast<std::uint64_t>(value)) * 1099511628211U;
    }
  }
  EXPECT_EQ(hash, 12628943571226625563U);
}

}  // namespace
}  // namespace ropescope
