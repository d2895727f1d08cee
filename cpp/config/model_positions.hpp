// The positions of a model that runs: one method for the layers that turn alike, and what other layers have instead.
#pragma once

#include "config/model_config.hpp"
#include "core/result.hpp"
#include "io/json.hpp"

namespace ropescope {

// Sets head_dim, rope, methods and what layers see. Of a class that does not rotate, max_position_embeddings is set
// already. Errors: those of read_rope, invalid_config, unsupported_model.
Status read_positions(const Json& json, ModelConfig& config);

}  // namespace ropescope
