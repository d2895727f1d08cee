// Numbers of threads that results are compared over: those that this build can start.
#pragma once

#include <vector>

#include "core/threads.hpp"

namespace ropescope::test {

inline std::vector<int> more_threads() {
  if (max_threads == 1) return {};
  return {2, 3, 7};
}

// They share the smallest work.
inline Threads eager_threads(int count) { return *Threads::start(count, 0); }

}  // namespace ropescope::test
