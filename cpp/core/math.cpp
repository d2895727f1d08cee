// Arithmetic on unevaluated sums of two doubles, about 104 bits (Dekker, Numer. Math. 18, 1971; Knuth, TAOCP 2, 4.2.2),
// enough that the one rounding at the end is the only one that shows. An exponential takes 2 us: series are made of
// one.
#include "core/math.hpp"

#include <cassert>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

namespace ropescope {
namespace {

struct Sum {
  double high;
  double low;  // |low| <= half a unit in the last place of high
};

// ln 2 = 0.693147180559945309417232121458176568..., its first 53 bits and the next 53.
constexpr Sum ln_2{std::numbers::ln2, 0x1.abc9e3b39803fp-56};

Sum fast_two_sum(double a, double b) {  // |a| >= |b|
  const double high = a + b;
  return {high, b - (high - a)};
}

Sum two_sum(double a, double b) {
  const double high = a + b;
  const double from_b = high - a;
  return {high, (a - (high - from_b)) + (b - from_b)};
}

// The halves of a number: 26 bits each, so that their products are exact.
Sum split(double a) {
  constexpr double splitter = 134217729;  // 2^27 + 1
  const double scaled = splitter * a;
  const double high = scaled - (scaled - a);
  return {high, a - high};
}

Sum two_product(double a, double b) {
  const double high = a * b;
  const Sum x = split(a);
  const Sum y = split(b);
  return {high, ((x.high * y.high - high) + x.high * y.low + x.low * y.high) + x.low * y.low};
}

Sum operator+(Sum a, Sum b) {
  const Sum high = two_sum(a.high, b.high);
  const Sum low = two_sum(a.low, b.low);
  const Sum partial = fast_two_sum(high.high, high.low + low.high);
  return fast_two_sum(partial.high, partial.low + low.low);
}

Sum operator*(Sum a, Sum b) {
  const Sum product = two_product(a.high, b.high);
  return fast_two_sum(product.high, product.low + (a.high * b.low + a.low * b.high));
}

Sum operator/(Sum a, double b) {
  const double quotient = a.high / b;
  const Sum back = two_product(quotient, b);
  return fast_two_sum(quotient, ((a.high - back.high) - back.low + a.low) / b);
}

Sum operator/(Sum a, Sum b) {
  const double quotient = a.high / b.high;
  const Sum rest = a + Sum{-quotient, 0} * b;
  return fast_two_sum(quotient, rest.high / b.high);
}

// ln(m * 2^e) = e ln 2 + 2 atanh(s), s = (m - 1) / (m + 1), with m in [sqrt(1/2), sqrt(2)) and so s^2 < 0.0295.
Sum log_of(double x) {
  int exponent = 0;
  double mantissa = std::frexp(x, &exponent);  // [1/2, 1)
  if (mantissa < 0.70710678118654752) {
    mantissa *= 2;
    --exponent;
  }
  constexpr int terms = 21;  // s^(2 * 21) < 2^-106
  const Sum s = two_sum(mantissa, -1) / two_sum(mantissa, 1);
  const Sum s_squared = s * s;
  Sum series{0, 0};
  for (int k = terms; k >= 0; --k) series = series * s_squared + Sum{1, 0} / (2.0 * k + 1);
  return Sum{static_cast<double>(exponent), 0} * ln_2 + Sum{2, 0} * s * series;
}

// exp(x) = 2^k exp(r / 8)^8, r = x - k ln 2, |r / 8| < 0.0434.
Sum exp_of(Sum x) {
  const double k = std::floor(x.high / ln_2.high + 0.5);
  const Sum r = (x + Sum{-k, 0} * ln_2) * Sum{0.125, 0};
  constexpr int terms = 17;  // 0.0434^18 / 18! < 2^-106
  Sum series{1, 0};
  for (int n = terms; n >= 1; --n) series = Sum{1, 0} + series * r / n;
  for (int doubling = 0; doubling < 3; ++doubling) series = series * series;
  return {std::ldexp(series.high, static_cast<int>(k)), std::ldexp(series.low, static_cast<int>(k))};
}

}  // namespace

double natural_log(double x) {
  assert(x > 0 && std::isfinite(x));
  return log_of(x).high;
}

double power(double base, double exponent) {
  assert(base > 0 && std::isfinite(base) && std::isfinite(exponent));
  return exp_of(log_of(base) * Sum{exponent, 0}).high;  // high is the sum rounded once
}

std::vector<double> powers(double base, double numerator, double denominator, std::size_t count) {
  assert(base > 0 && std::isfinite(base) && std::isfinite(numerator / denominator));
  const Sum ratio = exp_of(log_of(base) * (Sum{numerator, 0} / denominator));
  Sum power{1, 0};
  std::vector<double> result(count);
  for (double& rounded : result) {
    rounded = power.high;
    power = power * ratio;  // off by 2^-102 a step
  }
  return result;
}

}  // namespace ropescope
