// Positions that a request gives instead of 0, 1, 2, ...: one axis, or three, of which mrope_section says which pairs
// read which. Qwen2-VL, arXiv 2409.12191, section 2.1; huggingface/transformers, models/qwen2_vl/modeling_qwen2_vl.py,
// apply_multimodal_rotary_pos_emb.
#pragma once

#include <cstddef>

#include "core/result.hpp"
#include "position/method.hpp"
#include "position/plan.hpp"
#include "position/rope_config.hpp"

namespace ropescope {

// The slot of a plan with this many pairs that turn: empty where every token stands where it is.
// Errors: invalid_argument for positions or sections that do not fit.
Result<Axes> make_axes(const RopeConfig& rope, const PlanRequest& request, std::size_t pairs);

}  // namespace ropescope
