// Loss of a row of tokens and its gradient with respect to every number of a model: the forward pass of
// model/transformer.hpp with what the backward pass needs kept, and that pass. n = token of the row, T = its length.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "core/result.hpp"
#include "train/parameters.hpp"

namespace ropescope {

// What all rows of one training step share: weights packed for products in both directions, plans with the learned
// numbers of the moment, rotation tables. Read-only once made, so several threads may use it.
class StepWeights {
 public:
  // values: [model.size]; rows of this step are `length` tokens long. Model and values have to outlive the step
  // unchanged. Errors: those of make_plan; unsupported_model for pretended positions and for biases that the query's
  // position enters; invalid_argument for rows so long that a decay leaves the range of floats.
  // pose_length: tokens of the text that rows stand in by PoSE (train/pose.hpp), or 0; its errors are check_pose's.
  static Result<StepWeights> make(const TrainModel& model, std::span<const float> values, int length,
                                  int pose_length = 0);
  StepWeights(StepWeights&&) noexcept;
  StepWeights& operator=(StepWeights&&) noexcept;
  ~StepWeights();

 private:
  friend class RowGradient;
  struct State;
  explicit StepWeights(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// One worker's memory, kept from row to row.
class RowGradient {
 public:
  RowGradient();
  RowGradient(RowGradient&&) noexcept;
  RowGradient& operator=(RowGradient&&) noexcept;
  ~RowGradient();

  // tokens: [T + 1]. Adds weight * d(sum of the T losses)/d(values) to gradient: [model.size]; returns that sum, nats.
  // positions: [T] where they stand, where that is not 0, 1, ...; only for a step with a pose_length.
  double add(const StepWeights& step, std::span<const int> tokens, float weight, std::span<float> gradient,
             const std::vector<int>& positions = {});

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace ropescope
