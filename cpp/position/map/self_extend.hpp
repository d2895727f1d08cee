// Self-Extend: near keys keep their distances, far ones are counted in groups. Jin et al., arXiv 2401.01325, section 3;
// datamllab/LongLM, self_extend_patch/Llama.py, whose eager path shifts by W - W/G unrounded. D = distance, W = window,
// G = group: P = D < W ? D : floor(m/G) - floor(n/G) + W - floor(W/G). G need not divide W: floor as the paper.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "position/branch_rules.hpp"
#include "position/method.hpp"

namespace ropescope::methods {

struct SelfExtend {
  int group = 8;  // 8 and a quarter of L: the paper's Llama-2 runs
  std::optional<int> window{};
  std::string shift = "floor";

  static constexpr MethodInfo info{
      .id = "self_extend",
      .name = "Self-Extend",
      .summary = "Keeps near distances and counts far ones in groups of tokens.",
      .trained_as = "rope",
      .source = {"Jin, Han, Yang, Jiang, Liu, Chang, Chen, Hu",
                 "LLM Maybe LongLM: Self-Extend LLM Context Window Without Tuning", "2401.01325", "section 3"}};
  static constexpr std::array params{
      param<&SelfExtend::group>({"group", 1, 1 << 24, "tokens", "Far tokens that share a position."}),
      param<&SelfExtend::window>({"window", 1, 1 << 24, "tokens",
                                  "Distances below it stay; less than the trained length, null = a quarter of it."}),
      param<&SelfExtend::shift>(
          {.key = "shift",
           .doc = "What joins the two: W - floor(W/G), as the paper, or W - W/G, as the authors' eager code.",
           .choices = {"floor", "exact"}})};
  static constexpr std::array elsewhere{
      Elsewhere{"llama.cpp", "-gan and -gaw shift the cache in blocks, which is not the same; the server dropped it."},
      Elsewhere{"datamllab/LongLM", "The eager path adds W - W/G unrounded, the flash path and the paper round it."}};

  [[nodiscard]] Result<std::vector<Branch>> branches(const RopeConfig& rope, const PlanRequest& request) const {
    const Result<int> w = trained_window(info.id, window, rope, 4);
    if (!w) return w.error();
    const auto group_of = [this](int n) { return n / group; };
    const double joined = shift == "floor" ? group_of(*w) : static_cast<double>(*w) / group;
    return near_and_far(request.seq_len, *w, [&](int m) { return group_of(m) + *w - joined; }, group_of);
  }

  [[nodiscard]] std::vector<Fact> facts(const RopeConfig& rope, const PlanRequest& /*request*/) const {
    const Result<int> w = trained_window(info.id, window, rope, 4);
    if (!w) return {};
    const double reach = static_cast<double>(rope.original_max_position_embeddings - *w) * group + *w;
    return {{"reach", reach, "tokens", "(L - W) G + W: the longest text whose distances were all trained."}};
  }
};

}  // namespace ropescope::methods
