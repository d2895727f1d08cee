// DroPE: a model that was trained with RoPE loses its rotation and is tuned for a few steps at the length it was
// trained at; longer texts then only need sharper attention. Gelberg et al., arXiv 2512.12167; SakanaAI/DroPE,
// custom_models/attention.py, NoPEAttention, `softmax_scale`. s = extension ratio, k = log_weight: scores times
// 1 + k ln s.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "core/math.hpp"
#include "position/method.hpp"

namespace ropescope::methods {

struct Drope {
  double factor = 4;
  double log_weight = 0.412;  // the paper's fit for its models trained from scratch; 0.103: SmolLM

  static constexpr MethodInfo info{
      .id = "drope",
      .name = "DroPE",
      .summary =
          "Takes the rotation out of a trained model, which is tuned shortly without it; long texts get sharper "
          "attention.",
      .trained_as = "drope",
      .source = {"Gelberg, Eguchi, Akiba, Cetin",
                 "Extending the Context of Pretrained LLMs by Dropping Their "
                 "Positional Embeddings",
                 "2512.12167", "SakanaAI/DroPE, custom_models/attention.py"}};
  static constexpr std::array params{
      param<&Drope::factor>({"factor", 1, 1e6, "", "Extension ratio s.", Role::extension_ratio}),
      param<&Drope::log_weight>({"log_weight", 0, 100, "", "Scores are multiplied by 1 + log_weight ln s."})};
  static constexpr std::array elsewhere{
      Elsewhere{"the authors", "Write the factor, divided by sqrt(head_dim), into config.json as softmax_scale."}};

  [[nodiscard]] Result<Frequencies> frequencies(const RopeConfig& /*rope*/, const PlanRequest& /*request*/) const {
    return Frequencies{};
  }

  [[nodiscard]] Result<std::vector<float>> logit_scale(const RopeConfig& /*rope*/, const PlanRequest& request) const {
    const auto scale = static_cast<float>(1 + log_weight * natural_log(factor));
    return std::vector<float>(static_cast<std::size_t>(request.seq_len), scale);
  }
};

}  // namespace ropescope::methods
