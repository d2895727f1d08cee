// NTK scaling as Su Jianlin derives it from number bases: `old` enlarges the base k times, `fixed` slows pair 0 as
// well, `mixed` spreads the same total unevenly, fast pairs first. kexue.fm 9675 and 9706; bojone/rerope, ntk_patch.py;
// vLLM's rope type `ntk` has fixed, and with `mixed_b` mixed. i = pair, d = rotary_dim, b = rope_theta, k = factor: old
// (k b)^(-2i/d); fixed theta_i k^(-t); mixed theta_i k^(-t^mixed_b), t = 2(i+1)/d.
#pragma once

#include <array>
#include <cstddef>
#include <string>

#include "core/math.hpp"
#include "position/method.hpp"
#include "position/series.hpp"

namespace ropescope::methods {

struct NtkSu {
  double factor = 4;
  std::string variant = "mixed";
  double mixed_b = 0.625;  // 0.625: kexue.fm 9706

  static constexpr MethodInfo info{
      .id = "ntk_su",
      .name = "NTK (Su)",
      .summary = "NTK scaling seen as a longer number base: old, fixed, or mixed with uneven digits.",
      .trained_as = "rope",
      .source = {"Su", "Transformer Upgrade Path 11: Carrying beta-base positions through to the end",
                 "kexue.fm/archives/9706", "post; old form in post 9675"}};
  static constexpr std::array params{
      param<&NtkSu::factor>({"factor", 1, 1e6, "", "Extension ratio k.", Role::extension_ratio}),
      param<&NtkSu::variant>({.key = "variant",
                              .doc = "The base times k; k spread evenly over all pairs; k spread unevenly.",
                              .choices = {"old", "fixed", "mixed"}}),
      param<&NtkSu::mixed_b>(
          {"mixed_b", 0, 10, "", "Of mixed: 1 = fixed; smaller = more for the fast pairs. His Llama patch has 0.75."})};

  [[nodiscard]] Result<Frequencies> frequencies(const RopeConfig& rope, const PlanRequest& /*request*/) const {
    if (variant == "old") return Frequencies{.inv_freq = frequency_series(rope.rotary_dim, factor * rope.rope_theta)};
    const double spread = variant == "fixed" ? 1.0 : mixed_b;
    Frequencies result{.inv_freq = frequency_series(rope)};
    const double pairs = rope.rotary_dim / 2.0;
    for (std::size_t i = 0; i < result.inv_freq.size(); ++i) {
      result.inv_freq[i] *= power(factor, -power(static_cast<double>(i + 1) / pairs, spread));
    }
    return result;
  }
};

}  // namespace ropescope::methods
