// How good the model is in the middle of its training, by the engine that will run it: text it never sees, and copies.
#pragma once

#include <span>

#include "core/result.hpp"
#include "train/parameters.hpp"
#include "train/recipe.hpp"
#include "train/rows.hpp"

namespace ropescope {

struct Validation {
  int step = 0;        // steps done
  double loss = 0;     // of held-out text, nats per token
  double repeat = 0;   // share of right tokens in the copies of random symbols
  double passkey = 0;  // share of rows whose five digits are all right
};

struct ValidationTask {
  const TrainModel& model;
  const Phase& phase;  // length and periods of the rows
  RowSource source;    // held out
};

// Always the same rows. values: [model.size]. Errors: those of load_model and of sessions.
Result<Validation> validate(const ValidationTask& task, std::span<const float> values, int step);

}  // namespace ropescope
