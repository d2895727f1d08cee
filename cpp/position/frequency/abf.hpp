// ABF, adjusted base frequency: train on, or from the start, with a larger base. Xiong et al., arXiv 2309.16039,
// sections 2.1 and 4.1 (500,000); Code Llama, arXiv 2308.12950, section 2.4 (1,000,000). A config.json that states the
// new base as its rope_theta is plain `rope`; the same change on weights that never saw it is `ntk_aware` with `base`.
#pragma once

#include <array>

#include "position/method.hpp"
#include "position/series.hpp"

namespace ropescope::methods {

struct Abf {
  double rope_theta = 500000;  // section 4.1; Llama 3 as well

  static constexpr MethodInfo info{
      .id = "abf",
      .name = "ABF",
      .summary = "A larger base that training goes on with: all pairs but the first turn more slowly.",
      .trained_as = "abf",
      .source = {"Xiong, Liu, Molybog, Zhang, Bhargava, Hou, Martin, Rungta, Sankararaman, Oguz, Khabsa, Fang, Mehdad, "
                 "Narang, Malik, Fan, Bhosale, Edunov, Lewis, Wang, Ma",
                 "Effective Long-Context Scaling of Foundation Models", "2309.16039", "sections 2.1 and 4.1"}};
  static constexpr std::array params{param<&Abf::rope_theta>({"rope_theta", 1.001, 1e15, "", "The new base."})};

  [[nodiscard]] Result<Frequencies> frequencies(const RopeConfig& rope, const PlanRequest& /*request*/) const {
    return Frequencies{.inv_freq = frequency_series(rope.rotary_dim, rope_theta)};
  }
};

}  // namespace ropescope::methods
