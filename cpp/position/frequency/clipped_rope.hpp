// Clipped RoPE: the slowest pairs turn more slowly still, down to not at all, so that none is met at angles that
// training did not show. Li et al., arXiv 2602.05258, who call it CoPE; hrlics/CoPE, modeling_cope.py,
// LlamaRotaryEmbedding. d = rotary_dim, n = clipped pairs, i = d/2 - n + j: soft theta'_i = theta_i (1 + cos(pi j /
// (n - 1))) / 2, hard theta'_i = 0.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <optional>
#include <string>

#include "core/quick_math.hpp"
#include "position/method.hpp"
#include "position/series.hpp"

namespace ropescope::methods {

struct ClippedRope {
  std::string form = "soft";
  double share = 0.3125;  // 20 of 64: modeling_cope.py, clip_low_n
  std::optional<int> clipped_pairs{};
  std::optional<double> rope_theta{};

  static constexpr MethodInfo info{
      .id = "clipped_rope",
      .name = "Clipped RoPE",
      .summary = "Slows the slowest pairs down to a halt, so that none of them meets an angle that training never saw.",
      .trained_as = "rope",
      .source = {"Li, Ren, Yuille, Wang", "CoPE: Clipped RoPE as A Scalable Free Lunch for Long Context LLMs",
                 "2602.05258", "hrlics/CoPE, modeling_cope.py"}};
  static constexpr std::array params{
      param<&ClippedRope::form>({.key = "form",
                                 .doc = "Down along half a cosine (soft), or to 0 at once (hard).",
                                 .choices = {"soft", "hard"}}),
      param<&ClippedRope::share>({"share", 0, 1, "", "Share of the pairs that are clipped, the slowest ones."}),
      param<&ClippedRope::clipped_pairs>(
          {"clipped_pairs", 0, 1 << 15, "pairs", "Their number; null = share of the pairs, rounded down."}),
      param<&ClippedRope::rope_theta>({"rope_theta", 1.001, 1e15, "",
                                       "A new base under the clipping, as in the authors' runs; null = the model's."})};
  static constexpr std::array elsewhere{
      Elsewhere{"the authors", "Say CoPE, which is also the name of Contextual Position Encoding (2405.18719)."}};

  [[nodiscard]] Result<Frequencies> frequencies(const RopeConfig& rope, const PlanRequest& /*request*/) const {
    Frequencies result{.inv_freq = frequency_series(rope.rotary_dim, rope_theta.value_or(rope.rope_theta))};
    const auto pairs = static_cast<int>(result.inv_freq.size());
    const int clipped = clipped_pairs.value_or(static_cast<int>(std::floor(share * pairs)));
    if (clipped > pairs) {
      return Error{ErrorCode::invalid_argument,
                   "must_be_integer",
                   "clipped_rope.clipped_pairs",
                   {{"min", 0}, {"max", pairs}, {"given", clipped}}};
    }
    for (int j = 0; j < clipped; ++j) {
      const double angle = j == 0 ? 0 : std::numbers::pi * j / (clipped - 1);
      const int pair = pairs - clipped + j;
      result.inv_freq[static_cast<std::size_t>(pair)] *= form == "hard" ? 0 : (1 + quick_cos(angle)) / 2;
    }
    return result;
  }
};

}  // namespace ropescope::methods
