// RoPE: each pair of channels turns by a constant angle per token. The smallest method: what a plan holds when nothing
// is extended. Su et al., arXiv 2104.09864, section 3.2.2: theta_i = rope_theta^(-2i/d).
#pragma once

#include <array>

#include "position/method.hpp"
#include "position/series.hpp"

namespace ropescope::methods {

struct Rope {
  static constexpr MethodInfo info{
      .id = "rope",
      .name = "RoPE",
      .summary = "Turns each pair of channels by a constant angle per token; fast pairs first, slow pairs last.",
      .trained_as = "rope",
      .source = {"Su, Lu, Pan, Murtadha, Wen, Liu", "RoFormer: Enhanced Transformer with Rotary Position Embedding",
                 "2104.09864", "section 3.2.2"}};
  static constexpr std::array<Param, 0> params{};
  static constexpr std::array rope_types{
      RopeType{.names = {TypeName{"default"}, TypeName{"mrope",
                                                       "positions on several axes; for text all axes agree, and these "
                                                       "are the frequencies of plain RoPE"}},
               .read_by = ReadBy::all}};
  static constexpr ConfigWords config_words{.position_embedding_types = {"rope", "rotary", "rope_2d", "rope_gptj"}};

  [[nodiscard]] Result<Frequencies> frequencies(const RopeConfig& rope, const PlanRequest& /*request*/) const {
    return Frequencies{.inv_freq = frequency_series(rope)};
  }
};

}  // namespace ropescope::methods
