// ReRoPE: distances beyond a window all count as the window, so none is larger than training saw. Su, kexue.fm 9708;
// bojone/rerope, rerope_patch.py (window 512 at L = 4096, with clipped log-n). D = distance, w = window: P = D < w ? D
// : w. Far keys stay unrotated and meet their query at w.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "position/branch_rules.hpp"
#include "position/method.hpp"

namespace ropescope::methods {

struct ReRope {
  std::optional<int> window{};

  static constexpr MethodInfo info{.id = "rerope",
                                   .name = "ReRoPE",
                                   .summary = "Counts every distance beyond a window as the window itself.",
                                   .trained_as = "rope",
                                   .source = {"Su", "Transformer Upgrade Path 12: ReRoPE for infinite extrapolation?",
                                              "kexue.fm/archives/9708", "post; bojone/rerope, rerope_patch.py"}};
  static constexpr std::array params{param<&ReRope::window>(
      {"window", 1, 1 << 24, "tokens", "The largest distance, less than the trained length; null = a quarter of it."})};
  static constexpr std::array elsewhere{Elsewhere{"transformers, vLLM, llama.cpp", "Have none."}};

  [[nodiscard]] Result<std::vector<Branch>> branches(const RopeConfig& rope, const PlanRequest& request) const {
    const Result<int> w = trained_window(info.id, window, rope, 4);  // 4: L/8 to L/2 are alike in the post
    if (!w) return w.error();
    return near_and_far(request.seq_len, *w, [&](int) { return *w; }, [](int) { return 0; });
  }

  [[nodiscard]] static std::vector<Fact> facts(const RopeConfig& rope, const PlanRequest& /*request*/) {
    const double largest = rope.original_max_position_embeddings - 1;
    return {{"largest_window", largest, "tokens", "L - 1: a window of L would pretend a distance never trained."}};
  }
};

}  // namespace ropescope::methods
