#include "core/sort.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "core/random.hpp"

namespace ropescope {
namespace {

TEST(HeapSort, orders_lists_of_every_short_length_as_the_standard_library_does) {
  std::uint64_t state = 1;
  for (std::size_t length = 0; length < 200; ++length) {
    std::vector<int> items(length);
    for (int& item : items) item = static_cast<int>(random_uniform(state) * 50);  // with many that are equal
    std::vector<int> expected = items;
    std::ranges::sort(expected);
    heap_sort(items);
    EXPECT_EQ(items, expected);
  }
}

TEST(HeapSort, takes_the_order_that_it_is_given) {
  std::vector<double> items{3, -1, 2, 7, 0};
  heap_sort(items, std::greater<>());
  EXPECT_EQ(items, (std::vector<double>{7, 3, 2, 0, -1}));
}

}  // namespace
}  // namespace ropescope
