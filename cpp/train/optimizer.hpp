// One step of training for all numbers of a model: clips the gradient, then lets each tensor's optimizer change it.
#pragma once

#include <span>
#include <vector>

#include "train/for_each.hpp"
#include "train/parameters.hpp"
#include "train/recipe.hpp"

namespace ropescope {

// All three [model.size], in the layout of the flat array.
struct TrainedNumbers {
  std::vector<float> values;
  std::vector<float> first;   // of train/adamw.hpp and train/muon.hpp
  std::vector<float> second;  // of AdamW; zeros for Muon
};

// Euclidean norm, summed in double and in order.
[[nodiscard]] double norm_of(std::span<const float> numbers);

// Scales the gradient to the recipe's largest norm where it is longer; returns the norm it had.
double clip_gradient(double largest, std::span<float> gradient);

struct NumbersStep {
  const TrainModel& model;
  const Recipe& recipe;
  int step = 0;  // counted from 0
};

// Tensors are independent of each other: for_each shares them out.
void update_numbers(const NumbersStep& step, std::span<const float> gradient, TrainedNumbers& numbers,
                    const ForEach& for_each);

}  // namespace ropescope
