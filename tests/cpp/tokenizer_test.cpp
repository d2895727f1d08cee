#include "io/tokenizer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <cstddef>
#include <string>
#include <vector>
#include "core/error_codes.hpp"

namespace ropescope {
namespace {

using testing::HasSubstr;

TEST(Tokenizer, NumbersNewlineZeroAndPrintableAsciiFromOne) {
  EXPECT_THAT(*encode_chars("\n ~A"), testing::ElementsAre(0, 1, 95, 34));
  EXPECT_THAT(*encode_chars(""), testing::IsEmpty());
}

TEST(Tokenizer, GivesBackEveryTextItAccepts) {
  std::string all = "\n";
  for (char c = ' '; c <= '~'; ++c) all += c;
  const auto tokens = encode_chars(all);
  ASSERT_TRUE(tokens);
  EXPECT_EQ(tokens->size(), static_cast<std::size_t>(char_vocab_size));
  EXPECT_EQ(*decode_chars(*tokens), all);
}

TEST(Tokenizer, NamesTheFirstCharacterOutsideItsVocabularyAndItsOffset) {
  const auto message = [](std::string_view text) { return encode_chars(text).error().message; };
  EXPECT_EQ(encode_chars("\t").error().code, ErrorCode::unsupported_text);
  EXPECT_THAT(message("ab\tc"), HasSubstr("character U+0009 at offset 2"));
  EXPECT_THAT(message("\r\n"), HasSubstr("character U+000D at offset 0"));
  EXPECT_THAT(message("na\xc3\xafve"), HasSubstr("character U+00EF \"\xc3\xaf\" at offset 2"));
  EXPECT_THAT(message("\xf0\x9f\x98\x80"), HasSubstr("character U+1F600 \"\xf0\x9f\x98\x80\" at offset 0"));
  EXPECT_THAT(message(std::string_view("\0", 1)), HasSubstr("character U+0000 at offset 0"));
}

TEST(Tokenizer, NamesTheByteWhereTheTextIsNotUtf8) {
  const auto message = [](std::string_view text) { return encode_chars(text).error().message; };
  EXPECT_THAT(message("a\x80"), HasSubstr("byte 0x80 at offset 1"));
  EXPECT_THAT(message("a\xe2\x82"), HasSubstr("byte 0xE2 at offset 1"));
  EXPECT_THAT(message("\xc3("), HasSubstr("byte 0xC3 at offset 0"));
}

TEST(Tokenizer, RefusesTokensOutsideItsVocabulary) {
  for (const int token : {-1, 96, 1 << 30}) {
    const auto text = decode_chars(std::vector{5, token});
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().code, ErrorCode::invalid_argument);
    EXPECT_THAT(text.error().message, HasSubstr("from 0 to 95, got " + std::to_string(token)));
  }
}

}  // namespace
}  // namespace ropescope
