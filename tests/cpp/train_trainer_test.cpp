// A training as a whole: the same numbers however many threads, and however often it was interrupted.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "io/tokenizer.hpp"
#include "model/model.hpp"
#include "model/session.hpp"
#include "train/checkpoint.hpp"
#include "train/for_each.hpp"
#include "train/rows.hpp"
#include "train/trainer.hpp"

namespace ropescope {
namespace {

constexpr const char* config = R"({
  "model_type": "llama", "vocab_size": 96, "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2,
  "num_attention_heads": 2, "head_dim": 16, "max_position_embeddings": 80, "rope_theta": 10000.0,
  "tie_word_embeddings": true
})";

constexpr const char* kerple_config = R"({
  "model_type": "llama", "vocab_size": 96, "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2,
  "num_attention_heads": 2, "head_dim": 16, "max_position_embeddings": 80, "rope_theta": 10000.0,
  "tie_word_embeddings": true, "position_method": "kerple_log"
})";

// Six rows do not share out evenly over four shards, and the phase changes inside the six steps of the tests.
constexpr const char* recipe = R"({
  "steps": 6, "warm_up": 2, "cool_down": 0.5, "final_rate": 0.1,
  "muon": { "learning_rate": 0.02, "weight_decay": 0.05 }, "adamw": { "learning_rate": 0.003 },
  "phases": [
    { "steps": 4, "length": 40, "rows": 6, "mix": { "text": 1, "repeated_text": 1, "letter_repeat": 1 },
      "text_period": [4, 20], "random_period": [4, 20] },
    { "length": 80, "rows": 3, "mix": { "text": 1, "passkey": 1 }, "text_period": [4, 20], "random_period": [4, 20] }
  ]
})";

std::shared_ptr<const Corpus> corpus() {
  std::string text;
  for (int i = 0; text.size() < 3000; ++i) text += "line " + std::to_string(i * i) + " of a text that counts squares\n";
  return std::make_shared<Corpus>(Corpus{*encode_chars(text), *encode_chars(text.substr(0, 500))});
}

Trainer make_trainer(const char* model = config, std::uint64_t seed = 4) {
  auto trainer = Trainer::make({model, recipe, seed}, corpus());
  EXPECT_TRUE(trainer) << trainer.error().message;
  return *std::move(trainer);
}

void run_steps(Trainer& trainer, int steps, const ForEach& for_each = one_after_another) {
  for (int i = 0; i < steps; ++i) {
    const Status status = trainer.step(for_each);
    ASSERT_TRUE(status) << status.error().message;
  }
}

void expect_same(const TrainingState& a, const TrainingState& b) {
  EXPECT_EQ(a.losses, b.losses);
  EXPECT_EQ(a.numbers.values, b.numbers.values);
  EXPECT_EQ(a.numbers.first, b.numbers.first);
  EXPECT_EQ(a.numbers.second, b.numbers.second);
}

TEST(Trainer, GoesOnBitForBitFromAStateThatWasWritten) {
  for (const char* model : {config, kerple_config}) {
    Trainer whole = make_trainer(model);
    run_steps(whole, 6);
    Trainer first = make_trainer(model);
    run_steps(first, 3);
    ASSERT_TRUE(first.add_validation());
    Trainer second = make_trainer(model);
    const Status resumed = second.resume(write_state(first.identity(), first.state()));
    ASSERT_TRUE(resumed) << resumed.error().message;
    EXPECT_EQ(second.steps_done(), 3);
    EXPECT_EQ(second.state().validations.size(), 1U);
    EXPECT_EQ(second.state().validations.front().loss, first.state().validations.front().loss);
    run_steps(second, 3);
    expect_same(whole.state(), second.state());
    EXPECT_TRUE(second.is_done());
  }
}

void backwards(int count, const Work& work) {
  for (int i = count - 1; i >= 0; --i) work(i);
}

#ifndef __EMSCRIPTEN__  // which has no threads here
void at_once(int count, const Work& work) {
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i) threads.emplace_back(work, i);
  for (std::thread& thread : threads) thread.join();
}
#else
constexpr auto at_once = backwards;
#endif

TEST(Trainer, GivesTheSameNumbersWhateverTheOrderAndTheNumberOfThreads) {
  Trainer one = make_trainer();
  run_steps(one, 3);
  for (const auto run : {backwards, at_once}) {
    Trainer many = make_trainer();
    run_steps(many, 3, run);
    expect_same(one.state(), many.state());
  }
}

TEST(Trainer, LearnsAShortText) {
  Trainer trainer = make_trainer();
  run_steps(trainer, 6);
  EXPECT_NEAR(trainer.state().losses.front(), 4.56, 0.3);  // ln 96: all symbols alike
  EXPECT_LT(trainer.state().losses.back(), trainer.state().losses.front() - 0.3);
}

TEST(Trainer, CountsTheTokensOfItsPhases) {
  Trainer trainer = make_trainer();
  run_steps(trainer, 5);
  EXPECT_EQ(trainer.tokens_done(), 4 * 6 * 40 + 3 * 80);
}

TEST(Trainer, StartsFromOtherWeightsWhenGivenSome) {
  Trainer trained = make_trainer();
  run_steps(trained, 2);
  const auto file = write_weights(trained.model(), trained.state().numbers.values, false);
  const auto values = read_values(trained.model(), file);
  ASSERT_TRUE(values) << values.error().message;
  Trainer other = make_trainer();
  other.start_from(*values);
  EXPECT_EQ(other.state().numbers.values, trained.state().numbers.values);
}

TEST(Trainer, RefusesTheStateOfAnotherTraining) {
  Trainer trainer = make_trainer();
  run_steps(trainer, 1);
  const auto state = write_state(trainer.identity(), trainer.state());
  EXPECT_FALSE(make_trainer(config, 5).resume(state));
  EXPECT_FALSE(make_trainer(kerple_config).resume(state));
  EXPECT_FALSE(make_trainer().resume(std::span(state).first(state.size() / 2)));
  EXPECT_TRUE(make_trainer().resume(state));
}

TEST(Trainer, RefusesATextShorterThanARow) {
  auto short_text = std::make_shared<Corpus>(Corpus{Text(1000), Text(80)});
  const auto trainer = Trainer::make({config, recipe, 0}, short_text);
  ASSERT_FALSE(trainer);
  EXPECT_EQ(trainer.error().message,
            "the texts to train on and to hold out must have at least 81 characters each, got 1000 and 80");
}

TEST(Trainer, NeedsNoTextForRowsOfSymbols) {
  constexpr const char* symbols = R"({
    "steps": 1, "adamw": { "learning_rate": 0.003 },
    "phases": [{ "length": 40, "rows": 4, "mix": { "distinct_repeat": 1 }, "random_period": [4, 20] }]
  })";
  auto trainer = Trainer::make({config, symbols, 0}, std::make_shared<Corpus>());
  ASSERT_TRUE(trainer) << trainer.error().message;
  run_steps(*trainer, 1);
  EXPECT_EQ(trainer->tokens_done(), 160);
  // A model that has learned nothing guesses among 96.
  EXPECT_NEAR(trainer->state().losses.front(), std::log(96.0F), 0.3);
  EXPECT_FALSE(trainer->add_validation());
}

TEST(Trainer, ValidatesARecipeThatDrawsTextAlone) {
  auto trainer = Trainer::make({config, R"({"steps": 2, "phases": [{"length": 12, "rows": 2, "mix": {"text": 1}}],
                                "adamw": {"learning_rate": 0.01}})",
                                4},
                               corpus());
  ASSERT_TRUE(trainer) << trainer.error().message;
  const Status validated = trainer->add_validation();
  ASSERT_TRUE(validated) << validated.error().message;
  EXPECT_GT(trainer->state().validations.front().loss, 0);
}

TEST(ReadIdentity, SaysOfWhichTrainingAStateIs) {
  const Trainer trainer = make_trainer(kerple_config, 9007199254740991);
  const auto identity = read_identity(write_state(trainer.identity(), trainer.state()));
  ASSERT_TRUE(identity) << identity.error().message;
  EXPECT_EQ(identity->config, kerple_config);
  EXPECT_EQ(identity->recipe, recipe);
  EXPECT_EQ(identity->seed, 9007199254740991U);
}

TEST(ReadIdentity, RefusesAFileThatIsNoTraining) {
  const Trainer trainer = make_trainer();
  const auto identity = read_identity(write_weights(trainer.model(), trainer.state().numbers.values, true));
  ASSERT_FALSE(identity);
  EXPECT_EQ(identity.error().code, ErrorCode::invalid_weights);
}

TEST(WriteWeights, GivesAModelWithTheTrainersLossUpToTheRoundingOfHalves) {
  for (const char* model : {config, kerple_config}) {
    Trainer trainer = make_trainer(model);
    run_steps(trainer, 2);
    std::vector<float> losses;
    for (const bool halves : {false, true}) {
      const auto loaded = load_model(model, write_weights(trainer.model(), trainer.state().numbers.values, halves));
      ASSERT_TRUE(loaded) << loaded.error().message;
      EXPECT_EQ(loaded->parameters, trainer.model().size);
      auto session = Session::start(*loaded, {});
      ASSERT_TRUE(session) << session.error().message;
      const auto result = session->run(*encode_chars("line 49 of a text"), {.losses = true});
      ASSERT_TRUE(result) << result.error().message;
      losses.push_back(result->losses.back());
    }
    // Half precision keeps 11 bits: each of the two layers' sums moves by about 2^-12 of itself.
    EXPECT_NEAR(losses[0], losses[1], 5e-3);
    EXPECT_NE(losses[0], losses[1]);
  }
}

}  // namespace
}  // namespace ropescope
