// Dynamic NTK: NTK-aware scaling whose alpha grows with the text, so that short texts see plain RoPE.
// emozilla, r/LocalLLaMA, June 2023; Hugging Face type `dynamic`: alpha = f * N/L - (f - 1), N = max(seq_len, L).
#pragma once

#include <algorithm>
#include <array>
#include <vector>

#include "position/method.hpp"
#include "position/series.hpp"

namespace ropescope::methods {

struct DynamicNtk {
  double factor = 1;  // 1: alpha = N / L, as in the appendix of arXiv 2309.00071

  static constexpr bool depends_on_length = true;
  static constexpr MethodInfo info{
      .id = "dynamic_ntk",
      .name = "Dynamic NTK",
      .summary = "NTK-aware scaling by the current length: exactly plain RoPE until the trained length.",
      .trained_as = "rope",
      .source = {"emozilla",
                 "Dynamically Scaled RoPE further increases performance of long context LLaMA with zero fine-tuning",
                 "reddit.com/r/LocalLLaMA/14mrgpr", "post; arXiv 2309.00071, section 3.3"}};
  static constexpr std::array params{param<&DynamicNtk::factor>(
      {"factor", 1, 1e6, "",
       "How fast alpha grows beyond the trained length; 1 makes it N / L. Not the extension ratio.",
       Role::optional_ratio})};
  static constexpr std::array elsewhere{
      Elsewhere{"transformers",
                "Rotates new keys by the base of the current length and keeps cached ones as they were; 5.12.1 also "
                "never goes back to the shorter base."},
      Elsewhere{
          "vLLM",
          "Not dynamic: fixes the base for the longest length, alpha = f^2 - (f - 1), whatever the text's length."},
      Elsewhere{"mlx-lm", "Turns new keys by the base of the current length and keeps cached ones as they were."},
      Elsewhere{"TensorRT-LLM", "Another method of this name: the base times a given alpha, at every length."},
      Elsewhere{"llama.cpp", "Has none."}};
  static constexpr std::array rope_types{RopeType{.names = {TypeName{"dynamic"}},
                                                  .keys = {"factor"},
                                                  .required = {"factor"},
                                                  .length = TrainedLength::longest,
                                                  .read_by = ReadBy::transformers}};

  [[nodiscard]] Result<Frequencies> frequencies(const RopeConfig& rope, const PlanRequest& request) const {
    if (rope.rotary_dim <= 2) return too_few_channels(info.id);
    const double trained = rope.original_max_position_embeddings;
    const double alpha = factor * std::max<double>(request.seq_len, trained) / trained - (factor - 1);
    return Frequencies{.inv_freq = frequency_series(rope.rotary_dim, ntk_base(rope, alpha))};
  }

  [[nodiscard]] std::vector<Fact> facts(const RopeConfig& rope, const PlanRequest& request) const {
    const double beyond = std::max(1.0, 1.0 * request.seq_len / rope.original_max_position_embeddings);
    return {{"alpha", factor * (beyond - 1) + 1, "", "The NTK-aware alpha that the factor makes of this length."}};
  }
};

}  // namespace ropescope::methods
