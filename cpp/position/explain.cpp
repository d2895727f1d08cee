#include "position/explain.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error_codes.hpp"
#include "core/math.hpp"
#include "core/result.hpp"
#include "position/limits.hpp"
#include "position/method.hpp"
#include "position/plan.hpp"
#include "position/plan_compare.hpp"
#include "position/plan_facts.hpp"
#include "position/plan_slots.hpp"
#include "position/reach.hpp"
#include "position/registry.hpp"
#include "position/rope_config.hpp"

namespace ropescope {
namespace {

constexpr double rounding = 1e-9;  // relative; frequencies that only differ by how they were computed are equal

using Positions = std::vector<double>;

bool about(double a, double b) { return std::abs(a - b) <= rounding * std::abs(b); }

// Of a text of another length only counted positions are known.
PlanRequest at_length(PlanRequest request, int seq_len) {
  if (seq_len != request.seq_len) request.positions.clear();
  request.seq_len = seq_len;
  return request;
}

// What the weights were trained with: those methods that training has to see.
std::vector<MethodSpec> trained_with(std::span<const MethodSpec> specs) {
  std::vector<MethodSpec> trained;
  for (const MethodSpec& spec : specs) {
    const auto weights = method_trained_as(spec);
    if (weights && *weights == spec.id) trained.push_back(spec);
  }
  return trained;
}

// 0 where nothing rotates.
double rate(const PositionPlan& plan, std::size_t pair) {
  return pair < plan.inv_freq.size() ? plan.inv_freq[pair] : 0;
}

// least: the smallest ratio of any pair that rotates
PairFate fate_of(double ratio, double least) {
  if (ratio == 0) return PairFate::not_rotated;
  if (about(ratio, 1)) return PairFate::kept;
  if (ratio > 1) return PairFate::sped_up;
  return about(ratio, least) ? PairFate::interpolated : PairFate::blended;
}

struct Plans {
  PositionPlan now;
  PositionPlan plain;    // RoPE
  PositionPlan trained;  // at L
};

std::vector<PairFacts> explain_pairs(const Plans& plans, const Span& span, int trained_length) {
  // RoPE's pairs, or, where the plan has others than RoPE, those of training.
  const bool has_others = plans.now.inv_freq.size() > plans.plain.inv_freq.size();
  const std::vector<double>& before = has_others ? plans.trained.inv_freq : plans.plain.inv_freq;
  double least = 1;
  std::vector<PairFacts> pairs(before.size());
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    PairFacts& pair = pairs[i];
    pair.inv_freq = rate(plans.now, i);
    pair.ratio = pair.inv_freq / before[i];
    pair.turns = turns(before[i], trained_length);
    pair.largest_angle = pair.inv_freq * span.at_length;
    pair.trained_angle = rate(plans.trained, i) * span.in_training;
    pair.full_circle = pair.trained_angle >= two_pi;
    pair.leaves = !pair.full_circle && pair.largest_angle > pair.trained_angle * (1 + rounding);
    if (pair.ratio > 0) least = std::min(least, pair.ratio);
  }
  for (PairFacts& pair : pairs) pair.fate = fate_of(pair.ratio, least);
  return pairs;
}

Sharpness explain_sharpness(const PositionPlan& plan, int seq_len, int trained_length) {
  Sharpness sharpness{.attention_factor = plan.attention_factor,
                      .logit_factor = plan.attention_factor * plan.attention_factor};
  sharpness.mean = sharpness.last = sharpness.logit_factor;
  if (!plan.logit_scale.empty()) {
    const auto end = plan.logit_scale.begin() + seq_len;
    sharpness.mean *= std::accumulate(plan.logit_scale.begin(), end, 0.0) / seq_len;
    sharpness.last *= static_cast<double>(*(end - 1));
  }
  if (!plan.head_scale.empty()) {
    const double sum = std::accumulate(plan.head_scale.begin(), plan.head_scale.end(), 0.0);
    sharpness.mean *= sum / static_cast<double>(plan.head_scale.size());
    sharpness.last *= sum / static_cast<double>(plan.head_scale.size());
  }
  if (seq_len > trained_length && trained_length > 1) {
    sharpness.expected = natural_log(seq_len) / natural_log(trained_length);
  }
  return sharpness;
}

bool is_met(const Branch& branch) {
  for (std::size_t m = 0; m < branch.first.size(); ++m) {
    if (branch.first[m] < branch.end[m]) return true;
  }
  return false;
}

// How often a vector has to be rotated to stand at all these positions; at 0 it is as it was.
int rotations(const PositionPlan& plan, const std::vector<const Branch*>& met, Positions Branch::* positions) {
  if (plan.inv_freq.empty()) return 0;
  if (met.empty()) return 1;
  std::vector<const Positions*> distinct;
  for (const Branch* branch : met) {
    const Positions& list = branch->*positions;
    const bool at_zero = std::ranges::all_of(list, [](double position) { return position == 0; });
    const bool known = std::ranges::any_of(distinct, [&](const Positions* other) { return *other == list; });
    if (!at_zero && !known) distinct.push_back(&list);
  }
  return static_cast<int>(distinct.size());
}

Cost explain_cost(const PositionPlan& plan, int seq_len) {
  std::vector<const Branch*> met;
  for (const Branch& branch : plan.branches) {
    if (is_met(branch)) met.push_back(&branch);
  }
  Cost cost;
  cost.keys_seen = keys_seen(plan, seq_len - 1);
  cost.branches = std::max(1, static_cast<int>(met.size()));
  const double wider = plan.phases.empty() ? 0 : static_cast<double>(plan.inv_freq.size()) / plan.head_dim;
  cost.extra_products = (cost.branches * (1 + wider) - 1) * cost.keys_seen;
  cost.query_rotations = rotations(plan, met, &Branch::q_position);
  cost.key_rotations = rotations(plan, met, &Branch::k_position);
  cost.exponentials = static_cast<int>(plan.log_decay.size());
  const bool biased = !plan.bias.empty() || !plan.bias_curves.knots.empty() || !plan.forget_gate.bias.empty();
  cost.biased_scores = biased ? cost.keys_seen : 0;
  cost.scaled_lengths = (plan.norms.queries ? 1 : 0) + (plan.norms.keys ? 1 : 0);
  cost.table_bytes = slot_bytes(plan);
  return cost;
}

// Whether the plan of a text of `tokens` tokens stays a part of the plan of a longer one. Error: that of make_plan.
Result<bool> stays(std::span<const MethodSpec> specs, const RopeConfig& rope, const PlanRequest& request, int tokens,
                   int longer) {
  const auto before = make_plan(specs, rope, at_length(request, tokens));
  if (!before) return before.error();
  const auto after = make_plan(specs, rope, at_length(request, longer));
  if (!after) return after.error();
  return agree_at_first(*before, *after, static_cast<std::size_t>(tokens), static_cast<std::size_t>(request.num_heads));
}

Result<CacheFacts> explain_cache(std::span<const MethodSpec> specs, const RopeConfig& rope, const PlanRequest& request,
                                 const PositionPlan& plan) {
  const int trained = rope.original_max_position_embeddings;
  CacheFacts cache;
  if (!rotated_keys_suffice(plan)) cache.need = CacheNeed::unrotated_keys;
  const bool may_change = std::ranges::any_of(specs, [](const MethodSpec& spec) {
    const MethodEntry* entry = find_method(spec.id);
    return entry != nullptr && entry->depends_on_length;
  });
  if (!may_change) return cache;
  const auto early = stays(specs, rope, request, 1, trained);
  if (!early) return early.error();
  const int longer = std::min(std::max(request.seq_len, trained + 1), max_plan_length);
  const auto late = stays(specs, rope, request, trained, longer);
  if (!late) return late.error();
  if (*early && *late) return cache;
  cache.need = CacheNeed::rerun;
  cache.holds_until = *early ? trained : 0;
  return cache;
}

}  // namespace

std::string_view name_of(PairFate fate) {
  switch (fate) {
    case PairFate::kept:
      return "kept";
    case PairFate::blended:
      return "blended";
    case PairFate::interpolated:
      return "interpolated";
    case PairFate::sped_up:
      return "sped_up";
    case PairFate::not_rotated:
      return "not_rotated";
  }
  return "";
}

std::string_view name_of(CacheNeed need) {
  switch (need) {
    case CacheNeed::rotated_keys:
      return "rotated_keys";
    case CacheNeed::unrotated_keys:
      return "unrotated_keys";
    case CacheNeed::rerun:
      return "rerun";
  }
  return "";
}

Result<Explanation> explain(std::span<const MethodSpec> specs, const RopeConfig& rope, const PlanRequest& request) {
  const int trained_length = rope.original_max_position_embeddings;
  if (trained_length > max_plan_length) {
    return Error{ErrorCode::invalid_argument,
                 "must_be_at_most",
                 "original_max_position_embeddings",
                 {{"max", max_plan_length}, {"given", trained_length}}};
  }
  auto now = make_plan(specs, rope, request);
  if (!now) return now.error();
  auto plain = make_plan({}, rope, {.seq_len = 1});
  if (!plain) return plain.error();
  auto trained = make_plan(trained_with(specs), rope, at_length(request, trained_length));
  if (!trained) return trained.error();
  const Plans plans{.now = *std::move(now), .plain = *std::move(plain), .trained = *std::move(trained)};
  auto cache = explain_cache(specs, rope, request, plans.now);
  if (!cache) return cache.error();

  Explanation result;
  result.span = {.at_length = largest_distance(plans.now, request.seq_len) + 1,
                 .in_training = largest_distance(plans.trained, trained_length) + 1};
  result.pairs = explain_pairs(plans, result.span, trained_length);
  result.sharpness = explain_sharpness(plans.now, request.seq_len, trained_length);
  result.cost = explain_cost(plans.now, request.seq_len);
  result.cache = *cache;
  for (const Slot& slot : used_slots(plans.now)) result.slots.push_back(slot.name);
  for (const MethodSpec& spec : specs) {
    auto facts = method_facts(spec, rope, request);
    if (!facts) return facts.error();
    const MethodEntry& entry = *find_method(spec.id);
    result.methods.push_back({entry.info.id, *std::move(facts), entry.elsewhere});
  }
  return result;
}

}  // namespace ropescope
