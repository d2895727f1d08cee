#include "core/saying.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "core/error_codes.hpp"
#include "core/result.hpp"

namespace ropescope {
namespace {

TEST(Saying, keeps_its_reason_its_path_and_its_arguments_beside_the_english_sentence) {
  const Error error{
      ErrorCode::invalid_argument, "must_be_number", "yarn.factor", {{"min", 1}, {"max", 64.5}, {"given", "NaN"}}};
  EXPECT_EQ(error.message, "yarn.factor must be a number from 1 to 64.5, got NaN");
  EXPECT_EQ(error.saying.reason.id(), "must_be_number");
  EXPECT_EQ(error.saying.path, "yarn.factor");
  ASSERT_EQ(error.saying.args.size(), 3U);
  EXPECT_EQ(error.saying.args[0].first, "min");
  EXPECT_EQ(error.saying.args[0].second, Saying::Value(1.0));
  EXPECT_EQ(error.saying.args[2].second, Saying::Value(std::string("NaN")));
}

TEST(Saying, keeps_texts_and_lists_that_were_temporaries) {
  const Saying saying{"must_be_one_of",
                      std::string("to"),
                      {{"choices", std::vector<std::string_view>{"hf", "vllm"}}, {"given", std::string("\"tf\"")}}};
  EXPECT_EQ(to_english(saying), "to must be one of hf, vllm, got \"tf\"");
}

TEST(Saying, that_begins_with_its_path_leaves_it_out_where_there_is_none) {
  const auto said_at = [](std::string_view path) {
    return to_english({"json_syntax", path, {{"detail", "bad"}, {"line", 3}, {"column", 14}}});
  };
  EXPECT_EQ(said_at("rope_scaling.factor"), "rope_scaling.factor: bad at line 3, column 14");
  EXPECT_EQ(said_at(""), "bad at line 3, column 14");
}

TEST(Saying, puts_the_words_of_another_reason_where_an_argument_names_one) {
  const Saying saying{"has_no_place_in_gguf", "config", {{"what", Reason("sliding_windows")}}};
  EXPECT_EQ(to_english(saying), "a GGUF file of this project has no place for sliding windows");
  EXPECT_EQ(saying.args[0].second, Saying::Value(Reason("sliding_windows")));
}

TEST(Saying, does_not_fill_in_braces_that_an_argument_brings_along) {
  EXPECT_EQ(to_english({"must_be_text", "a", {{"given", "{path} {nobody}"}}}), "a must be a text, got {path} {nobody}");
}

}  // namespace
}  // namespace ropescope
