// Everything attention needs to know about position, as arrays. Kernels read plans and know no method.
#pragma once

#include <vector>

namespace ropescope {

// What a frequency method answers. i = pair index.
struct Frequencies {
  std::vector<double> inv_freq;   // [rotary_dim / 2], rad per token
  double attention_factor = 1.0;  // multiplies cos and sin of q and of k: logits scale by its square
};

// One per layer. A slot left at its default changes nothing.
struct PositionPlan {
  int head_dim = 0;               // channels of one head; the first 2 * inv_freq.size() of them rotate
  std::vector<double> inv_freq;   // [rotary_dim / 2], rad per token; double: position 2,000,000 must still be right
  double attention_factor = 1.0;  // multiplies cos and sin of q and of k
  int window = 0;                 // a query sees itself and the window - 1 keys before it; 0 = all

  bool operator==(const PositionPlan&) const = default;
};

}  // namespace ropescope
