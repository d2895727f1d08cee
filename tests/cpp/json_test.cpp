#include "io/json.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include "core/error_codes.hpp"

namespace ropescope {
namespace {

Json parsed(std::string_view text) {
  auto json = parse_json(text);
  EXPECT_TRUE(json) << json.error().message;
  return json ? *json : Json{};
}

std::string error_of(std::string_view text) {
  const auto json = parse_json(text);
  if (json) return "accepted";
  EXPECT_EQ(json.error().code, ErrorCode::invalid_json);
  return json.error().message;
}

// `text` opens `depth` lists and closes them.
std::string nested(int depth) {
  return std::string(static_cast<std::size_t>(depth), '[') + std::string(static_cast<std::size_t>(depth), ']');
}

TEST(Json, holds_every_kind_of_value) {
  const Json json =
      parsed(R"({"n": 1.5, "i": -3, "t": "a\u00e9\n", "yes": true, "no": false, "nothing": null, "list": [1, [2]]})");
  EXPECT_EQ(*json.find("n")->number(), 1.5);
  EXPECT_EQ(*json.find("i")->number(), -3);
  EXPECT_EQ(*json.find("t")->text(), "a\xc3\xa9\n");
  EXPECT_TRUE(*json.find("yes")->boolean());
  EXPECT_FALSE(*json.find("no")->boolean());
  EXPECT_TRUE(json.find("nothing")->is_null());
  EXPECT_EQ(json.find("list")->array()->size(), 2U);
  EXPECT_EQ(json.find("absent"), nullptr);
  EXPECT_EQ(json.find("n")->find("x"), nullptr) << "a number has no keys";
}

TEST(Json, keeps_the_order_of_keys) {
  const Json json = parsed(R"({"b": 1, "a": 2})");
  EXPECT_EQ(json.object()->front().key, "b");
}

TEST(Json, reads_a_document_that_starts_with_a_byte_order_mark) { EXPECT_EQ(*parsed("\xEF\xBB\xBF 4").number(), 4); }

TEST(Json, reads_numbers_to_the_last_bit) {
  EXPECT_EQ(*parsed("1.0800000429153442").number(), 1.0800000429153442);
  EXPECT_EQ(*parsed("1e-320").number(), 1e-320);
  EXPECT_EQ(*parsed("18446744073709551615").number(), 18446744073709551615.0);
}

TEST(Json, treats_proto_as_a_key_like_any_other) {
  const Json json = parsed(R"({"__proto__": {"x": 1}, "constructor": 2})");
  EXPECT_EQ(json.object()->size(), 2U);
  EXPECT_EQ(*json.find("__proto__")->find("x")->number(), 1);
}

TEST(Json, refuses_a_key_given_twice_and_names_it) {
  EXPECT_EQ(error_of("{\"rope_scaling\": {\"factor\": 4,\n \"factor\": 8}}"),
            "rope_scaling.factor: this key appears twice; which value counts is ambiguous at line 2, column 9");
}

TEST(Json, refuses_not_a_number_and_infinity_with_the_path_that_held_them) {
  for (const char* literal : {"NaN", "Infinity", "-Infinity", "nan", "inf"}) {
    const std::string message = error_of(std::string("{\"rope_scaling\":\n{\"factor\": ") + literal + "}}");
    EXPECT_TRUE(message.starts_with("rope_scaling.factor: ")) << message;
    EXPECT_NE(message.find("at line 2, column 1"), std::string::npos) << message;
  }
}

TEST(Json, refuses_numbers_that_overflow) {
  const std::string message = error_of(R"({"a": [1, 1e999]})");
  EXPECT_TRUE(message.starts_with("a[1]: ")) << message;
  EXPECT_NE(message.find("1e999"), std::string::npos) << message;
}

TEST(Json, refuses_text_after_the_document) {
  for (const char* text : {"{} {}", "1 2", "{}x", "[],"}) EXPECT_NE(error_of(text), "accepted") << text;
}

TEST(Json, refuses_a_nul_byte_which_would_hide_what_follows) {
  EXPECT_NE(error_of(std::string_view("{}\0{\"a\": 1}", 11)).find("NUL"), std::string::npos);
}

TEST(Json, refuses_what_is_not_json) {
  for (const char* text : {"", " ", "{", "[1,]", "{\"a\" 1}", "{a: 1}", "'a'", "// c\n1", "01", "+1", ".5", "1.",
                           "\"\t\"", "\"\xff\"", "tru", "[1 2]", "{\"a\":}", R"("\u12")"}) {
    const std::string message = error_of(text);
    EXPECT_NE(message, "accepted") << text;
    EXPECT_NE(message.find("at line 1, column "), std::string::npos) << message;
  }
}

TEST(Json, accepts_64_levels_and_refuses_65) {
  EXPECT_TRUE(parse_json(nested(64)));
  EXPECT_NE(error_of(nested(65)).find("deeper than 64 levels"), std::string::npos);
  EXPECT_NE(error_of(std::string(1000000, '[')).find("deeper than 64 levels"), std::string::npos);
}

TEST(Json, describes_values_for_messages) {
  EXPECT_EQ(describe(parsed("\"4\"")), "\"4\"");
  EXPECT_EQ(describe(parsed("true")), "true");
  EXPECT_EQ(describe(parsed("[1,2]")), "a list of 2");
  EXPECT_EQ(describe(parsed("{}")), "an object");
  EXPECT_EQ(describe(parsed("null")), "null");
  EXPECT_LT(describe(Json{std::string(10000, 'x')}).size(), 60U);
}

TEST(Json, reads_many_keys_in_time_that_grows_with_their_number) {
  // A check of each key against all before it takes minutes for this many.
  std::string text = "{";
  for (int i = 0; i < 200000; ++i) text += "\"key" + std::to_string(i) + "\":1,";
  EXPECT_TRUE(parse_json(text + "\"last\":1}"));
  EXPECT_NE(error_of(text + "\"key7\":1}").find("key7: this key appears twice"), std::string::npos);
}

TEST(Json, keeps_the_keys_of_nested_objects_apart) {
  EXPECT_TRUE(parse_json(R"({"a": {"a": {"a": 1}, "b": 2}, "b": [{"a": 1}, {"a": 1}]})"));
  EXPECT_EQ(error_of(R"({"a": {"b": 1}, "a": 1})"),
            "a: this key appears twice; which value counts is ambiguous at line 1, column 19");
}

TEST(Json, refuses_a_text_larger_than_any_configuration) {
  const std::string text = '"' + std::string(std::size_t{4} << 20, 'x') + '"';
  EXPECT_EQ(error_of(text), "the text has 4194306 bytes; at most 4194304 are read");
}

TEST(Json, cuts_no_character_in_two_when_it_shortens_a_text) {
  for (int before = 36; before <= 40; ++before) {
    const std::string text = std::string(static_cast<std::size_t>(before), 'x') + "\xe4\xbd\x8d\xe7\xbd\xae";
    const std::string shown = describe(Json{text});
    EXPECT_TRUE(parse_json(shown)) << "not UTF-8: " << shown;
  }
}

}  // namespace
}  // namespace ropescope
