#include "train/adamw.hpp"

#include <cmath>
#include <cstddef>
#include "train/recipe.hpp"

namespace ropescope {

void update_adamw(const AdamWStep& step, const OptimizedTensor& tensor) {
  const AdamW& adamw = step.settings;
  const double rate = step.rate * adamw.learning_rate;
  const auto beta1 = static_cast<float>(adamw.beta1);
  const auto beta2 = static_cast<float>(adamw.beta2);
  // The two corrections as one factor each, in double: 1 - beta2^1 = 0.02 has few digits left in float.
  const auto mean_scale = static_cast<float>(rate / (1 - std::pow(adamw.beta1, step.step)));
  const auto square_scale = static_cast<float>(1 / (1 - std::pow(adamw.beta2, step.step)));
  const auto epsilon = static_cast<float>(adamw.epsilon);
  const auto kept = static_cast<float>(1 - rate * adamw.weight_decay);
  for (std::size_t i = 0; i < tensor.values.size(); ++i) {
    const float g = tensor.gradient[i];
    const float m = tensor.first[i] = beta1 * tensor.first[i] + (1 - beta1) * g;
    const float v = tensor.second[i] = beta2 * tensor.second[i] + (1 - beta2) * g * g;
    tensor.values[i] = kept * tensor.values[i] - mean_scale * m / (std::sqrt(v * square_scale) + epsilon);
  }
}

}  // namespace ropescope
