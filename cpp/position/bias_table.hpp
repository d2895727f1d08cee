// Tables of what is added to scores, by head and distance: the material of the bias methods.
// h = head, 1..H as papers count, D = distance.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "position/method.hpp"

namespace ropescope {

inline constexpr std::size_t max_bias_entries = std::size_t{1} << 26;  // 256 MB: 1,024 heads over 65,536 tokens

// bias_of(h, D), h from 0. [num_heads, seq_len] by distance, nats
template <class BiasOf>
Result<std::vector<float>> bias_by_distance(const PlanRequest& request, const BiasOf& bias_of) {
  const auto heads = static_cast<std::size_t>(request.num_heads);
  const auto length = static_cast<std::size_t>(request.seq_len);
  if (heads > max_bias_entries / length) {
    return Error{ErrorCode::out_of_memory,
                 "bias_too_large",
                 "seq_len",
                 {{"heads", heads}, {"tokens", length}, {"max", max_bias_entries}}};
  }
  std::vector<float> bias;
  bias.reserve(heads * length);
  for (std::size_t h = 0; h < heads; ++h) {
    for (std::size_t distance = 0; distance < length; ++distance) {
      bias.push_back(static_cast<float>(bias_of(h, static_cast<double>(distance))));
    }
  }
  return bias;
}

// What by_distance, d(loss) / d(bias), means for `count` numbers of each head: derivative_of(h, D) answers with
// d(bias) / d(number) for each of them. [count][num_heads]
template <std::size_t count, class DerivativeOf>
NumberLists gradient_per_head(const PlanRequest& request, std::span<const double> by_distance,
                              DerivativeOf derivative_of) {
  const auto heads = static_cast<std::size_t>(request.num_heads);
  const auto length = static_cast<std::size_t>(request.seq_len);
  NumberLists gradient(count, std::vector<double>(heads));
  for (std::size_t h = 0; h < heads; ++h) {
    for (std::size_t distance = 0; distance < length; ++distance) {
      const std::array<double, count> derivative = derivative_of(h, static_cast<double>(distance));
      for (std::size_t k = 0; k < count; ++k) gradient[k][h] += by_distance[h * length + distance] * derivative[k];
    }
  }
  return gradient;
}

// A learned list; `shape` names the expected size: "num_heads".
inline Status check_learned(std::string_view name, std::span<const double> list, std::uint64_t expected,
                            std::string_view shape) {
  if (list.size() == expected) return ok();
  return Error{ErrorCode::invalid_argument,
               "needs_learned_numbers",
               name,
               {{"shape", shape}, {"count", expected}, {"given", list.size()}}};
}

// One learned number a head.
inline Status check_per_head(std::string_view name, std::span<const double> list, const PlanRequest& request) {
  return check_learned(name, list, static_cast<std::size_t>(request.num_heads), "num_heads");
}

}  // namespace ropescope
