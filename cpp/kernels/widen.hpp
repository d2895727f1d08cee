// Numbers as they lie in memory, as vectors of floats: exactly those that core/half.hpp makes of them one by one.
// Each kind says what it is stored as, loads vectors of it times a power of two, and makes of what they are multiplied
// with what takes that power away again: of |x| below `largest` products have the bits of products of the numbers
// themselves. Numbers of 16 bits lie in pairs of vectors, one in the lower halves of 32 bits, the next in the upper.
// Numbers of 8 bits lie in fours.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>

#include "core/half.hpp"
#include "kernels/simd.hpp"

namespace ropescope {

using Words [[gnu::vector_size(lanes * sizeof(std::uint32_t))]] = std::uint32_t;
using SignedWords [[gnu::vector_size(lanes * sizeof(std::int32_t))]] = std::int32_t;

[[gnu::always_inline]] inline Batch floats_of(const Words& bits) { return std::bit_cast<Batch::register_type>(bits); }

// Where in its row of a panel a column's number of 16 bits lies.
constexpr int place_in_pairs(int column) {
  constexpr int width = static_cast<int>(lanes);
  const int vector = column / width;
  return vector / 2 * 2 * width + column % width * 2 + vector % 2;
}

// The same of a number of 8 bits: a word holds one of each of four vectors.
constexpr int place_in_fours(int column) {
  constexpr int width = static_cast<int>(lanes);
  return column % width * 4 + column / width;
}

// Byte `place` of each word, a whole number with its sign.
struct WholeBytes {
  template <std::size_t place>
  [[gnu::always_inline]] static Batch load(const Words& words) {
    using Number [[gnu::vector_size(lanes * sizeof(float))]] = float;
    const auto signs = std::bit_cast<SignedWords>(words << (24U - 8U * place)) >> 24;
    return std::bit_cast<Batch::register_type>(__builtin_convertvector(signs, Number));
  }
};

// The same of a float8 that is no NaN.
struct FloatBytes {
  template <std::size_t place>
  [[gnu::always_inline]] static Batch load(const Words& words) {
    const Words byte = words << (24U - 8U * place);
    return floats_of((byte & 0x80000000U) | (byte & 0x7f000000U) >> 4) * Batch(0x1.0p120F);
  }
};

struct Floats {
  using Number = float;
  template <std::size_t vectors>
  [[gnu::always_inline]] static std::array<Batch, vectors> load(const float* numbers) {
    std::array<Batch, vectors> out;
    unrolled<vectors>([&](auto v) { out[v] = Batch::load_aligned(numbers + v * lanes); });
    return out;
  }
  [[gnu::always_inline]] static Batch factor(float x) { return {x}; }
};

// Kind::lower(word) and Kind::upper(word) are the numbers of a pair.
template <class Kind, std::size_t vectors>
[[gnu::always_inline]] inline std::array<Batch, vectors> load_pairs(const std::uint16_t* numbers) {
  std::array<Batch, vectors> out;
  unrolled<vectors / 2>([&](auto pair) {
    Words bits;
    std::memcpy(&bits, numbers + pair * 2 * lanes, sizeof(bits));
    out[2 * pair] = floats_of(Kind::lower(bits));
    out[2 * pair + 1] = floats_of(Kind::upper(bits));
  });
  return out;
}

struct Bfloats {
  using Number = std::uint16_t;
  static constexpr float largest = std::numeric_limits<float>::infinity();
  template <std::size_t vectors>
  [[gnu::always_inline]] static std::array<Batch, vectors> load(const std::uint16_t* numbers) {
    return load_pairs<Bfloats, vectors>(numbers);
  }
  [[gnu::always_inline]] static Words lower(const Words& bits) { return bits << 16U; }
  [[gnu::always_inline]] static Words upper(const Words& bits) { return bits & 0xffff0000U; }
  [[gnu::always_inline]] static Batch factor(float x) { return {x}; }
};

struct Halves {
  using Number = std::uint16_t;
  static constexpr float largest = 0x1.0p15F;  // times 2^112 it is finite
  template <std::size_t vectors>
  [[gnu::always_inline]] static std::array<Batch, vectors> load(const std::uint16_t* numbers) {
    return load_pairs<Halves, vectors>(numbers);
  }
  [[gnu::always_inline]] static Words lower(const Words& bits) { return upper(bits << 16U); }
  // The sign is spread over three bits above the exponent and cut down to one. Exponent and fraction come to where a
  // float has them, so that only the bias is wrong, by 112, of subnormals, too.
  [[gnu::always_inline]] static Words upper(const Words& bits) {
    return std::bit_cast<Words>(std::bit_cast<SignedWords>(bits) >> 3) & 0x8fffe000U;
  }
  [[gnu::always_inline]] static Batch factor(float x) { return {x * 0x1.0p112F}; }
};

}  // namespace ropescope
