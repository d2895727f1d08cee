// Heapsort in place. std::sort is three times as fast on long lists and brings 2 to 4 kB of code for every type into
// the WebAssembly modules; what is sorted outside of training is short, or sorted once.
#pragma once

#include <cstddef>
#include <functional>
#include <utility>

namespace ropescope {

// items: a vector or a span. comes_before: a strict weak order; equal items end in no particular order.
template <class Items, class Order = std::less<>>
void heap_sort(Items& items, Order comes_before = {}) {
  std::size_t unsifted = items.size() / 2;  // from here on, no item comes after its parent in the heap
  std::size_t end = items.size();           // from here on, the items are in their final places
  while (end > 1) {
    if (unsifted > 0) {
      --unsifted;
    } else {
      std::swap(items[0], items[--end]);
    }
    std::size_t parent = unsifted;
    for (std::size_t child = 2 * parent + 1; child < end; child = 2 * parent + 1) {
      if (child + 1 < end && comes_before(items[child], items[child + 1])) ++child;
      if (!comes_before(items[parent], items[child])) break;
      std::swap(items[parent], items[child]);
      parent = child;
    }
  }
}

}  // namespace ropescope
