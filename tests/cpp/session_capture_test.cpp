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

}  // namespace
}  // namespace ropescope
