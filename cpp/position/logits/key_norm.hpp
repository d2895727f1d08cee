// Key normalization: keys (KNA), queries (QNA) or both (CosA) are divided by their lengths, so that a longer text can
// change only angles. Su, kexue.fm 9859. n = half the trained length: KNA and QNA scores are not divided by
// sqrt(head_dim); CosA is 4 ln(n) cos(q, k). With log_n of base n, unclipped, CosA's factor is 4 ln(m + 1).
#pragma once

#include <array>
#include <optional>
#include <string>

#include "core/math.hpp"
#include "position/method.hpp"

namespace ropescope::methods {

struct KeyNorm {
  std::string norm = "kna";
  std::optional<double> scale{};

  static constexpr MethodInfo info{
      .id = "key_norm",
      .name = "KeyNorm",
      .summary = "Divides keys, queries or both by their lengths, so that only angles matter.",
      .trained_as = "key_norm",
      .source = {"Su", "Transformer Upgrade Path 15: Key normalization helps length extrapolation",
                 "kexue.fm/archives/9859", "post"}};
  static constexpr std::array params{
      param<&KeyNorm::norm>({.key = "norm",
                             .doc = "Which lengths are divided out: keys, queries, both.",
                             .choices = {"kna", "qna", "cosa"}}),
      param<&KeyNorm::scale>({"scale", 1e-6, 1e6, "",
                              "Multiplies the product of q and k; null = 1, for cosa 4 ln(half the trained length)."})};
  static constexpr std::array elsewhere{Elsewhere{"others",
                                                  "The qk-norm of Qwen3 and Gemma in transformers, vLLM and llama.cpp "
                                                  "is an RMS norm with learned weights, not this."}};

  [[nodiscard]] Result<Norms> norms(const RopeConfig& rope, const PlanRequest& /*request*/) const {
    const int trained = rope.original_max_position_embeddings;
    if (norm == "cosa" && !scale && trained <= 2) {
      return Error{ErrorCode::invalid_argument, "cosa_needs_trained_length", info.id, {{"given", trained}}};
    }
    const double automatic = norm == "cosa" ? 4 * natural_log(trained / 2.0) : 1;
    return Norms{.queries = norm != "kna", .keys = norm != "qna", .score_scale = scale.value_or(automatic)};
  }
};

}  // namespace ropescope::methods
