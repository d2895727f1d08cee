// Tiny models for tests of training: random numbers of every tensor, the loss in double, its differences.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/random.hpp"
#include "reference.hpp"
#include "reference_model.hpp"
#include "tiny_model.hpp"
#include "train/gradient.hpp"
#include "train/parameters.hpp"

namespace ropescope::test {

// A step of differences. Numbers are multiples of a quarter of it, so that number +- step is exact in floats.
inline constexpr double difference_step = 1.0 / 512;

inline NamedTensors named_tensors(const TrainModel& model, const std::vector<float>& values) {
  NamedTensors tensors;
  for (const TrainTensor& tensor : model.tensors) {
    const auto begin = values.begin() + static_cast<std::ptrdiff_t>(tensor.offset);
    tensors[tensor.name] = {{tensor.shape.begin(), tensor.shape.end()},
                            std::vector<float>(begin, begin + static_cast<std::ptrdiff_t>(tensor.size))};
  }
  return tensors;
}

// Every number random: matrices and embeddings around 0, norms around 1, learned numbers around where they start.
inline std::vector<float> random_values(const TrainModel& model, std::uint64_t seed) {
  std::vector<float> values = initial_values(model, seed);
  for (const TrainTensor& tensor : model.tensors) {
    const bool matrix = tensor.role == TensorRole::embedding || tensor.role == TensorRole::matrix;
    const double spread = matrix ? 0.8 : 0.25;
    for (std::size_t i = tensor.offset; i < tensor.offset + tensor.size; ++i) {
      const double centre = matrix ? 0.0 : static_cast<double>(values[i]);
      const double value = centre + spread * (2 * random_uniform(seed) - 1);
      const double least = std::max(static_cast<double>(tensor.min), -10.0) + 4 * difference_step;
      const double most = std::min(static_cast<double>(tensor.max), 10.0) - 4 * difference_step;
      const double quarter = difference_step / 4;
      values[i] = static_cast<float>(std::round(std::clamp(value, least, most) / quarter) * quarter);
    }
  }
  return values;
}

// The sum over the row of -log p, nats. logits: [tokens - 1, vocabulary]
inline double loss_of(const reference::Doubles& logits, const std::vector<int>& tokens) {
  const std::size_t vocabulary = logits.size() / (tokens.size() - 1);
  double loss = 0;
  for (std::size_t n = 0; n + 1 < tokens.size(); ++n) {
    double sum = 0;
    for (std::size_t i = 0; i < vocabulary; ++i) sum += std::exp(logits[n * vocabulary + i]);
    loss += std::log(sum) - logits[n * vocabulary + reference::index(tokens[n + 1])];
  }
  return loss;
}

inline double reference_loss(const ModelConfig& config, const NamedTensors& tensors, const std::vector<int>& tokens) {
  const std::vector<int> inputs(tokens.begin(), tokens.end() - 1);
  return loss_of(reference::Forward(config, tensors).logits(inputs, config.methods), tokens);
}

// d(loss) / d(t) at t = 0 to the fourth order in the step, of loss_at(t).
template <class LossAt>
double difference(LossAt loss_at, double step) {
  return (8 * (loss_at(step) - loss_at(-step)) - (loss_at(2 * step) - loss_at(-2 * step))) / (12 * step);
}

struct RowResult {
  double loss = 0;
  std::vector<float> gradient;
};

inline RowResult row_gradient(const TrainModel& model, const std::vector<float>& values, const std::vector<int>& tokens,
                              float weight = 1) {
  RowResult result{0, std::vector<float>(model.size)};
  const auto step = StepWeights::make(model, values, static_cast<int>(tokens.size()) - 1);
  if (!step) return {std::nan(""), result.gradient};
  result.loss = RowGradient().add(*step, tokens, weight, result.gradient);
  return result;
}

}  // namespace ropescope::test
