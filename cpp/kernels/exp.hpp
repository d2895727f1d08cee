// exp of a SIMD vector, shared by the kernels that need it; only kernels/*.cpp include this.
// Valid: all floats; below -87.7 gives 0, above 88 gives e^88, NaN gives NaN.
// Maximum error against double: 2^-22 of the result where that is a normal float (a degree-6 polynomial after x = n ln
// 2 + f, |f| <= ln 2 / 2).
#pragma once

#include <cstdint>

#include "kernels/simd.hpp"

namespace ropescope {

// The same where nothing is above 88: what was lowered by its maximum.
inline Batch fast_exp_below(Batch x) {
  using Bits = xsimd::batch<std::int32_t>;
  const Batch magic(12582912.0F);  // 1.5 * 2^23: adding it rounds to an integer, kept in the low bits
  const Batch log2_e(1.44269504F);
  const Batch ln2_high(0.693359375F);  // 9 bits: n * ln2_high is exact
  const Batch ln2_low(-2.12194440e-4F);
  x = at_least(x, Batch(-88.0F));  // n = -127, whose 2^n comes out as 0
  const Batch shifted = multiply_add(x, log2_e, magic);
  const Batch n = shifted - magic;
  const Batch f = subtract_product(n, ln2_low, subtract_product(n, ln2_high, x));
  Batch p(1.0F / 720.0F);
  p = multiply_add(p, f, Batch(1.0F / 120.0F));
  p = multiply_add(p, f, Batch(1.0F / 24.0F));
  p = multiply_add(p, f, Batch(1.0F / 6.0F));
  p = multiply_add(p, f, Batch(0.5F));
  p = multiply_add(p, f, Batch(1.0F));
  p = multiply_add(p, f, Batch(1.0F));
  // 2^n: n sits in the low bits of `shifted`; shift it into the exponent field, on top of 1.0's
  const Bits exponent = (xsimd::bitwise_cast<std::int32_t>(shifted) << 23) + Bits(0x3f800000);
  return p * xsimd::bitwise_cast<float>(exponent);
}

inline Batch fast_exp(Batch x) {
  const Batch largest(88.0F);
  return fast_exp_below(xsimd::select(x > largest, largest, x));
}

}  // namespace ropescope
