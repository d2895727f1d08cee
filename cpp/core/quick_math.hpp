// Logarithm, exponential and cosine for tables of many entries: the same bits natively and in WebAssembly, like those
// of math.hpp, but not rounded to the last place and some fifty times as fast. Only + - * / on doubles, no fma. Valid:
// quick_log x > 0, normal; quick_exp |x| <= 700, below that 0; quick_cos |x| <= 1e8. Error: 5e-16 relative (log, exp),
// 2e-15 absolute (cos, for |x| <= 1e6; beyond, x's own rounding counts more).
#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>

namespace ropescope {

// c[0] + x (c[1] + x (c[2] + ...))
template <std::size_t N>
[[nodiscard]] constexpr double polynomial(const std::array<double, N>& c, double x) {
  double sum = c[N - 1];
  for (std::size_t k = N - 1; k > 0; --k) sum = sum * x + c[k - 1];
  return sum;
}

// ln(m 2^e) = e ln 2 + 2 atanh(s), s = (m - 1) / (m + 1), m in [sqrt(1/2), sqrt(2)) and so s^2 < 0.0295.
[[nodiscard]] inline double quick_log(double x) {
  const auto bits = std::bit_cast<std::uint64_t>(x);
  int exponent = static_cast<int>(bits >> 52) - 1022;  // x = mantissa 2^exponent, mantissa in [1/2, 1)
  auto mantissa = std::bit_cast<double>((bits & 0x000f'ffff'ffff'ffff) | 0x3fe0'0000'0000'0000);
  if (mantissa < 0.70710678118654752) {
    mantissa *= 2;
    --exponent;
  }
  const double s = (mantissa - 1) / (mantissa + 1);
  constexpr std::array odd_reciprocals{1.0,      1.0 / 3,  1.0 / 5,  1.0 / 7,  1.0 / 9, 1.0 / 11,
                                       1.0 / 13, 1.0 / 15, 1.0 / 17, 1.0 / 19, 1.0 / 21};  // 0.0295^11 / 23 < 2^-60
  return exponent * std::numbers::ln2 + 2 * s * polynomial(odd_reciprocals, s * s);
}

// 1 / 0!, 1 / step!, 1 / (2 step)!, ... with the signs of (-1)^n where step is 2.
template <std::size_t N>
[[nodiscard]] constexpr std::array<double, N> factorial_reciprocals(int step) {
  std::array<double, N> reciprocals{};
  double factorial = 1;
  for (std::size_t n = 0; n < N; ++n) {
    const bool negative = step == 2 && n % 2 == 1;
    reciprocals[n] = (negative ? -1 : 1) / factorial;
    for (int k = 1; k <= step; ++k) factorial *= static_cast<double>(n) * step + k;
  }
  return reciprocals;
}

// exp(x) = 2^k exp(r), |r| <= ln 2 / 2.
[[nodiscard]] inline double quick_exp(double x) {
  if (x < -700) return 0;
  constexpr double ln2_high = 0x1.62e42fee00000p-1;  // 32 bits: its product with k is exact
  constexpr double ln2_low = 0x1.a39ef35793c76p-33;
  const double k = std::floor(x / std::numbers::ln2 + 0.5);
  const double r = (x - k * ln2_high) - k * ln2_low;
  constexpr auto series = factorial_reciprocals<15>(1);  // 0.347^15 / 15! < 2^-60
  const auto power = std::bit_cast<double>(static_cast<std::uint64_t>(static_cast<std::int64_t>(k) + 1023) << 52);
  return polynomial(series, r) * power;
}

// By the nearest whole turn, then by cos(r) = -cos(pi - r) into [0, pi / 2].
[[nodiscard]] inline double quick_cos(double x) {
  constexpr double turn_high = 0x1.921fb54000000p+2;  // 2 pi, 30 bits: its product with the turns is exact
  constexpr double turn_low = 0x1.10b4611a62633p-28;
  const double turns = std::floor(x / (2 * std::numbers::pi) + 0.5);
  const double angle = std::abs((x - turns * turn_high) - turns * turn_low);
  const bool past_quarter = angle > std::numbers::pi / 2;
  const double r = past_quarter ? std::numbers::pi - angle : angle;
  constexpr auto series = factorial_reciprocals<12>(2);  // (pi / 2)^24 / 24! < 2^-60
  const double cosine = polynomial(series, r * r);
  return past_quarter ? -cosine : cosine;
}

}  // namespace ropescope
