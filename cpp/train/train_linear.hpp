// One weight matrix, or several that lie one behind the other, in a training step: y = W x, its gradients.
#pragma once

#include <cstddef>
#include <span>

#include "kernels/matmul.hpp"
#include "train/parameters.hpp"

namespace ropescope {

struct TrainLinear {
  PackedMatrix forward;    // [inputs, outputs]
  PackedMatrix backward;   // [outputs, inputs]
  std::size_t offset = 0;  // of the weight [outputs, inputs] in the flat array

  [[nodiscard]] std::size_t inputs() const { return static_cast<std::size_t>(backward.columns); }
  [[nodiscard]] std::size_t outputs() const { return static_cast<std::size_t>(forward.columns); }
};

// From `first` on; outputs: the rows of all its matrices. values: [model.size]
TrainLinear pack_linear(const TrainTensor& first, int outputs, std::span<const float> values);

// x: [rows, inputs], y: [rows, outputs]; accumulate: adds to y.
void apply(const TrainLinear& linear, std::span<const float> x, std::span<float> y, bool accumulate = false);

// dx: [rows, inputs], written.
void input_gradient(const TrainLinear& linear, std::span<const float> dy, std::span<float> dx);

// Adds dy^T x to the weight's part of gradient: [model.size]. packed: memory to work in.
void add_weight_gradient(const TrainLinear& linear, std::span<const float> x, std::span<const float> dy,
                         std::span<float> gradient, PackedMatrix& packed);

}  // namespace ropescope
