// Partial rotation and the forms of the rope dictionary: what is honoured, what is refused (METHODS 15, second half).
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <string_view>

#include "config/rope_reader.hpp"
#include "plans.hpp"
#include "readings.hpp"

namespace ropescope {
namespace {

TEST(RopeReaderPartial, must_be_a_share_that_gives_an_even_number_of_channels) {
  for (const char* share : {"0", "1.5", "-0.5", "true", "\"0.5\""}) {
    expect_refused(config(R"(, "partial_rotary_factor": )" + std::string(share)),
                   "partial_rotary_factor must be a number above 0");
  }
  expect_refused(
      config(R"(, "partial_rotary_factor": 0.3)"),
      "partial_rotary_factor 0.3 must give an even number of rotated channels, from 2 to head_dim (64), got 19");
  expect_refused(config(R"(, "rotary_pct": 0.3)"), "rotary_pct 0.3 must give an even number");
  EXPECT_EQ(read(config(R"(, "partial_rotary_factor": 0.5)")).rope.rotary_dim, 32);
}

TEST(RopeReaderPartial, is_honoured_or_refused_by_the_model_type) {
  EXPECT_EQ(read(config(R"(, "model_type": "phi", "partial_rotary_factor": 0.25)")).rope.rotary_dim, 16);
  expect_refused(config(R"(, "model_type": "llama", "partial_rotary_factor": 0.25)"),
                 R"(partial_rotary_factor 0.25: model_type "llama" rotates whole heads)");
  EXPECT_EQ(read(config(R"(, "model_type": "llama", "partial_rotary_factor": 1.0)")).rope.rotary_dim, 64);
}

TEST(RopeReaderPartial, stated_twice_must_agree) {
  expect_refused(
      config(R"(, "partial_rotary_factor": 0.5, "rope_parameters": {"rope_type": "default", "rope_theta": 1e4,
                          "partial_rotary_factor": 0.25})"),
      "rope_parameters.partial_rotary_factor 0.25 and partial_rotary_factor 0.5 beside it differ");
  expect_refused(config(R"(, "partial_rotary_factor": 0.5, "rotary_dim": 16)"),
                 "rotary_dim 16 and partial_rotary_factor 0.5");
  EXPECT_EQ(read(config(R"(, "partial_rotary_factor": 0.5, "rotary_dim": 32)")).rope.rotary_dim, 32);
}

TEST(RopeReaderNested, truncate_inside_a_layer_type_is_honoured) {
  const auto nested = [](std::string_view truncate) {
    return config(R"(, "rope_parameters": {"full_attention": {"rope_type": "yarn", "rope_theta": 150000, "factor": 32,
                       "original_max_position_embeddings": 128, "truncate": )" +
                  std::string(truncate) + R"(}, "sliding_attention": {"rope_type": "default", "rope_theta": 10000}})");
  };
  const RopeReading rounded = read(nested("true"));
  const RopeReading exact = read(nested("false"));
  EXPECT_EQ(exact.method.params.at("truncate"), ParamValue{false});
  EXPECT_NE(plan_of(rounded.method, rounded.rope)->inv_freq, plan_of(exact.method, exact.rope)->inv_freq);
  expect_refused(nested("\"no\""), "rope_parameters.full_attention.truncate must be true or false");
}

TEST(RopeReaderDictionaries, given_twice_must_mean_the_same) {
  const std::string yarn =
      R"({"rope_type": "yarn", "factor": 4.0, "rope_theta": 1e4, "original_max_position_embeddings": 1024})";
  const std::string older =
      R"(, "rope_theta": 1e4, "rope_scaling": {"type": "yarn", "factor": 4, "original_max_position_embeddings": 1024})";
  EXPECT_TRUE(
      mentions(read(config(older + R"(, "rope_parameters": )" + yarn)).notes, "are both given and mean the same"));
  expect_refused(config(older + R"(, "rope_parameters": {"rope_type": "default", "rope_theta": 1e4})"),
                 "rope_scaling and rope_parameters differ");
  EXPECT_EQ(read(config(R"(, "rope_scaling": null, "rope_parameters": )" + yarn)).method.id, "yarn");
}

TEST(RopeReaderDictionaries, that_are_no_objects_are_refused) {
  for (const char* value : {"4", "\"linear\"", "[]", "true"}) {
    expect_refused(config(R"(, "rope_scaling": )" + std::string(value)), "rope_scaling must be an object or null");
  }
  expect_refused(config(R"(, "rope_parameters": {"rope_type": "default", "colour": {}})"),
                 "rope_parameters mixes settings of its own (rope_type) with those of colour");
  const RopeReading shared = read(config(R"(, "rope_parameters": {"rope_type": "linear", "factor": 4,
      "full_attention": {}, "sliding_attention": {"rope_type": "default"}})"));
  EXPECT_EQ(shared.method.id, "linear");
  EXPECT_TRUE(mentions(shared.notes, "rope_parameters.rope_type: shared by the layer types"));
}

TEST(RopeReaderDictionaries, report_keys_that_mean_nothing_to_their_type) {
  const RopeReading reading = read(scaled(R"("type": "linear", "factor": 4, "beta_fast": 32, "colour": "red")"));
  EXPECT_TRUE(mentions(reading.warnings, R"(rope_scaling.beta_fast: rope_type "linear" has no such key; ignored)"));
  EXPECT_TRUE(mentions(reading.warnings, "rope_scaling.colour: "));
}

TEST(RopeReaderTypes, of_the_yarn_authors_are_spelled_with_hyphens_or_underscores) {
  for (const std::string type : {"dynamic-yarn", "dynamic_yarn", "ntk-by-parts", "ntk_by_parts"}) {
    const auto reading =
        read(scaled(R"("type": ")" + type + R"(", "factor": 4, "original_max_position_embeddings": 1024)"));
    EXPECT_EQ(reading.method.id, type.starts_with("dynamic") ? "dynamic_yarn" : "part_ntk");
    EXPECT_TRUE(mentions(reading.notes, "\"" + type + "\": of the configurations of jquesnelle/yarn"));
    const bool has_hyphens = type.find('_') == std::string::npos;
    EXPECT_EQ(mentions(reading.notes, "\"" + type + "\": read as "), !has_hyphens) << type;
  }
}

// Two types of one name: the one that asks for keys which are there, and only then.
TEST(RopeReaderTypes, that_share_a_name_are_told_apart_by_their_keys) {
  const auto yarn = [](const std::string& more) {
    return read(R"({"head_dim": 4, "max_position_embeddings": 4096, "rope_scaling": {"type": "yarn", "factor": 4,
                    "original_max_position_embeddings": 1024)" +
                more + "}}");
  };
  const RopeReading both = yarn(R"(, "short_factor": [1, 1], "long_factor": [1, 4])");
  EXPECT_EQ(both.method.id, "longrope");
  EXPECT_TRUE(mentions(both.notes, R"("yarn" with short_factor, long_factor: what Phi-3 first called longrope)"));
  EXPECT_EQ(yarn(R"(, "short_factor": [1, 1])").method.id, "yarn");
  EXPECT_EQ(yarn(R"(, "short_factor": null, "long_factor": [1, 4])").method.id, "yarn");
}

TEST(RopeReaderTypes, of_equal_low_and_high_factors_are_a_step_in_llama_4_alone) {
  const auto llama3 = [](std::string_view model_type, std::string_view high) {
    return config(R"(, "model_type": ")" + std::string(model_type) + R"(", "rope_scaling": {"rope_type": "llama3",
        "factor": 8, "original_max_position_embeddings": 8192, "low_freq_factor": 1, "high_freq_factor": )" +
                  std::string(high) + "}");
  };
  EXPECT_EQ(read(llama3("llama4_text", "1")).method.id, "ntk_by_parts");
  EXPECT_EQ(read(llama3("llama4_text", "4")).method.id, "llama3");
  expect_refused(llama3("llama", "1"), "rope_scaling.high_freq_factor must be greater than low_freq_factor (1), got 1");
}

TEST(RopeReaderTypes, that_other_software_adds_a_factor_to_multiply_what_their_parameters_make) {
  const RopeReading reading = read(scaled(R"("type": "yarn", "factor": 4, "original_max_position_embeddings": 1024,
      "mscale": 2, "mscale_all_dim": 1, "attn_factor": 0.5)"));
  const double automatic = (0.2 * std::log(4) + 1) / (0.1 * std::log(4) + 1);
  EXPECT_NEAR(plan_of(reading.method, reading.rope)->attention_factor, 0.5 * automatic, 1e-15);  // rounding
}

TEST(RopeReader, refuses_a_document_that_is_no_object) {
  for (const char* text : {"[]", "4", "null", "\"llama\""}) expect_refused(text, "config.json must be an object, got ");
}

TEST(RopeReader, plain_rope_is_null_absent_empty_or_default) {
  for (const char* more :
       {"", R"(, "rope_scaling": null)", R"(, "rope_scaling": {})", R"(, "rope_scaling": {"type": "default"})",
        R"(, "rope_parameters": {"rope_theta": 10000.0})"}) {
    EXPECT_EQ(read(config(more)).method.id, "rope") << more;
  }
}

TEST(RopeReaderNested, a_key_of_the_dictionary_is_no_layer_type) {
  expect_refused(scaled(R"("factor": {})"), "rope_scaling has factor but no rope_type");
}

}  // namespace
}  // namespace ropescope
