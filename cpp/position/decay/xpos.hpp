// XPOS: RoPE whose pairs also fade with the distance, fast pairs sooner than slow ones. Sun et al., arXiv 2212.10554,
// section 2; microsoft/torchscale, component/xpos_relative_position.py, whose pairs are interleaved (inside ours are
// half split). i = pair, d = rotary_dim, D = distance: pair i's part of a score is times zeta_i^(D / scale_base),
// zeta_i = (2i + gamma d) / ((1 + gamma) d). The code spreads that power over q and k and overflows at long distances;
// here only the distance enters.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "core/math.hpp"
#include "position/method.hpp"

namespace ropescope::methods {

struct Xpos {
  double gamma = 0.4;       // 0.4 and 512: the paper, section 2.2, and its code
  double scale_base = 512;  // tokens

  static constexpr MethodInfo info{
      .id = "xpos",
      .name = "XPOS",
      .summary = "RoPE whose pairs fade with the distance, so that attention prefers what is near.",
      .trained_as = "xpos",
      .source = {"Sun, Dong, Patra, Ma, Huang, Benhaim, Chaudhary, Song, Wei", "A Length-Extrapolatable Transformer",
                 "2212.10554", "section 2"}};
  static constexpr std::array params{
      param<&Xpos::gamma>({"gamma", 0.001, 1000, "", "Larger = pairs fade more alike, and less."}),
      param<&Xpos::scale_base>({"scale_base", 1, 1e15, "tokens", "Distance over which a pair fades by its zeta."})};
  static constexpr std::array elsewhere{
      Elsewhere{"torchscale", "Spreads the decay over q and k, which overflows at long distances."}};

  [[nodiscard]] Result<std::vector<double>> log_decay(const RopeConfig& rope, const PlanRequest& /*request*/) const {
    const double d = rope.rotary_dim;
    std::vector<double> decay(static_cast<std::size_t>(rope.rotary_dim) / 2);
    for (std::size_t i = 0; i < decay.size(); ++i) {
      decay[i] = natural_log((2 * static_cast<double>(i) + gamma * d) / ((1 + gamma) * d)) / scale_base;
    }
    return decay;
  }
};

}  // namespace ropescope::methods
