// What calls on bare heads share: the layout of their channels, and the plan of methods for their shape.
#pragma once

#include <span>
#include <vector>

#include "boundary/from_js.hpp"
#include "core/error_codes.hpp"
#include "core/heads_shape.hpp"
#include "core/result.hpp"
#include "kernels/rotate.hpp"
#include "position/plan.hpp"
#include "position/registry.hpp"

namespace ropescope::js {

inline PairLayout read_layout(PropertyReader& reader) {
  return reader.choice("layout", {"half_split", "interleaved"}, 0) == 0 ? PairLayout::half_split
                                                                        : PairLayout::interleaved;
}

// positions: [axes, seq_len]; none = 0, 1, 2, ...
inline Result<PositionPlan> plan_for_heads(const std::vector<MethodSpec>& specs, const RopeConfig& rope,
                                           const HeadsShape& shape, const std::vector<std::vector<double>>& positions) {
  if (rope.head_dim == shape.head_dim)
    return make_plan(specs, rope, {.seq_len = shape.seq_len, .num_heads = shape.heads, .positions = positions});
  return Error{ErrorCode::invalid_argument,
               "must_be_head_dim_of_shape",
               "rope.head_dim",
               {{"head_dim", shape.head_dim}, {"given", rope.head_dim}}};
}

}  // namespace ropescope::js
