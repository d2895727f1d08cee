// Temperature by position, in steps: published models sharpen attention a little with every further stretch of text.
// Llama 4 in its layers without positions, Ministral 3 everywhere; Hugging Face models/llama4 (`attn_scale`,
// `floor_scale`) and models/ministral3 (`llama_4_scaling_beta`, the trained length). m = query, F = floor_scale:
// llama4 c(m) = 1 + attn_scale ln(1 + floor((m + 1) / F)); ministral c(m) = 1 + attn_scale ln(1 + floor(m / F)).
#pragma once

#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "core/quick_math.hpp"
#include "position/method.hpp"

namespace ropescope::methods {

struct Temperature {
  std::string form = "llama4";
  double attn_scale = 0.1;
  std::optional<double> floor_scale{};

  static constexpr MethodInfo info{
      .id = "temperature",
      .name = "Temperature",
      .summary = "Sharpens attention in steps, one for each further stretch of text.",
      .trained_as = "rope",
      .source = {"Meta; Mistral AI", "Llama 4 and Ministral 3, as run by Hugging Face transformers",
                 "huggingface/transformers", "models/llama4/modeling_llama4.py, models/ministral3"}};
  static constexpr std::array params{
      param<&Temperature::form>({.key = "form",
                                 .doc = "Llama 4 counts tokens from 1, Ministral from 0.",
                                 .choices = {"llama4", "ministral"}}),
      param<&Temperature::attn_scale>(
          {"attn_scale", 0, 1000, "", "Weight of the logarithm; Ministral's llama_4_scaling_beta."}),
      param<&Temperature::floor_scale>(
          {"floor_scale", 1, 1e9, "tokens", "Length of a stretch; null = the trained length. Llama 4 has 8192."})};

  [[nodiscard]] Result<std::vector<float>> logit_scale(const RopeConfig& rope, const PlanRequest& request) const {
    const double stretch = floor_scale.value_or(rope.original_max_position_embeddings);
    std::vector<float> scale;
    for (int m = 0; m < request.seq_len; ++m) {
      const double stretches = std::floor((form == "llama4" ? m + 1 : m) / stretch);
      scale.push_back(static_cast<float>(1 + attn_scale * quick_log(1 + stretches)));
    }
    return scale;
  }
};

}  // namespace ropescope::methods
