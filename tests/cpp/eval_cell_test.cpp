// Scores and cells against plain loops in double, and against models whose answers are known beforehand.
#include "eval/cell.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <memory>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "attention/capture.hpp"
#include "core/error_codes.hpp"
#include "core/threads.hpp"
#include "eval/score.hpp"
#include "eval/task.hpp"
#include "files.hpp"
#include "io/tokenizer.hpp"
#include "model/model.hpp"
#include "model/session.hpp"
#include "reference.hpp"
#include "threads.hpp"
#include "tiny_model.hpp"

namespace ropescope {
namespace {

using reference::index;
using testing::Each;
using testing::HasSubstr;

constexpr int vocab = char_vocab_size;

// Logits of a token depend on the token before it alone: hidden states are one-hot, both parts of the layer add
// nothing, and the head makes `next[token]` by far the most likely.
Model bigram_model(const std::vector<int>& next) {
  const test::TinySpec spec{.hidden = vocab, .inner = 8, .layers = 1, .heads = 2, .kv_heads = 2, .vocab = vocab};
  test::NamedTensors tensors = test::random_tensors(spec);
  const auto fill = [&](const std::string& name, float value) { std::ranges::fill(tensors.at(name).values, value); };
  fill("model.layers.0.self_attn.o_proj.weight", 0);
  fill("model.layers.0.mlp.down_proj.weight", 0);
  fill("model.norm.weight", 1);
  fill("model.embed_tokens.weight", 0);
  fill("lm_head.weight", 0);
  for (int token = 0; token < vocab; ++token) {
    tensors.at("model.embed_tokens.weight").values[index(token * vocab + token)] = 1;
    tensors.at("lm_head.weight").values[index(next[index(token)] * vocab + token)] =
        3;  // times sqrt(96) after the norm
  }
  auto model = load_model(test::config_json(spec), test::write_safetensors(tensors));
  if (!model) ADD_FAILURE() << model.error().message;
  return *std::move(model);
}

std::vector<int> successor(int step) {
  std::vector<int> next(vocab);
  for (int token = 0; token < vocab; ++token) next[index(token)] = (token + step) % vocab;
  return next;
}

// 0 1 2 ... 95 0 1 ...
std::shared_ptr<const std::vector<int>> counting_corpus() {
  std::vector<int> tokens(4000);
  for (std::size_t i = 0; i < tokens.size(); ++i) tokens[i] = static_cast<int>(i % vocab);
  return std::make_shared<const std::vector<int>>(std::move(tokens));
}

Cell started(const Model& model, CellRequest request) {
  auto cell = Cell::start(model, counting_corpus(), std::move(request));
  if (!cell) ADD_FAILURE() << cell.error().message;
  return *std::move(cell);
}

void run(Cell& cell, int samples) {
  while (cell.tally().samples() < samples) {
    const auto complete = cell.step();
    ASSERT_TRUE(complete);
  }
}

TEST(EvalCell, GivesOneToAModelThatIsAlwaysRight) {
  Cell cell = started(bigram_model(successor(1)), {.task = "text", .sample = {.length = 200}});
  run(cell, 3);
  EXPECT_EQ(cell.tally().summary(Metric::accuracy).mean, 1);
  EXPECT_EQ(cell.tally().summary(Metric::exact_match).mean, 1);
  EXPECT_EQ(cell.tally().summary(Metric::exact_match).spread, 0);
  // 95 other tokens at exp(-3 sqrt(96)) each; f32 logits of 29 carry 2e-6
  EXPECT_NEAR(cell.tally().summary(Metric::loss).mean, std::log1p(95 * std::exp(-3 * std::sqrt(96.0))), 5e-6);
  EXPECT_THAT(cell.tally().accuracies(), Each(1));
  EXPECT_EQ(cell.tally().accuracies().size(), 199U);
}

TEST(EvalCell, GivesTheSameBitsOnSeveralThreads) {
  const auto model = test::load_tiny({.vocab = vocab});
  ASSERT_TRUE(model);
  const auto losses = [&](const Threads& threads) {
    Cell cell = started(*model, {.task = "text", .sample = {.length = 150}, .threads = threads});
    run(cell, 2);
    return cell.tally().losses();
  };
  const auto alone = losses({});
  EXPECT_EQ(alone.size(), 149U);
  for (const int count : test::more_threads()) EXPECT_EQ(losses(test::eager_threads(count)), alone);
}

TEST(EvalCell, GivesZeroToAModelThatIsAlwaysWrong) {
  Cell cell = started(bigram_model(successor(2)), {.task = "text", .sample = {.length = 200}});
  run(cell, 3);
  EXPECT_EQ(cell.tally().summary(Metric::accuracy).mean, 0);
  EXPECT_EQ(cell.tally().summary(Metric::exact_match).mean, 0);
  EXPECT_GT(cell.tally().summary(Metric::loss).mean, 29);  // 3 sqrt(96) = 29.4
}

TEST(EvalCell, CountsAllOrNothingForThePasskey) {
  // digit to the next digit: some of five digits may be right, the first never is
  Cell cell = started(bigram_model(successor(1)), {.task = "passkey", .sample = {.length = 100}});
  run(cell, 4);
  EXPECT_EQ(cell.tally().summary(Metric::exact_match).mean, 0);
  ASSERT_EQ(cell.score().answer.size(), 5U);
  for (int i = 0; i < 5; ++i) {
    const int before = cell.sample().tokens[index(cell.sample().scored[index(i)] - 1)];
    EXPECT_EQ(cell.score().answer[index(i)], (before + 1) % vocab);
  }
}

TEST(EvalScore, IsAPlainLoopOverTheLogits) {
  const Sample sample{test::random_tokens(30, vocab), {5, 6, 7, 29}};
  PassResult result;
  result.logits = reference::random_floats(30 * vocab, 11);
  for (float& value : result.logits) value *= 4;
  result.logits[index(4 * vocab + sample.tokens[5])] = 9;  // one hit
  const Score ours = score(sample, result, vocab);

  std::vector<double> losses;
  std::vector<double> hits;
  for (int t = 0; t + 1 < 30; ++t) {
    const float* row = &result.logits[index(t * vocab)];
    double sum = 0;
    for (int v = 0; v < vocab; ++v) sum += std::exp(static_cast<double>(row[v]));
    const float next = row[sample.tokens[index(t + 1)]];
    losses.push_back(std::log(sum) - static_cast<double>(next));
    hits.push_back(*std::max_element(row, row + vocab) == next ? 1 : 0);
  }
  ASSERT_EQ(ours.losses.size(), 29U);
  for (std::size_t t = 0; t < 29; ++t) EXPECT_NEAR(ours.losses[t], losses[t], 2e-6);  // f32 exponentials of a row
  EXPECT_EQ(ours.hits, hits);
  EXPECT_NEAR(ours.metrics[0], (losses[4] + losses[5] + losses[6] + losses[28]) / 4, 2e-6);
  EXPECT_DOUBLE_EQ(ours.metrics[1], (hits[4] + hits[5] + hits[6] + hits[28]) / 4);
  EXPECT_GE(ours.metrics[1], 0.25);
  EXPECT_EQ(ours.metrics[2], 0);
}

TEST(EvalTally, AddsUpMeansAndSpreads) {
  Tally tally;
  const std::vector<double> values{0.25, 1, 0.5, 0.125};
  for (const double value : values) {
    Score each;
    each.metrics = {value, 1 - value, 0, 0};
    each.losses = {value, 2 * value};
    each.hits = {0, 1};
    tally.add(each);
    if (tally.samples() == 1) {
      EXPECT_EQ(tally.summary(Metric::loss).spread, 0);
    }
  }
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / 4;
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  EXPECT_DOUBLE_EQ(tally.summary(Metric::loss).mean, mean);
  EXPECT_DOUBLE_EQ(tally.summary(Metric::loss).spread, std::sqrt(squares / 3));
  EXPECT_DOUBLE_EQ(tally.summary(Metric::accuracy).mean, 1 - mean);
  EXPECT_THAT(tally.losses(), testing::ElementsAre(mean, 2 * mean));
  EXPECT_THAT(tally.accuracies(), testing::ElementsAre(0, 1));
}

TEST(EvalCell, RunsTheSamplesThatTheTaskMakesOneAfterTheOther) {
  const Model model = bigram_model(successor(1));
  const SampleRequest first{.length = 90, .seed = 4, .index = 2};
  Cell cell = started(model, {.task = "repeat", .sample = first});
  run(cell, 2);
  SampleRequest second = first;
  second.index = 3;
  const Sample expected = *make_sample("repeat", second, *counting_corpus());
  EXPECT_EQ(cell.sample().tokens, expected.tokens);
  const auto result = Session::start(model, {})->run(expected.tokens, {});
  ASSERT_TRUE(result);
  EXPECT_EQ(cell.score().losses, score(expected, *result, vocab).losses);
  EXPECT_EQ(cell.tally().samples(), 2);
}

TEST(EvalCell, MeasuresTheEntropyOfTheAttentionWeights) {
  const test::TinySpec spec{.vocab = vocab};
  const Model model = *test::load_tiny(spec);
  Cell cell = started(model, {.task = "entropy", .sample = {.length = 90}});
  run(cell, 1);
  const auto& tokens = cell.sample().tokens;
  const auto result = Session::start(model, {})->run(tokens, {.captures = {{.layers = {0, 1}}}});
  ASSERT_TRUE(result);
  ASSERT_EQ(result->attentions.size(), 8U);
  std::vector<double> expected(90);
  for (const AttentionMap& map : result->attentions) {
    for (std::size_t i = 0; i < map.values.size(); ++i) {
      const auto weight = static_cast<double>(map.values[i]);
      if (weight > 0) expected[i / 90] -= weight * std::log(weight) / 8;
    }
  }
  const auto entropy = cell.tally().entropy();
  ASSERT_EQ(entropy.size(), 90U);
  for (std::size_t n = 0; n < 90; ++n) EXPECT_NEAR(entropy[n], expected[n], 1e-5);  // f32 weights and logarithms
  // the queries right before the last 64 tokens
  const double mean = std::accumulate(expected.end() - 65, expected.end() - 1, 0.0) / 64;
  EXPECT_NEAR(cell.tally().summary(Metric::entropy).mean, mean, 1e-5);
}

TEST(EvalCell, KeepsWhatItHasWhenASampleCannotBegin) {
  const auto refused =
      Cell::start(bigram_model(successor(1)), counting_corpus(), {.task = "text", .sample = {.length = 1001}});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("from 2 to 1000"));
  const auto method = Cell::start(bigram_model(successor(1)), counting_corpus(),
                                  {.task = "text", .methods = {{"no_such", {}}}, .sample = {.length = 100}});
  ASSERT_FALSE(method);
  EXPECT_EQ(method.error().code, ErrorCode::unknown_method);
}

// MODEL.md section 2: inside the trained length the passkey is found, at 8x plain RoPE loses it, and copies too.
TEST(EvalCell, SeesTheTrainedModelCollapseBeyondItsLength) {
  const std::string folder = ROPESCOPE_MODELS_DIR "/rope-l128/";
  const auto model =
      load_model(test::read_text(folder + "config.json"), test::read_bytes(folder + "model.safetensors"));
  ASSERT_TRUE(model);
  const auto corpus =
      std::make_shared<const std::vector<int>>(*encode_chars(test::read_text(ROPESCOPE_MODELS_DIR "/heldout.txt")));
  const auto mean = [&](const std::string& task, int length, Metric metric) {
    auto cell = Cell::start(*model, corpus, {.task = task, .sample = {.length = length, .depth = 0.5}});
    EXPECT_TRUE(cell);
    run(*cell, 4);
    return cell->tally().summary(metric).mean;
  };
  EXPECT_EQ(mean("passkey", 128, Metric::exact_match), 1);
  EXPECT_EQ(mean("passkey", 1024, Metric::exact_match), 0);
  EXPECT_GT(mean("repeat", 128, Metric::accuracy), 0.85);  // measured there: .96 and .36
  EXPECT_LT(mean("repeat", 1024, Metric::accuracy), 0.6);
}

}  // namespace
}  // namespace ropescope
