// Forget gates against the authors' code in double (tests/golden/make_forget_gate.py), alone and in a model.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "attention/attention.hpp"
#include "attention/key_gates.hpp"
#include "attention_cases.hpp"
#include "core/log_sigmoid.hpp"
#include "golden.hpp"
#include "golden_method.hpp"
#include "model/session.hpp"
#include "model/session_plans.hpp"
#include "position/explain.hpp"
#include "position/registry.hpp"
#include "position/trained_as.hpp"
#include "reference_model.hpp"
#include "tiny_model.hpp"

namespace ropescope {
namespace {

using test::index;
using testing::HasSubstr;

MethodSpec gates_of(std::vector<double> weight, std::vector<double> bias) {
  return {"forget_gate", {{"weight", std::move(weight)}, {"bias", std::move(bias)}}};
}

std::string refusal(const MethodSpec& method, int hidden_size) {
  const auto plan = make_plan(std::vector{method}, {}, {.seq_len = 4, .num_heads = 2, .hidden_size = hidden_size});
  return plan ? "accepted" : plan.error().message;
}

TEST(ForgetGate, GivesTheAttentionOfItsAuthors) {
  const Json file = golden::load("forget_gate.json");
  const int heads = static_cast<int>(golden::number(file, "heads"));
  const int dim = static_cast<int>(golden::number(file, "head_dim"));
  const int hidden = static_cast<int>(golden::number(file, "hidden_size"));
  auto tensors = golden::tensors(file);
  const std::vector<float> x = golden::floats(golden::rows(file, "x"));
  const int tokens = static_cast<int>(x.size()) / hidden;
  const AttentionShape shape{.queries = tokens, .keys = tokens, .heads = heads, .kv_heads = heads, .head_dim = dim};
  for (const Json& each : golden::cases("forget_gate.json")) {
    const MethodSpec window{"window", {{"window", golden::number(each, "window")}}};
    const std::vector methods{gates_of(golden::numbers(each, "weight"), golden::numbers(each, "bias")), window};
    const auto plan = make_plan(methods, {.head_dim = dim, .rotary_dim = dim},
                                {.seq_len = tokens, .num_heads = heads, .hidden_size = hidden});
    ASSERT_TRUE(plan) << plan.error().message;
    tensors.gate_sums.clear();
    add_gate_sums(plan->forget_gate, x, tensors.gate_sums);
    double sum = 0;  // of the first head
    const auto log_gates = golden::rows(each, "log_gates");
    for (int t = 0; t < tokens; ++t) {
      sum += log_gates[index(t * heads)];
      ASSERT_NEAR(tensors.gate_sums[index(t * heads)], sum, 1e-12 * (1 - sum)) << "token " << t;
    }
    const auto out = test::attended(tensors, shape, *plan);
    const auto expected = golden::rows(each, "out");
    ASSERT_EQ(out.size(), expected.size());
    for (std::size_t i = 0; i < out.size(); ++i) ASSERT_NEAR(out[i], expected[i], golden::number(file, "tolerance"));
  }
}

TEST(ForgetGate, SumsATokensGatesToTheSameBitsAloneAsAmongOthers) {
  const KeyGates gates{.weight = {0.5, -1, 2, 0.25, 3, -0.125}, .bias = {5, -1}};
  const auto x = reference::random_floats(60, 3);
  std::vector<double> together, alone;
  add_gate_sums(gates, x, together);
  for (std::size_t t = 0; t < 20; ++t) add_gate_sums(gates, std::span(x).subspan(3 * t, 3), alone);
  EXPECT_EQ(together.size(), 40U);
  EXPECT_EQ(alone, together);
}

TEST(ForgetGate, TakesTheLogarithmOfASigmoidAtAnyNumber) {
  for (const double x : {-1e6, -700.0, -30.0, -1.0, 0.0, 0.5, 5.0, 36.0, 800.0}) {
    const double expected = x < -30 ? x : -std::log1p(std::exp(-x));
    EXPECT_NEAR(log_sigmoid(x), expected, 3e-16 + 5e-16 * std::abs(expected)) << x;
  }
}

TEST(ForgetGate, RefusesAPlanWithoutItsNumbersAndAttentionWithoutHiddenStates) {
  EXPECT_THAT(refusal({"forget_gate", {}}, 3), HasSubstr("forget_gate.bias must have num_heads (2) numbers, got 0"));
  EXPECT_THAT(refusal(gates_of({1, 2, 3}, {5, 5}), 3),
              HasSubstr("forget_gate.weight must have num_heads x hidden_size (6) numbers, got 3"));
  EXPECT_EQ(refusal(gates_of({1, 2, 3, 4, 5, 6}, {5, 5}), 3), "accepted");
  EXPECT_EQ(refusal(gates_of({}, {5, 5}), 0), "accepted");  // no layer of a model: its biases say what they can
  EXPECT_THAT(refusal(gates_of({1, 2, 3}, {5, 5}), 0), HasSubstr("forget_gate.weight must have"));

  const AttentionShape shape{.queries = 4, .keys = 4, .heads = 2, .kv_heads = 1, .head_dim = 4};
  auto tensors = test::random_tensors(shape);
  tensors.gate_sums.clear();
  const auto plan =
      make_plan(std::vector{gates_of({}, {5, 5})}, {.head_dim = 4, .rotary_dim = 4}, {.seq_len = 4, .num_heads = 2});
  std::vector<float> out(tensors.q.size());
  const Status status = attention(tensors.input(), shape, *plan, out, nullptr);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().message,
            "method has gates (forget_gate) that read the hidden states of a model, which queries, keys and values do "
            "not hold: 8 sums of gates are needed, got 0; run it in a model");
}

TEST(ForgetGate, TurnsNothingAsksForWeightsOfItsOwnAndExplainsWhatItsBiasesSay) {
  const std::vector<MethodSpec> method{gates_of({}, {5, 3})};
  EXPECT_EQ(trained_as(method), (std::set<std::string_view>{"forget_gate"}));
  const auto explained = explain(method, RopeConfig{}, {.seq_len = 64, .num_heads = 2});
  ASSERT_TRUE(explained) << explained.error().message;
  EXPECT_EQ(explained->slots, (std::vector<std::string_view>{"forget_gate"}));
  EXPECT_EQ(explained->cost.biased_scores, 64);
  EXPECT_EQ(explained->cost.query_rotations, 0);
  ASSERT_EQ(explained->methods[0].facts.size(), 1U);
  EXPECT_NEAR(explained->methods[0].facts[0].value, std::log(2) / std::log1p(std::exp(-5)), 1e-9);  // 103 tokens
}

// A tiny model of four heads whose gates differ in every layer.
class ForgetGateModel : public testing::Test {
 protected:
  static test::NamedTensors tensors() {
    test::NamedTensors all = test::random_tensors(spec);
    for (int layer = 0; layer < spec.layers; ++layer) {
      const std::string name = "model.layers." + std::to_string(layer) + ".self_attn.position.forget_gate.";
      all[name + "weight"] = {{4, 24}, reference::random_floats(96, index(50 + layer))};
      all[name + "bias"] = {{4}, {5, 2, 0, -1}};
    }
    return all;
  }
  static std::vector<float> logits(Session& session, std::span<const int> tokens) {
    auto pass = session.run(tokens, {});
    if (!pass) ADD_FAILURE() << pass.error().message;
    return pass->logits;
  }

  static inline const test::TinySpec spec{.more = R"(,"position_method":"forget_gate")"};
  const Model model = *load_model(test::config_json(spec), test::write_safetensors(tensors()));
  const std::vector<int> tokens = test::random_tokens(150, spec.vocab);  // more rows than go through a layer together
};

TEST_F(ForgetGateModel, RunsAsInDouble) {
  auto session = *Session::start(model, {});
  const auto made = logits(session, tokens);
  const auto expected = reference::Forward(model.config, tensors()).logits(tokens, model.config.methods);
  ASSERT_EQ(made.size(), expected.size());
  for (std::size_t i = 0; i < made.size(); ++i) ASSERT_NEAR(made[i], expected[i], 1e-4) << i;  // logits up to 6
}

TEST_F(ForgetGateModel, RunsStepByStepToTheBitsOfAWholePass) {
  auto whole = *Session::start(model, {});
  const auto together = logits(whole, tokens);
  for (const CacheKind cache : {CacheKind::exact, CacheKind::unrotated, CacheKind::rotated}) {
    auto session = *Session::start(model, {}, {.cache = cache});
    auto stepped = logits(session, std::span(tokens).first(70));
    for (std::size_t n = 70; n < tokens.size(); ++n) {
      const auto row = logits(session, std::span(tokens).subspan(n, 1));
      stepped.insert(stepped.end(), row.begin(), row.end());
    }
    EXPECT_EQ(stepped, together);
  }
}

TEST_F(ForgetGateModel, ForgetsTheGatesOfAPassThatWasCancelled) {
  auto whole = *Session::start(model, {});
  const auto together = logits(whole, tokens);
  for (int steps = 0; steps < 4; ++steps) {
    auto session = *Session::start(model, {});
    auto stepped = logits(session, std::span(tokens).first(20));
    ASSERT_TRUE(session.begin(std::vector<int>(33, 7), {}));
    for (int i = 0; i < steps; ++i) ASSERT_FALSE(session.step());
    session.cancel();
    const auto rest = logits(session, std::span(tokens).subspan(20));
    stepped.insert(stepped.end(), rest.begin(), rest.end());
    EXPECT_EQ(stepped, together) << steps << " steps";
  }
}

TEST_F(ForgetGateModel, CountsTheSumsOfGatesAndPackedKeysAmongWhatASessionHolds) {
  const auto plans = *plan_layers(model, model.config.methods, 64);
  const double apart = plans_bytes(plans, 0, 1064) - plans_bytes(plans, 0, 64);
  EXPECT_EQ(apart, 1000.0 * 2 * 4 * 8 * 2);  // layers, heads, bytes; old and new while they grow
  const double with_keys = plans_bytes(plans, 16, 1064) - plans_bytes(plans, 16, 64);
  EXPECT_EQ(with_keys - apart, 1000.0 * 2 * 16 * 4 * 2);
}

}  // namespace
}  // namespace ropescope
