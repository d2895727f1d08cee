// How a file of calls hands them to JavaScript: free functions beside which EMSCRIPTEN_BINDINGS names them. A call
// takes JavaScript values, because Embind would coerce any other type, and returns its value or an error as { code,
// message }. Handles are numbers and objects are plain: nothing in JavaScript has to be deleted, and nothing points
// into the heap.
#pragma once

#include <emscripten/bind.h>

namespace ropescope::js {

using emscripten::function;

}  // namespace ropescope::js
