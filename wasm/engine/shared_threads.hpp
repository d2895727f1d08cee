// The threads of an engine, which all its passes share: started once, where the module has any.
#pragma once

#include "core/threads.hpp"

namespace ropescope::js {

Threads& shared_threads();

}  // namespace ropescope::js
