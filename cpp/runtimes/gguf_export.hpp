// A checkpoint as llama.cpp loads it: one GGUF file that holds the weights, the characters and the position method, so
// that its commands need no flags. Names of keys and tensors: llama.cpp, src/llama-arch.cpp.
#pragma once

#include <cstddef>
#include <vector>

#include "config/model_config.hpp"
#include "core/result.hpp"
#include "io/safetensors.hpp"
#include "runtimes/request.hpp"
#include "runtimes/settings.hpp"

namespace ropescope {

struct GgufExport {
  std::vector<std::byte> file;
  RuntimeSettings settings;  // the keys of the file that say how pairs turn
};

// Half-precision matrices stay as they are, all other numbers become single precision.
// Errors: invalid_weights; unsupported_model where llama.cpp's `llama` or a file of it has no place for something.
Result<GgufExport> export_gguf(const ModelConfig& config, const Tensors& tensors, const ExportRequest& request);

}  // namespace ropescope
