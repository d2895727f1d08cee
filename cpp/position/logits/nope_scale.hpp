// NoPE with scaled scores: attention that rotates nothing spreads out in longer texts than training saw; a constant
// above 1 keeps it concentrated. Wang et al., arXiv 2404.12224: UniformScale, one constant for all heads, and
// HeadScale, one a head, which are tuned alone; AntNLP/nope_head_scale, models/llama_nope.py, ScaleMixin.query_scale.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "position/method.hpp"

namespace ropescope::methods {

struct NopeScale {
  double scale = 1.2;  // the start of the authors' search for HeadScale
  std::vector<double> per_head{};

  static constexpr MethodInfo info{
      .id = "nope_scale",
      .name = "NoPE, scaled",
      .summary =
          "Rotates nothing and multiplies scores by a constant, one for all heads or one each, so that attention "
          "stays concentrated in long texts.",
      .trained_as = "nope",
      .source = {"Wang, Ji, Wu, Yan, Gui, Zhang, Huang, Wang",
                 "Length Generalization of Causal Transformers without Position Encoding", "2404.12224",
                 "AntNLP/nope_head_scale, models/llama_nope.py"}};
  static constexpr std::array params{
      param<&NopeScale::scale>({"scale", 0, 1000, "", "Multiplies all scores; above 1, attention is sharper."}),
      param<&NopeScale::per_head>(
          {"per_head", 0, 1000, "", "One number a head instead of scale; empty = scale for all heads."})};

  [[nodiscard]] Result<Frequencies> frequencies(const RopeConfig& /*rope*/, const PlanRequest& /*request*/) const {
    return Frequencies{};
  }

  [[nodiscard]] Result<std::vector<double>> head_scale(const RopeConfig& /*rope*/, const PlanRequest& request) const {
    if (per_head.empty()) return std::vector<double>(static_cast<std::size_t>(request.num_heads), scale);
    if (per_head.size() == static_cast<std::size_t>(request.num_heads)) return per_head;
    return Error{ErrorCode::invalid_argument,
                 "must_have_number_each_head",
                 "nope_scale.per_head",
                 {{"count", request.num_heads}, {"given", per_head.size()}}};
  }
};

}  // namespace ropescope::methods
