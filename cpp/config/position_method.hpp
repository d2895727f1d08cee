// The key `position_method` of a config.json: how a model that was trained with another method than rotary says so. An
// id, { "id", "params" }, or a list of those. Numbers that training learned stay in the weight file.
#pragma once

#include <optional>
#include <vector>

#include "core/result.hpp"
#include "io/json.hpp"
#include "position/registry.hpp"

namespace ropescope {

// Nothing when the key is absent or null. Errors: invalid_config names the path.
Result<std::vector<MethodSpec>> read_position_method(const Json& config);

}  // namespace ropescope
