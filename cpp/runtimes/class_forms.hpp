// What no rope dictionary says but another class of the engine does: a window as Mistral, no rotation as SmolLM3, ALiBi
// as llama.cpp's refact. Each is a Llama with one thing more.
#pragma once

#include <optional>

#include "core/result.hpp"
#include "runtimes/request.hpp"
#include "runtimes/settings.hpp"

namespace ropescope {

// Keys of config.json beside rope_parameters that make transformers take a checkpoint for another class; none where the
// request needs none. Error: unsupported_model.
Result<std::vector<Setting>> class_of_config(const ExportRequest& request);

// The architecture of a GGUF file: `llama`, or `refact` where heads are biased. Error: unsupported_model.
Result<std::string_view> gguf_architecture(const ExportRequest& request);

}  // namespace ropescope
