// Writes the safetensors format that io/safetensors.hpp reads.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "io/safetensors.hpp"

namespace ropescope {

// Names and dtypes must need no escaping in JSON. The file says `format: pt`, without which transformers refuses it.
[[nodiscard]] std::vector<std::byte> write_safetensors(const Tensors& tensors);

// Nearest numbers of half precision, ties to even; beyond 65504 infinity.
[[nodiscard]] std::vector<std::byte> to_halves(std::span<const float> values);

}  // namespace ropescope
