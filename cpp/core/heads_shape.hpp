// Shapes and views of row-major arrays.
#pragma once

#include <cstddef>
#include <cstdint>

namespace ropescope {

// Shape of rotary input: [seq_len, heads, head_dim].
struct HeadsShape {
  int seq_len = 0;
  int heads = 0;
  int head_dim = 0;

  [[nodiscard]] std::size_t size() const {
    return static_cast<std::size_t>(seq_len) * static_cast<std::size_t>(heads) * static_cast<std::size_t>(head_dim);
  }
};

}  // namespace ropescope
