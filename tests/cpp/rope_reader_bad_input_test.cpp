// Bad and ambiguous configurations, one test a row of the study's table (METHODS 15): what each is refused with, or
// read as.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "config/rope_reader.hpp"
#include "readings.hpp"

namespace ropescope {
namespace {

TEST(RopeReaderType, an_unknown_type_is_refused_with_the_allowed_ones) {
  expect_refused(
      scaled(R"("rope_type": "yarm", "factor": 4)"),
      "rope_scaling.rope_type must be one of default, linear, dynamic, yarn, llama3, longrope, proportional");
}

TEST(RopeReaderType, su_is_an_older_name_of_longrope) {
  const RopeReading reading = read(
      R"({"hidden_size": 8, "num_attention_heads": 1, "max_position_embeddings": 128, "original_max_position_embeddings": 32,
          "rope_scaling": {"type": "su", "short_factor": [1, 1, 1, 1], "long_factor": [1, 2, 3, 4]}})");
  EXPECT_EQ(reading.method.id, "longrope");
  EXPECT_TRUE(mentions(reading.notes, "older name of longrope"));
}

TEST(RopeReaderType, the_older_key_type_is_read_with_a_note) {
  const RopeReading reading = read(scaled(R"("type": "linear", "factor": 4)"));
  EXPECT_EQ(reading.method.id, "linear");
  EXPECT_TRUE(mentions(reading.notes, "rope_scaling.type: read as rope_type"));
}

TEST(RopeReaderType, type_and_rope_type_that_differ_are_refused) {
  expect_refused(scaled(R"("type": "linear", "rope_type": "dynamic", "factor": 4)"),
                 R"(rope_scaling.type "linear" and rope_scaling.rope_type "dynamic" differ)");
  EXPECT_EQ(read(scaled(R"("type": "linear", "rope_type": "linear", "factor": 4)")).method.id, "linear");
}

TEST(RopeReaderType, a_factor_without_a_type_is_refused) {
  expect_refused(scaled(R"("factor": 4)"), "rope_scaling has factor but no rope_type");
}

TEST(RopeReaderFactor, is_required_by_linear_dynamic_and_llama3) {
  expect_refused(scaled(R"("type": "linear")"), "rope_scaling.factor is missing");
  expect_refused(scaled(R"("type": "linear", "factor": null)"), "rope_scaling.factor is missing");
  expect_refused(scaled(R"("type": "dynamic")"), "rope_scaling.factor is missing");
  expect_refused(scaled(R"("rope_type": "llama3", "low_freq_factor": 1, "high_freq_factor": 4,
                           "original_max_position_embeddings": 1024)"),
                 "rope_scaling.factor is missing");
}

TEST(RopeReaderFactor, must_be_a_number_of_at_least_one_and_is_not_coerced) {
  for (const char* type : {"linear", "dynamic", "yarn"}) {
    for (const char* factor : {"0", "-2", "0.5", "true", "\"4\"", "[4]", "{}", "1e300"}) {
      const std::string text = scaled(R"("original_max_position_embeddings": 1024, "type": ")" + std::string(type) +
                                      R"(", "factor": )" + factor);
      expect_refused(text, "rope_scaling.factor must be ");
    }
  }
  expect_refused(scaled(R"("type": "linear", "factor": NaN)"),
                 R"(rope_scaling.factor must be a number from 1 to 1000000, got "NaN")");
}

TEST(RopeReaderOriginal, is_required_by_yarn_llama3_and_longrope_unless_assumed) {
  const std::string yarn = scaled(R"("type": "yarn", "factor": 4)");
  expect_refused(yarn, "rope_scaling.original_max_position_embeddings is missing; yarn needs the trained length");
  const RopeReading assumed = read(yarn, {.assume_original_length = true});
  EXPECT_EQ(assumed.rope.original_max_position_embeddings, 4096);
  EXPECT_TRUE(mentions(assumed.warnings, "assumed to be max_position_embeddings 4096"));
  expect_refused(scaled(R"("type": "llama3", "factor": 4, "low_freq_factor": 1, "high_freq_factor": 4)"),
                 "rope_scaling.original_max_position_embeddings is missing");
  expect_refused(scaled(R"("type": "longrope", "short_factor": [1], "long_factor": [1])"),
                 "rope_scaling.original_max_position_embeddings is missing");
}

TEST(RopeReaderOriginal, must_be_a_whole_number_of_at_least_one) {
  for (const char* length : {"0", "-1", "1.5", "\"4096\"", "true", "1e12"}) {
    expect_refused(scaled(R"("type": "yarn", "factor": 4, "original_max_position_embeddings": )" + std::string(length)),
                   "rope_scaling.original_max_position_embeddings must be a whole number");
  }
}

TEST(RopeReaderOriginal, inside_and_beside_must_agree) {
  const std::string inside =
      R"(, "rope_scaling": {"type": "yarn", "factor": 4, "original_max_position_embeddings": 1024})";
  EXPECT_EQ(
      read(config(R"(, "original_max_position_embeddings": 1024)" + inside)).rope.original_max_position_embeddings,
      1024);
  expect_refused(
      config(R"(, "original_max_position_embeddings": 2048)" + inside),
      "rope_scaling.original_max_position_embeddings 1024 and original_max_position_embeddings 2048 beside it differ");
}

TEST(RopeReaderFactor, that_contradicts_the_lengths_is_read_with_a_warning_that_shows_both) {
  const RopeReading reading = read(scaled(R"("type": "yarn", "factor": 8, "original_max_position_embeddings": 1024)"));
  EXPECT_EQ(reading.method.params.at("factor"), ParamValue{8.0});
  EXPECT_TRUE(mentions(reading.warnings,
                       "rope_scaling.factor 8: max_position_embeddings / original_max_position_embeddings is 4"));
}

TEST(RopeReaderFactor,
     over_a_stated_length_that_is_still_the_trained_one_tells_what_to_write) {  // as Qwen 2.5's cards do
  const RopeReading reading = read(scaled(R"("type": "yarn", "factor": 8, "original_max_position_embeddings": 4096)"));
  EXPECT_EQ(reading.method.params.at("factor"), ParamValue{8.0});
  EXPECT_TRUE(mentions(reading.warnings, "max_position_embeddings is still the trained length, 4096"));
  EXPECT_TRUE(mentions(reading.warnings, "for 32768 tokens write 32768 there"));
}

TEST(RopeReaderFactor, that_is_null_or_absent_in_yarn_is_the_ratio_of_the_lengths) {
  for (const char* factor : {R"("factor": null, )", ""}) {
    const RopeReading reading =
        read(scaled(std::string(factor) + R"("type": "yarn", "original_max_position_embeddings": 1024)"));
    EXPECT_EQ(reading.method.params.at("factor"), ParamValue{4.0});
  }
}

TEST(RopeReaderBetas, turned_around_zero_or_negative_are_refused_and_null_is_the_default) {
  const auto yarn = [](std::string_view more) {
    return scaled(R"("type": "yarn", "factor": 4, "original_max_position_embeddings": 1024, )" + std::string(more));
  };
  expect_refused(yarn(R"("beta_fast": 1, "beta_slow": 32)"),
                 "rope_scaling.beta_fast must be at least beta_slow (32), got 1");
  expect_refused(yarn(R"("beta_fast": 0)"), "rope_scaling.beta_fast must be a number");
  expect_refused(yarn(R"("beta_slow": -1)"), "rope_scaling.beta_slow must be a number");
  EXPECT_EQ(read(yarn(R"("beta_fast": null)")).method.params.at("beta_fast"), ParamValue{32.0});
}

TEST(RopeReaderAttentionFactor, must_be_above_zero) {
  for (const char* value : {"-1", "0", "\"1\"", "false"}) {
    expect_refused(
        scaled(R"("type": "yarn", "factor": 4, "original_max_position_embeddings": 1024, "attention_factor": )" +
               std::string(value)),
        "rope_scaling.attention_factor must be a number");
  }
}

TEST(RopeReaderAttentionFactor, that_looks_like_an_extension_factor_is_warned_of) {
  const RopeReading reading = read(
      scaled(R"("type": "yarn", "factor": 4, "original_max_position_embeddings": 1024, "attention_factor": 32.0)"));
  EXPECT_TRUE(mentions(reading.warnings, "was the extension factor meant?"));
}

TEST(RopeReaderRamp, that_interpolates_pairs_which_it_says_to_keep_is_warned_of) {
  const auto warned = [](const std::string& theta, const std::string& length) {
    return mentions(
        read(config(R"(, "rope_theta": )" + theta +
                    R"(, "rope_scaling": {"type": "yarn", "factor": 4, "original_max_position_embeddings": )" + length +
                    "}"))
            .warnings,
        "interpolated all the same");
  };
  EXPECT_TRUE(warned("10", "32768"));  // the last of 32 pairs turns 550 times, the ramp begins past it
  EXPECT_FALSE(warned("10", "1024"));
  EXPECT_FALSE(warned("10000", "32768"));
}

TEST(RopeReaderTheta, must_be_a_number_above_one_wherever_it_stands) {
  for (const char* theta : {"1", "0", "-10000", "null", "\"10000\"", "true", "1e300"}) {
    expect_refused(config(R"(, "rope_theta": )" + std::string(theta)), "rope_theta must be a number above 1");
    expect_refused(config(R"(, "rope_parameters": {"rope_type": "default", "rope_theta": )" + std::string(theta) + "}"),
                   "rope_parameters.rope_theta must be a number above 1");
  }
}

TEST(RopeReaderTheta, inside_and_beside_must_agree) {
  expect_refused(config(R"(, "rope_theta": 10000, "rope_parameters": {"rope_type": "default", "rope_theta": 500000})"),
                 "rope_parameters.rope_theta 500000 and rope_theta 10000 beside it differ");
}

TEST(RopeReaderTheta, that_is_absent_is_the_default_of_transformers_with_a_note) {
  EXPECT_TRUE(mentions(read(config("")).notes, "rope_theta: absent, 10000 is transformers' default"));
  const RopeReading mixtral = read(config(R"(, "model_type": "mixtral")"));
  EXPECT_EQ(mixtral.rope.rope_theta, 1e6);
}

TEST(RopeReaderHead, must_have_an_even_number_of_channels) {
  expect_refused(R"({"head_dim": 15, "max_position_embeddings": 128})",
                 "head_dim must give an even number of rotated channels");
  expect_refused(R"({"head_dim": 0, "max_position_embeddings": 128})", "head_dim must be a whole number");
  expect_refused(R"({"max_position_embeddings": 128})", "hidden_size is missing");
  expect_refused(R"({"hidden_size": 100, "num_attention_heads": 3})",
                 "hidden_size 100 is not a multiple of num_attention_heads 3");
}

TEST(RopeReaderHead, of_two_channels_cannot_scale_dynamically) {
  const std::string message =
      error_of(R"({"head_dim": 2, "max_position_embeddings": 128, "rope_scaling": {"type": "dynamic", "factor": 2}})");
  EXPECT_EQ(message, "dynamic_ntk needs rotary_dim > 2 (its exponent is d/(d-2)), got rotary_dim 2");
}

TEST(RopeReaderLlama3, with_high_not_above_low_is_refused) {
  for (const char* high : {"1", "0.5"}) {
    expect_refused(
        scaled(R"("type": "llama3", "factor": 4, "low_freq_factor": 1, "original_max_position_embeddings": 1024,
                             "high_freq_factor": )" +
               std::string(high)),
        "rope_scaling.high_freq_factor must be greater than low_freq_factor (1), got ");
  }
}

TEST(RopeReaderLongRope, with_lists_of_the_wrong_length_is_refused_with_both_lengths) {
  const auto longrope = [](std::string_view more) {
    return R"({"head_dim": 8, "max_position_embeddings": 128, "rope_scaling": {"type": "longrope", )" +
           std::string(more) + "}}";
  };
  expect_refused(
      longrope(R"("short_factor": [1, 1, 1], "long_factor": [1, 1, 1, 1], "original_max_position_embeddings": 32)"),
      "rope_scaling.short_factor must have rotary_dim / 2 = 4 numbers, one a pair, got 3");
  expect_refused(longrope(R"("short_factor": [1, 1, 1, 1], "long_factor": 4, "original_max_position_embeddings": 32)"),
                 "rope_scaling.long_factor must be a list of numbers");
  expect_refused(
      longrope(
          R"("short_factor": [1, "1", 1, 1], "long_factor": [1, 1, 1, 1], "original_max_position_embeddings": 32)"),
      "rope_scaling.short_factor[1] must be a number, got \"1\"");
  expect_refused(longrope(R"("long_factor": [1, 1, 1, 1], "original_max_position_embeddings": 32)"),
                 "rope_scaling.short_factor is missing");
  expect_refused(
      longrope(R"("short_factor": [1, 1, 1, 1], "long_factor": [1, 1, 1, 1], "original_max_position_embeddings": 1)"),
      "longrope needs original_max_position_embeddings > 1");
  expect_refused(longrope(R"("factor": 0, "short_factor": [1, 1, 1, 1], "long_factor": [1, 1, 1, 1],
                             "original_max_position_embeddings": 32)"),
                 "rope_scaling.factor must be a number");
}

}  // namespace
}  // namespace ropescope
