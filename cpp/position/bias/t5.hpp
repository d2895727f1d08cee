// T5's bias: distances share buckets (position/distance_buckets.hpp), and each bucket has a learned number in each
// head; nothing rotates. Raffel et al., arXiv 1910.10683, section 2.1; keys as in Hugging Face `t5`.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "position/bias_table.hpp"
#include "position/distance_buckets.hpp"
#include "position/method.hpp"

namespace ropescope::methods {

struct T5 {
  int relative_attention_num_buckets = 32;        // 32 and 128: section 2.1
  int relative_attention_max_distance = 128;      // tokens
  std::vector<double> relative_attention_bias{};  // [buckets, num_heads], nats
  std::optional<double> score_scale{};

  static constexpr MethodInfo info{
      .id = "t5",
      .name = "T5 bias",
      .summary = "Adds a learned number for each bucket of distances; all far distances share one; nothing rotates.",
      .trained_as = "t5",
      .source = {"Raffel, Shazeer, Roberts, Lee, Narang, Matena, Zhou, Li, Liu",
                 "Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer", "1910.10683",
                 "section 2.1"}};
  static constexpr std::array params{
      param<&T5::relative_attention_num_buckets>({"relative_attention_num_buckets", 2, 4096, "", "How many."}),
      param<&T5::relative_attention_max_distance>(
          {"relative_attention_max_distance", 2, 1e7, "tokens", "From here on all distances share the last bucket."}),
      param<&T5::relative_attention_bias>({.key = "relative_attention_bias",
                                           .min = -1e6,
                                           .max = 1e6,
                                           .doc = "Nats: a row of num_heads numbers for each bucket.",
                                           .learned = true}),
      param<&T5::score_scale>({"score_scale", 1e-6, 1e6, "",
                               "Multiplies q.k; null = 1 / sqrt(head_dim). T5 itself leaves scores unscaled: 1."})};

  [[nodiscard]] Result<Frequencies> frequencies(const RopeConfig& /*rope*/, const PlanRequest& /*request*/) const {
    return Frequencies{};
  }

  [[nodiscard]] Result<Norms> norms(const RopeConfig& /*rope*/, const PlanRequest& /*request*/) const {
    return Norms{.score_scale = score_scale.value_or(0)};
  }

  [[nodiscard]] Result<std::vector<float>> bias(const RopeConfig& /*rope*/, const PlanRequest& request) const {
    const DistanceBuckets buckets = distance_buckets();
    if (Status checked = check_buckets("t5.relative_attention_max_distance", buckets); !checked) return checked.error();
    const Status checked = check_learned("t5.relative_attention_bias", relative_attention_bias,
                                         buckets.numbers(request), "relative_attention_num_buckets x num_heads");
    if (!checked) return checked.error();
    return bias_by_bucket(buckets, relative_attention_bias, request);
  }

  // 0: no distance is preferred at first. Hugging Face draws N(0, 1 / d_model), which is next to it.
  [[nodiscard]] std::vector<LearnedList> initial_numbers(const RopeConfig& /*rope*/, const PlanRequest& request) const {
    const DistanceBuckets buckets = distance_buckets();
    const std::vector<double> zeros(buckets.numbers(request));
    return {{"relative_attention_bias", {buckets.count, request.num_heads}, zeros, -1e6, 1e6}};
  }

  [[nodiscard]] NumberLists bias_gradient(const PlanRequest& request, std::span<const double> by_distance) const {
    return {gradient_by_bucket(distance_buckets(), by_distance, request)};
  }

  [[nodiscard]] DistanceBuckets distance_buckets() const {
    return {relative_attention_num_buckets, relative_attention_max_distance};
  }
};

}  // namespace ropescope::methods
