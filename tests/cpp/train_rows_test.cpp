// Recipes and the rows they draw.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "io/symbols.hpp"
#include "io/tokenizer.hpp"
#include "train/recipe.hpp"
#include "train/rows.hpp"

namespace ropescope {
namespace {

// Every symbol's successor tells where it stands: no two places of this text look alike.
Text text_of_numbers() {
  std::string text;
  for (int i = 0; text.size() < 4000; ++i) text += std::to_string(i) + " ";
  return *encode_chars(text);
}

constexpr Phase phase{
    .steps = 0,
    .length = 128,
    .rows = 16,
    .mix = {.text = 0.5, .repeated_text = 0.25, .distinct_repeat = 0.05, .letter_repeat = 0.05, .passkey = 0.15},
    .text_period = {8, 102},
    .random_period = {8, 64}};

std::vector<DrawnRow> draw_many(RowKind kind, int count) {
  const Text text = text_of_numbers();
  std::uint64_t state = 5;
  std::vector<DrawnRow> rows;
  for (int i = 0; i < count; ++i) rows.push_back(draw_row(kind, phase, {text, char_symbols()}, state));
  return rows;
}

// The distance at which the answers repeat what came before, or 0.
int period_of(const DrawnRow& row) {
  for (int period = 1; period < row.answers_begin; ++period) {
    const auto copies = [&](int n) {
      return row.tokens[static_cast<std::size_t>(n)] == row.tokens[static_cast<std::size_t>(n - period)];
    };
    bool all = true;
    for (int n = row.answers_begin; n < row.answers_end && all; ++n) all = copies(n);
    if (all) return period;
  }
  return 0;
}

TEST(Rows, HaveOneTokenMoreThanTheirLength) {
  for (const RowKind kind :
       {RowKind::text, RowKind::repeated_text, RowKind::distinct_repeat, RowKind::letter_repeat, RowKind::passkey}) {
    for (const DrawnRow& row : draw_many(kind, 50)) EXPECT_EQ(row.tokens.size(), 129U);
  }
}

TEST(Rows, OfRepeatedTextHavePeriodsOfTheRecipeAndInHalfOfTheRowsALead) {
  int with_lead = 0;
  int least = 1000;
  int most = 0;
  for (const DrawnRow& row : draw_many(RowKind::repeated_text, 400)) {
    const int period = period_of(row);
    EXPECT_GT(period, 0);
    with_lead += row.answers_begin - 1 > period ? 1 : 0;
    least = std::min(least, period);
    most = std::max(most, period);
  }
  EXPECT_GE(least, 8);
  EXPECT_LE(most, 102);
  EXPECT_GT(most, 90);
  EXPECT_NEAR(with_lead, 200, 40);  // 400 draws of one half: standard deviation 10, and few leads are empty
}

TEST(Rows, OfDistinctSymbolsRepeatNothingWithinAPeriod) {
  for (const DrawnRow& row : draw_many(RowKind::distinct_repeat, 100)) {
    const int period = row.answers_begin - 1;
    EXPECT_EQ(std::set(row.tokens.begin(), row.tokens.end()).size(), static_cast<std::size_t>(period));
    EXPECT_EQ(period_of(row), period);
  }
}

TEST(Rows, OfLettersHoldLettersAndSpaces) {
  for (const DrawnRow& row : draw_many(RowKind::letter_repeat, 20)) {
    const std::string text = *decode_chars(row.tokens);
    EXPECT_EQ(text.find_first_not_of("abcdefghijklmnopqrstuvwxyz "), std::string::npos) << text;
  }
}

TEST(Rows, OfPasskeysStateTheSameFiveDifferentDigitsTwiceAndAskForTheSecond) {
  std::set<int> ends;
  for (const DrawnRow& row : draw_many(RowKind::passkey, 200)) {
    const std::string text = *decode_chars(row.tokens);
    const std::size_t first = text.find(" The key is <");
    const std::size_t second = text.find(" The key is <", first + 1);
    ASSERT_NE(second, std::string::npos) << text;
    const std::string key = text.substr(first, 19);
    EXPECT_EQ(text.substr(second, 19), key);
    EXPECT_EQ(key.back(), '>');
    const std::string digits = key.substr(13, 5);
    EXPECT_EQ(std::set(digits.begin(), digits.end()).size(), 5U);
    EXPECT_EQ(row.answers_begin, static_cast<int>(second) + 13);
    EXPECT_EQ(row.answers_end, static_cast<int>(second) + 18);
    ends.insert(static_cast<int>(second) + 19);
  }
  EXPECT_GE(*ends.begin(), 64);
  EXPECT_LE(*ends.rbegin(), 128);
  EXPECT_GT(ends.size(), 50U);  // of 65 places
}

TEST(Rows, OfAnotherVocabularyAreMadeOfItsSymbols) {
  const Symbols symbols{.vocab_size = 1000,
                        .distinct = {500, 501, 502, 503, 504, 505, 506, 507, 508},
                        .letters = {600, 601},
                        .key_begin = {700, 701},
                        .digits = {800, 801, 802, 803, 804, 805, 806, 807, 808, 809},
                        .key_end = {900}};
  const Text text(4000, 7);
  std::uint64_t state = 5;
  const auto draw = [&](RowKind kind) { return draw_row(kind, phase, {text, symbols}, state); };
  for (const int token : draw(RowKind::distinct_repeat).tokens) EXPECT_TRUE(token >= 500 && token <= 508) << token;
  for (const int token : draw(RowKind::letter_repeat).tokens) EXPECT_TRUE(token == 600 || token == 601) << token;
  const DrawnRow passkey = draw(RowKind::passkey);
  EXPECT_EQ(passkey.tokens.size(), 129U);
  const auto at = [&](int n) { return passkey.tokens[static_cast<std::size_t>(n)]; };
  EXPECT_EQ(at(passkey.answers_begin - 2), 700);
  EXPECT_EQ(at(passkey.answers_begin - 1), 701);
  EXPECT_EQ(passkey.answers_end - passkey.answers_begin, 5);
  for (int n = passkey.answers_begin; n < passkey.answers_end; ++n) EXPECT_TRUE(at(n) >= 800 && at(n) <= 809) << at(n);
  EXPECT_EQ(at(passkey.answers_end), 900);
}

TEST(Rows, OfDistinctSymbolsTakeTheFirstOfThemWhereThePhaseSaysHowMany) {
  Phase few = phase;
  few.symbols = 9;
  std::uint64_t state = 5;
  std::set<int> drawn;
  for (int i = 0; i < 20; ++i) {
    const Row row = draw_row(RowKind::distinct_repeat, few, {text_of_numbers(), char_symbols()}, state).tokens;
    drawn.insert(row.begin(), row.end());
  }
  EXPECT_EQ(drawn, (std::set<int>{0, 1, 2, 3, 4, 5, 6, 7, 8}));
}

Recipe two_phases() {
  Recipe recipe;
  recipe.phases = {phase, phase};
  recipe.phases[0].steps = 4;
  recipe.phases[0].length = 96;
  recipe.phases[0].text_period = {8, 40};
  return recipe;
}

TEST(RowsOfAStep, FollowFromSeedAndStepOnly) {
  const Recipe recipe = two_phases();
  const Text text = text_of_numbers();
  const auto rows = rows_of_step(recipe, {text, char_symbols()}, 1, 7);
  EXPECT_EQ(rows, rows_of_step(recipe, {text, char_symbols()}, 1, 7));
  EXPECT_NE(rows, rows_of_step(recipe, {text, char_symbols()}, 1, 8));
  EXPECT_NE(rows, rows_of_step(recipe, {text, char_symbols()}, 2, 7));
  EXPECT_NE(rows, rows_of_step(recipe, {text, char_symbols()}, 2, 6));
  EXPECT_EQ(rows.size(), 16U);
}

TEST(RowsOfAStep, AreThoseOfItsPhase) {
  const Text text = text_of_numbers();
  EXPECT_EQ(rows_of_step(two_phases(), {text, char_symbols()}, 1, 3).front().size(), 97U);
  EXPECT_EQ(rows_of_step(two_phases(), {text, char_symbols()}, 1, 4).front().size(), 129U);
}

TEST(RowsOfAStep, MixKindsAsTheRecipeSays) {
  Recipe recipe;
  recipe.phases = {phase};
  const Text text = text_of_numbers();
  int passkeys = 0;
  for (int step = 0; step < 100; ++step) {
    for (const Row& row : rows_of_step(recipe, {text, char_symbols()}, 3, step)) {
      passkeys += decode_chars(row)->find("The key is <") != std::string::npos ? 1 : 0;
    }
  }
  EXPECT_NEAR(passkeys, 240, 45);  // 15% of 1,600; standard deviation 14
}

TEST(Recipe, WarmsUpHoldsAndCoolsDownInALine) {
  Recipe recipe;
  recipe.steps = 1000;
  recipe.warm_up = 50;
  recipe.cool_down = 0.4;
  recipe.final_rate = 0.02;
  EXPECT_DOUBLE_EQ(rate_of(recipe, 0), 0.02);
  EXPECT_DOUBLE_EQ(rate_of(recipe, 24), 0.5);
  EXPECT_DOUBLE_EQ(rate_of(recipe, 49), 1);
  EXPECT_DOUBLE_EQ(rate_of(recipe, 600), 1);
  EXPECT_DOUBLE_EQ(rate_of(recipe, 800), 0.51);
  EXPECT_NEAR(rate_of(recipe, 999), 0.02, 0.0025);
}

constexpr const char* small_recipe = R"({
  "steps": 20, "warm_up": 2, "clip": 1,
  "adamw": { "learning_rate": 0.003, "beta2": 0.95 },
  "phases": [{ "length": 64, "rows": 16, "mix": { "distinct_repeat": 1 }, "random_period": [8, 32] }]
})";

TEST(Recipe, IsReadFromJson) {
  const auto recipe = read_recipe(small_recipe);
  ASSERT_TRUE(recipe) << recipe.error().message;
  EXPECT_EQ(recipe->steps, 20);
  EXPECT_FALSE(recipe->muon);
  EXPECT_DOUBLE_EQ(recipe->adamw.beta1, 0.9);
  EXPECT_DOUBLE_EQ(recipe->adamw.beta2, 0.95);
  EXPECT_EQ(recipe->phases.front().random_period.max, 32);
}

struct BadRecipe {
  std::string from;
  std::string to;
  std::string message;
};

TEST(Recipe, SaysWhichKeyIsWrong) {
  const std::vector<BadRecipe> cases{
      {"\"warm_up\"", "\"warmup\"", "warmup is no known key"},
      {"[8, 32]", "[8, 65]", "phases[0].random_period must lie within 1 and length = 64"},
      {"[8, 32]", "[9, 8]", "phases[0].random_period must be [least, most] with 1 <= least <= most, got a list of 2"},
      {"\"distinct_repeat\": 1", "\"distinct_repeat\": 0", "phases[0].mix must have a share above 0"},
      {"\"distinct_repeat\": 1", "\"passkey\": 1",
       "phases[0].length must be at least 80 where the mix has passkeys, got 64"},
      {"\"learning_rate\": 0.003,", "", "adamw.learning_rate must be a number from 0 to 1, got nothing"},
      {"\"steps\": 20,", "", "steps must be a whole number from 1 to 10000000, got nothing"}};
  for (const auto& [from, to, message] : cases) {
    std::string json = small_recipe;
    json.replace(json.find(from), from.size(), to);
    const auto recipe = read_recipe(json);
    ASSERT_FALSE(recipe) << message;
    EXPECT_EQ(recipe.error().message, message);
  }
}

}  // namespace
}  // namespace ropescope
