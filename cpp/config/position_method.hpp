// The key `position_method` of a config.json: how a model that was trained with another method than rotary says so. An
// id, { "id", "params" }, or a list of those. Numbers that training learned stay in the weight file.
#pragma once

#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "io/json.hpp"
#include "position/registry.hpp"

namespace ropescope {

// The method that the code of a class has instead of rotation; null where it has none.
[[nodiscard]] const MethodEntry* method_of_class(std::string_view model_type);

// Nothing when the key is absent or null. Errors: invalid_config names the path.
Result<std::vector<MethodSpec>> read_position_method(const Json& config);

}  // namespace ropescope
