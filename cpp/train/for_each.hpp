// How the trainer runs independent parts of a step: the library has no threads, the caller may have some.
#pragma once

#include <functional>

namespace ropescope {

using Work = std::function<void(int)>;

// Calls work(0), ..., work(count - 1), in any order, maybe at the same time, and returns when all are done. Results do
// not depend on the order: every part writes to a place of its own.
using ForEach = std::function<void(int count, const Work& work)>;

inline void one_after_another(int count, const Work& work) {
  for (int i = 0; i < count; ++i) work(i);
}

}  // namespace ropescope
