// NTK-by-parts as first released, before the paper: linear below, NTK-aware in the middle, plain RoPE above, with two
// ramps over the pair index. jquesnelle/yarn, scaled_rope/LlamaPartNTKScaledRotaryEmbedding.py.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include "position/method.hpp"
#include "position/ramp.hpp"
#include "position/series.hpp"

namespace ropescope::methods {

struct PartNtk {
  double factor = 4;
  double ntk_factor = 1;
  double extrapolation_factor = 1;

  // "Interpolation constants found experimentally for LLaMA", as that file says.
  static constexpr Band linear_to_ntk{.fast = 1.25, .slow = 0.75};
  static constexpr Band ntk_to_plain{.fast = 16, .slow = 2};

  static constexpr MethodInfo info{
      .id = "part_ntk",
      .name = "NTK-by-parts (first release)",
      .summary = "Blends three series by how often a pair turns: interpolated, NTK-aware, plain.",
      .trained_as = "rope",
      .source = {"bloc97, Quesnelle", "YaRN: the code released before the paper", "github.com/jquesnelle/yarn",
                 "scaled_rope/LlamaPartNTKScaledRotaryEmbedding.py"}};
  static constexpr std::array params{
      param<&PartNtk::factor>({"factor", 1, 1e6, "", "Extension ratio.", Role::extension_ratio}),
      param<&PartNtk::ntk_factor>({"ntk_factor", 0, 1, "", "Weight of the NTK-aware series against the linear one."}),
      param<&PartNtk::extrapolation_factor>(
          {"extrapolation_factor", 0, 1, "", "Weight of the plain series in its band."})};
  static constexpr std::array rope_types{RopeType{
      .names = {TypeName{"ntk-by-parts", "of the configurations of jquesnelle/yarn: the first release, part_ntk"}},
      .keys = {"factor", "ntk_factor", "extrapolation_factor"},
      .required = {"factor"},
      .length = TrainedLength::needed,
      .read_by = ReadBy::others}};

  [[nodiscard]] Result<Frequencies> frequencies(const RopeConfig& rope, const PlanRequest& /*request*/) const {
    if (rope.rotary_dim <= 2) return too_few_channels(info.id);
    const std::vector<double> plain = frequency_series(rope);
    std::vector<double> inv_freq = frequency_series(rope.rotary_dim, ntk_base(rope, factor));
    const std::vector<double> to_linear = ramp_over_pairs(rope, linear_to_ntk);
    const std::vector<double> from_plain = ramp_over_pairs(rope, ntk_to_plain);
    for (std::size_t i = 0; i < inv_freq.size(); ++i) {
      const double ntk_weight = (1 - to_linear[i]) * ntk_factor;
      const double plain_weight = (1 - from_plain[i]) * extrapolation_factor;
      const double scaled = std::lerp(plain[i] / factor, inv_freq[i], ntk_weight);
      inv_freq[i] = std::lerp(scaled, plain[i], plain_weight);
    }
    return Frequencies{.inv_freq = inv_freq};
  }
};

}  // namespace ropescope::methods
