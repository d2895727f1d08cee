#include "engine/shared_threads.hpp"

#include "core/threads.hpp"

#if !ROPESCOPE_ONE_THREAD
#include <utility>

#include "boundary/bindings.hpp"
#include "boundary/from_js.hpp"
#include "boundary/to_js.hpp"
#endif

namespace ropescope::js {

Threads& shared_threads() {
  static Threads threads;
  return threads;
}

#if !ROPESCOPE_ONE_THREAD
namespace {

// count: with the calling thread; no more than wait in the glue, for whoever waits for a thread lets none start
val start_threads(const val& count) {
  const auto number = read_integer(count, "threads", {1, max_threads});
  if (!number) return to_js(number.error());
  auto started = Threads::start(*number);
  if (!started) return to_js(started.error());
  shared_threads() = *std::move(started);
  return val(shared_threads().count());
}

}  // namespace

EMSCRIPTEN_BINDINGS(ropescope_threads) { function("startThreads", &start_threads); }
#endif

}  // namespace ropescope::js
