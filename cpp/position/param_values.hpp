// Values of parameters: checked, completed by the defaults, and moved into and out of a method's members.
#pragma once

#include <span>
#include <string_view>

#include "core/result.hpp"
#include "position/param.hpp"

namespace ropescope {

// path: how a message calls the parameter, `yarn.factor` or `rope_scaling.factor`. No type turns into another: true
// is not 1 and "4" is not 4.
[[nodiscard]] Status check_param(const Param& param, const ParamValue& value, std::string_view path);

// The given values checked, the others at their defaults. A parameter whose replacement is given becomes null.
Result<Params> complete_params(std::string_view method, std::span<const Param> params, const Params& defaults,
                               const Params& given);

// A parameter that holds a number; null where it is absent, null or of another type.
[[nodiscard]] const double* number_in(const Params& params, std::string_view key);

// What the method's members hold. method: the struct that the parameters are of.
[[nodiscard]] Params values_in(std::span<const Param> params, void* method);

// Those of them in which it differs from `defaults`, another struct of the same type.
[[nodiscard]] Params changed_values(std::span<const Param> params, void* method, void* defaults);

// complete: checked, one value for each parameter.
void set_values(std::span<const Param> params, const Params& complete, void* method);

}  // namespace ropescope
