// Sessions: plans that change, losses, maps, progress, cancelled passes and refusals.
#include "model/session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "attention/capture.hpp"
#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "model/model.hpp"
#include "position/registry.hpp"
#include "reference.hpp"
#include "reference_model.hpp"
#include "tiny_model.hpp"

namespace ropescope {
namespace {

using reference::index;
using testing::HasSubstr;

constexpr int length = 40;  // tokens; the tiny models are trained at 16

Model tiny(const test::TinySpec& spec = {}) {
  auto model = test::load_tiny(spec);
  if (!model) ADD_FAILURE() << model.error().message;
  return *std::move(model);
}

std::vector<float> row(const PassResult& result, int n, int vocab) {
  const auto begin = result.logits.begin() + static_cast<std::ptrdiff_t>(n) * vocab;
  return {begin, begin + vocab};
}

TEST(Session, RunsTheWholeTextAgainWhenThePlanChangesAndSaysSo) {
  const Model model = tiny();
  const auto tokens = test::random_tokens(length, model.config.vocab_size);
  auto session = Session::start(model, {{"dynamic_ntk", {}}});
  EXPECT_EQ(session->run(std::span(tokens).first(10), {})->recomputed_tokens, 0);
  EXPECT_EQ(session->run(std::span(tokens).subspan(10, 6), {})->recomputed_tokens, 0);  // up to the trained length
  EXPECT_EQ(session->run(std::span(tokens).subspan(16, 1), {})->recomputed_tokens, 16);
  EXPECT_EQ(session->run(std::span(tokens).subspan(17, 3), {})->recomputed_tokens, 17);
}

TEST(Session, GivesLossesThatAreTheLogProbabilitiesOfTheLogits) {
  const Model model = tiny();
  const auto tokens = test::random_tokens(length, model.config.vocab_size);
  auto session = Session::start(model, {});
  const auto result = session->run(tokens, {.losses = true});
  ASSERT_EQ(result->losses.size(), index(length - 1));
  for (int t = 0; t + 1 < length; ++t) {
    const auto logits = row(*result, t, model.config.vocab_size);
    double sum = 0;
    for (const float logit : logits) sum += std::exp(static_cast<double>(logit));
    const double expected = std::log(sum) - static_cast<double>(logits[index(tokens[index(t + 1)])]);
    ASSERT_NEAR(result->losses[index(t)], expected, 2e-6);
  }
}

TEST(Session, GivesTheSameLossesWhetherLogitsAreWantedOrNot) {
  const Model model = tiny();
  const auto tokens = test::random_tokens(length, model.config.vocab_size);
  std::vector<std::vector<float>> losses;
  for (const LogitsWanted logits : {LogitsWanted::all, LogitsWanted::last, LogitsWanted::none}) {
    auto session = Session::start(model, {});
    const auto result = session->run(tokens, {.logits = logits, .losses = true});
    losses.push_back(result->losses);
    const std::size_t rows = logits == LogitsWanted::all ? index(length) : logits == LogitsWanted::last ? 1 : 0;
    EXPECT_EQ(result->logits.size(), rows * index(model.config.vocab_size));
  }
  EXPECT_EQ(losses[0], losses[1]);
  EXPECT_EQ(losses[0], losses[2]);
}

TEST(Session, IsAfterACancelledPassAsItWasBefore) {
  for (const std::string method : {"rope", "dynamic_ntk"}) {
    const Model model = tiny();
    const auto tokens = test::random_tokens(length, model.config.vocab_size);
    for (int steps = 0; steps < 4; ++steps) {  // embedding, two layers, head
      auto session = Session::start(model, {{method, {}}});
      ASSERT_TRUE(session->run(std::span(tokens).first(20), {}));
      // as long as the pass after it: the plan of that one is then no sign that the cache is stale
      ASSERT_TRUE(session->begin(test::random_tokens(20, model.config.vocab_size, 77), {}));
      for (int i = 0; i < steps; ++i) EXPECT_FALSE(session->step());
      EXPECT_EQ(session->tokens().size(), 20U);
      session->cancel();
      EXPECT_EQ(session->tokens().size(), 20U);
      const auto after = session->run(std::span(tokens).subspan(20), {.losses = true});
      ASSERT_TRUE(after);
      auto fresh = Session::start(model, {{method, {}}});
      const auto whole = fresh->run(tokens, {.losses = true});
      EXPECT_THAT(after->logits, testing::ElementsAreArray(whole->logits.data() + 20 * model.config.vocab_size,
                                                           index(20 * model.config.vocab_size)));
      EXPECT_THAT(after->losses, testing::ElementsAreArray(whole->losses.data() + 19, 20));
    }
  }
}

TEST(Session, ReportsProgressFromZeroToOne) {
  const Model model = tiny();
  auto session = Session::start(model, {});
  EXPECT_EQ(session->progress(), 1.0);
  ASSERT_TRUE(session->begin(std::vector{1, 2, 3}, {}));
  double last = session->progress();
  EXPECT_EQ(last, 0.0);
  int steps = 0;
  for (bool complete = false; !complete; ++steps) {
    complete = session->step();
    EXPECT_GT(session->progress(), last);
    last = session->progress();
  }
  EXPECT_EQ(last, 1.0);
  EXPECT_EQ(steps, model.config.num_hidden_layers + 2);
}

TEST(Session, HandsOutTheMapsOfEachLayerOnceItIsDone) {
  const Model model = tiny();
  const std::vector<int> tokens{1, 2, 3, 4, 5};
  const PassOptions options{.captures = {{.layers = {0, 1}, .heads = {1}}}};
  const auto whole = Session::start(model, {})->run(tokens, options);
  auto session = Session::start(model, {});
  EXPECT_TRUE(session->take_maps().empty());
  ASSERT_TRUE(session->begin(tokens, options));
  EXPECT_TRUE(session->take_maps().empty());
  session->step();  // the embedding
  for (const AttentionMap& expected : whole->attentions) {
    EXPECT_TRUE(session->take_maps().empty());
    session->step();
    const auto maps = session->take_maps();
    ASSERT_EQ(maps.size(), 1U);
    EXPECT_EQ(maps[0].layer, expected.layer);
    EXPECT_EQ(maps[0].values, expected.values);
  }
  while (!session->step()) {
  }
  EXPECT_TRUE(session->take_result().attentions.empty());
}

TEST(Session, RefusesAPassThatMakesNoSenseAndStaysAsItWas) {
  const Model model = tiny();
  auto session = Session::start(model, {});
  const auto refused = [&](const std::vector<int>& tokens, const PassOptions& options) {
    const Status status = session->begin(tokens, options);
    return status ? std::string("accepted") : std::string(name_of(status.error().code)) + ": " + status.error().message;
  };
  EXPECT_THAT(refused({}, {}), HasSubstr("invalid_argument: tokens must not be empty"));
  EXPECT_THAT(refused({0, 19}, {}), HasSubstr("tokens[1] must be a whole number from 0 to 18, got 19"));
  EXPECT_THAT(refused({-1}, {}), HasSubstr("tokens[0] must be"));
  EXPECT_THAT(refused(std::vector<int>(index(max_tokens) + 1), {}),
              HasSubstr("at most 65536 tokens, got 65537 after 0"));
  EXPECT_THAT(refused({1}, {.captures = {{.layers = {2}}}}),
              HasSubstr("capture.layers must be whole numbers from 0 to 1, got 2"));
  EXPECT_THAT(refused({1}, {.captures = {{.layers = {0}, .heads = {-1}}}}), HasSubstr("capture.heads"));
  EXPECT_THAT(refused({1}, {.captures = {{.layers = {0, 0}}}}), HasSubstr("capture.layers names 0 twice"));
  EXPECT_THAT(refused({1}, {.captures = {{.layers = {0}, .size = -1}}}), HasSubstr("capture.size must be at least 0"));
  EXPECT_THAT(refused({1}, {.captures = {{.layers = {0}}, {.layers = {0}, .heads = {9}}}}),
              HasSubstr("capture[1].heads must be whole numbers"));
  EXPECT_THAT(refused({1}, {.captures = {{.layers = {0}, .kind = CaptureKind::entropy, .size = 2}}}),
              HasSubstr("capture.size must be 0 or left out for kind entropy"));
  EXPECT_THAT(refused(std::vector<int>(60000), {.captures = {{.layers = {0}}}}),
              HasSubstr("out_of_memory: this pass over 60000 tokens"));
  EXPECT_EQ(session->progress(), 1.0);
  EXPECT_EQ(refused({1}, {}), "accepted");
  EXPECT_THAT(refused({1}, {}), HasSubstr("a pass is under way"));
}

TEST(Session, RefusesAnUnknownMethod) {
  const auto session = Session::start(tiny(), {{"warp", {}}});
  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().code, ErrorCode::unknown_method);
}

}  // namespace
}  // namespace ropescope
