// The plain frequency series and the change of its base: the material of most frequency methods.
// Su et al., RoFormer, arXiv 2104.09864, section 3.2.2. i = pair index, d = rotary_dim.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/math.hpp"
#include "core/result.hpp"
#include "position/rope_config.hpp"

namespace ropescope {

// theta_i = base^(-2i/d). [rotary_dim / 2], rad per token
inline std::vector<double> frequency_series(int rotary_dim, double base) {
  return powers(base, -2, rotary_dim, static_cast<std::size_t>(rotary_dim) / 2);
}

// That of a model.
inline std::vector<double> frequency_series(const RopeConfig& rope) {
  return frequency_series(rope.rotary_dim, rope.rope_theta);
}

// Stops all pairs but this share of them, the fastest, rounded down to whole pairs (p-RoPE, arXiv 2410.06205, section
// 6).
inline void keep_fastest(double share, std::vector<double>& inv_freq) {
  const double turning = std::floor(share * static_cast<double>(inv_freq.size()));
  std::fill(inv_freq.begin() + static_cast<std::ptrdiff_t>(turning), inv_freq.end(), 0.0);
}

// bloc97's base change: base * alpha^(d/(d-2)) leaves pair 0 alone and slows the last pair exactly alpha times. d > 2.
inline double ntk_base(const RopeConfig& rope, double alpha) {
  const double d = rope.rotary_dim;
  return rope.rope_theta * power(alpha, d / (d - 2));
}

// What is said where d is 2: there is no base that does what a method asks.
inline Error too_few_channels(std::string_view method) {
  return Error{ErrorCode::invalid_argument, "needs_more_channels", method, {{"method", method}}};
}

}  // namespace ropescope
