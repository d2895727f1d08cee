// Picks the next token from a row of logits.
#pragma once

#include <cstdint>
#include <span>

namespace ropescope {

struct SamplerOptions {
  double temperature = 0;  // 0 = the most likely token
  int top_k = 0;           // 0 = all
  double top_p = 1;        // the smallest set of most likely tokens with at least this probability
};

// Valid: at least one finite logit, temperature >= 0, top_k >= 0, 0 < top_p <= 1. Equal logits: the smaller id first.
// random_state: advanced in place (core/random.hpp), once per call unless temperature is 0; the same seed gives the
// same text on every platform.
int sample(std::span<const float> logits, const SamplerOptions& options, std::uint64_t& random_state);

}  // namespace ropescope
