// Which keys a query sees, as two ranges: [0, sinks_end) and [window_start, m]. m = query.
#pragma once

#include <algorithm>

#include "position/plan.hpp"

namespace ropescope {

[[nodiscard]] inline int chunk_start(const Visibility& visible, int m) {
  return visible.chunk == 0 ? 0 : m / visible.chunk * visible.chunk;
}

[[nodiscard]] inline int window_start(const Visibility& visible, int m) {
  const int start = visible.window == 0 ? 0 : m + 1 - visible.window;
  return std::max(chunk_start(visible, m), start);
}

[[nodiscard]] inline int sinks_end(const Visibility& visible, int m) {
  return chunk_start(visible, m) > 0 ? 0 : std::min(visible.sinks, window_start(visible, m));
}

}  // namespace ropescope
