// Picks the next token from a row of logits.
#pragma once

#include <cstdint>
#include <span>

namespace ropescope {

struct SamplerOptions {
  double temperature = 0;  // 0 = the most likely token
  int top_k = 0;           // 0 = all
  double top_p = 1;
};

// random_state: advanced in place (core/random.hpp); the same seed gives the same text on every platform.
int sample(std::span<const float> logits, const SamplerOptions& options, std::uint64_t& random_state);

}  // namespace ropescope
