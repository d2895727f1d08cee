// How the tests of bias methods make their plans.
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "core/index.hpp"
#include "position/registry.hpp"

namespace ropescope::test {

inline Result<PositionPlan> plan_of(std::string id, Params params, int seq_len, int num_heads) {
  return make_plan(std::vector{MethodSpec{std::move(id), std::move(params)}}, RopeConfig{},
                   {.seq_len = seq_len, .num_heads = num_heads});
}

// The plan's bias; a failed test and nothing where the plan was refused.
inline std::vector<float> bias_of(std::string id, Params params, int seq_len, int num_heads) {
  auto plan = plan_of(std::move(id), std::move(params), seq_len, num_heads);
  if (plan) return std::move(plan->bias);
  ADD_FAILURE() << plan.error().message;
  return {};
}

}  // namespace ropescope::test
