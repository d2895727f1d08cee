// Short ways to a plan, for tests that ask for many.
#pragma once

#include <gtest/gtest.h>

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/result.hpp"
#include "position/plan.hpp"
#include "position/registry.hpp"
#include "position/rope_config.hpp"

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

// Heads of 16 to 128 channels, three bases, short and long training.
inline std::vector<RopeConfig> geometries() {
  std::vector<RopeConfig> all;
  for (const int d : {4, 16, 64, 80, 128}) {
    for (const double theta : {500.0, 1e4, 1e6}) {
      for (const int trained : {128, 4096}) all.push_back(geometry(d, theta, trained));
    }
  }
  return all;
}

// The plan of a request that must succeed.
inline PositionPlan expect_plan(const MethodSpec& spec, const RopeConfig& rope, int seq_len = 1) {
  auto plan = plan_of(spec, rope, seq_len);
  if (plan) return std::move(*plan);
  ADD_FAILURE() << spec.id << ": " << plan.error().message;
  return {};
}

}  // namespace ropescope
