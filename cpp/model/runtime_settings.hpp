// What other runtimes must be told to run a checkpoint under a method: the forms that method headers state for reading
// config.json (position/config_form.hpp), written. Whatever is answered has been read back and gives the same plan.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "model/config.hpp"
#include "position/method.hpp"
#include "position/registry.hpp"

namespace ropescope {

enum class Runtime { transformers, vllm, llama_cpp };

struct Setting {
  std::string key;  // of rope_parameters in config.json; llama.cpp: a flag
  ParamValue value;
  std::string why;  // one sentence
};

struct RuntimeSettings {
  std::vector<Setting> settings;
  int max_position_embeddings = 0;  // tokens
  std::vector<std::string> notes;   // what that runtime does otherwise under the same name
};

// seq_len: the longest text to serve, tokens; 0 = the trained length times the method's factor, where it has one.
// Errors: those of make_plan; wrong_weights; unsupported_model where that runtime has no form of the method.
Result<RuntimeSettings> settings_for(Runtime runtime, const ModelConfig& config, std::span<const MethodSpec> methods,
                                     int seq_len);

}  // namespace ropescope
