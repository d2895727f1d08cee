// PoSE: rows that stand in two parts of a longer text. Positions, gradients, and that distances of the long text are
// met.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/error_codes.hpp"
#include "core/random.hpp"
#include "io/symbols.hpp"
#include "reference_model.hpp"
#include "tiny_model.hpp"
#include "train/gradient.hpp"
#include "train/parameters.hpp"
#include "train/pose.hpp"
#include "train/recipe.hpp"
#include "train/rows.hpp"
#include "train/trainer.hpp"
#include "train_model.hpp"

namespace ropescope {
namespace {

constexpr int length = 128;
constexpr int spread = 1024;

TEST(PosePositions, AreTwoPartsInOrderWithinTheLongText) {
  std::uint64_t state = 3;
  std::set<int> cuts;
  std::set<int> jumps;
  for (int trial = 0; trial < 2000; ++trial) {
    const auto positions = pose_positions(length, spread, state);
    ASSERT_EQ(positions.size(), 128U);
    EXPECT_EQ(positions.front(), 0);
    EXPECT_LT(positions.back(), spread);
    int breaks = 0;
    for (std::size_t n = 1; n < positions.size(); ++n) {
      if (positions[n] == positions[n - 1] + 1) continue;
      EXPECT_GT(positions[n], positions[n - 1]);
      cuts.insert(static_cast<int>(n));
      ++breaks;
    }
    EXPECT_LE(breaks, 1);
    jumps.insert(positions.back() - (length - 1));
  }
  EXPECT_EQ(*cuts.begin(), 1);
  EXPECT_EQ(*cuts.rbegin(), 64);  // in the first half, as the authors' program cuts
  EXPECT_EQ(*jumps.begin(), 0);
  EXPECT_EQ(*jumps.rbegin(), spread - length);
}

TEST(PosePositions, MeetEveryDistanceOfTheLongText) {
  std::uint64_t state = 7;
  std::set<int> distances;
  for (int trial = 0; trial < 3000; ++trial) {
    const auto positions = pose_positions(16, 128, state);
    for (const int query : positions) {
      for (const int key : positions) {
        if (key <= query) distances.insert(query - key);
      }
    }
  }
  EXPECT_EQ(distances.size(), 128U);  // 0 to 127
}

TrainModel model_of(const std::string& method) {
  return *make_train_model(test::config_json({.hidden = 24,
                                              .inner = 41,
                                              .layers = 2,
                                              .heads = 4,
                                              .kv_heads = 2,
                                              .head_dim = 6,
                                              .vocab = 19,
                                              .tied = true,
                                              .more = ",\"position_method\":" + method}));
}

double loss_in_double(const TrainModel& model, const std::vector<float>& values, const std::vector<int>& tokens,
                      const std::vector<int>& positions) {
  const std::vector<int> inputs(tokens.begin(), tokens.end() - 1);
  const test::NamedTensors tensors = test::named_tensors(model, values);
  const reference::Forward forward(model.config, tensors);
  return test::loss_of(forward.placed_logits(inputs, model.config.methods, positions), tokens);
}

// As TrainGradientRows: 5e-5 of the gradient's length is what floats make of a row.
void expect_direction(const std::string& method, const std::vector<int>& positions) {
  const TrainModel model = model_of(method);
  const std::vector<float> values = test::random_values(model, 11);
  const auto rows = static_cast<int>(positions.size());
  const std::vector<int> tokens = test::random_tokens(rows + 1, model.config.vocab_size);
  const auto step = StepWeights::make(model, values, rows, 400);
  ASSERT_TRUE(step) << step.error().message;
  std::vector<float> gradient(model.size);
  const double loss = RowGradient().add(*step, tokens, 1, gradient, positions);
  const double expected = loss_in_double(model, values, tokens, positions);
  EXPECT_NEAR(loss, expected, 1e-6 * expected);
  double size = 0;
  for (const float g : gradient) size += static_cast<double>(g) * static_cast<double>(g);
  std::uint64_t seed = 17;
  for (int trial = 0; trial < 3; ++trial) {
    std::vector<double> direction;
    double along = 0;
    for (std::size_t i = 0; i < model.size; ++i) {
      direction.push_back(random_uniform(seed) < 0.5 ? -1 : 1);
      along += direction.back() * static_cast<double>(gradient[i]);
    }
    const auto loss_at = [&](double t) {
      std::vector<float> moved = values;
      for (std::size_t i = 0; i < moved.size(); ++i) moved[i] += static_cast<float>(t * direction[i]);
      return loss_in_double(model, moved, tokens, positions);
    };
    EXPECT_NEAR(along, test::difference(loss_at, test::difference_step / 64), 5e-5 * std::sqrt(size));
  }
}

TEST(Pose, HasTheGradientOfItsPositions) {
  std::uint64_t state = 5;
  expect_direction("\"rope\"", pose_positions(70, 400, state));
  expect_direction(R"({"id":"yarn","params":{"factor":8}})", pose_positions(70, 400, state));
}

TEST(Pose, WithoutAJumpIsTheRowItself) {
  const TrainModel model = model_of("\"rope\"");
  const std::vector<float> values = test::random_values(model, 5);
  const auto tokens = test::random_tokens(41, 19);
  const test::RowResult plain = test::row_gradient(model, values, tokens);
  const auto step = StepWeights::make(model, values, 40, 80);
  std::vector<int> positions;
  for (int n = 0; n < 40; ++n) positions.push_back(n);
  std::vector<float> gradient(model.size);
  EXPECT_EQ(RowGradient().add(*step, tokens, 1, gradient, positions), plain.loss);
  EXPECT_EQ(gradient, plain.gradient);
}

TEST(Pose, RefusesDistancesThatAreNotInTheRotation) {
  for (const std::string method : {R"("alibi")", R"({"id":"window","params":{"window":20}})", R"("log_n")"}) {
    const TrainModel model = model_of(method);
    const auto step = StepWeights::make(model, initial_values(model, 1), 40, 80);
    ASSERT_FALSE(step) << method;
    EXPECT_EQ(step.error().code, ErrorCode::unsupported_model);
    EXPECT_THAT(step.error().message, testing::HasSubstr("in the rotation alone"));
  }
}

constexpr const char* config = R"({
  "model_type": "llama", "vocab_size": 96, "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 1,
  "num_attention_heads": 2, "head_dim": 16, "max_position_embeddings": 40, "rope_theta": 10000.0,
  "tie_word_embeddings": true
})";

std::string recipe(const std::string& more) {
  return R"({ "steps": 3, "adamw": { "learning_rate": 0.003 }, "phases": [
    { "length": 40, "rows": 5, "mix": { "letter_repeat": 1 }, "random_period": [4, 20])" +
         more + "} ] }";
}

std::vector<float> losses_of(const std::string& recipe_json) {
  auto trainer = Trainer::make({config, recipe_json, 4}, std::make_shared<Corpus>());
  EXPECT_TRUE(trainer) << trainer.error().message;
  while (!trainer->is_done()) EXPECT_TRUE(trainer->step());
  return trainer->state().losses;
}

TEST(Pose, IsAPhaseOfARecipe) {
  const auto plain = losses_of(recipe(""));
  EXPECT_EQ(losses_of(recipe(R"(, "pose_length": 40)")), plain);  // a text no longer than the row
  EXPECT_NE(losses_of(recipe(R"(, "pose_length": 320)")), plain);
  EXPECT_EQ(losses_of(recipe(R"(, "pose_length": 320)")), losses_of(recipe(R"(, "pose_length": 320)")));
}

TEST(Pose, IsRefusedForATextThatDoesNotHoldTheRow) {
  const auto read = read_recipe(recipe(R"(, "pose_length": 39)"));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().message,
            "phases[0].pose_length must be 0 or at least length = 40, which must be at least 2, got 39");
}

}  // namespace
}  // namespace ropescope
