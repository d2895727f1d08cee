// Attention maps of a pass: which rows they hold, and in which order requests are answered.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "attention/capture.hpp"
#include "core/result.hpp"
#include "model/model.hpp"
#include "model/session.hpp"
#include "reference.hpp"
#include "tiny_model.hpp"

namespace ropescope {
namespace {

using reference::index;

constexpr int length = 40;  // tokens; the tiny models are trained at 16

Model tiny() {
  auto model = test::load_tiny({});
  if (!model) ADD_FAILURE() << model.error().message;
  return *std::move(model);
}

TEST(SessionCapture, HoldsTheRowsOfTheAppendedTokensOnlyAlsoWhenEverythingRunsAgain) {
  const Model model = tiny();
  const auto tokens = test::random_tokens(length, model.config.vocab_size);
  const PassOptions options{.captures = {{.layers = {1}, .heads = {2, 0}}}};
  for (const std::string method : {"rope", "dynamic_ntk"}) {
    auto at_once = Session::start(model, {{method, {}}});
    const auto whole = at_once->run(tokens, options);
    auto in_two = Session::start(model, {{method, {}}});
    ASSERT_TRUE(in_two->run(std::span(tokens).first(30), {}));
    const auto part = in_two->run(std::span(tokens).subspan(30), options);
    ASSERT_EQ(part->attentions.size(), 2U);
    for (std::size_t i = 0; i < 2; ++i) {
      const AttentionMap& map = part->attentions[i];
      EXPECT_EQ(map.head, i == 0 ? 2 : 0);
      EXPECT_EQ(map.rows, 10);
      EXPECT_EQ(map.cols, length);
      EXPECT_THAT(map.values,
                  testing::ElementsAreArray(whole->attentions[i].values.data() + 30 * length, index(10 * length)));
    }
  }
}

TEST(SessionCapture, GivesTheMapsOfSeveralRequestsInTheirOrder) {
  const Model model = tiny();
  const auto tokens = test::random_tokens(length, model.config.vocab_size);
  const std::vector<CaptureRequest> requests{{.layers = {1}, .heads = {2}}, {.layers = {1, 0}, .size = 8}};
  const auto result = Session::start(model, {})->run(tokens, {.captures = requests});
  std::vector<std::vector<int>> order;
  for (const AttentionMap& map : result->attentions) order.push_back({map.request, map.layer, map.head, map.rows});
  ASSERT_EQ(order.size(), index(1 + 2 * model.config.num_attention_heads));
  EXPECT_THAT(order.front(), testing::ElementsAre(0, 1, 2, length));
  EXPECT_THAT(order[1], testing::ElementsAre(1, 0, 0, 8));
  EXPECT_THAT(order.back(), testing::ElementsAre(1, 1, model.config.num_attention_heads - 1, 8));
  const auto alone = Session::start(model, {})->run(tokens, {.captures = {requests[0]}});
  EXPECT_EQ(result->attentions[0].values, alone->attentions[0].values);
}

// Steps until the pass is complete.
int steps_of(Session& session, std::span<const int> tokens, const PassOptions& options) {
  EXPECT_TRUE(session.begin(tokens, options));
  int steps = 1;
  while (!session.step()) ++steps;
  return steps;
}

TEST(SessionCapture, OfMapsAloneEndsWithTheLastOfThem) {
  const Model model = tiny();
  const auto tokens = test::random_tokens(length, model.config.vocab_size);
  const int last = model.config.num_hidden_layers - 1;
  for (const std::string method : {"rope", "rerope", "alibi", "sinks"}) {
    for (const int layer : {0, last}) {
      const std::vector<CaptureRequest> requests{{.layers = {layer}, .heads = {1}},
                                                 {.layers = {0}, .heads = {2}, .kind = CaptureKind::logits, .size = 8},
                                                 {.layers = {layer}, .heads = {0}, .kind = CaptureKind::entropy}};
      auto whole = Session::start(model, {{method, {}}}, {.force = true});
      auto early = Session::start(model, {{method, {}}}, {.force = true});
      const int steps = steps_of(*whole, tokens, {.captures = requests});
      const PassOptions maps_alone{.logits = LogitsWanted::none, .captures = requests};
      EXPECT_EQ(steps_of(*early, tokens, maps_alone), steps - 1 - (last - layer)) << method;
      const auto expected = whole->take_result().attentions;
      const auto maps = early->take_result().attentions;
      ASSERT_EQ(maps.size(), expected.size());
      for (std::size_t i = 0; i < maps.size(); ++i) EXPECT_EQ(maps[i].values, expected[i].values) << method;
    }
  }
}

TEST(SessionCapture, OfMapsAloneLeavesItsTokensToThePassThatFollows) {
  const Model model = tiny();
  const auto tokens = test::random_tokens(length, model.config.vocab_size);
  const auto at_once = Session::start(model, {})->run(tokens, {.losses = true});
  auto session = Session::start(model, {});
  ASSERT_TRUE(session->run(std::span(tokens).first(10), {}));
  const PassOptions maps{.logits = LogitsWanted::none, .captures = {{.layers = {0}, .heads = {1}}}};
  ASSERT_TRUE(session->run(std::span(tokens).subspan(10, 20), maps));
  EXPECT_EQ(session->tokens().size(), 30U);
  const auto rest = session->run(std::span(tokens).subspan(30), {.losses = true});
  EXPECT_EQ(rest->recomputed_tokens, 20);
  EXPECT_EQ(rest->losses, std::vector<float>(at_once->losses.begin() + 29, at_once->losses.end()));
  EXPECT_THAT(rest->logits,
              testing::ElementsAreArray(at_once->logits.end() - static_cast<std::ptrdiff_t>(rest->logits.size()),
                                        at_once->logits.end()));
}

}  // namespace
}  // namespace ropescope
