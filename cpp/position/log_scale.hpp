// Scales that grow with the logarithm of the number of keys: what log-n methods multiply scores by. m = query.
#pragma once

#include <algorithm>
#include <vector>

#include "core/quick_math.hpp"

namespace ropescope {

// ln(m + 1) / ln(base); clipped: never less than 1. base > 1. [seq_len]
inline std::vector<float> log_scale(int seq_len, double base, bool clipped) {
  std::vector<float> scale;
  const double log_base = quick_log(base);
  for (int m = 0; m < seq_len; ++m) {
    const double ratio = quick_log(m + 1.0) / log_base;
    scale.push_back(static_cast<float>(clipped ? std::max(1.0, ratio) : ratio));
  }
  return scale;
}

}  // namespace ropescope
