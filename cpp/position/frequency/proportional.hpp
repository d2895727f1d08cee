// p-RoPE: only the fastest pairs turn; the exponent still runs over all of them, which makes it differ from partial
// rotary. Barbero et al., arXiv 2410.06205, section 6; Hugging Face type `proportional` (Gemma 4).
// n = int(p * d // 2) pairs keep theta_i / factor, the others get 0. d = rotary_dim.
#pragma once

#include <array>
#include <string_view>

#include "position/method.hpp"
#include "position/series.hpp"

namespace ropescope::methods {

struct Proportional {
  double partial_rotary_factor = 0.75;  // the paper's best: its table 2
  double factor = 1;

  static constexpr MethodInfo info{
      .id = "proportional",
      .name = "p-RoPE",
      .summary = "Keeps the fastest pairs and stops the others, so that slow channels carry meaning undisturbed.",
      .trained_as = "proportional",
      .source = {"Barbero, Vitvitskyi, Perivolaropoulos, Pascanu, Velickovic",
                 "Round and Round We Go! What makes Rotary Positional Encodings useful?", "2410.06205", "section 6"}};
  static constexpr std::array params{
      param<&Proportional::partial_rotary_factor>(
          {"partial_rotary_factor", 0, 1, "", "Share of the pairs that turn, the fastest ones."}),
      param<&Proportional::factor>(
          {"factor", 1, 1e6, "", "Divides the frequencies that are kept.", Role::optional_ratio})};
  static constexpr std::array elsewhere{
      Elsewhere{"transformers", "Gemma 4's type; partial_rotary_factor elsewhere is another thing, a shorter series."}};
  static constexpr std::array rope_types{RopeType{.names = {TypeName{"proportional"}},
                                                  .keys = {"partial_rotary_factor", "factor"},
                                                  .read_by = ReadBy::transformers}};

  // With all pairs turning it is Position Interpolation, or plain RoPE.
  [[nodiscard]] std::string_view trained_as() const { return partial_rotary_factor < 1 ? info.trained_as : "rope"; }

  [[nodiscard]] Result<Frequencies> frequencies(const RopeConfig& rope, const PlanRequest& /*request*/) const {
    Frequencies result{.inv_freq = frequency_series(rope)};
    for (double& rate : result.inv_freq) rate /= factor;
    keep_fastest(partial_rotary_factor, result.inv_freq);
    return result;
  }
};

}  // namespace ropescope::methods
