// Distances that share a learned number: single ones near by, ever wider ones further off; what T5's bias adds. D =
// distance, B = buckets, e = B/2: bucket = D below e, else e + floor(ln(D/e) / ln(max_distance/e) (B - e)), at most
// B - 1 (Hugging Face `t5`, _relative_position_bucket, causal).
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/error_codes.hpp"
#include "core/quick_math.hpp"
#include "core/result.hpp"
#include "position/bias_table.hpp"
#include "position/method.hpp"

namespace ropescope {

struct DistanceBuckets {
  int count = 0;         // at least 2
  int max_distance = 0;  // tokens, more than count / 2: from here on all share the last bucket

  [[nodiscard]] int of(double distance) const {
    const int exact = count / 2;
    if (distance < exact) return static_cast<int>(distance);
    const int wide = count - exact;
    const double way = quick_log(distance / exact) / quick_log(double(max_distance) / exact);
    return exact + std::min(static_cast<int>(way * wide), wide - 1);
  }
  // Those of all heads together.
  [[nodiscard]] std::size_t numbers(const PlanRequest& request) const {
    return static_cast<std::size_t>(count) * static_cast<std::size_t>(request.num_heads);
  }
  // Where a list of [count, num_heads] has the number of head h at this distance.
  [[nodiscard]] std::size_t place(std::size_t h, double distance, std::size_t heads) const {
    return static_cast<std::size_t>(of(distance)) * heads + h;
  }
};

// name: how a message calls max_distance.
inline Status check_buckets(std::string_view name, const DistanceBuckets& buckets) {
  if (buckets.max_distance > buckets.count / 2) return ok();
  return Error{ErrorCode::invalid_argument,
               "distance_within_buckets",
               name,
               {{"buckets", buckets.count}, {"given", buckets.max_distance}}};
}

// numbers: [count, num_heads], nats. [num_heads, seq_len] by distance
inline Result<std::vector<float>> bias_by_bucket(const DistanceBuckets& buckets, std::span<const double> numbers,
                                                 const PlanRequest& request) {
  const auto heads = static_cast<std::size_t>(request.num_heads);
  return bias_by_distance(request,
                          [&](std::size_t h, double distance) { return numbers[buckets.place(h, distance, heads)]; });
}

// What by_distance, d(loss) / d(bias) as [num_heads, seq_len], means for the numbers. [count, num_heads]
inline std::vector<double> gradient_by_bucket(const DistanceBuckets& buckets, std::span<const double> by_distance,
                                              const PlanRequest& request) {
  const auto heads = static_cast<std::size_t>(request.num_heads);
  const auto length = static_cast<std::size_t>(request.seq_len);
  std::vector<double> gradient(buckets.numbers(request));
  for (std::size_t h = 0; h < heads; ++h) {
    for (std::size_t distance = 0; distance < length; ++distance) {
      gradient[buckets.place(h, static_cast<double>(distance), heads)] += by_distance[h * length + distance];
    }
  }
  return gradient;
}

}  // namespace ropescope
