// Methods as a rope dictionary of config.json, by the types that their headers state (position/config_form.hpp).
#pragma once

#include <variant>
#include <vector>

#include "core/saying.hpp"
#include "position/registry.hpp"
#include "runtimes/request.hpp"
#include "runtimes/settings.hpp"

namespace ropescope {

// What a runtime does otherwise under the name of a method.
[[nodiscard]] std::vector<Saying> notes_of(Runtime runtime, const MethodEntry& method);

// The first form that reads back as it was meant: a type of the method, or plain RoPE with another base; methods that
// only hide keys are left to the class. Else why there is none, which is `otherwise` where nothing more is known. For
// llama.cpp, whose flags are made of it, the keys are those of vLLM.
[[nodiscard]] std::variant<RuntimeSettings, Reason> as_dictionary(Runtime runtime, const ExportRequest& request,
                                                                  Reason otherwise);

}  // namespace ropescope
