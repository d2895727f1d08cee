// AdamW: Loshchilov and Hutter, arXiv 1711.05101, algorithm 2, with decay decoupled from the gradient and multiplied by
// the learning rate. g = gradient, m and v = running means of g and of g^2, t = steps from 1.
#pragma once

#include <span>

#include "train/recipe.hpp"

namespace ropescope {

// The numbers of one tensor and what the optimizer remembers of each; all [size].
struct OptimizedTensor {
  std::span<float> values;
  std::span<const float> gradient;
  std::span<float> first;   // AdamW: m; Muon: momentum
  std::span<float> second;  // AdamW: v; Muon: unused
};

struct AdamWStep {
  AdamW settings;
  double rate = 1;  // of the learning rate, by the schedule
  int step = 1;     // t
};

// values -= rate (m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon) + weight_decay values)
void update_adamw(const AdamWStep& step, const OptimizedTensor& tensor);

}  // namespace ropescope
