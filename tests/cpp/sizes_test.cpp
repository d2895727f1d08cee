#include "core/sizes.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

namespace ropescope {
namespace {

TEST(SizeProduct, has_64_bits_wherever_it_is_made) {
  EXPECT_EQ(size_product({}), 1U);
  EXPECT_EQ(size_product({3, 0, 5}), 0U);
  EXPECT_EQ(size_product({65536, 65536}), std::uint64_t{1} << 32);
}

TEST(SizeProduct, stays_at_the_largest_number_where_64_bits_are_too_few) {
  constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();
  EXPECT_EQ(size_product({2147483647, 2147483647, 2147483647}), largest);
  EXPECT_EQ(size_product({std::int64_t{1} << 32, std::int64_t{1} << 32}), largest) << "2^64 would wrap to 0";
}

}  // namespace
}  // namespace ropescope
