// What no rope dictionary says but another class of the engine does: a window as Mistral, no rotation as SmolLM3, ALiBi
// as llama.cpp's refact. Each is a Llama with one thing more.
#pragma once

#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "runtimes/request.hpp"
#include "runtimes/settings.hpp"

namespace ropescope {

// Keys of config.json beside rope_parameters that make transformers take a checkpoint for another class; none where the
// request needs none. Error: unsupported_model.
Result<std::vector<Setting>> class_of_config(const ExportRequest& request);

// What llama.cpp's converter calls the architecture of a model type's files; empty where that is not known here.
[[nodiscard]] std::string_view gguf_name_of(std::string_view model_type);

// The architecture of a GGUF file of this project: `llama`, or `refact` where heads are biased. Error:
// unsupported_model.
Result<std::string_view> gguf_architecture(const ExportRequest& request);

}  // namespace ropescope
