// What StepWeights holds: the part of a training step that all rows read.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "position/method.hpp"
#include "position/registry.hpp"
#include "train/gradient.hpp"
#include "train/parameters.hpp"
#include "train/train_linear.hpp"
#include "train/train_plan.hpp"

namespace ropescope {

// A weight of an RMS norm and its place in the flat array.
struct TrainNorm {
  std::span<const float> weight;  // [hidden_size]
  std::size_t offset = 0;
};

// A method whose bias has numbers to learn.
struct Learner {
  MethodSpec method;                        // with the numbers of the moment
  std::vector<const TrainTensor*> tensors;  // one for each list of its gradient; null where the list stays what it is
};

struct TrainLayer {
  TrainNorm input_norm;
  TrainLinear qkv;  // q, k and v, one below the other
  TrainLinear o;
  TrainNorm post_attention_norm;
  TrainLinear gate_up;  // gate above up
  TrainLinear down;
  std::size_t plan = 0;   // index into the step's plans
  PlanRequest request{};  // that the plan answers
  std::vector<Learner> learners;
};

struct StepWeights::State {
  const TrainModel* model = nullptr;
  std::span<const float> values;  // [model.size]
  int length = 0;                 // T, tokens
  std::vector<TrainPlan> plans;   // those that differ
  std::vector<TrainLayer> layers;
  TrainNorm norm;
  TrainLinear head;  // hidden_size -> vocab_size; the embedding where they are tied
};

}  // namespace ropescope
