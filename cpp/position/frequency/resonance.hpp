// Resonance RoPE: wavelengths are rounded to whole tokens, so that a pair repeats its angles exactly and meets no new
// ones beyond the first wavelength. Wang, Kobyzev, Lu, Rezagholizadeh, Liu, arXiv 2403.00071, section 4;
// sheryc/resonance_rope. With a factor it is their Resonance YaRN: YaRN first, then the rounding, as in their code.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>

#include "core/math.hpp"
#include "position/method.hpp"
#include "position/plan_facts.hpp"
#include "position/ramp.hpp"

namespace ropescope::methods {

struct Resonance {
  double factor = 1;
  double beta_fast = 32;  // 32 and 1: YaRN's; 2 in their test on short sequences
  double beta_slow = 1;

  static constexpr MethodInfo info{
      .id = "resonance",
      .name = "Resonance RoPE",
      .summary = "Rounds every wavelength to whole tokens, alone or after YaRN, so that angles repeat exactly.",
      .trained_as = "rope",
      .source = {"Wang, Kobyzev, Lu, Rezagholizadeh, Liu",
                 "Resonance RoPE: Improving Context Length Generalization of Large Language Models", "2403.00071",
                 "section 4"}};
  static constexpr std::array params{
      param<&Resonance::factor>(
          {"factor", 1, 1e6, "", "YaRN's extension ratio; 1 = plain Resonance RoPE.", Role::optional_ratio}),
      param<&Resonance::beta_fast>(
          {"beta_fast", 0.001, 10000, "turns", "YaRN keeps a pair that turns more often within the trained length."}),
      param<&Resonance::beta_slow>(
          {"beta_slow", 0.001, 10000, "turns", "It interpolates one that turns less often in full."})};

  [[nodiscard]] Result<Frequencies> frequencies(const RopeConfig& rope, const PlanRequest& /*request*/) const {
    if (beta_fast < beta_slow) return betas_swapped(info.id, beta_fast, beta_slow);
    Frequencies result{interpolate_along(ramp_over_pairs(rope, {beta_fast, beta_slow}), rope, factor),
                       yarn_attention_factor(factor)};
    for (double& inv_freq : result.inv_freq) inv_freq = two_pi / std::nearbyint(wavelength(inv_freq));
    return result;
  }
};

}  // namespace ropescope::methods
