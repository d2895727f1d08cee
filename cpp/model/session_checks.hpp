// What a pass is asked for, checked before anything is allocated; only session.cpp and its tests include this.
#pragma once

#include <span>

#include "core/result.hpp"
#include "model/session.hpp"
#include "model/session_plans.hpp"

namespace ropescope {

// The sizes of a pass: `seen` tokens before it, of which those from run_start on run again.
struct PassSize {
  int seen = 0;
  int appended = 0;
  int run_start = 0;
  double plan_bytes = 0;  // of plans_bytes (session_plans.hpp)
  int threads = 1;
};

Status check_tokens(std::span<const int> tokens, int seen, const ModelConfig& config);
Status check_captures(std::span<const CaptureRequest> requests, const ModelConfig& config, const CaptureExtent& extent);

// Whether a cache of this kind can serve the plans.
Status check_cache(CacheKind cache, const LayerPlans& plans);

// Bytes that the session will hold at the height of the pass, cache included, the model's weights not.
[[nodiscard]] double pass_bytes(const ModelConfig& config, const PassSize& size, const PassOptions& options);
Status check_memory(const Model& model, const PassSize& size, const PassOptions& options);

}  // namespace ropescope
