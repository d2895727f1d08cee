// Chunked attention: a query sees the keys of its own chunk of the text up to itself. Llama 4 in its layers with
// rotation; huggingface/transformers, masking_utils.py, chunked_causal_mask_function. m = query, n = key, C = chunk:
// floor(m / C) = floor(n / C).
#pragma once

#include <array>

#include "position/method.hpp"

namespace ropescope::methods {

struct Chunked {
  int attention_chunk_size = 8192;  // 8192: Llama 4 Scout and Maverick

  static constexpr MethodInfo info{
      .id = "chunked",
      .name = "Chunked attention",
      .summary = "Cuts the text into chunks and lets a query see only its own chunk up to itself.",
      .trained_as = "rope",
      .source = {"Meta", "Llama 4, as run by Hugging Face transformers", "huggingface/transformers",
                 "masking_utils.py, chunked_causal_mask_function"}};
  static constexpr std::array params{
      param<&Chunked::attention_chunk_size>({"attention_chunk_size", 1, 1 << 24, "tokens", "Length of a chunk."})};
  static constexpr std::array elsewhere{
      Elsewhere{"Llama 4", "Every fourth layer sees all keys and does not rotate; here all layers are cut alike."},
      Elsewhere{"Dual Chunk Attention", "Sees all chunks; only the positions that it pretends are those of chunks."}};

  [[nodiscard]] Result<Visibility> visible(const RopeConfig& /*rope*/, const PlanRequest& /*request*/) const {
    return Visibility{.chunk = attention_chunk_size};
  }
};

}  // namespace ropescope::methods
