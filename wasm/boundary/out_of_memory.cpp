// Without exceptions a failed allocation would end in a bare abort(); this text tells web/lib what happened.
#include <emscripten/emscripten.h>

#include <atomic>
#include <new>

#include "boundary/bindings.hpp"
#include "core/threads.hpp"

namespace ropescope::js {

#if ROPESCOPE_ONE_THREAD

EMSCRIPTEN_BINDINGS(ropescope_out_of_memory) {
  std::set_new_handler([] { emscripten_throw_string("out of memory"); });
}

#else
namespace {

std::atomic<bool> was_out_of_memory = false;

}  // namespace

// What a helper throws reaches nobody: whoever waits for it is told that it failed, and asks why.
EMSCRIPTEN_BINDINGS(ropescope_out_of_memory) {
  std::set_new_handler([] {
    was_out_of_memory = true;
    emscripten_throw_string("out of memory");
  });
  function("wasOutOfMemory", +[] { return was_out_of_memory.load(); });
}

#endif

}  // namespace ropescope::js
