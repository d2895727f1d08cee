// Leaky ReRoPE: distances beyond a window grow on, slope times more slowly. Su, kexue.fm 9708; bojone/rerope,
// leaky_rerope_patch.py (window 512, slope 16 at L = 4096). D = distance, w = window, k = slope: P = D < w ? D :
// w + (D - w) / k. k = 1 is RoPE, k without end is ReRoPE.
#pragma once

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <vector>

#include "position/branch_rules.hpp"
#include "position/method.hpp"

namespace ropescope::methods {

struct LeakyReRope {
  std::optional<int> window{};
  double slope = 16;  // leaky_rerope_patch.py, scaling_factor

  static constexpr MethodInfo info{.id = "leaky_rerope",
                                   .name = "Leaky ReRoPE",
                                   .summary = "Lets distances beyond a window grow on more slowly.",
                                   .trained_as = "rope",
                                   .source = {"Su", "Transformer Upgrade Path 12: ReRoPE for infinite extrapolation?",
                                              "kexue.fm/archives/9708", "post; bojone/rerope, leaky_rerope_patch.py"}};
  static constexpr std::array params{
      param<&LeakyReRope::window>({"window", 1, 1 << 24, "tokens",
                                   "Distances below it stay; less than the trained length, null = an eighth of it."}),
      param<&LeakyReRope::slope>(
          {"slope", 1, 1e9, "",
           "Tokens that count as one beyond the window; see least_slope for the least that stays trained."})};
  static constexpr std::array elsewhere{Elsewhere{"transformers, vLLM, llama.cpp", "Have none."}};

  [[nodiscard]] Result<std::vector<Branch>> branches(const RopeConfig& rope, const PlanRequest& request) const {
    const Result<int> w = trained_window(info.id, window, rope, 8);
    if (!w) return w.error();
    const double offset = *w - *w / slope;
    return near_and_far(
        request.seq_len, *w, [&](int m) { return m / slope + offset; }, [&](int n) { return n / slope; });
  }

  [[nodiscard]] std::vector<Fact> facts(const RopeConfig& rope, const PlanRequest& request) const {
    const Result<int> w = trained_window(info.id, window, rope, 8);
    if (!w) return {};
    return {{"least_slope", least_slope(*w, request.seq_len, rope), "",
             "The least slope that keeps every distance of this text below the trained length."}};
  }

  // The least slope that keeps every distance in a text of this length below the trained length L: w + (N - 1 - w) / k
  // <= L - 1. At least 1; infinite where the window alone reaches L - 1.
  [[nodiscard]] static double least_slope(int window, int seq_len, const RopeConfig& rope) {
    const double beyond = std::max(0, seq_len - 1 - window);
    const double room = rope.original_max_position_embeddings - 1 - window;
    if (beyond == 0) return 1;
    return room <= 0 ? std::numeric_limits<double>::infinity() : std::max(1.0, beyond / room);
  }
};

}  // namespace ropescope::methods
