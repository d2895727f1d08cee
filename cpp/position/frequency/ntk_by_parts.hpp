// NTK-by-parts: a pair that turns often within the trained length is kept, one that turns less than once is
// interpolated, a ramp between. Peng et al., arXiv 2309.00071, definition 2: theta'_i = (1-g) theta_i/s + g theta_i,
// g linear in the turns r_i = L / wavelength_i from alpha = 1 (here beta_slow) to beta = 32 (here beta_fast).
#pragma once

#include <array>
#include <string>

#include "position/method.hpp"
#include "position/ramp.hpp"

namespace ropescope::methods {

struct NtkByParts {
  double factor = 4;
  double beta_fast = 32;  // 32 and 1: section 3.2, for the Llama family
  double beta_slow = 1;
  std::string ramp = "turns";

  static constexpr MethodInfo info{
      .id = "ntk_by_parts",
      .name = "NTK-by-parts",
      .summary = "Keeps pairs that turn often within the trained length, interpolates those that turn less than once.",
      .trained_as = "rope",
      .source = {"Peng, Quesnelle, Fan, Shippole", "YaRN: Efficient Context Window Extension of Large Language Models",
                 "2309.00071", "section 3.2, definition 2"}};
  static constexpr std::array params{
      param<&NtkByParts::factor>({"factor", 1, 1e6, "", "Extension ratio.", Role::extension_ratio}),
      param<&NtkByParts::beta_fast>(
          {"beta_fast", 0.001, 10000, "turns", "A pair that turns more often within the trained length is kept."}),
      param<&NtkByParts::beta_slow>(
          {"beta_slow", 0.001, 10000, "turns",
           "A pair that turns less often within the trained length is interpolated in full."}),
      param<&NtkByParts::ramp>({.key = "ramp",
                                .doc = "Linear in the turns (the paper) or in the pair index (YaRN's code).",
                                .choices = {"turns", "pairs"}})};
  // Llama 4 publishes low_freq_factor = high_freq_factor = 1.
  static constexpr std::array rope_types{RopeType{
      .names = {TypeName{"llama3",
                         "high_freq_factor equals low_freq_factor, so the ramp is a step; read as ntk_by_parts, which "
                         "is the same formula",
                         {.keys = {"low_freq_factor", "high_freq_factor"}, .alike = true, .model_type = "llama4"}}},
      .keys = {"factor", "low_freq_factor", "high_freq_factor"},
      .required = {"factor", "low_freq_factor", "high_freq_factor"},
      .spelled = {{{"low_freq_factor", "beta_slow"}, {"high_freq_factor", "beta_fast"}}},
      .length = TrainedLength::needed}};

  [[nodiscard]] Result<Frequencies> frequencies(const RopeConfig& rope, const PlanRequest& /*request*/) const {
    if (beta_fast < beta_slow) return betas_swapped(info.id, beta_fast, beta_slow);
    const Band band{beta_fast, beta_slow};
    const auto weights = ramp == "turns" ? ramp_over_turns(rope, band) : ramp_over_pairs(rope, band);
    return Frequencies{.inv_freq = interpolate_along(weights, rope, factor)};
  }
};

}  // namespace ropescope::methods
