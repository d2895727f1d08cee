// The material of methods whose divisors of the frequencies were searched for, one a pair (LongRoPE, arXiv 2402.13753).
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/math.hpp"
#include "core/result.hpp"
#include "core/text.hpp"
#include "position/rope_config.hpp"

namespace ropescope {

// Whether a list has one number a pair. name = method.key
inline Status check_per_pair(std::string_view name, const std::vector<double>& given, const RopeConfig& rope) {
  const int pairs = rope.rotary_dim / 2;
  if (given.size() == static_cast<std::size_t>(pairs)) return ok();
  return Error{
      ErrorCode::invalid_argument, "must_have_number_a_pair", name, {{"count", pairs}, {"given", given.size()}}};
}

// Whether divisors can grow up to an extension ratio s: it must lie beyond 1. name = method.key
inline Status check_extends(std::string_view name, double factor) {
  if (factor > 1) return ok();
  return Error{ErrorCode::invalid_argument, "schedule_needs_factor", name};
}

// Below it a divisor is refused.
inline constexpr double least_divisor = 0.001;

// How far divisors have grown from 1 (0) to what they are (1) or beyond, and the length that made them.
struct Growth {
  double share = 1;
  int seq_len = 0;
};

// Divides each frequency by 1 + (divisor - 1) * share. Beyond the extension ratio the share exceeds 1, and a divisor
// below 1 comes to 0, which divides by zero, and then turns its pair backwards. Error: names the divisor, as `name`.
inline Status divide(std::string_view name, const std::vector<double>& divisors, const Growth& growth,
                     std::vector<double>& inv_freq) {
  const double least = *std::ranges::min_element(divisors);
  if (std::lerp(1.0, least, growth.share) < least_divisor) {
    return Error{ErrorCode::invalid_argument,
                 "divisors_too_small_to_grow",
                 name,
                 {{"min", 1 - (1 - least_divisor) / growth.share}, {"tokens", growth.seq_len}, {"given", least}}};
  }
  for (std::size_t i = 0; i < divisors.size(); ++i) inv_freq[i] /= std::lerp(1.0, divisors[i], growth.share);
  return ok();
}

// sqrt(1 + ln s / ln L) for an extension ratio s > 1 (section 3.3), else 1.
inline Result<double> su_attention_factor(std::string_view method, double factor, const RopeConfig& rope) {
  const int trained = rope.original_max_position_embeddings;
  if (factor <= 1) return 1.0;
  if (trained > 1) return std::sqrt(1 + natural_log(factor) / natural_log(trained));
  return Error{ErrorCode::invalid_argument, "needs_trained_length_above_1", method, {{"method", method}}};
}

}  // namespace ropescope
