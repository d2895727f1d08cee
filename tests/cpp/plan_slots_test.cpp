// Every slot of the table against everyone who reads plans: a slot is obeyed, as the oracle says, or refused by its
// name. A slot without a case here fails.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "attention/attention.hpp"
#include "attention/capture.hpp"
#include "attention_cases.hpp"
#include "kernels/rotate.hpp"
#include "method_cases.hpp"
#include "position/explain.hpp"
#include "position/plan.hpp"
#include "position/plan_compare.hpp"
#include "position/plan_slots.hpp"
#include "position/registry.hpp"
#include "reference.hpp"
#include "runtimes/request.hpp"
#include "tiny_model.hpp"
#include "train/train_attention.hpp"
#include "train/train_plan.hpp"

namespace ropescope {
namespace {

using test::index;

constexpr AttentionShape shape{.queries = 24, .keys = 24, .query_start = 0, .heads = 4, .kv_heads = 2, .head_dim = 8};

// What a plan has to hold already for the slot to mean something, and the slot set.
struct SlotCase {
  std::function<void(PositionPlan&)> before = [](PositionPlan&) {};
  std::function<void(PositionPlan&)> set;
};

const std::map<std::string_view, SlotCase>& cases() {
  static const std::map<std::string_view, SlotCase> all{
      {"frequencies",
       {.before = [](auto& plan) { plan.inv_freq.clear(); },
        .set = [](auto& plan) { plan.inv_freq = {1, 0.5, 0.1, 0.01}; }}},
      {"polar", {.set = [](auto& plan) { plan.phases = reference::widen(reference::random_floats(16, 31)); }}},
      {"attention_factor", {.set = [](auto& plan) { plan.attention_factor = 1.3; }}},
      {"decay", {.set = [](auto& plan) { plan.log_decay = {-0.3, -0.2, -0.1, 0}; }}},
      {"positions", {.set = [](auto& plan) { plan.branches = test::odd_branches(2, shape.keys, 5); }}},
      {"bias", {.set = [](auto& plan) { plan.bias = reference::random_floats(index(shape.heads * shape.keys), 9); }}},
      {"bias_curves",
       {.set =
            [](auto& plan) {
              for (int n = 0; n < shape.keys; ++n) {
                plan.bias_curves.warp.push_back(n);
                plan.bias_curves.reach.push_back(n + 30);
              }
              plan.bias_curves.knots = {0, 0.3, 1};
              plan.bias_curves.values = {0, -1, 2, 0, 1, 1, 0.5, 0, 3, 2, 1, 0};
            }}},
      {"logit_scale", {.set = [](auto& plan) { plan.logit_scale.assign(index(shape.keys), 1.5F); }}},
      {"head_scale", {.set = [](auto& plan) { plan.head_scale = {1, 0.5, 2, 0}; }}},
      {"window", {.set = [](auto& plan) { plan.visible.window = 7; }}},
      {"sinks",
       {.before = [](auto& plan) { plan.visible.window = 7; }, .set = [](auto& plan) { plan.visible.sinks = 3; }}},
      {"axes",
       {.set =
            [](auto& plan) {
              plan.axes.positions.resize(2);
              for (int n = 0; n < shape.keys; ++n) {
                plan.axes.positions[0].push_back(n / 3);
                plan.axes.positions[1].push_back(n % 3 * 1.5);
              }
              plan.axes.axis_of_pair = {0, 1, 1, 0};
            }}},
      {"chunk", {.set = [](auto& plan) { plan.visible.chunk = 9; }}},
      {"sink_logit", {.set = [](auto& plan) { plan.sink_logit = {-1, 0.5, 2, 9}; }}},
      {"forget_gate", {.set = [](auto& plan) { plan.forget_gate = {.weight = {}, .bias = {5, 3, 1, -2}}; }}},
      {"norms", {.set = [](auto& plan) { plan.norms = {.queries = true, .keys = true, .score_scale = 5}; }}}};
  return all;
}

PositionPlan base_plan(const SlotCase& each) {
  PositionPlan plan = test::plain_plan(shape.head_dim, shape.head_dim);
  plan.attention_factor = 1;
  each.before(plan);
  return plan;
}

const test::Tensors& tensors() {
  static const test::Tensors made = test::random_tensors(shape);
  return made;
}

std::vector<float> decoded(const PositionPlan& plan) {
  if (!rotated_keys_suffice(plan)) return test::attended_one_by_one(tensors(), shape, plan);
  Attention cached(plan);
  std::vector<float> keys = tensors().k;
  cached.turn_keys(keys, shape, 0);
  std::vector<float> out(tensors().q.size());
  cached.run({.q = tensors().q, .k = keys, .v = tensors().v, .keys_turned = true, .gate_sums = tensors().gate_sums},
             shape, out, nullptr);
  return out;
}

std::vector<float> trained(const TrainPlan& plan) {
  AttentionTrace trace;
  const auto rows_of = [](const std::vector<float>& x, int n) {
    const std::size_t width = x.size() / index(shape.keys);
    return std::span(x).subspan(index(n) * width, width);
  };
  for (int n = 0; n < shape.keys; ++n) {
    for (const auto* x : {&tensors().q, &tensors().k, &tensors().v}) {
      const auto row = rows_of(*x, n);
      trace.qkv.insert(trace.qkv.end(), row.begin(), row.end());
    }
  }
  if (!plan.plan.forget_gate.bias.empty()) trace.gate_sums = tensors().gate_sums;
  TrainAttention({shape.heads, shape.kv_heads, shape.head_dim}).forward(plan, trace);
  return {trace.mixed.begin(), trace.mixed.end()};
}

reference::Doubles turned_in_double(const PositionPlan& plan) {
  reference::Doubles x = reference::widen(tensors().q);
  for (std::size_t row = 0; row < x.size() / 8; ++row) {
    reference::rotate_head(&x[row * 8], plan.inv_freq,
                           static_cast<double>(row) / shape.heads - static_cast<double>(row % 4) / 4,
                           plan.attention_factor);
  }
  return x;
}

std::vector<float> turned(const PositionPlan& plan) {
  std::vector<double> positions;
  for (int n = 0; n < shape.queries; ++n) positions.push_back(n);
  const auto table = make_rotation_table(plan.inv_freq, positions, plan.attention_factor);
  std::vector<float> x = tensors().q;
  EXPECT_TRUE(rotate(x, {shape.queries, shape.heads, shape.head_dim}, table, PairLayout::half_split));
  return x;
}

// One reader of plans: why it refuses one ("" = it does not), what it makes of it, and what the oracle does.
struct Reader {
  std::string name;
  std::function<std::string(const PositionPlan&)> refusal;
  std::function<std::vector<float>(const PositionPlan&)> made;
  std::function<reference::Doubles(const PositionPlan&)> expected;
};

reference::Doubles attended_in_double(const PositionPlan& plan) {
  return reference::attention(tensors().input(), shape, plan).out;
}

const std::vector<Reader>& readers() {
  const auto not_attended = [](const PositionPlan& plan) {
    const Status status = check_plan(plan, shape);
    return status ? std::string() : status.error().message;
  };
  const auto not_trained = [](const PositionPlan& plan) {
    const auto made = make_train_plan(plan, shape.keys);
    return made ? std::string() : made.error().message;
  };
  const auto not_turned = [](const PositionPlan& plan) {
    const auto slot = slot_beyond(plan, turning_slots);
    return slot ? std::string(slot->name) : std::string();
  };
  static const std::vector<Reader> all{
      {"attention", not_attended, [](auto& plan) { return test::attended(tensors(), shape, plan); },
       attended_in_double},
      {"decoding", not_attended, decoded, attended_in_double},
      {"capture", not_attended, [](auto& plan) { return test::captured(tensors(), shape, plan, CaptureKind::weights); },
       [](auto& plan) { return reference::attention(tensors().input(), shape, plan).weights; }},
      {"training", not_trained, [](auto& plan) { return trained(*make_train_plan(plan, shape.keys)); },
       attended_in_double},
      {"rotation", not_turned, turned, turned_in_double}};
  return all;
}

std::vector<Slot> all_slots() {
  std::vector<Slot> slots;
  visit_slots([&slots](const Slot& slot) { slots.push_back(slot); });
  return slots;
}

class PlanSlots : public testing::TestWithParam<Slot> {
 protected:
  [[nodiscard]] const SlotCase& slot_case() const { return cases().at(GetParam().name); }
  [[nodiscard]] PositionPlan without() const { return base_plan(slot_case()); }
  [[nodiscard]] PositionPlan with() const {
    PositionPlan plan = without();
    slot_case().set(plan);
    return plan;
  }
};

TEST_P(PlanSlots, HasACaseHere) { EXPECT_TRUE(cases().contains(GetParam().name)); }

TEST_P(PlanSlots, IsNamedByAPlanThatSetsItAndByNoOther) {
  const auto names = [](const PositionPlan& plan) {
    std::set<std::string_view> found;
    for (const Slot& slot : used_slots(plan)) found.insert(slot.name);
    return found;
  };
  auto expected = names(without());
  EXPECT_FALSE(expected.contains(GetParam().name));
  expected.insert(GetParam().name);
  EXPECT_EQ(names(with()), expected);
}

TEST_P(PlanSlots, TellsTwoPlansApart) {
  EXPECT_NE(with(), without());
  EXPECT_FALSE(agree_at_first(with(), without(), index(shape.keys), index(shape.heads)));
  EXPECT_TRUE(agree_at_first(with(), with(), index(shape.keys), index(shape.heads)));
}

TEST_P(PlanSlots, IsObeyedAsInDoubleOrRefusedByName) {
  for (const Reader& reader : readers()) {
    if (const std::string refusal = reader.refusal(with()); !refusal.empty()) {
      if (refusal == reader.refusal(without())) continue;  // for what the slot needs: sinks a window
      EXPECT_NE(refusal.find(GetParam().name), std::string::npos) << reader.name << ": " << refusal;
      continue;
    }
    const auto made = reader.made(with());
    const auto expected = reader.expected(with());
    ASSERT_EQ(made.size(), expected.size()) << reader.name;
    for (std::size_t i = 0; i < made.size(); ++i) ASSERT_NEAR(made[i], expected[i], 1e-5) << reader.name;
    EXPECT_NE(made, reader.made(without())) << reader.name << " makes the same of the plan without it";
  }
}

// The attention of the engine is what all others are measured by.
TEST_P(PlanSlots, IsNotRefusedByAttention) { EXPECT_TRUE(check_plan(with(), shape)); }

TEST_P(PlanSlots, IsSetByAMethodOrRequestWhichExplainNamesAndExportsExpressOrRefuse) {
  const std::string_view name = GetParam().name;
  const auto config = read_checkpoint(test::config_json({.vocab = 96}));
  ASSERT_TRUE(config);
  PlanRequest backwards = test::case_request(48);
  backwards.positions.emplace_back();
  for (int n = 0; n < 48; ++n) backwards.positions[0].push_back(48 - n);
  const auto placed = explain({}, test::case_rope, backwards);
  ASSERT_TRUE(placed) << placed.error().message;
  int methods = std::ranges::find(placed->slots, name) == placed->slots.end() ? 0 : 1;
  for (const test::MethodCase& each : test::method_cases()) {
    const auto explained = explain(each.methods, test::case_rope, test::case_request(48));
    ASSERT_TRUE(explained) << each.name << ": " << explained.error().message;
    if (std::ranges::find(explained->slots, name) == explained->slots.end()) continue;
    ++methods;
    if (std::ranges::find(turning_slots, GetParam().id) != turning_slots.end()) continue;
    const auto request = read_export_request(Runtime::vllm, *config, each.methods, 48);
    EXPECT_FALSE(request) << each.name;
  }
  EXPECT_GT(methods, 0);
}

INSTANTIATE_TEST_SUITE_P(All, PlanSlots, testing::ValuesIn(all_slots()),
                         [](const auto& slot) { return std::string(slot.param.name); });

TEST(SlotBytes, CountTheArraysOfEverySlotButTheFrequencies) {
  PositionPlan plan = test::plain_plan(8, 8);
  EXPECT_EQ(slot_bytes(plan), 0);
  plan.log_decay = {-1, -1, -1, -1};
  plan.bias.resize(10);
  plan.branches = test::odd_branches(2, 5, 1);
  plan.bias_curves.knots = {0, 1};
  plan.forget_gate = {.weight = {1, 2, 3, 4, 5, 6}, .bias = {1, 2}};
  EXPECT_EQ(slot_bytes(plan), 4 * 8 + 10 * 4 + 2 * 5 * 24 + 2 * 8 + 8 * 8);
}

TEST(ExportRequest, NamesTheSlotThatARuntimeHasNoFormOf) {
  const auto config = read_checkpoint(test::config_json({.vocab = 96}));
  ASSERT_TRUE(config);
  const auto message = [&config](const MethodSpec& method) {
    const auto request = read_export_request(Runtime::vllm, *config, std::vector{method}, 48);
    return request ? std::string("expressed") : request.error().message;
  };
  EXPECT_NE(message({"window", {{"window", 5.0}}}).find("(window)"), std::string::npos) << message({"window", {}});
  EXPECT_NE(message({"log_n", {}}).find("(logit_scale)"), std::string::npos) << message({"log_n", {}});
  EXPECT_EQ(message({"yarn", {}}), "expressed");
}

}  // namespace
}  // namespace ropescope
