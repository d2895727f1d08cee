// Sliding window: a query sees itself and the window - 1 tokens before it. Beltagy et al., Longformer, arXiv
// 2004.05150, section 3.1; counted as Hugging Face's `sliding_window`. At the trained length it is the line that no
// method may stay below (Su, kexue.fm 9603).
#pragma once

#include <array>
#include <optional>

#include "position/method.hpp"

namespace ropescope::methods {

struct Window {
  std::optional<int> window{};

  static constexpr MethodInfo info{
      .id = "window",
      .name = "Window",
      .summary = "Lets a query see only the tokens right before it.",
      .trained_as = "rope",
      .source = {"Beltagy, Peters, Cohan", "Longformer: The Long-Document Transformer", "2004.05150", "section 3.1"}};
  static constexpr std::array params{param<&Window::window>(
      {"window", 1, 1 << 24, "tokens", "Keys that a query sees, itself among them; null = the trained length."})};

  [[nodiscard]] Result<Visibility> visible(const RopeConfig& rope, const PlanRequest& /*request*/) const {
    return Visibility{.window = window.value_or(rope.original_max_position_embeddings)};
  }
};

}  // namespace ropescope::methods
