#include "model/session_plans.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "config/model_config.hpp"
#include "core/index.hpp"
#include "core/result.hpp"
#include "model/learned_numbers.hpp"
#include "model/model.hpp"
#include "model/session.hpp"
#include "model/weights.hpp"
#include "position/method.hpp"
#include "position/plan.hpp"
#include "position/plan_compare.hpp"
#include "position/plan_slots.hpp"
#include "position/registry.hpp"

namespace ropescope {

std::vector<MethodSpec> methods_of_layer(const Model& model, std::span<const MethodSpec> methods, int layer) {
  const Weights& weights = *model.weights;
  std::vector<MethodSpec> specs;
  for (const MethodSpec& method : methods) {
    specs.push_back(with_learned_numbers(method, weights.layers[index(layer)].learned, weights.learned));
  }
  return specs;
}

Result<PositionPlan> plan_layer(const Model& model, std::span<const MethodSpec> methods, int layer, int seq_len) {
  const ModelConfig& config = model.config;
  const PlanRequest request{.seq_len = seq_len,
                            .window = config.sliding_window[index(layer)],
                            .layer = layer,
                            .num_layers = config.num_hidden_layers,
                            .num_heads = config.num_attention_heads,
                            .hidden_size = config.hidden_size};
  const std::optional<OwnPositions>& own = config.own_positions[index(layer)];
  if (own) return make_plan(std::span(&own->method, 1), own->rope, request);
  return make_plan(methods_of_layer(model, methods, layer), config.rope.rope, request);
}

Result<LayerPlans> plan_layers(const Model& model, std::span<const MethodSpec> methods, int seq_len) {
  LayerPlans result;
  for (int layer = 0; layer < model.config.num_hidden_layers; ++layer) {
    auto plan = plan_layer(model, methods, layer, seq_len);
    if (!plan) return plan.error();
    const auto same = std::ranges::find(result.plans, *plan);
    result.of_layer.push_back(static_cast<std::size_t>(same - result.plans.begin()));
    if (same == result.plans.end()) result.plans.push_back(*std::move(plan));
  }
  return result;
}

int planned_length(const ModelConfig& config, std::span<const MethodSpec> methods, int tokens) {
  constexpr int least = 64;  // tokens
  const auto depends = [](const MethodSpec& spec) {
    const MethodEntry* method = find_method(spec.id);
    return method != nullptr && method->depends_on_length;
  };
  const auto own_depends = [&](const auto& own) { return own && depends(own->method); };
  if (std::ranges::any_of(methods, depends) || std::ranges::any_of(config.own_positions, own_depends)) return tokens;
  return std::min(max_tokens, static_cast<int>(std::bit_ceil(static_cast<unsigned>(std::max(tokens, least)))));
}

double plans_bytes(const LayerPlans& plans, int kv_width, int tokens) {
  double bytes = 0;
  for (const PositionPlan& plan : plans.plans) {
    const std::size_t tables = std::max<std::size_t>(1, 2 * plan.branches.size());  // queries' and keys' of each branch
    bytes += 2 * slot_bytes(plan) + static_cast<double>(tables * plan.inv_freq.size() * 2 * sizeof(float)) * tokens;
  }
  for (const std::size_t plan : plans.of_layer) {
    const PositionPlan& of_layer = plans.plans[plan];
    const std::size_t heads = of_layer.forget_gate.bias.size();
    const std::size_t copies = std::max<std::size_t>(1, of_layer.branches.size()) * (of_layer.phases.empty() ? 1 : 2);
    // twice: old and new while they grow
    bytes += 2.0 * static_cast<double>(heads * sizeof(double) + copies * index(kv_width) * sizeof(float)) * tokens;
  }
  return bytes;
}

bool agree_at_first(const LayerPlans& a, const LayerPlans& b, int tokens, int num_heads) {
  for (std::size_t layer = 0; layer < a.of_layer.size(); ++layer) {
    if (!agree_at_first(a.plans[a.of_layer[layer]], b.plans[b.of_layer[layer]], index(tokens), index(num_heads))) {
      return false;
    }
  }
  return true;
}

}  // namespace ropescope
