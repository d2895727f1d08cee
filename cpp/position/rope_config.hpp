// The rotary geometry of one trained model: what every method starts from.
#pragma once

#include <array>

namespace ropescope {

struct RopeConfig {
  int head_dim = 128;                           // channels of one attention head
  int rotary_dim = 128;                         // leading channels that rotate, even; head_dim unless partially rotary
  double rope_theta = 10000.0;                  // base of the frequency series
  int original_max_position_embeddings = 4096;  // L, tokens: the length the weights were trained at
  std::array<int, 3> mrope_section{};           // pairs that read time, height and width, in order; 0 = one axis
};

}  // namespace ropescope
