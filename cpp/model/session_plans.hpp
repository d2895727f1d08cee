// The position plans of a model's layers.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "config/model_config.hpp"
#include "core/result.hpp"
#include "model/model.hpp"
#include "position/plan.hpp"
#include "position/registry.hpp"

namespace ropescope {

// Layers with the same plan share it.
struct LayerPlans {
  std::vector<PositionPlan> plans;
  std::vector<std::size_t> of_layer;  // [layers], into plans

  bool operator==(const LayerPlans&) const = default;
};

// What one layer runs with: learned numbers that a method does not give come from the model's weights.
[[nodiscard]] std::vector<MethodSpec> methods_of_layer(const Model& model, std::span<const MethodSpec> methods,
                                                       int layer);

// The plan of one layer, whose own positions stay whatever the methods. Errors: those of make_plan.
Result<PositionPlan> plan_layer(const Model& model, std::span<const MethodSpec> methods, int layer, int seq_len);

// For texts of up to seq_len tokens. Errors: those of make_plan.
Result<LayerPlans> plan_layers(const Model& model, std::span<const MethodSpec> methods, int seq_len);

// The length to plan for when the text has `tokens` tokens: ahead of it, so that most steps of a generation need no new
// plan, unless a method's plan depends on the length.
[[nodiscard]] int planned_length(const ModelConfig& config, std::span<const MethodSpec> methods, int tokens);

// Bytes of the plans and of what attention keeps under them for a text of `tokens` tokens: a copy, rotation tables, the
// sums of gates, packed keys (attention/kept_keys.hpp). kv_width: kv_heads * head_dim
[[nodiscard]] double plans_bytes(const LayerPlans& plans, int kv_width, int tokens);

// Whether both mean the same in every layer for the first `tokens` tokens.
[[nodiscard]] bool agree_at_first(const LayerPlans& a, const LayerPlans& b, int tokens, int num_heads);

}  // namespace ropescope
