// The tensors of a Llama checkpoint under the names, in the order of rows and in the types that llama.cpp expects.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "config/model_config.hpp"
#include "core/result.hpp"
#include "io/gguf_writer.hpp"
#include "io/safetensors.hpp"

namespace ropescope {

inline constexpr std::string_view divisors_name = "rope_freqs.weight";  // [rotary_dim / 2], of the frequencies

// llama.cpp turns neighbouring channels, Hugging Face those half of rotary_dim apart: the rows of q_proj and k_proj are
// reordered within each head, where they turn. Tied embeddings are there once.
// Errors: invalid_weights; unsupported_model names a tensor that `llama` has no place for.
Result<std::vector<GgufTensor>> llama_tensors(const ModelConfig& config, const Tensors& tensors, bool turns);

[[nodiscard]] GgufTensor single_precision(std::string name, std::vector<std::size_t> shape,
                                          const std::vector<float>& values);

}  // namespace ropescope
