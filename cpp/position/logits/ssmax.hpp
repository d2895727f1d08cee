// Scalable-Softmax: scores grow with the logarithm of the number of keys, in each head by a strength that is learned,
// so that attention does not fade in long texts. Nakanishi, arXiv 2501.19399; the form without the term b,
// which the paper drops for long texts. m = query, h = head: scores times s_h ln(m + 1).
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "core/quick_math.hpp"
#include "position/bias_table.hpp"
#include "position/method.hpp"

namespace ropescope::methods {

struct Ssmax {
  std::vector<double> s;  // [num_heads]

  static constexpr MethodInfo info{
      .id = "ssmax",
      .name = "SSMax",
      .summary = "Scales scores with the logarithm of the number of keys, in each head by a strength that is learned.",
      .trained_as = "ssmax",
      .source = {"Nakanishi", "Scalable-Softmax Is Superior for Attention", "2501.19399", "SSMax"}};
  static constexpr std::array params{param<&Ssmax::s>({.key = "s",
                                                       .min = -1e3,
                                                       .max = 1e3,
                                                       .doc = "One number a head: its scores are times s ln(m + 1).",
                                                       .learned = true})};
  static constexpr std::array elsewhere{
      Elsewhere{"anywhere", "Rows of head h of the query projection times s_h, then log-n of base e, unclipped."}};

  [[nodiscard]] Result<std::vector<double>> head_scale(const RopeConfig& /*rope*/, const PlanRequest& request) const {
    if (const Status checked = check_per_head("ssmax.s", s, request); !checked) return checked.error();
    return s;
  }

  [[nodiscard]] Result<std::vector<float>> logit_scale(const RopeConfig& /*rope*/, const PlanRequest& request) const {
    std::vector<float> scale;
    for (int m = 0; m < request.seq_len; ++m) scale.push_back(static_cast<float>(quick_log(m + 1.0)));
    return scale;
  }

  // 0.2: at the 148th token scores are what they would be without it.
  [[nodiscard]] std::vector<LearnedList> initial_numbers(const RopeConfig& /*rope*/, const PlanRequest& request) const {
    const auto heads = static_cast<std::size_t>(request.num_heads);
    return {{"s", {request.num_heads}, std::vector<double>(heads, 0.2), -1e3, 1e3}};
  }

  [[nodiscard]] NumberLists head_scale_gradient(std::span<const double> by_head) const {
    return {std::vector<double>(by_head.begin(), by_head.end())};
  }
};

}  // namespace ropescope::methods
