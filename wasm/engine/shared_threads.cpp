#include "engine/shared_threads.hpp"

#include "core/threads.hpp"

namespace ropescope::js {

Threads& shared_threads() {
  static Threads threads;
  return threads;
}

}  // namespace ropescope::js
