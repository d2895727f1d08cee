// A position plan as training reads it: rotation tables for both directions, what scales each query, the bias by
// distance backwards. n = token, T = length of the rows.
#pragma once

#include <vector>

#include "attention/polar.hpp"
#include "core/result.hpp"
#include "kernels/rotate.hpp"
#include "position/plan.hpp"

namespace ropescope {

struct TrainPlan {
  PositionPlan plan;
  int length = 0;         // T, tokens
  RotationTable queries;  // rows 0 .. T - 1; a decay is part of it, relative to the middle of the row
  RotationTable keys;
  RotationTable queries_back;  // their transposes: the same with -sin
  RotationTable keys_back;
  PolarForm polar;
  std::vector<float> query_scale;    // [T], everything that multiplies all scores of a query
  std::vector<float> reversed_bias;  // plan.bias backwards, so that a row of keys reads it forwards; or empty
};

// Errors: unsupported_model names a slot that training does not obey (pretended positions, bias curves);
// invalid_argument for a decay that leaves the range of floats.
Result<TrainPlan> make_train_plan(const PositionPlan& plan, int length);

// The other direction: the same with -sin.
[[nodiscard]] RotationTable transposed(RotationTable table);

}  // namespace ropescope
