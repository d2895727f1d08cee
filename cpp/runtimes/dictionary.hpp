// A method as a rope dictionary of config.json, which transformers, vLLM and SGLang read: the forms that method headers
// state for reading (position/config_form.hpp), written.
#pragma once

#include <optional>
#include <vector>

#include "core/saying.hpp"
#include "position/registry.hpp"
#include "runtimes/request.hpp"
#include "runtimes/settings.hpp"

namespace ropescope {

// Nothing where that runtime has no such form. Whatever is answered has been read back and gives the same plan.
std::optional<RuntimeSettings> as_dictionary(Runtime runtime, const ExportRequest& wanted);

// What that runtime does otherwise under the method's name.
std::vector<Saying> notes_of(Runtime runtime, const MethodEntry& method);

}  // namespace ropescope
