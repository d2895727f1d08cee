// What the engine's variant with threads has besides the others' calls.
#include <emscripten/emscripten.h>
#include <emscripten/val.h>

#include <atomic>
#include <new>
#include <utility>

#include "boundary/bindings.hpp"
#include "boundary/from_js.hpp"
#include "boundary/to_js.hpp"
#include "core/threads.hpp"
#include "engine/shared_threads.hpp"

namespace ropescope::js {
namespace {

using emscripten::val;

std::atomic<bool> was_out_of_memory = false;

// count: with the calling thread; no more than wait in the glue, for whoever waits for a thread lets none start
val start_threads(const val& count) {
  const auto number = read_integer(count, "threads", {1, static_cast<double>(max_threads)});
  if (!number) return to_js(number.error());
  // What a helper throws reaches nobody: whoever waits for it is told that it failed, and asks why.
  std::set_new_handler([] {
    was_out_of_memory = true;
    emscripten_throw_string("out of memory");
  });
  auto started = Threads::start(*number);
  if (!started) return to_js(started.error());
  shared_threads() = *std::move(started);
  return val(shared_threads().count());
}

}  // namespace

EMSCRIPTEN_BINDINGS(ropescope_threads) {
  function("startThreads", &start_threads);
  function("wasOutOfMemory", +[] { return was_out_of_memory.load(); });
}

}  // namespace ropescope::js
