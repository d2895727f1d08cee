// Products of sizes that a caller gives. In WebAssembly size_t has 32 bits, in which 65536 * 65536 is 0, and a check
// against that product passes. Here a product has 64 bits, and one that does not fit stays at the largest number, which
// no array's size equals.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <limits>

namespace ropescope {

// No size is negative.
[[nodiscard]] constexpr std::uint64_t size_product(std::initializer_list<std::int64_t> sizes) {
  constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t product = 1;
  for (const std::int64_t size : sizes) {
    const auto factor = static_cast<std::uint64_t>(size);
    if (factor != 0 && product > largest / factor) return largest;
    product *= factor;
  }
  return product;
}

}  // namespace ropescope
