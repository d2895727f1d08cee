// Floating-point numbers of 16 and 8 bits as floats of 32, which hold every one of them exactly.
// half: IEEE 754 binary16, 1 sign + 5 exponent + 10 fraction; bfloat: the upper half of a float;
// float8: E4M3 (arXiv 2209.05433), 1 sign + 4 exponent + 3 fraction, NaN where all of these are set, no infinity.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

namespace ropescope {

inline float from_half(std::uint16_t bits) {
  const auto sign = static_cast<std::uint32_t>(bits & 0x8000U) << 16;
  const std::uint32_t exponent = (bits >> 10) & 0x1fU;
  const std::uint32_t fraction = bits & 0x3ffU;
  if (exponent == 0) {  // zero and subnormals: fraction * 2^-24
    const float value = static_cast<float>(fraction) * 0x1.0p-24F;
    return sign == 0 ? value : -value;
  }
  // 31 = infinity and NaN; else the bias changes from 15 to 127
  return std::bit_cast<float>(sign | (exponent == 31 ? 0x7f800000U : (exponent + 112) << 23) | fraction << 13);
}

inline float from_bfloat(std::uint16_t bits) { return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16); }

inline float from_float8(std::uint8_t bits) {
  const auto sign = static_cast<std::uint32_t>(bits & 0x80U) << 24;
  const std::uint32_t magnitude = bits & 0x7fU;
  if (magnitude == 0x7fU) return std::bit_cast<float>(sign | 0x7fc00000U);
  return std::bit_cast<float>(sign | magnitude << 20) * 0x1.0p120F;  // the bias changes from 7 to 127
}

// The nearest half.
inline std::uint16_t to_half(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t sign = bits >> 16 & 0x8000U;
  const std::uint32_t magnitude = bits & 0x7fffffffU;
  if (magnitude > 0x7f800000U) return static_cast<std::uint16_t>(sign | 0x7e00U);   // NaN
  if (magnitude >= 0x477ff000U) return static_cast<std::uint16_t>(sign | 0x7c00U);  // 65520 and more round to infinity
  if (magnitude < 0x38800000U) {  // below 2^-14: a multiple of 2^-24; nearbyint rounds ties to even
    const float steps = std::nearbyint(std::bit_cast<float>(magnitude) * 0x1.0p24F);
    return static_cast<std::uint16_t>(sign | static_cast<std::uint32_t>(steps));
  }
  const std::uint32_t lowest_kept = magnitude >> 13 & 1U;
  const std::uint32_t rounded = magnitude + 0x0fffU + lowest_kept;  // a carry into the exponent is right as it is
  return static_cast<std::uint16_t>(sign | ((rounded >> 13) - (112U << 10)));  // the bias changes from 127 to 15
}

// The upper half of the bits: exact for what was a bfloat.
inline std::uint16_t to_bfloat(float value) {
  return static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(value) >> 16);
}

}  // namespace ropescope
