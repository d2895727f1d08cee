// What a config.json says about a method's parameters, and where it says what the registry refuses.
#pragma once

#include <string_view>

#include "core/result.hpp"
#include "io/json_fields.hpp"
#include "position/method.hpp"

namespace ropescope {

// A value that is there; null is one too. The registry knows what each parameter accepts.
Result<ParamValue> read_param_value(const JsonPlace& place);

// An error of the registry as one of the config: where its path names the method or its parameters (`yarn.factor`),
// the config has them under `params_path`.
[[nodiscard]] Error of_config(const Error& error, std::string_view method = {}, std::string_view params_path = {});

}  // namespace ropescope
