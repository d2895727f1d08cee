// Without exceptions a failed allocation would end in a bare abort(); this text tells web/lib what happened.
#include <emscripten/emscripten.h>

#include <new>

#include "boundary/bindings.hpp"

namespace ropescope::js {

EMSCRIPTEN_BINDINGS(ropescope_out_of_memory) {
  std::set_new_handler([] { emscripten_throw_string("out of memory"); });
}

}  // namespace ropescope::js
