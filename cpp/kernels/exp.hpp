// exp of a SIMD vector, shared by the kernels that need it; only kernels/*.cpp include this.
// Valid: all floats; below -87.3 gives 0, above 88 gives e^88, NaN gives NaN.
// Maximum error against double: 2^-22 of the result (a degree-6 polynomial after x = n ln 2 + f, |f| <= ln 2 / 2).
#pragma once

#include <cstdint>

#include "kernels/simd.hpp"

namespace ropescope {

inline Batch fast_exp(Batch x) {
  using Bits = xsimd::batch<std::int32_t>;
  const Batch smallest(-87.3F);  // e^-87.3 is the last normal float
  const Batch largest(88.0F);
  const Batch magic(12582912.0F);  // 1.5 * 2^23: adding it rounds to an integer, kept in the low bits
  const Batch log2_e(1.44269504F);
  const Batch ln2_high(0.693359375F);  // 9 bits: n * ln2_high is exact
  const Batch ln2_low(-2.12194440e-4F);
  x = xsimd::select(x > largest, largest, x);
  const Batch shifted = multiply_add(x, log2_e, magic);
  const Batch n = shifted - magic;
  const Batch f = xsimd::fnma(n, ln2_low, xsimd::fnma(n, ln2_high, x));
  Batch p(1.0F / 720.0F);
  p = multiply_add(p, f, Batch(1.0F / 120.0F));
  p = multiply_add(p, f, Batch(1.0F / 24.0F));
  p = multiply_add(p, f, Batch(1.0F / 6.0F));
  p = multiply_add(p, f, Batch(0.5F));
  p = multiply_add(p, f, Batch(1.0F));
  p = multiply_add(p, f, Batch(1.0F));
  // 2^n: n sits in the low bits of `shifted`; shift it into the exponent field, on top of 1.0's
  const Bits exponent = (xsimd::bitwise_cast<std::int32_t>(shifted) << 23) + Bits(0x3f800000);
  const Batch result = p * xsimd::bitwise_cast<float>(exponent);
  return xsimd::select(x < smallest, Batch(0.0F), result);
}

}  // namespace ropescope
