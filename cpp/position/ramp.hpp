// Ramps over the pairs, 0 = keep the frequency, 1 = interpolate: how NTK-by-parts and YaRN treat a pair by how often it
// turns within the trained length. Peng et al., YaRN, arXiv 2309.00071, section 3.2, and its authors' code
// (jquesnelle/yarn, scaled_rope/). i = pair index, d = rotary_dim, L = original_max_position_embeddings.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/math.hpp"
#include "core/result.hpp"
#include "core/text.hpp"
#include "position/plan_facts.hpp"
#include "position/rope_config.hpp"
#include "position/series.hpp"

namespace ropescope {

// Pairs that turn more than `fast` times within L are kept, those that turn less than `slow` times are interpolated.
struct Band {
  double fast;  // turns
  double slow;  // turns, <= fast
};

// The code's ramp: linear in the pair index. truncate: its ends are rounded outwards to whole pairs.
inline std::vector<double> ramp_over_pairs(const RopeConfig& rope, Band band, bool truncate = true) {
  const double d = rope.rotary_dim;
  const auto pair_that_turns = [&](double turns) {
    return d * natural_log(rope.original_max_position_embeddings / (turns * two_pi)) /
           (2 * natural_log(rope.rope_theta));
  };
  double low = pair_that_turns(band.fast);
  double high = pair_that_turns(band.slow);
  if (truncate) {
    low = std::floor(low);
    high = std::ceil(high);
  }
  low = std::max(low, 0.0);
  high = std::min(high, d - 1);    // d - 1, not d / 2 - 1: the authors' code and all that followed it
  if (low == high) high += 0.001;  // as there: a step instead of a division by zero
  std::vector<double> ramp(static_cast<std::size_t>(rope.rotary_dim) / 2);
  for (std::size_t i = 0; i < ramp.size(); ++i) {
    ramp[i] = std::clamp((static_cast<double>(i) - low) / (high - low), 0.0, 1.0);
  }
  return ramp;
}

// The paper's ramp (definition 2): linear in the turns r_i = L / wavelength_i.
inline std::vector<double> ramp_over_turns(const RopeConfig& rope, Band band) {
  std::vector<double> ramp = frequency_series(rope);
  for (double& value : ramp) {
    const double often = turns(value, rope.original_max_position_embeddings);
    const bool kept = often >= band.fast;  // also where fast == slow: a step
    value = kept ? 0.0 : std::min(1.0, (band.fast - often) / (band.fast - band.slow));
  }
  return ramp;
}

// theta_i * (1 - ramp_i) + theta_i / factor * ramp_i. extrapolation_factor < 1 interpolates the kept pairs as well.
inline std::vector<double> interpolate_along(const std::vector<double>& ramp, const RopeConfig& rope, double factor,
                                             double extrapolation_factor = 1) {
  std::vector<double> inv_freq = frequency_series(rope);
  for (std::size_t i = 0; i < inv_freq.size(); ++i) {
    const double kept = (1 - ramp[i]) * extrapolation_factor;
    inv_freq[i] = std::lerp(inv_freq[i], inv_freq[i] / factor, 1 - kept);  // exact at both ends and for factor 1
  }
  return inv_freq;
}

// What is said where beta_fast is below beta_slow.
inline Error betas_swapped(std::string_view method, double beta_fast, double beta_slow) {
  return Error{ErrorCode::invalid_argument,
               "must_reach_other",
               std::string(method) + ".beta_fast",
               {{"other", "beta_slow"}, {"value", beta_slow}, {"given", beta_fast}}};
}

// YaRN's attention factor g(s, m) = 0.1 m ln s + 1, for s > 1 (section 3.4; m = DeepSeek's mscale).
inline double yarn_attention_factor(double factor, double mscale = 1) {
  return factor > 1 ? 0.1 * mscale * natural_log(factor) + 1 : 1.0;
}

}  // namespace ropescope
