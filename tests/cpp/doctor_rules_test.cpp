// Each rule of config/doctor_rules.cpp: a configuration that it speaks of, and one beside it that it passes over.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "config/rope_reader.hpp"
#include "core/saying.hpp"
#include "readings.hpp"

namespace ropescope {
namespace {

bool says(const std::vector<Saying>& said, std::string_view reason) {
  for (const Saying& saying : said) {
    if (saying.reason.id() == reason) return true;
  }
  return false;
}

std::string yarn(std::string_view more) {
  return scaled(R"("rope_type": "yarn", "factor": 4, "original_max_position_embeddings": 1024)" + std::string(more));
}

TEST(DoctorRules, scaling_may_be_lost_where_positions_have_axes) {
  EXPECT_TRUE(says(read(yarn(R"(, "mrope_section": [8, 12, 12])")).warnings, "scaling_lost_under_axes"));
  EXPECT_FALSE(says(read(scaled(R"("rope_type": "default", "mrope_section": [8, 12, 12])")).warnings,
                    "scaling_lost_under_axes"));
}

TEST(DoctorRules, two_extensions_are_one_too_many) {
  const std::string chunks = R"(, "dual_chunk_attention_config": {"chunk_size": 1024})";
  const std::string linear = R"(, "rope_scaling": {"rope_type": "linear", "factor": 4})";
  EXPECT_TRUE(says(read(config(linear + chunks)).warnings, "scaled_twice"));
  EXPECT_FALSE(says(read(config(R"(, "rope_theta": 10000)" + chunks)).warnings, "scaled_twice"));
}

TEST(DoctorRules, a_ramp_that_is_not_rounded_is_rounded_elsewhere) {
  EXPECT_TRUE(says(read(yarn(R"(, "truncate": false)")).notes, "ramp_rounded_elsewhere"));
  EXPECT_FALSE(says(read(yarn("")).notes, "ramp_rounded_elsewhere"));
}

TEST(DoctorRules, betas_of_long_texts_keep_nothing_of_short_ones) {
  const std::string short_text =
      R"({"head_dim": 32, "max_position_embeddings": 512, "rope_scaling": {"rope_type": "yarn", "factor": 4,
          "original_max_position_embeddings": 128)";
  // 128 / (2 pi) = 20.4 turns of the fastest pair
  EXPECT_TRUE(says(read(short_text + "}}").warnings, "betas_keep_nothing"));
  EXPECT_FALSE(says(read(short_text + R"(, "beta_fast": 8}})").warnings, "betas_keep_nothing"));
}

TEST(DoctorRules, exponents_go_over_the_channels_that_rotate) {
  EXPECT_TRUE(says(read(config(R"(, "partial_rotary_factor": 0.5)")).notes, "exponents_over_part"));
  EXPECT_FALSE(says(read(config(R"(, "partial_rotary_factor": 1)")).notes, "exponents_over_part"));
}

TEST(DoctorRules, a_static_scaling_changes_short_texts) {
  EXPECT_TRUE(says(read(yarn("")).notes, "scales_short_texts"));
  EXPECT_FALSE(says(read(scaled(R"("rope_type": "dynamic", "factor": 4)")).notes, "scales_short_texts"));
}

// The table of kexue.fm 10122 for heads of 128 channels: 4,096 tokens want a base of 2.7e4.
TEST(DoctorRules, a_base_has_a_least_value_for_a_length) {
  const auto with_base = [](std::string_view base) {
    return read(R"({"head_dim": 128, "max_position_embeddings": 4096, "rope_theta": )" + std::string(base) + "}").notes;
  };
  EXPECT_TRUE(says(with_base("10000"), "base_bound_passed"));
  EXPECT_TRUE(says(with_base("20000"), "base_bound_passed"));
  EXPECT_FALSE(says(with_base("27000"), "base_bound_passed"));
  EXPECT_FALSE(says(with_base("500000"), "base_bound_passed"));
}

TEST(DoctorRules, a_base_has_a_largest_value_for_float32) {
  EXPECT_TRUE(says(read(config(R"(, "rope_theta": 1e7)")).notes, "base_above_precision"));
  EXPECT_FALSE(says(read(config(R"(, "rope_theta": 5e6)")).notes, "base_above_precision"));
}

}  // namespace
}  // namespace ropescope
