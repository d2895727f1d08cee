// What synthetic texts are made of in the tokens of a vocabulary.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "io/symbols.hpp"
#include "io/tokenizer.hpp"

namespace ropescope {
namespace {

const std::string words = R"({
  "vocab_size": 40, "distinct": [30, 31, 32, 33, 34], "letters": [20, 21], "key_begin": [10, 11, 12],
  "digits": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], "key_end": [13]
})";

TEST(Symbols, OfCharactersAreTheWholeVocabularyAndThePasskeyInIt) {
  const Symbols& symbols = char_symbols();
  EXPECT_EQ(symbols.vocab_size, 96);
  EXPECT_EQ(symbols.distinct.size(), 96U);
  EXPECT_EQ(*decode_chars(symbols.letters), "abcdefghijklmnopqrstuvwxyz ");
  EXPECT_EQ(*decode_chars(symbols.key_begin), " The key is <");
  EXPECT_EQ(*decode_chars(symbols.digits), "0123456789");
  EXPECT_EQ(*decode_chars(symbols.key_end), ">");
  EXPECT_EQ(symbols.key_tokens(), 19);
}

TEST(Symbols, AreReadFromJson) {
  const auto symbols = read_symbols(words);
  ASSERT_TRUE(symbols) << symbols.error().message;
  EXPECT_EQ(symbols->vocab_size, 40);
  EXPECT_THAT(symbols->distinct, testing::ElementsAre(30, 31, 32, 33, 34));
  EXPECT_THAT(symbols->key_begin, testing::ElementsAre(10, 11, 12));
  EXPECT_EQ(symbols->key_tokens(), 9);
}

TEST(Symbols, SayWhichKeyIsWrong) {
  struct Case {
    std::string from;
    std::string to;
    std::string message;
  };
  const std::vector<Case> cases{
      {"\"letters\": [20, 21]", "\"letters\": []", "letters must be a list of 1 to 40 tokens, got a list of 0"},
      {"8, 9]", "8]", "digits must be a list of 10 to 10 tokens, got a list of 9"},
      {"[13]", "[13, 13]", "key_end must be a list of 1 to 1 tokens, got a list of 2"},
      {"34]", "40]", "distinct[4] must be a whole number from 0 to 39, got 40"},
      {"\"vocab_size\": 40", "\"vocab_size\": 0", "vocab_size must be a whole number from 1 to 16777216, got 0"},
      {"\"letters\"", "\"symbols\"", "symbols is no known key"}};
  for (const auto& [from, to, message] : cases) {
    std::string json = words;
    json.replace(json.find(from), from.size(), to);
    const auto symbols = read_symbols(json);
    ASSERT_FALSE(symbols) << message;
    EXPECT_EQ(symbols.error().message, message);
  }
}

}  // namespace
}  // namespace ropescope
