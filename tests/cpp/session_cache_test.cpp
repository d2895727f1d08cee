// What a session keeps of earlier tokens when a plan changes with the length: the exact cache, and those of faster
// engines, whose error is Hugging Face's, number for number.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/error_codes.hpp"
#include "files.hpp"
#include "io/safetensors.hpp"
#include "model/model.hpp"
#include "model/session.hpp"
#include "position/registry.hpp"
#include "reference.hpp"
#include "reference_model.hpp"
#include "tiny_model.hpp"

namespace ropescope {
namespace {

using reference::index;
using testing::HasSubstr;

constexpr int length = 40;  // tokens; the random models are trained at 16

template <class A, class B>
double largest_difference(const A& ours, const B& theirs) {
  EXPECT_EQ(ours.size(), theirs.size());
  double largest = 0;
  for (std::size_t i = 0; i < ours.size(); ++i) {
    largest = std::max(largest, std::abs(static_cast<double>(ours[i]) - static_cast<double>(theirs[i])));
  }
  return largest;
}

// `prefill` tokens at once, then one at a time; [tokens, vocab_size].
std::vector<float> step_by_step(const Model& model, const std::vector<MethodSpec>& methods,
                                const std::vector<int>& tokens, CacheKind cache, int prefill) {
  auto session = Session::start(model, methods, {.force = true, .cache = cache});
  if (!session) ADD_FAILURE() << session.error().message;
  std::vector<float> logits;
  std::size_t done = 0;
  while (done < tokens.size()) {
    const std::size_t count = done == 0 ? index(prefill) : 1;
    const auto pass = session->run(std::span(tokens).subspan(done, count), {});
    logits.insert(logits.end(), pass->logits.begin(), pass->logits.end());
    done += count;
  }
  return logits;
}

Model tiny(const test::TinySpec& spec = {}) {
  auto model = test::load_tiny(spec);
  if (!model) ADD_FAILURE() << model.error().message;
  return *std::move(model);
}

// Four pairs, as the random models have.
MethodSpec longrope() {
  return {"longrope",
          {{"short_factor", std::vector<double>{1, 1, 1.25, 1.5}}, {"long_factor", std::vector<double>{1, 1.5, 3, 5}}}};
}

class GoldenCache : public testing::Test {
 protected:
  static inline const std::string folder = ROPESCOPE_GOLDEN_DIR "/llama-tiny-dynamic";
  const std::vector<std::byte> file = test::read_bytes(folder + "/expected.safetensors");
  const Tensors expected = *read_safetensors(file);
  const Model model =
      *load_model(test::read_text(folder + "/config.json"), test::read_bytes(folder + "/model.safetensors"));

  [[nodiscard]] std::vector<int> tokens() const {
    const TensorView& ids = expected.at("input_ids");
    std::vector<int> result;
    for (std::size_t i = 0; i < ids.bytes.size(); i += 8) {
      std::int64_t id = 0;
      std::memcpy(&id, ids.bytes.data() + i, 8);
      result.push_back(static_cast<int>(id));
    }
    return result;
  }
  [[nodiscard]] std::vector<float> logits(const std::string& name) const {
    return *read_floats(expected, name, expected.at(name).shape);
  }
  // Hugging Face's run: 24 tokens, then one at a time.
  [[nodiscard]] std::vector<float> run(CacheKind cache) const { return step_by_step(model, {}, tokens(), cache, 24); }
};

// golden/README.md: Hugging Face in float differs from double by up to 3.2e-5
TEST_F(GoldenCache, RotatedGivesTheLogitsOfHuggingFacesGeneration) {
  EXPECT_LE(largest_difference(run(CacheKind::rotated), logits("incremental.logits")), 2e-4);
}

TEST_F(GoldenCache, RotatedIsFarFromOnePassOverTheSameText) {
  const double apart = largest_difference(run(CacheKind::rotated), logits("logits"));
  EXPECT_NEAR(apart, 7.81, 0.01);  // METHODS.md 3.4
}

TEST_F(GoldenCache, ExactGivesForTheLastTokenWhatOnePassGives) {
  const std::size_t vocab = index(model.config.vocab_size);
  const auto exact = run(CacheKind::exact);
  const auto one_pass = logits("logits");
  EXPECT_LE(largest_difference(std::span(exact).last(vocab), std::span(one_pass).last(vocab)), 2e-4);
  EXPECT_GT(largest_difference(exact, logits("incremental.logits")), 1);
}

TEST_F(GoldenCache, UnrotatedIsNeitherBecauseEarlierHiddenStatesStay) {
  const auto unrotated = run(CacheKind::unrotated);
  EXPECT_GT(largest_difference(unrotated, run(CacheKind::exact)), 0.1);
  EXPECT_GT(largest_difference(unrotated, run(CacheKind::rotated)), 0.1);
}

class Schedules : public testing::TestWithParam<MethodSpec> {};

// 5e-5: that of whole passes in model_test.cpp
TEST_P(Schedules, RotatedGivesWhatDoubleGivesWhenEachKeyKeepsThePlanOfItsTime) {
  const test::TinySpec spec{.model_type = "qwen3"};
  const Model model = tiny(spec);
  const auto tokens = test::random_tokens(length, model.config.vocab_size);
  const auto tensors = test::random_tensors(spec);
  const auto expected = reference::Forward(model.config, tensors).rotated_cache_logits(tokens, {GetParam()}, 10);
  const auto rotated = step_by_step(model, {GetParam()}, tokens, CacheKind::rotated, 10);
  EXPECT_LE(largest_difference(rotated, expected), 5e-5);
  EXPECT_GT(largest_difference(rotated, step_by_step(model, {GetParam()}, tokens, CacheKind::exact, 10)), 0.1);
}

TEST_P(Schedules, EveryCacheIsExactWithinTheTrainedLength) {
  const Model model = tiny();
  const auto tokens = test::random_tokens(16, model.config.vocab_size);
  const auto exact = step_by_step(model, {GetParam()}, tokens, CacheKind::exact, 5);
  EXPECT_EQ(step_by_step(model, {GetParam()}, tokens, CacheKind::unrotated, 5), exact);
  EXPECT_EQ(step_by_step(model, {GetParam()}, tokens, CacheKind::rotated, 5), exact);
}

INSTANTIATE_TEST_SUITE_P(Growing, Schedules,
                         testing::Values(MethodSpec{"dynamic_ntk", {{"factor", 2.0}}}, MethodSpec{"dynamic_yarn", {}},
                                         longrope()),
                         [](const auto& param) { return param.param.id; });

// The same bits: a key is turned the same way early or late.
TEST(SessionCache, MakesNoDifferenceWherePlansDoNotChangeWithTheLength) {
  const Model model = tiny();
  const auto tokens = test::random_tokens(length, model.config.vocab_size);
  for (const char* id : {"rope", "yarn", "alibi", "key_norm", "sinks", "dual_chunk", "log_n", "nope", "window"}) {
    const std::vector<MethodSpec> methods{{id, {}}};
    const auto exact = step_by_step(model, methods, tokens, CacheKind::exact, 7);
    EXPECT_EQ(step_by_step(model, methods, tokens, CacheKind::rotated, 7), exact) << id;
    EXPECT_EQ(step_by_step(model, methods, tokens, CacheKind::unrotated, 7), exact) << id;
  }
}

TEST(SessionCache, RefusesRotatedKeysWhereAMethodMeetsThemAtSeveralPositionsOrLetsThemFade) {
  const Model model = tiny();
  for (const char* id : {"rerope", "leaky_rerope", "self_extend", "xpos"}) {
    const auto session = Session::start(model, {{id, {}}}, {.force = true, .cache = CacheKind::rotated});
    ASSERT_FALSE(session) << id;
    EXPECT_EQ(session.error().code, ErrorCode::invalid_argument);
    EXPECT_THAT(session.error().message, HasSubstr("cache must be exact or unrotated"));
    EXPECT_TRUE(Session::start(model, {{id, {}}}, {.force = true, .cache = CacheKind::unrotated})) << id;
  }
}

TEST(SessionCache, IsAfterACancelledPassAsItWasBefore) {
  const Model model = tiny();
  const auto tokens = test::random_tokens(30, model.config.vocab_size);
  const std::vector<MethodSpec> methods{{"dynamic_ntk", {}}};
  const auto undisturbed = step_by_step(model, methods, tokens, CacheKind::rotated, 29);
  auto session = Session::start(model, methods, {.cache = CacheKind::rotated});
  ASSERT_TRUE(session->run(std::span(tokens).first(29), {}));
  ASSERT_TRUE(session->begin(test::random_tokens(9, model.config.vocab_size, 5), {}));
  session->step();
  session->step();
  session->cancel();
  const auto last = session->run(std::span(tokens).last(1), {});
  const auto vocab = index(model.config.vocab_size);
  EXPECT_THAT(last->logits, testing::ElementsAreArray(std::span(undisturbed).last(vocab)));
}

}  // namespace
}  // namespace ropescope
