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

// The same two for a whole process; one where this build cannot start another.
inline const Threads& two_threads() {
  static const Threads threads = max_threads > 1 ? eager_threads(2) : Threads();
  return threads;
}

}  // namespace ropescope::test
