// T5's bias: distances share buckets, single ones near by and ever wider ones further off, and each bucket has a
// learned number in each head; nothing rotates. Raffel et al., arXiv 1910.10683, section 2.1; keys and bucket formula
// as in Hugging Face `t5` (_relative_position_bucket, causal). D = distance, B = buckets, e = B/2: bucket = D below e,
// else e + floor(ln(D/e) / ln(max_distance/e) (B - e)), at most B - 1.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/quick_math.hpp"
#include "position/bias_table.hpp"
#include "position/method.hpp"

namespace ropescope {

struct T5 {
  int relative_attention_num_buckets = 32;      // 32 and 128: section 2.1
  int relative_attention_max_distance = 128;    // tokens
  std::vector<double> relative_attention_bias;  // [buckets, num_heads], nats
  std::optional<double> score_scale;

  static constexpr MethodInfo info{
      .id = "t5",
      .name = "T5 bias",
      .summary = "Adds a learned number for each bucket of distances; all far distances share one; nothing rotates.",
      .trained_as = "t5",
      .source = {"Raffel, Shazeer, Roberts, Lee, Narang, Matena, Zhou, Li, Liu",
                 "Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer", "1910.10683",
                 "section 2.1"}};
  static constexpr std::array params{
      Param<T5>{"relative_attention_num_buckets", &T5::relative_attention_num_buckets, 2, 4096, "", "How many."},
      Param<T5>{"relative_attention_max_distance", &T5::relative_attention_max_distance, 2, 1e7, "tokens",
                "From here on all distances share the last bucket."},
      Param<T5>{.key = "relative_attention_bias",
                .member = &T5::relative_attention_bias,
                .min = -1e6,
                .max = 1e6,
                .doc = "Nats: a row of num_heads numbers for each bucket.",
                .learned = true},
      Param<T5>{"score_scale", &T5::score_scale, 1e-6, 1e6, "",
                "Multiplies q.k; null = 1 / sqrt(head_dim). T5 itself leaves scores unscaled: 1."}};

  [[nodiscard]] Result<Frequencies> frequencies(const RopeConfig& /*rope*/, const PlanRequest& /*request*/) const {
    return Frequencies{};
  }

  [[nodiscard]] Result<Norms> norms(const RopeConfig& /*rope*/, const PlanRequest& /*request*/) const {
    return Norms{.score_scale = score_scale.value_or(0)};
  }

  [[nodiscard]] Result<std::vector<float>> bias(const RopeConfig& /*rope*/, const PlanRequest& request) const {
    const int buckets = relative_attention_num_buckets;
    if (const int max = relative_attention_max_distance; max <= buckets / 2) {
      return Error{ErrorCode::invalid_argument, "t5.relative_attention_max_distance must be more than half of the " +
                                                    std::to_string(buckets) + " buckets, got " + std::to_string(max)};
    }
    const auto heads = static_cast<std::size_t>(request.num_heads);
    const Status checked =
        check_learned("t5.relative_attention_bias", relative_attention_bias, static_cast<std::size_t>(buckets) * heads,
                      "relative_attention_num_buckets x num_heads");
    if (!checked) return checked.error();
    return bias_by_distance(request, [&](std::size_t h, double distance) {
      return relative_attention_bias[static_cast<std::size_t>(bucket_of(distance)) * heads + h];
    });
  }

  // 0: no distance is preferred at first. Hugging Face draws N(0, 1 / d_model), which is next to it.
  [[nodiscard]] std::vector<LearnedList> initial_numbers(const PlanRequest& request) const {
    const std::vector<int> shape{relative_attention_num_buckets, request.num_heads};
    const auto size = static_cast<std::size_t>(shape[0]) * static_cast<std::size_t>(shape[1]);
    return {{"relative_attention_bias", shape, std::vector<double>(size), -1e6, 1e6}};
  }

  [[nodiscard]] NumberLists bias_gradient(const PlanRequest& request, std::span<const double> by_distance) const {
    const auto heads = static_cast<std::size_t>(request.num_heads);
    std::vector<double> gradient(relative_attention_bias.size());
    for (std::size_t i = 0; i < by_distance.size(); ++i) {
      const std::size_t length = by_distance.size() / heads;
      gradient[static_cast<std::size_t>(bucket_of(static_cast<double>(i % length))) * heads + i / length] +=
          by_distance[i];
    }
    return {gradient};
  }

  [[nodiscard]] int bucket_of(double distance) const {
    const int exact = relative_attention_num_buckets / 2;
    if (distance < exact) return static_cast<int>(distance);
    const int wide = relative_attention_num_buckets - exact;
    const double way = quick_log(distance / exact) / quick_log(double(relative_attention_max_distance) / exact);
    return exact + std::min(static_cast<int>(way * wide), wide - 1);
  }
};

}  // namespace ropescope
