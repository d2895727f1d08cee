// NTK-aware scaling: a larger base, so that fast pairs stay and the slowest is interpolated exactly `alpha` times.
// bloc97, r/LocalLLaMA, June 2023; the formula also in Peng et al., arXiv 2309.00071, section 3.1:
// base' = rope_theta * alpha^(d/(d-2)). Given as `base`, it is the plain change of base (ABF) of CodeLlama.
#pragma once

#include <array>
#include <optional>

#include "position/method.hpp"
#include "position/series.hpp"

namespace ropescope::methods {

struct NtkAware {
  std::optional<double> alpha = 4;
  std::optional<double> base{};

  static constexpr MethodInfo info{
      .id = "ntk_aware",
      .name = "NTK-aware",
      .summary = "Enlarges the base of the series: fast pairs keep their speed, slow ones are interpolated most.",
      .trained_as = "rope",
      .source = {
          "bloc97",
          "NTK-Aware Scaled RoPE allows LLaMA models to have extended (8k+) context size without any fine-tuning "
          "and minimal perplexity degradation",
          "reddit.com/r/LocalLLaMA/14lz7j5", "post; formula in arXiv 2309.00071, section 3.1"}};
  static constexpr std::array params{
      param<&NtkAware::alpha>({"alpha", 1, 1e6, "",
                               "How much slower the last pair turns; in practice larger than the extension ratio.",
                               Role::extension_ratio}),
      param<&NtkAware::base>({.key = "base",
                              .min = 1.001,
                              .max = 1e15,
                              .doc = "The new base itself, as CodeLlama states it.",
                              .instead_of = "alpha"})};
  static constexpr std::array elsewhere{Elsewhere{"transformers", "Has no such type: set rope_theta to the new base."},
                                        Elsewhere{"vLLM", "Type ntk, with Su's mixed form as mixed_b."},
                                        Elsewhere{"llama.cpp", "--rope-freq-base."}};
  static constexpr std::array rope_types{RopeType{
      .names = {TypeName{"dynamic",
                         "with alpha, Hunyuan's model class scales the base alike at every length; read as ntk_aware, "
                         "and factor, betas and mscales are not used",
                         {.keys = {"alpha"}}}},
      .keys = {"alpha"},
      .length = TrainedLength::longest,
      .read_by = ReadBy::others,
      .leaves_others = true}};

  [[nodiscard]] Result<Frequencies> frequencies(const RopeConfig& rope, const PlanRequest& /*request*/) const {
    if (base) return Frequencies{.inv_freq = frequency_series(rope.rotary_dim, *base)};
    if (!alpha) return Error{ErrorCode::invalid_argument, "null_needs_other", "ntk_aware.alpha", {{"other", "base"}}};
    if (rope.rotary_dim <= 2) return too_few_channels(info.id);
    return Frequencies{.inv_freq = frequency_series(rope.rotary_dim, ntk_base(rope, *alpha))};
  }
};

}  // namespace ropescope::methods
