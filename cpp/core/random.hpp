// The project's one source of random numbers: SplitMix64 (Steele, Lea, Flood 2014, "Fast splittable pseudorandom
// number generators", figure 13). The state is a plain integer, so that callers can keep, send and compare it.
#pragma once

#include <cstdint>

namespace ropescope {

// The next 64 random bits; advances the state.
inline std::uint64_t random_bits(std::uint64_t& state) {
  std::uint64_t z = (state += 0x9e3779b97f4a7c15U);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31);
}

// Uniform in [0, 1), 53 bits.
inline double random_uniform(std::uint64_t& state) { return static_cast<double>(random_bits(state) >> 11) * 0x1.0p-53; }

}  // namespace ropescope
