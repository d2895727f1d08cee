// ALiBi: every token of distance lowers a score by the head's own slope; nothing rotates. Press, Smith, Lewis, arXiv
// 2108.12409, section 3, and ofirpress/attention_with_linear_biases for head counts that are no power of two; key as in
// Hugging Face `mpt`. h = 1..H, D = distance: bias = -slope_h D, slope_h = 2^(-8 h / H).
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <vector>

#include "core/math.hpp"
#include "position/bias_table.hpp"
#include "position/method.hpp"

namespace ropescope::methods {

struct Alibi {
  double alibi_bias_max = 8;  // 8: section 3

  static constexpr MethodInfo info{
      .id = "alibi",
      .name = "ALiBi",
      .summary = "Lowers a score in proportion to the distance, with another slope in each head; nothing rotates.",
      .trained_as = "alibi",
      .source = {"Press, Smith, Lewis",
                 "Train Short, Test Long: Attention with Linear Biases Enables Input Length Extrapolation",
                 "2108.12409", "section 3"}};
  static constexpr std::array params{param<&Alibi::alibi_bias_max>(
      {"alibi_bias_max", 0.001, 64, "", "The last head's slope is 2 to the minus this, as in MPT; the paper has 8."})};
  static constexpr std::array elsewhere{
      Elsewhere{"transformers",
                "BLOOM adds slope * key index, which differs by a constant a row, so attention is the same."},
      Elsewhere{"llama.cpp", "The same, as max_bias of ggml_soft_max_ext."}};
  static constexpr ConfigWords config_words{
      .position_embedding_types = {"alibi"},
      .instead = "ALiBi, a bias on the scores, and no rotary positions",
      .flags = {"alibi", "use_alibi", "attn_config.alibi"},
      .models = {{{.model_type = "bloom"},
                  {.model_type = "mpt", .unless_true = "attn_config.rope"},
                  // The 7B models, which rotate, name it.
                  {.model_type = "baichuan", .unless_given = "max_position_embeddings", .size = "13B"}}}};

  [[nodiscard]] Result<Frequencies> frequencies(const RopeConfig& /*rope*/, const PlanRequest& /*request*/) const {
    return Frequencies{};
  }

  [[nodiscard]] Result<std::vector<float>> bias(const RopeConfig& /*rope*/, const PlanRequest& request) const {
    const std::vector<double> slopes = slopes_of(static_cast<std::size_t>(request.num_heads));
    return bias_by_distance(request, [&](std::size_t h, double distance) { return -slopes[h] * distance; });
  }

  // [heads]. A power of two: 2^(-max h / H). Otherwise those of the power of two below, then every other one of the
  // power of two above.
  [[nodiscard]] std::vector<double> slopes_of(std::size_t heads) const {
    const std::size_t below = std::bit_floor(heads);
    const auto slope = [this](std::size_t h, std::size_t count) {
      return power(2, -alibi_bias_max * static_cast<double>(h) / static_cast<double>(count));
    };
    std::vector<double> slopes;
    for (std::size_t h = 1; h <= below; ++h) slopes.push_back(slope(h, below));
    for (std::size_t h = 1; slopes.size() < heads; h += 2) slopes.push_back(slope(h, 2 * below));
    return slopes;
  }
};

}  // namespace ropescope::methods
