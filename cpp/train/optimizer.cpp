#include "train/optimizer.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

#include "train/adamw.hpp"
#include "train/for_each.hpp"
#include "train/muon.hpp"
#include "train/parameters.hpp"
#include "train/recipe.hpp"

namespace ropescope {

double norm_of(std::span<const float> numbers) {
  double sum = 0;
  for (const float number : numbers) sum += static_cast<double>(number) * number;
  return std::sqrt(sum);
}

double clip_gradient(double largest, std::span<float> gradient) {
  const double norm = norm_of(gradient);
  if (norm > largest) {
    const auto scale = static_cast<float>(largest / norm);
    for (float& number : gradient) number *= scale;
  }
  return norm;
}

void update_numbers(const NumbersStep& step, std::span<const float> gradient, TrainedNumbers& numbers,
                    const ForEach& for_each) {
  const Recipe& recipe = step.recipe;
  const double rate = rate_of(recipe, step.step);
  const auto update = [&](int i) {
    const TrainTensor& tensor = step.model.tensors[static_cast<std::size_t>(i)];
    const auto part = [&](std::span<float> all) { return all.subspan(tensor.offset, tensor.size); };
    const OptimizedTensor optimized{part(numbers.values), gradient.subspan(tensor.offset, tensor.size),
                                    part(numbers.first), part(numbers.second)};
    const bool is_matrix = tensor.role == TensorRole::matrix;
    if (is_matrix && recipe.muon) {
      update_muon({*recipe.muon, rate}, {tensor.shape[0], tensor.shape[1]}, optimized);
    } else {
      AdamW adamw = recipe.adamw;
      if (!is_matrix) adamw.weight_decay = 0;
      update_adamw({adamw, rate, step.step + 1}, optimized);
    }
    for (float& value : optimized.values) value = std::clamp(value, tensor.min, tensor.max);
  };
  for_each(static_cast<int>(step.model.tensors.size()), update);
}

}  // namespace ropescope
