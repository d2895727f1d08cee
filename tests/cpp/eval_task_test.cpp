// Samples are what their task says: read back here as text, not with the code that made them.
#include "eval/task.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <regex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "files.hpp"
#include "io/tokenizer.hpp"
#include "reference.hpp"

namespace ropescope {
namespace {

using reference::index;
using testing::ElementsAreArray;
using testing::HasSubstr;

const std::string& heldout() {
  static const std::string text = test::read_text(ROPESCOPE_MODELS_DIR "/heldout.txt");
  return text;
}

const std::vector<int>& corpus() {
  static const std::vector<int> tokens = *encode_chars(heldout());
  return tokens;
}

Sample made(const std::string& task, const SampleRequest& request) {
  auto sample = make_sample(task, request, corpus());
  if (!sample) ADD_FAILURE() << sample.error().message;
  return *std::move(sample);
}

std::string text_of(const std::vector<int>& tokens) { return *decode_chars(tokens); }

std::vector<int> last(const Sample& sample, int count) { return {sample.tokens.end() - count, sample.tokens.end()}; }

TEST(EvalText, IsACutOfTheCorpusWhoseLast64TokensAreTheSameAtEveryLength) {
  for (int i = 0; i < 20; ++i) {
    const Sample shorter = made("text", {.length = 128, .seed = 3, .index = i});
    const Sample longer = made("text", {.length = 2048, .seed = 3, .index = i});
    EXPECT_EQ(longer.tokens.size(), 2048U);
    EXPECT_THAT(heldout(), HasSubstr(text_of(longer.tokens)));
    EXPECT_EQ(last(shorter, 128), last(longer, 128));
    EXPECT_EQ(shorter.scored.size(), 64U);
    EXPECT_EQ(shorter.scored.front(), 64);
    EXPECT_EQ(longer.scored.front(), 2048 - 64);
    EXPECT_EQ(longer.scored.back(), 2047);
  }
}

TEST(EvalRepeat, RepeatsItsBlockAndScoresOnlyCopies) {
  for (const int period : {1, 24, 64, 100}) {
    const Sample sample = made("repeat", {.length = 130, .period = period});
    for (int i = period; i < 130; ++i) EXPECT_EQ(sample.tokens[index(i)], sample.tokens[index(i - period)]);
    EXPECT_THAT(heldout(), HasSubstr(text_of(sample.tokens).substr(0, index(period))));
    EXPECT_EQ(sample.scored.front(), period == 100 ? 100 : 65);
    EXPECT_EQ(sample.scored.back(), 129);
  }
}

TEST(EvalPasskey, TellsFiveDistinctDigitsAtTheDepthAndAsksForThemAtTheEnd) {
  const std::regex form("([^<>]*) The key is <(\\d{5})>([^<>]*) The key is <(\\d{5})");
  std::set<std::string> keys;
  for (int i = 0; i < 20; ++i) {
    for (const double depth : {0.0, 0.25, 1.0}) {
      const Sample sample = made("passkey", {.length = 256, .depth = depth, .index = i});
      std::string text = text_of(sample.tokens);
      for (char& character : text) character = character == '\n' ? '~' : character;  // . of a regex stops at a newline
      std::smatch parts;
      ASSERT_TRUE(std::regex_match(text, parts, form)) << text;
      EXPECT_EQ(text.size(), 256U);
      const std::string key = parts[2];
      EXPECT_EQ(key, parts[4]);
      EXPECT_EQ(std::set<char>(key.begin(), key.end()).size(), 5U);
      const auto filler = static_cast<double>(parts[1].length() + parts[3].length());
      EXPECT_NEAR(static_cast<double>(parts[1].length()), depth * filler, 0.5);
      EXPECT_THAT(sample.scored, ElementsAreArray({251, 252, 253, 254, 255}));
      keys.insert(key);
    }
  }
  EXPECT_EQ(keys.size(), 60U);  // of 30240: a key of its own for each index and depth
}

TEST(EvalPasskey, AsksForTheSameKeyAtEveryLength) {
  for (int i = 0; i < 5; ++i) {
    const Sample shorter = made("passkey", {.length = 128, .index = i});
    EXPECT_EQ(last(shorter, 5), last(made("passkey", {.length = 2048, .index = i}), 5));
  }
}

TEST(EvalTask, GivesTheSameSampleAgainAndAnotherForAnotherSeedOrIndex) {
  for (const TaskInfo& task : tasks()) {
    const std::string id(task.id);
    const SampleRequest request{.length = 200, .seed = 5, .index = 7};
    SampleRequest other = request;
    other.index = 8;
    EXPECT_EQ(made(id, request).tokens, made(id, request).tokens);
    EXPECT_NE(made(id, request).tokens, made(id, other).tokens);
    other = request;
    other.seed = 6;
    EXPECT_NE(made(id, request).tokens, made(id, other).tokens);
  }
}

TEST(EvalTask, RefusesWhatItCannotMake) {
  const auto message = [](const std::string& task, const SampleRequest& request) {
    const auto sample = make_sample(task, request, corpus());
    return sample ? "" : sample.error().message;
  };
  EXPECT_THAT(message("copy", {.length = 100}), HasSubstr("task must be one of text, repeat, passkey"));
  EXPECT_THAT(message("text", {.length = 1}), HasSubstr("length must be a whole number from 2 to 30000"));
  EXPECT_THAT(message("text", {.length = 30001}), HasSubstr("got 30001"));
  EXPECT_THAT(message("repeat", {.length = 64, .period = 64}), HasSubstr("repeat.period"));
  EXPECT_THAT(message("repeat", {.length = 64, .period = 0}), HasSubstr("got 0"));
  EXPECT_THAT(message("passkey", {.length = 36}), HasSubstr("at least 37, got 36"));
  EXPECT_THAT(message("passkey", {.length = 64, .depth = 1.5}), HasSubstr("passkey.depth"));
  EXPECT_EQ(message("passkey", {.length = 37}), "");
}

}  // namespace
}  // namespace ropescope
