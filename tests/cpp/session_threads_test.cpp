// A pass on several threads gives the bits of one thread; the methods one by one: session_steps_test.cpp.
#include <gtest/gtest.h>

#include <cstddef>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "attention/capture.hpp"
#include "core/threads.hpp"
#include "model/model.hpp"
#include "model/session.hpp"
#include "position/registry.hpp"
#include "reference.hpp"
#include "threads.hpp"
#include "tiny_model.hpp"

namespace ropescope {
namespace {

using reference::index;

// Whatever the weights were trained with: they are random.
Session started(const Model& model, std::vector<MethodSpec> methods, const Threads& threads) {
  auto session = Session::start(model, std::move(methods), {.force = true, .threads = threads});
  if (!session) ADD_FAILURE() << session.error().message;
  return *std::move(session);
}

// All that a text gives in pieces: of many blocks of rows, of one row, of few and of one block.
std::vector<float> all_of(Session session, std::span<const int> tokens) {
  const PassOptions options{.losses = true,
                            .captures = {{.layers = {0, 1}, .size = 7},
                                         {.layers = {1}, .kind = CaptureKind::logits, .size = 13},
                                         {.layers = {0, 1}, .heads = {0}},
                                         {.layers = {1}, .kind = CaptureKind::entropy}}};
  std::vector<float> all;
  const auto add = [&](const std::vector<float>& values) { all.insert(all.end(), values.begin(), values.end()); };
  for (const std::size_t piece : {tokens.size() - 22, std::size_t{1}, std::size_t{3}, std::size_t{18}}) {
    const auto pass = session.run(tokens.subspan(session.tokens().size(), piece), options);
    if (!pass) {
      ADD_FAILURE() << pass.error().message;
      break;
    }
    add(pass->logits);
    add(pass->losses);
    for (const AttentionMap& map : pass->attentions) add(map.values);
  }
  return all;
}

void expect_same_bits(const Model& model, const std::vector<MethodSpec>& methods, int length) {
  const auto tokens = test::random_tokens(length, model.config.vocab_size);
  const auto alone = all_of(started(model, methods, {}), tokens);
  for (const int count : test::more_threads()) {
    EXPECT_EQ(all_of(started(model, methods, test::eager_threads(count)), tokens), alone) << count << " threads";
  }
}

Model tiny(const test::TinySpec& spec = {}) {
  auto model = test::load_tiny(spec);
  if (!model) ADD_FAILURE() << model.error().message;
  return *std::move(model);
}

TEST(SessionThreads, GiveTheSameBitsInEveryKindOfModel) {
  const test::TinySpec of_one_head{.heads = 1, .kv_heads = 1};
  const test::TinySpec of_odd_heads{.heads = 9, .kv_heads = 3, .head_dim = 4};
  const test::TinySpec windowed{.model_type = "mistral", .biases = true, .more = R"(,"sliding_window":21)"};
  const test::TinySpec parallel{.model_type = "cohere", .tied = true};
  for (const test::TinySpec& spec : {of_one_head, of_odd_heads, windowed, parallel, {.model_type = "qwen3"}}) {
    for (const int length : {23, 86, 151}) expect_same_bits(tiny(spec), {}, length);
  }
}

// Products of one row, or of a few, are cut into columns: each of these has more than two threads can take at once.
TEST(SessionThreads, GiveTheSameBitsWhereProductsAreWide) {
  const test::TinySpec wide{.hidden = 320, .inner = 530, .heads = 10, .kv_heads = 5, .head_dim = 32, .vocab = 301};
  expect_same_bits(tiny(wide), {}, 40);
}

TEST(SessionThreads, GiveTheSameBitsAfterAPassThatWasCancelled) {
  const Model model = tiny();
  const auto tokens = test::random_tokens(150, model.config.vocab_size);
  const auto alone = all_of(started(model, {}, {}), tokens);
  for (const int count : test::more_threads()) {
    for (const int steps : {1, 2, 3}) {
      Session session = started(model, {}, test::eager_threads(count));
      ASSERT_TRUE(session.begin(tokens, {}));
      for (int step = 0; step < steps; ++step) ASSERT_FALSE(session.step());
      session.cancel();
      EXPECT_EQ(all_of(std::move(session), tokens), alone) << count << " threads, " << steps << " steps";
    }
  }
}

// 1 << 27 multiplications a step and thread: the layers of this model take several.
TEST(SessionThreads, GiveTheSameBitsWhereALayerTakesSeveralSteps) {
  const Model model = tiny({.hidden = 256, .inner = 1024, .layers = 1, .heads = 4, .kv_heads = 2, .head_dim = 64});
  const auto tokens = test::random_tokens(900, model.config.vocab_size);
  const PassOptions options{.logits = LogitsWanted::last, .captures = {{.layers = {0}, .size = 11}}};
  const auto stepped = [&](const Threads& threads) {
    Session session = started(model, {}, threads);
    EXPECT_TRUE(session.begin(tokens, options));
    int steps = 1;
    while (!session.step()) ++steps;
    return std::pair{steps, session.take_result()};
  };
  const auto [steps, alone] = stepped({});
  EXPECT_GT(steps, 6);
  for (const int count : test::more_threads()) {
    const auto [fewer, shared] = stepped(test::eager_threads(count));
    EXPECT_LT(fewer, steps) << count << " threads";
    EXPECT_EQ(shared.logits, alone.logits);
    for (std::size_t i = 0; i < alone.attentions.size(); ++i) {
      EXPECT_EQ(shared.attentions[i].values, alone.attentions[i].values) << count << " threads, head " << i;
    }
  }
}

TEST(SessionThreads, ServeTwoSessionsAtOnce) {
  const Model model = tiny();
  const auto tokens = test::random_tokens(120, model.config.vocab_size);
  const auto alone = all_of(started(model, {}, {}), tokens);
  for (const int count : test::more_threads()) {
    const Threads threads = test::eager_threads(count);
    std::vector<std::vector<float>> made(2);
    std::vector<std::thread> callers;
    for (auto& of_caller : made) {
      callers.emplace_back([&] { of_caller = all_of(started(model, {}, threads), tokens); });
    }
    for (std::thread& caller : callers) caller.join();
    EXPECT_EQ(made, std::vector(2, alone)) << count << " threads";
  }
}

// Sums of gates run on from one block of rows to the next.
TEST(SessionThreads, GiveTheSameBitsUnderGates) {
  const test::TinySpec spec{.more = R"(,"position_method":"forget_gate")"};
  test::NamedTensors tensors = test::random_tensors(spec);
  for (int layer = 0; layer < spec.layers; ++layer) {
    const std::string name = "model.layers." + std::to_string(layer) + ".self_attn.position.forget_gate.";
    tensors[name + "weight"] = {{4, 24}, reference::random_floats(96, index(50 + layer))};
    tensors[name + "bias"] = {{4}, {5, 2, 0, -1}};
  }
  expect_same_bits(*load_model(test::config_json(spec), test::write_safetensors(tensors)), {}, 151);
}

}  // namespace
}  // namespace ropescope
