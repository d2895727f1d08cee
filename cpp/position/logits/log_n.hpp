// Log-n: scores grow with the logarithm of the number of keys, so that attention stays as concentrated as in training.
// Su, kexue.fm 8823; clipped as bojone/rerope does, which leaves the trained length alone. m = query, L = base:
// c(m) = ln(m + 1) / ln L, clipped max(1, that).
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "position/log_scale.hpp"
#include "position/method.hpp"

namespace ropescope::methods {

struct LogN {
  std::optional<double> base{};
  bool clipped = true;

  static constexpr MethodInfo info{
      .id = "log_n",
      .name = "log-n",
      .summary = "Sharpens attention with the logarithm of the number of keys.",
      .trained_as = "rope",
      .source = {"Su", "Scale operation of attention from the invariance of entropy", "kexue.fm/archives/8823",
                 "post; clipped: bojone/rerope, rerope_patch.py"}};
  static constexpr std::array params{
      param<&LogN::base>({"base", 1.001, 1e9, "tokens", "Where the scale is 1; null = the trained length."}),
      param<&LogN::clipped>(
          {.key = "clipped", .doc = "Never scale below 1; false is the form for weights that were trained with it."})};

  // Clipped leaves what training saw as it was; unclipped changes it and has to be trained in.
  [[nodiscard]] std::string_view trained_as() const { return clipped ? info.trained_as : info.id; }

  [[nodiscard]] Result<std::vector<float>> logit_scale(const RopeConfig& rope, const PlanRequest& request) const {
    const double one_at = base.value_or(rope.original_max_position_embeddings);
    if (one_at > 1) return log_scale(request.seq_len, one_at, clipped);
    return Error{ErrorCode::invalid_argument, "log_n_needs_base", info.id};
  }
};

}  // namespace ropescope::methods
