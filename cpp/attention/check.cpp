// What attention refuses.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "attention/attention.hpp"
#include "attention/capture.hpp"
#include "attention/schedule.hpp"
#include "core/error_codes.hpp"
#include "core/index.hpp"
#include "core/result.hpp"
#include "core/sizes.hpp"
#include "core/text.hpp"
#include "position/plan.hpp"

namespace ropescope {
namespace {

Error invalid(const std::string& message) { return {ErrorCode::invalid_argument, message}; }

Status check_shape(const AttentionShape& shape) {
  if (shape.queries < 0 || shape.query_start < 0 || shape.keys != shape.query_start + shape.queries) {
    return invalid("keys must be query_start + queries, got " + std::to_string(shape.keys) + ", " +
                   std::to_string(shape.query_start) + " and " + std::to_string(shape.queries));
  }
  if (shape.head_dim < 1 || shape.heads < 1 || shape.kv_heads < 1 || shape.heads % shape.kv_heads != 0) {
    return invalid("heads must be a multiple of kv_heads, and both and head_dim at least 1, got " +
                   std::to_string(shape.heads) + ", " + std::to_string(shape.kv_heads) + " and " +
                   std::to_string(shape.head_dim));
  }
  return ok();
}

Status check_arrays(const AttentionInput& input, const AttentionShape& shape, std::size_t out) {
  const std::uint64_t q_size = size_product({shape.queries, shape.heads, shape.head_dim});
  const std::uint64_t kv_size = size_product({shape.keys, shape.kv_heads, shape.head_dim});
  if (input.q.size() != q_size || out != q_size) {
    return invalid("q and out must have " + std::to_string(q_size) + " elements, got " +
                   std::to_string(input.q.size()) + " and " + std::to_string(out));
  }
  if (input.k.size() != kv_size || input.v.size() != kv_size) {
    return invalid("k and v must have " + std::to_string(kv_size) + " elements, got " + std::to_string(input.k.size()) +
                   " and " + std::to_string(input.v.size()));
  }
  return ok();
}

// One number for each token at least: a plan may be made for a longer text.
Status check_length(std::string_view name, std::size_t length, int keys) {
  if (length >= index(keys)) return ok();
  return invalid("the plan's " + std::string(name) + " is for " + std::to_string(length) + " tokens, but there are " +
                 std::to_string(keys));
}

Status check_rotation(const PositionPlan& plan, const AttentionShape& shape) {
  if (2 * plan.inv_freq.size() > index(shape.head_dim)) {
    return invalid("the plan rotates " + std::to_string(2 * plan.inv_freq.size()) + " channels, but head_dim is " +
                   std::to_string(shape.head_dim));
  }
  if (plan.log_decay.empty()) return ok();
  if (plan.log_decay.size() != plan.inv_freq.size()) {
    return invalid("log_decay must have one number for each of the " + std::to_string(plan.inv_freq.size()) +
                   " pairs, got " + std::to_string(plan.log_decay.size()));
  }
  for (const double decay : plan.log_decay) {
    if (!(decay >= -40 && decay <= 0)) {
      return invalid("log_decay must be from -40 to 0 nats per token, got " + format_number(decay));
    }
  }
  return ok();
}

// Every key that a query may see lies in exactly one branch.
Status check_cover(const PositionPlan& plan, int query) {
  std::vector<KeyRange> ranges;
  for (int b = 0; b < static_cast<int>(plan.branches.size()); ++b) {
    const KeyRange keys = branch_keys(plan, b, query);
    if (!keys.empty()) ranges.push_back(keys);
  }
  std::ranges::sort(ranges, {}, &KeyRange::begin);
  int next = 0;
  for (const KeyRange& keys : ranges) {
    if (keys.begin != next) break;
    next = keys.end;
  }
  if (next == query + 1 && ranges.back().end == query + 1) return ok();
  return invalid("the branches of the plan must hold each key from 0 to " + std::to_string(query) + " once for query " +
                 std::to_string(query));
}

Status check_branches(const PositionPlan& plan, const AttentionShape& shape) {
  if (plan.branches.empty()) return ok();
  for (const Branch& branch : plan.branches) {
    const std::size_t shortest =
        std::min({branch.q_position.size(), branch.k_position.size(), branch.first.size(), branch.end.size()});
    if (const Status status = check_length("branch", shortest, shape.keys); !status) return status;
    for (const auto& positions : {std::cref(branch.q_position), std::cref(branch.k_position)}) {
      const auto& list = positions.get();
      if (std::ranges::all_of(list, [](double p) { return std::isfinite(p); })) continue;
      return invalid("positions of the plan must be finite numbers");
    }
  }
  for (int m = shape.query_start; m < shape.keys; ++m) {
    if (const Status status = check_cover(plan, m); !status) return status;
  }
  return ok();
}

Status check_curves(const BiasCurves& curves, const AttentionShape& shape) {
  if (curves.knots.empty()) return ok();
  if (curves.knots.size() < 2 || curves.values.size() / index(shape.heads) != curves.knots.size() ||
      curves.values.size() % index(shape.heads) != 0) {
    return invalid("the plan's bias curves must have a value for each of two or more knots and each of the " +
                   std::to_string(shape.heads) + " heads, got " + std::to_string(curves.knots.size()) + " knots and " +
                   std::to_string(curves.values.size()) + " values");
  }
  return check_length("bias curves", std::min(curves.warp.size(), curves.reach.size()), shape.keys);
}

Status check_scores(const PositionPlan& plan, const AttentionShape& shape) {
  if (!plan.bias.empty()) {
    if (plan.bias.size() % index(shape.heads) != 0) {
      return invalid("the plan's bias must have the same length for each of the " + std::to_string(shape.heads) +
                     " heads, got " + std::to_string(plan.bias.size()) + " numbers in all");
    }
    const std::size_t length = plan.bias.size() / index(shape.heads);
    if (const Status status = check_length("bias", length, shape.keys); !status) return status;
  }
  if (const Status status = check_curves(plan.bias_curves, shape); !status) return status;
  if (!plan.logit_scale.empty()) {
    if (const Status status = check_length("logit_scale", plan.logit_scale.size(), shape.keys); !status) return status;
  }
  if (!(plan.norms.score_scale >= 0 && std::isfinite(plan.norms.score_scale))) {
    return invalid("score_scale must be a number above 0, or 0 for 1 / sqrt(head_dim), got " +
                   format_number(plan.norms.score_scale));
  }
  if (plan.visible.window < 0) return invalid("window must be at least 0, got " + std::to_string(plan.visible.window));
  if (plan.visible.sinks < 0) return invalid("sinks must be at least 0, got " + std::to_string(plan.visible.sinks));
  return ok();
}

}  // namespace

Status check_plan(const PositionPlan& plan, const AttentionShape& shape) {
  if (const Status status = check_rotation(plan, shape); !status) return status;
  if (const Status status = check_branches(plan, shape); !status) return status;
  return check_scores(plan, shape);
}

Status attention(const AttentionInput& input, const AttentionShape& shape, const PositionPlan& plan,
                 std::span<float> out, CaptureSink* capture) {
  if (const Status status = check_shape(shape); !status) return status;
  if (const Status status = check_arrays(input, shape, out.size()); !status) return status;
  if (const Status status = check_plan(plan, shape); !status) return status;
  Attention(plan).run(input, shape, out, capture);
  return ok();
}

}  // namespace ropescope
