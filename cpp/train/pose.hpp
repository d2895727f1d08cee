// Positions of PoSE (Zhu and others 2023, arXiv 2309.10400, section 3): a short row stands in two parts of a long text,
// so that it holds distances up to the long text's length at the cost of its own.
// L = tokens of the row, S = tokens of the long text.
#pragma once

#include <cstdint>
#include <vector>

#include "core/result.hpp"
#include "train/train_plan.hpp"

namespace ropescope {

// [length]: 0, 1, ... up to a cut in the first half of the row; from there on as far behind as the draw says, at most
// so that the last one is spread - 1. As dwzhu-pku/PoSE draws them, whose first part stands at 0, too. spread >= length
// >= 2. Advances random_state.
[[nodiscard]] std::vector<int> pose_positions(int length, int spread, std::uint64_t& random_state);

// The plan for a row whose tokens stand there. Only for a plan that check_pose accepts.
[[nodiscard]] TrainPlan plan_at(const TrainPlan& plan, const std::vector<int>& positions);

// Errors: unsupported_model names a slot that reads distances from somewhere else than the rotation.
Status check_pose(const PositionPlan& plan);

}  // namespace ropescope
