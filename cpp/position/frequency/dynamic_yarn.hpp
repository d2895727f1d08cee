// Dynamic YaRN: YaRN with s = seq_len / L, so that short texts see plain RoPE. jquesnelle/yarn,
// scaled_rope/LlamaDynamicYaRNScaledRotaryEmbedding.py; here a function of the length alone, while that class keeps the
// longest length it has seen.
#pragma once

#include <algorithm>
#include <array>

#include "position/method.hpp"
#include "position/ramp.hpp"

namespace ropescope::methods {

struct DynamicYarn {
  double beta_fast = 32;  // 32 and 1: arXiv 2309.00071, section 3.2
  double beta_slow = 1;
  double extrapolation_factor = 1;

  static constexpr bool depends_on_length = true;
  static constexpr MethodInfo info{
      .id = "dynamic_yarn",
      .name = "Dynamic YaRN",
      .summary = "YaRN whose extension ratio follows the current length: exactly plain RoPE until the trained length.",
      .trained_as = "rope",
      .source = {"Peng, Quesnelle, Fan, Shippole", "YaRN: Efficient Context Window Extension of Large Language Models",
                 "2309.00071", "section 3.3; scaled_rope/LlamaDynamicYaRNScaledRotaryEmbedding.py"}};
  static constexpr std::array params{
      param<&DynamicYarn::beta_fast>(
          {"beta_fast", 0.001, 10000, "turns", "A pair that turns more often within the trained length is kept."}),
      param<&DynamicYarn::beta_slow>(
          {"beta_slow", 0.001, 10000, "turns",
           "A pair that turns less often within the trained length is interpolated in full."}),
      param<&DynamicYarn::extrapolation_factor>(
          {"extrapolation_factor", 0, 1, "", "Below 1, fast pairs are interpolated in part as well."})};
  static constexpr std::array elsewhere{
      Elsewhere{"jquesnelle/yarn", "The ratio only grows: a short text after a long one keeps the long one's."},
      Elsewhere{"others", "transformers, vLLM and llama.cpp have none."}};
  static constexpr std::array rope_types{
      RopeType{.names = {TypeName{"dynamic-yarn", "of the configurations of jquesnelle/yarn"}},
               .keys = {"beta_fast", "beta_slow", "extrapolation_factor"},
               .length = TrainedLength::needed,
               .read_by = ReadBy::others}};

  [[nodiscard]] Result<Frequencies> frequencies(const RopeConfig& rope, const PlanRequest& request) const {
    if (beta_fast < beta_slow) return betas_swapped(info.id, beta_fast, beta_slow);
    const double factor = std::max(1.0, static_cast<double>(request.seq_len) / rope.original_max_position_embeddings);
    if (factor == 1) return Frequencies{.inv_freq = frequency_series(rope)};
    const auto weights = ramp_over_pairs(rope, {beta_fast, beta_slow});
    return Frequencies{interpolate_along(weights, rope, factor, extrapolation_factor), yarn_attention_factor(factor)};
  }
};

}  // namespace ropescope::methods
