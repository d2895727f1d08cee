// Sessions: one token at a time, in pieces and all at once give the same, for every method.
#include "model/session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attention/capture.hpp"
#include "config/model_config.hpp"
#include "core/result.hpp"
#include "core/threads.hpp"
#include "model/model.hpp"
#include "position/param.hpp"
#include "position/registry.hpp"
#include "reference.hpp"
#include "reference_model.hpp"
#include "threads.hpp"
#include "tiny_model.hpp"

namespace ropescope {
namespace {

using reference::index;

constexpr int length = 40;  // tokens; the tiny models are trained at 16

Model tiny(const test::TinySpec& spec = {}) {
  auto model = test::load_tiny(spec);
  if (!model) ADD_FAILURE() << model.error().message;
  return *std::move(model);
}

// Parameters with which a method runs on this model: defaults, and for each list one value per pair, or as many as it
// learns.
MethodSpec runnable(const MethodEntry& method, const ModelConfig& config) {
  MethodSpec spec{std::string(method.info.id), {}};
  double step = 0.1;
  for (const Param& param : method.params) {
    if (param.type != ParamType::list) continue;
    const int heads = config.num_attention_heads;
    const int per_head = param.key == "relative_attention_bias" ? 32 : param.key == "w2" ? heads : 1;
    const int count = param.learned ? heads * per_head : config.rope.rope.rotary_dim / 2;
    const double sign = param.key == "b1" ? -1 : 1;  // so that FIRE's units bend
    std::vector<double> values;
    for (int i = 0; i < count; ++i) values.push_back(param.learned ? sign * (0.5 + 0.1 * (i % 7)) : 1 + step * i);
    spec.params[std::string(param.key)] = values;
    step += 0.4;
  }
  return spec;
}

// Whatever the weights were trained with: they are random.
Result<Session> started(const Model& model, std::vector<MethodSpec> methods) {
  return Session::start(model, std::move(methods), {.force = true});
}

std::vector<float> row(const PassResult& result, int n, int vocab) {
  const auto begin = result.logits.begin() + static_cast<std::ptrdiff_t>(n) * vocab;
  return {begin, begin + vocab};
}

std::vector<std::string> runnable_ids() {
  std::vector<std::string> ids;
  const Model model = tiny();
  for (const MethodEntry& method : registry()) {
    if (started(model, {runnable(method, model.config)})) ids.emplace_back(method.info.id);
  }
  return ids;
}

class SessionOfEveryMethod : public testing::TestWithParam<std::string> {
 protected:
  static std::vector<MethodSpec> specs(const Model& model) {
    for (const MethodEntry& method : registry()) {
      if (method.info.id == GetParam()) return {runnable(method, model.config)};
    }
    return {};
  }
};

TEST_P(SessionOfEveryMethod, GivesTheSameBitsTokenByTokenAsAllAtOnceForEachLength) {
  const Model model = tiny();
  const auto tokens = test::random_tokens(length, model.config.vocab_size);
  auto stepwise = started(model, specs(model));
  ASSERT_TRUE(stepwise);
  for (int n = 0; n < length; ++n) {
    const auto step = stepwise->run(std::span(tokens).subspan(index(n), 1), {.logits = LogitsWanted::last});
    ASSERT_TRUE(step);
    EXPECT_EQ(step->first_row, n);
    auto fresh = started(model, specs(model));
    const auto whole = fresh->run(std::span(tokens).first(index(n + 1)), {});
    ASSERT_TRUE(whole);
    EXPECT_EQ(step->logits, row(*whole, n, model.config.vocab_size)) << "token " << n;
  }
}

TEST_P(SessionOfEveryMethod, GivesTheSameBitsInPiecesAsAllAtOnce) {
  const Model model = tiny({.model_type = "mistral", .more = R"(,"sliding_window":9)"});
  const auto tokens = test::random_tokens(length, model.config.vocab_size);
  auto at_once = started(model, specs(model));
  const auto whole = at_once->run(tokens, {.losses = true});
  ASSERT_TRUE(whole);
  auto in_pieces = started(model, specs(model));
  int done = 0;
  for (const int piece : {5, 1, 20, 14}) {
    const auto result = in_pieces->run(std::span(tokens).subspan(index(done), index(piece)), {.losses = true});
    ASSERT_TRUE(result);
    EXPECT_EQ(result->first_row, done);
    EXPECT_EQ(result->first_loss, std::max(0, done - 1));
    EXPECT_EQ(result->losses.size(), index(piece - (done == 0 ? 1 : 0)));
    done += piece;
    if (done < length) continue;
    for (int n = 0; n < piece; ++n) {
      EXPECT_EQ(row(*result, n, model.config.vocab_size), row(*whole, done - piece + n, model.config.vocab_size));
    }
    EXPECT_THAT(result->losses, testing::ElementsAreArray(whole->losses.data() + whole->losses.size() - 14, 14));
  }
}

TEST_P(SessionOfEveryMethod, GivesTheSameBitsOnAnyNumberOfThreads) {
  const Model model = tiny();
  const auto tokens = test::random_tokens(87, model.config.vocab_size);
  const PassOptions options{.captures = {{.layers = {0, 1}}, {.layers = {1}, .kind = CaptureKind::logits, .size = 9}}};
  const auto maps_and_logits = [&](const Threads& threads) {
    auto session = Session::start(model, specs(model), {.force = true, .threads = threads});
    const auto pass = session->run(tokens, options);
    std::vector<float> all = pass->logits;
    for (const AttentionMap& map : pass->attentions) all.insert(all.end(), map.values.begin(), map.values.end());
    return all;
  };
  const auto alone = maps_and_logits({});
  for (const int count : test::more_threads()) {
    EXPECT_EQ(maps_and_logits(test::eager_threads(count)), alone) << count << " threads";
  }
}

TEST_P(SessionOfEveryMethod, GivesTheSameBitsAfterATokenThatWasTakenBack) {
  const Model model = tiny();
  const auto tokens = test::random_tokens(length, model.config.vocab_size);
  auto fresh = started(model, specs(model));
  const auto whole = fresh->run(tokens, {});
  ASSERT_TRUE(whole);
  auto disturbed = started(model, specs(model));
  ASSERT_TRUE(disturbed->run(std::span(tokens).first(15), {}));
  ASSERT_TRUE(disturbed->run(std::span(tokens).subspan(15, 1), {}));
  ASSERT_TRUE(disturbed->begin(test::random_tokens(2, model.config.vocab_size, 5), {}));
  while (disturbed->progress() < 0.7) disturbed->step();
  disturbed->cancel();
  ASSERT_TRUE(disturbed->run(std::span(tokens).subspan(16, index(length - 17)), {}));
  const auto last = disturbed->run(std::span(tokens).last(1), {});
  ASSERT_TRUE(last);
  EXPECT_EQ(last->logits, row(*whole, length - 1, model.config.vocab_size));
}

TEST_P(SessionOfEveryMethod, GivesTheLogitsOfDoubleBeyondTheTrainedLength) {
  const test::TinySpec spec{.model_type = "qwen3"};
  const Model model = tiny(spec);
  const auto tokens = test::random_tokens(length, model.config.vocab_size);
  const auto tensors = test::random_tensors(spec);
  const auto expected = reference::Forward(model.config, tensors).logits(tokens, specs(model));
  auto session = started(model, specs(model));
  const auto result = session->run(tokens, {});
  ASSERT_TRUE(result);
  for (std::size_t i = 0; i < expected.size(); ++i) ASSERT_NEAR(result->logits[i], expected[i], 5e-5);
}

INSTANTIATE_TEST_SUITE_P(Registry, SessionOfEveryMethod, testing::ValuesIn(runnable_ids()),
                         [](const auto& param) { return param.param; });

// Long enough for keys to be let go of, and for a plan of twice the length.
TEST(Session, GivesTheSameBitsTokenByTokenUnderAWindowThatMovesFarFromItsFirstKeys) {
  constexpr int tokens_in_all = 700;
  const Model model = tiny();
  const auto tokens = test::random_tokens(tokens_in_all, model.config.vocab_size);
  for (const auto& specs : {std::vector<MethodSpec>{{"window", {{"window", 40.0}}}},
                            std::vector<MethodSpec>{{"sinks", {{"window", 40.0}, {"sinks", 4.0}}}},
                            std::vector<MethodSpec>{{"rerope", {{"window", 12.0}}}}}) {
    auto at_once = started(model, specs);
    ASSERT_TRUE(at_once) << at_once.error().message;
    const auto whole = at_once->run(tokens, {.logits = LogitsWanted::last});
    auto stepwise = started(model, specs);
    Result<PassResult> step = stepwise->run(std::span(tokens).first(20), {.logits = LogitsWanted::last});
    for (int n = 20; n < tokens_in_all; ++n) {
      step = stepwise->run(std::span(tokens).subspan(index(n), 1), {.logits = LogitsWanted::last});
    }
    EXPECT_EQ(step->logits, whole->logits) << specs[0].id;
  }
}

TEST(Session, CanRunEveryFrequencyMethodOfTheRegistry) {
  std::size_t frequency_methods = 0;
  for (const MethodEntry& method : registry()) {
    if (std::ranges::equal(method.slots, std::array<std::string_view, 1>{"frequencies"})) ++frequency_methods;
  }
  EXPECT_GE(frequency_methods, 11U);
  EXPECT_GE(runnable_ids().size(), frequency_methods);
}

}  // namespace
}  // namespace ropescope
