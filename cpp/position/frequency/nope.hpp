// NoPE: nothing rotates; only the causal mask tells where a token stands. Kazemnejad et al., arXiv 2305.19466,
// section 3; layers of it stand in Llama 4 and SmolLM3.
#pragma once

#include <array>

#include "position/method.hpp"

namespace ropescope::methods {

struct Nope {
  static constexpr MethodInfo info{
      .id = "nope",
      .name = "NoPE",
      .summary = "Rotates nothing and adds nothing: the causal mask alone tells positions apart.",
      .trained_as = "nope",
      .source = {"Kazemnejad, Padhi, Natesan Ramamurthy, Das, Reddy",
                 "The Impact of Positional Encoding on Length Generalization in Transformers", "2305.19466",
                 "section 3"}};
  static constexpr std::array<Param, 0> params{};
  static constexpr ConfigWords config_words{.position_embedding_types = {"nope"}, .instead = "no positions (NoPE)"};

  [[nodiscard]] Result<Frequencies> frequencies(const RopeConfig& /*rope*/, const PlanRequest& /*request*/) const {
    return Frequencies{};
  }
};

}  // namespace ropescope::methods
