// YaRN: NTK-by-parts plus an attention factor, with the ramp of its authors' code, linear in the pair index, which all
// published models use; the paper's is linear in the turns. Peng et al., arXiv 2309.00071, sections 3.2, 3.4;
// jquesnelle/yarn, scaled_rope/LlamaYaRNScaledRotaryEmbedding.py; keys as in Hugging Face type `yarn`.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "position/method.hpp"
#include "position/ramp.hpp"

namespace ropescope::methods {

struct Yarn {
  double factor = 4;
  double beta_fast = 32;  // 32 and 1: section 3.2, for the Llama family
  double beta_slow = 1;
  std::optional<double> attention_factor{};
  std::optional<double> mscale{};
  std::optional<double> mscale_all_dim{};
  bool truncate = true;
  std::string ramp = "pairs";
  double extrapolation_factor = 1;

  static constexpr MethodInfo info{
      .id = "yarn",
      .name = "YaRN",
      .summary = "Keeps fast pairs, interpolates slow ones with a ramp between, and sharpens attention a little.",
      .trained_as = "rope",
      .source = {"Peng, Quesnelle, Fan, Shippole", "YaRN: Efficient Context Window Extension of Large Language Models",
                 "2309.00071", "sections 3.2 and 3.4"}};
  static constexpr std::array params{
      param<&Yarn::factor>({"factor", 1, 1e6, "", "Extension ratio.", Role::extension_ratio}),
      param<&Yarn::beta_fast>(
          {"beta_fast", 0.001, 10000, "turns", "A pair that turns more often within the trained length is kept."}),
      param<&Yarn::beta_slow>({"beta_slow", 0.001, 10000, "turns",
                               "A pair that turns less often within the trained length is interpolated in full."}),
      param<&Yarn::attention_factor>(
          {"attention_factor", 1e-6, 1e6, "",
           "Multiplies cos and sin; null = 0.1 ln(factor) + 1, or by the two mscales when both are given."}),
      param<&Yarn::mscale>({"mscale", 0, 1000, "", "DeepSeek: numerator of the automatic attention factor."}),
      param<&Yarn::mscale_all_dim>(
          {"mscale_all_dim", 0, 1000, "", "Its denominator; DeepSeek scales all scores by its square, too."}),
      param<&Yarn::truncate>({"truncate", 0, 0, "", "Round the ramp's ends outwards to whole pairs; not gpt-oss."}),
      param<&Yarn::ramp>({.key = "ramp",
                          .doc = "Linear in the pair index (the code) or in the turns (the paper).",
                          .choices = {"pairs", "turns"}}),
      param<&Yarn::extrapolation_factor>(
          {"extrapolation_factor", 0, 1, "", "Below 1, fast pairs are interpolated in part as well."})};
  static constexpr std::array elsewhere{
      Elsewhere{"transformers", "attention_factor replaces the automatic one; truncate is read, except by layer type."},
      Elsewhere{"vLLM", "Older versions always truncate, ignore attention_factor and multiply by attn_factor."},
      Elsewhere{"mlx-lm, TensorRT-LLM", "Always truncate; read mscale and mscale_all_dim, no attention_factor."},
      Elsewhere{"llama.cpp", "Always truncates; counts attention in only where ext_factor is not 0."}};
  static constexpr std::array rope_types{
      RopeType{.names = {TypeName{"yarn"}, TypeName{"deepseek_yarn", "vLLM's name of yarn with mscale"}},
               .keys = {"factor", "beta_fast", "beta_slow", "attention_factor", "mscale", "mscale_all_dim", "truncate",
                        "extrapolation_factor"},
               .other_keys = {.keys = {"attn_factor"}, .param = "attention_factor", .multiplies = true},
               .length = TrainedLength::ratio,
               .read_by = ReadBy::all,
               .vllm_key = "extrapolation_factor"}};

  [[nodiscard]] Result<Frequencies> frequencies(const RopeConfig& rope, const PlanRequest& /*request*/) const {
    if (beta_fast < beta_slow) return betas_swapped(info.id, beta_fast, beta_slow);
    const Band band{beta_fast, beta_slow};
    const auto weights = ramp == "turns" ? ramp_over_turns(rope, band) : ramp_over_pairs(rope, band, truncate);
    return Frequencies{interpolate_along(weights, rope, factor, extrapolation_factor), effective_attention_factor()};
  }

  // An mscale of 0 counts as not given, as in Hugging Face.
  [[nodiscard]] double effective_attention_factor() const {
    if (attention_factor) return *attention_factor;
    if (mscale.value_or(0) == 0 || mscale_all_dim.value_or(0) == 0) return yarn_attention_factor(factor);
    return yarn_attention_factor(factor, *mscale) / yarn_attention_factor(factor, *mscale_all_dim);
  }
};

}  // namespace ropescope::methods
