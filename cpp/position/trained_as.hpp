// Which weights a choice of methods runs on. A method that training had to see belongs to weights trained with it; one
// that is put on afterwards, and changes how pairs turn, belongs to weights trained with RoPE.
#pragma once

#include <set>
#include <span>
#include <string_view>

#include "core/result.hpp"
#include "position/registry.hpp"

namespace ropescope {

// The id of plain RoPE, the first of the registry: what weights run that ask for nothing else.
[[nodiscard]] std::string_view plain_method();

// The id of the method that turns nothing and does nothing else.
[[nodiscard]] std::string_view unrotated_method();

// What the weights must have been trained with, as ids. Where no method says how pairs turn, plain RoPE turns them;
// post-hoc methods that leave turning and positions alone (a window, say) demand nothing. What no plan can be made of
// is left out.
[[nodiscard]] std::set<std::string_view> trained_as(std::span<const MethodSpec> methods);

// Whether weights trained with `own` can run with `wanted`. Error: wrong_weights. All are known methods with parameters
// they accept.
[[nodiscard]] Status check_weights(std::span<const MethodSpec> own, std::span<const MethodSpec> wanted);

}  // namespace ropescope
