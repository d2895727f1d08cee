// Numbers of position methods that training learned, as a weight file holds them: tensors
// `model.position.<method>.<key>`, shared by all layers, or `model.layers.<i>.self_attn.position.<method>.<key>`.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "io/safetensors.hpp"
#include "position/registry.hpp"

namespace ropescope {

using LearnedNumbers = std::map<std::string, std::vector<double>, std::less<>>;  // by "<method>.<key>", row-major

// The tensors whose names begin with `prefix` ("model.position."). Errors: invalid_weights names the tensor.
Result<LearnedNumbers> read_learned_numbers(const Tensors& tensors, std::string_view prefix);

// The method with each learned parameter that it does not give taken from the layer's numbers, else from the shared.
[[nodiscard]] MethodSpec with_learned_numbers(MethodSpec method, const LearnedNumbers& layer,
                                              const LearnedNumbers& shared);

}  // namespace ropescope
