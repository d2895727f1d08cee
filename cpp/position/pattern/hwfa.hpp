// HWFA, hybrid window-full attention: windowed layers with RoPE whose windows together reach no further than a part of
// the trained length, then one layer that sees everything, without positions and with log-n. Su, kexue.fm 9603. L =
// trained length: (window - 1) (layers - 1) + 1 <= alpha L.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "position/log_scale.hpp"
#include "position/method.hpp"
#include "position/series.hpp"

namespace ropescope::methods {

struct Hwfa {
  std::optional<int> window{};
  double alpha = 0.75;  // kexue.fm 9603: at most 3/4

  static constexpr bool layered = true;
  static constexpr MethodInfo info{
      .id = "hwfa",
      .name = "HWFA",
      .summary = "Windowed layers with RoPE, and one last layer that sees all without positions.",
      .trained_as = "hwfa",
      .source = {"Su", "Transformer Upgrade Path 9: A new idea of length extrapolation for everyone",
                 "kexue.fm/archives/9603", "post"}};
  static constexpr std::array params{
      param<&Hwfa::window>({"window", 1, 1 << 24, "tokens",
                            "Keys that a query sees in all layers but the last; null = the widest that alpha allows."}),
      param<&Hwfa::alpha>(
          {"alpha", 1e-6, 1, "", "Part of the trained length that the windowed layers reach together."})};

  [[nodiscard]] Result<Frequencies> frequencies(const RopeConfig& rope, const PlanRequest& request) const {
    if (is_last(request)) return Frequencies{};
    return Frequencies{.inv_freq = frequency_series(rope)};
  }

  [[nodiscard]] std::vector<Fact> facts(const RopeConfig& rope, const PlanRequest& request) const {
    const int layers = std::max(1, request.num_layers - 1);
    const double reach = (window.value_or(widest(rope, request.num_layers)) - 1.0) * layers + 1;
    return {{"reach", reach, "tokens", "What the windowed layers see together: at most alpha L."}};
  }

  [[nodiscard]] Result<Visibility> visible(const RopeConfig& rope, const PlanRequest& request) const {
    if (is_last(request)) return Visibility{};
    return Visibility{.window = window.value_or(widest(rope, request.num_layers))};
  }

  [[nodiscard]] Result<std::vector<float>> logit_scale(const RopeConfig& rope, const PlanRequest& request) const {
    if (!is_last(request)) return std::vector<float>{};
    return log_scale(request.seq_len, std::max(2, rope.original_max_position_embeddings), false);
  }

  [[nodiscard]] static bool is_last(const PlanRequest& request) { return request.layer == request.num_layers - 1; }

  [[nodiscard]] int widest(const RopeConfig& rope, int num_layers) const {
    const double reach = alpha * rope.original_max_position_embeddings - 1;
    return std::max(0, static_cast<int>(reach / std::max(1, num_layers - 1))) + 1;
  }
};

}  // namespace ropescope::methods
