// What a training refuses before it starts, because its rows would not fit the model or its numbers would not fit into
// memory.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "train/recipe.hpp"
#include "train/trainer.hpp"

namespace ropescope {
namespace {

std::string config_of(int vocabulary, int width, int layers = 1) {
  return R"({"model_type": "llama", "vocab_size": )" + std::to_string(vocabulary) + R"(, "hidden_size": )" +
         std::to_string(width) + R"(, "intermediate_size": )" + std::to_string(2 * width) +
         R"(, "num_hidden_layers": )" + std::to_string(layers) +
         R"(, "num_attention_heads": 1, "head_dim": 16, "max_position_embeddings": 64, "rope_theta": 10000.0})";
}

std::string recipe_of(std::string_view phase, std::string_view adamw = R"("learning_rate": 0.01)") {
  return R"({"steps": 2, "phases": [{)" + std::string(phase) + R"(}], "adamw": {)" + std::string(adamw) + "}}";
}

constexpr std::string_view small_phase =
    R"("length": 32, "rows": 4, "mix": {"letter_repeat": 1}, "random_period": [4, 8])";

std::string phase_of_size(std::string_view rows, std::string_view length) {
  return R"("mix": {"letter_repeat": 1}, "random_period": [4, 8], "rows": )" + std::string(rows) + R"(, "length": )" +
         std::string(length);
}

std::string error_of(const std::string& config, const std::string& recipe) {
  const auto trainer = Trainer::make({config, recipe, 0}, std::make_shared<Corpus>());
  return trainer ? "accepted" : std::string(name_of(trainer.error().code)) + ": " + trainer.error().message;
}

std::string recipe_error(const std::string& recipe) {
  const auto read = read_recipe(recipe);
  return read ? "accepted" : read.error().message;
}

TEST(TrainLimits, a_vocabulary_must_be_that_of_the_rows) {
  for (const int vocabulary : {8, 32, 95, 97}) {
    EXPECT_EQ(error_of(config_of(vocabulary, 16), recipe_of(small_phase)),
              "unsupported_model: vocab_size must be 96 to train: rows are drawn from that many symbols, got " +
                  std::to_string(vocabulary));
  }
  EXPECT_EQ(error_of(config_of(96, 16), recipe_of(small_phase)), "accepted");
}

TEST(TrainLimits, a_text_must_be_of_the_vocabulary) {
  for (const int token : {-1, 96}) {
    const std::string recipe = recipe_of(R"("length": 4, "rows": 1, "mix": {"text": 1})");
    const auto corpus = std::make_shared<Corpus>(Corpus{Text(10, 0), Text(10, token)});
    const auto trainer = Trainer::make({config_of(96, 16), recipe, 0}, corpus);
    ASSERT_FALSE(trainer);
    EXPECT_EQ(trainer.error().message, "a text must have tokens from 0 to 95 only, got " + std::to_string(token));
  }
}

TEST(TrainLimits, more_numbers_than_memory_holds_are_refused_before_they_are_made) {
  const std::string llama_2_7b = R"({"model_type": "llama", "vocab_size": 32000, "hidden_size": 4096,
    "intermediate_size": 11008, "num_hidden_layers": 32, "num_attention_heads": 32})";
  EXPECT_EQ(error_of(llama_2_7b, recipe_of(small_phase)),
            "out_of_memory: a model to train may have at most 16777216 parameters, this one has 6738415616");
  // 65536 * 65536 is 0 in 32 bits
  EXPECT_EQ(error_of(config_of(65536, 65536), recipe_of(small_phase)).substr(0, 15), "out_of_memory: ");
}

TEST(TrainLimits, rows_and_lengths_have_an_upper_end) {
  EXPECT_EQ(recipe_error(recipe_of(phase_of_size("2147483647", "32"))),
            "phases[0].rows must be a whole number from 1 to 65536, got 2147483647");
  EXPECT_EQ(recipe_error(recipe_of(phase_of_size("1", "2147483647"))),
            "phases[0].length must be a whole number from 1 to 65536, got 2147483647");
  EXPECT_EQ(recipe_error(recipe_of(phase_of_size("65536", "65536"))),
            "phases[0].rows times length must be at most 1048576 tokens, got 4294967296");
  EXPECT_EQ(recipe_error(recipe_of(phase_of_size("1024", "1024"))), "accepted");
}

TEST(TrainLimits, a_long_row_of_a_wide_model_is_refused_before_its_memory_is_taken) {
  const std::string error = error_of(config_of(96, 512, 4), recipe_of(phase_of_size("1", "65536")));
  EXPECT_TRUE(error.starts_with("out_of_memory: training with rows of 65536 tokens takes about 24.2 GB")) << error;
  EXPECT_EQ(error_of(config_of(96, 128, 2), recipe_of(phase_of_size("1", "1024"))), "accepted");
}

TEST(TrainLimits, steps_end_where_sums_of_phases_stay_within_32_bits) {
  const auto recipe = [](const std::string& steps, const std::string& of_phase) {
    const std::string phase(small_phase);
    return R"({"adamw": {"learning_rate": 0.1}, "steps": )" + steps + R"(, "phases": [{"steps": 1, )" + phase +
           R"(}, {"steps": )" + of_phase + ", " + phase + "}, {" + phase + "}]}";
  };
  EXPECT_EQ(recipe_error(recipe("10000000", "10000000")), "accepted");
  EXPECT_EQ(recipe_error(recipe("10000001", "5")), "steps must be a whole number from 1 to 10000000, got 10000001");
  EXPECT_EQ(recipe_error(recipe("5", "2147483647")),
            "phases[1].steps must be a whole number from 1 to 10000000, got 2147483647");
}

TEST(TrainLimits, a_memory_that_never_forgets_is_refused) {
  for (const std::string key : {"beta1", "beta2"}) {
    const std::string adamw = R"("learning_rate": 0.01, ")" + key + R"(": 1)";
    EXPECT_EQ(recipe_error(recipe_of(small_phase, adamw)),
              "adamw." + key + " must be a number from 0 to less than 1, got 1");
  }
}

TEST(TrainLimits, shares_that_add_up_to_infinity_are_refused) {
  EXPECT_NE(
      recipe_error(recipe_of(R"("length": 32, "rows": 4, "mix": {"letter_repeat": 1e308, "distinct_repeat": 1.7e308},
                                      "random_period": [4, 8])")),
      "accepted");
}

}  // namespace
}  // namespace ropescope
