// Position Interpolation: positions divided by `factor`, which is every frequency divided by it.
// Chen et al., arXiv 2306.15595, equation 3 (and kaiokendev, at the same time); Hugging Face type `linear`.
#pragma once

#include <array>

#include "position/method.hpp"
#include "position/series.hpp"

namespace ropescope::methods {

struct Linear {
  double factor = 4;

  static constexpr MethodInfo info{
      .id = "linear",
      .name = "Position Interpolation",
      .summary = "Squeezes all positions into the trained range: every pair turns `factor` times slower.",
      .trained_as = "rope",
      .source = {"Chen, Wong, Chen, Tian",
                 "Extending Context Window of Large Language Models via Positional Interpolation", "2306.15595",
                 "equation 3"}};
  static constexpr std::array params{param<&Linear::factor>(
      {"factor", 1, 1e6, "", "Extension ratio: the wanted length over the trained one.", Role::extension_ratio})};
  static constexpr std::array elsewhere{
      Elsewhere{"rotary-embedding-torch", "The same, as interpolate_factor, by dividing positions."}};
  static constexpr std::array rope_types{
      RopeType{.names = {TypeName{"linear"}}, .keys = {"factor"}, .required = {"factor"}, .read_by = ReadBy::all}};

  [[nodiscard]] Result<Frequencies> frequencies(const RopeConfig& rope, const PlanRequest& /*request*/) const {
    Frequencies result{.inv_freq = frequency_series(rope)};
    for (double& value : result.inv_freq) value /= factor;
    return result;
  }
};

}  // namespace ropescope::methods
