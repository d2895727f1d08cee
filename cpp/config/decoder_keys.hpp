// Keys that one class of decoders has alone, or reads in a way of its own. Each function is called when the keys that
// all classes have are read; what does not run is refused by its key.
#pragma once

#include "config/model_config.hpp"
#include "io/json_fields.hpp"

namespace ropescope {

void read_gemma(JsonFields& fields, ModelConfig& config);
void read_gemma2(JsonFields& fields, ModelConfig& config);
void read_gemma3(JsonFields& fields, ModelConfig& config);
void read_granite(JsonFields& fields, ModelConfig& config);
void read_cohere(JsonFields& fields, ModelConfig& config);
void read_cohere2(JsonFields& fields, ModelConfig& config);
void read_nanochat(JsonFields& fields, ModelConfig& config);
void read_stablelm(JsonFields& fields, ModelConfig& config);
void read_gpt_neox(JsonFields& fields, ModelConfig& config);
void read_phi(JsonFields& fields, ModelConfig& config);
void read_bloom(JsonFields& fields, ModelConfig& config);
void read_mpt(JsonFields& fields, ModelConfig& config);
void read_falcon(JsonFields& fields, ModelConfig& config);

}  // namespace ropescope
