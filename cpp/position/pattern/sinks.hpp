// Attention sinks: a window, and the first tokens of the text for ever. StreamingLLM (Xiao et al., arXiv 2309.17453,
// section 3.2) counts positions inside the cache of S + R tokens; LM-Infinite (Han et al., arXiv 2308.16137, section
// 4.1) keeps the text's and caps the distance. S = sinks, R = window, D = distance, for a sink that the window has
// left: cache P = S + R - 1 - n, capped P = R, text P = D.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "position/branch_rules.hpp"
#include "position/method.hpp"

namespace ropescope::methods {

struct Sinks {
  int sinks = 4;  // 2309.17453, table 2: 4 are enough
  std::optional<int> window{};
  std::string positions = "cache";

  static constexpr MethodInfo info{
      .id = "sinks",
      .name = "Attention sinks",
      .summary = "Lets a query see the tokens right before it and the first few of the text.",
      .trained_as = "rope",
      .source = {"Xiao, Tian, Chen, Han, Lewis", "Efficient Streaming Language Models with Attention Sinks",
                 "2309.17453", "section 3.2"}};
  static constexpr std::array params{
      param<&Sinks::sinks>({"sinks", 0, 1 << 24, "tokens", "First tokens that stay visible."}),
      param<&Sinks::window>(
          {"window", 1, 1 << 24, "tokens",
           "Keys that a query sees besides, itself among them; null = the trained length less the sinks."}),
      param<&Sinks::positions>(
          {.key = "positions",
           .doc = "Of sinks: in the cache (StreamingLLM), at the window's edge (LM-Infinite), in the text.",
           .choices = {"cache", "capped", "text"}})};
  static constexpr std::array elsewhere{
      Elsewhere{"transformers",
                "SinkCache was removed; gpt-oss's learned sinks are another thing, a logit without a key."},
      Elsewhere{"llama.cpp", "--keep with context shift: the first n_keep tokens stay, the middle goes in blocks."}};

  [[nodiscard]] Result<Visibility> visible(const RopeConfig& rope, const PlanRequest& request) const {
    return Visibility{.window = recent(rope, request), .sinks = sinks};
  }

  [[nodiscard]] Result<std::vector<Branch>> branches(const RopeConfig& rope, const PlanRequest& request) const {
    if (positions == "text") return std::vector<Branch>{};
    const int r = recent(rope, request);
    if (positions == "capped") return near_and_far(request.seq_len, r, [&](int) { return r; }, [](int) { return 0; });
    const int last = sinks + r - 1;
    return near_and_far(request.seq_len, r, [&](int m) { return std::min(m, last); }, [](int n) { return n; });
  }

  // R; a window of the model's own may be narrower.
  [[nodiscard]] int recent(const RopeConfig& rope, const PlanRequest& request) const {
    const int chosen = window.value_or(std::max(1, rope.original_max_position_embeddings - sinks));
    return request.window == 0 ? chosen : std::min(chosen, request.window);
  }
};

}  // namespace ropescope::methods
