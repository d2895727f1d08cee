// Short ways to a plan, for tests that ask for many.
#pragma once

#include <span>
#include <string>
#include <utility>

#include "core/result.hpp"
#include "position/registry.hpp"

namespace ropescope {

inline Result<PositionPlan> plan_of(const MethodSpec& spec, const RopeConfig& rope, int seq_len = 1) {
  PlanRequest request;
  request.seq_len = seq_len;
  return make_plan(std::span(&spec, 1), rope, request);
}

inline RopeConfig geometry(int rotary_dim, double rope_theta, int trained_length) {
  return {.head_dim = rotary_dim,
          .rotary_dim = rotary_dim,
          .rope_theta = rope_theta,
          .original_max_position_embeddings = trained_length};
}

}  // namespace ropescope
