// Every case of transformers' ROPE_INIT_FUNCTIONS (5.12.1, float32) against ours (double), through the config reader.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "config/rope_reader.hpp"
#include "core/error_codes.hpp"
#include "golden.hpp"
#include "io/json.hpp"
#include "position/registry.hpp"

namespace ropescope {
namespace {

// The file's own case as the config.json it stands for.
Json config_of(const Json& golden_case) {
  return Json{Json::Object{{"head_dim", *golden_case.find("head_dim")},
                           {"max_position_embeddings", *golden_case.find("max_position_embeddings")},
                           {"rope_parameters", *golden_case.find("rope_parameters")}}};
}

// What transformers computes with a warning and we refuse, by a part of the case's id.
bool is_refused(const std::string& id) {
  return id.find("/beta_swapped/") != std::string::npos || id.find("/attn0/") != std::string::npos;
}

struct Outcome {
  std::size_t compared = 0;
  std::size_t refused = 0;
  double worst = 0;
  double worst_attention_factor = 0;
};

void compare(const Json& golden_case, double tolerance, Outcome& outcome) {
  const std::string id = golden::text(golden_case, "id");
  SCOPED_TRACE(id);
  const auto reading = read_rope(config_of(golden_case));
  if (is_refused(id)) {
    ASSERT_FALSE(reading);
    EXPECT_EQ(reading.error().code, ErrorCode::invalid_config);
    EXPECT_NE(reading.error().message.find("rope_parameters."), std::string::npos) << reading.error().message;
    ++outcome.refused;
    return;
  }
  ASSERT_TRUE(reading) << reading.error().message;
  const int seq_len = static_cast<int>(golden::number(golden_case, "seq_len", 1));  // null: as at start
  const auto plan = make_plan(std::vector{reading->main.method}, reading->main.rope, {.seq_len = seq_len});
  ASSERT_TRUE(plan) << plan.error().message;
  const double difference = golden::worst_relative(plan->inv_freq, golden::numbers(golden_case, "inv_freq"));
  const double attention = std::abs(plan->attention_factor - golden::number(golden_case, "attention_factor"));
  EXPECT_LE(difference, tolerance);
  EXPECT_LE(attention, 1e-12);  // transformers computes it in double
  outcome.worst = std::max(outcome.worst, difference);
  outcome.worst_attention_factor = std::max(outcome.worst_attention_factor, attention);
  ++outcome.compared;
}

struct GoldenFile {
  std::string name;
  double tolerance;  // relative; float32 rounding, and for ramps the cancellation in them
  std::size_t cases;
  std::size_t refused;
};

class FrequencyGolden : public testing::TestWithParam<GoldenFile> {};

TEST_P(FrequencyGolden, agrees_with_transformers_case_by_case) {
  const GoldenFile& file = GetParam();
  Outcome outcome;
  for (const Json& golden_case : golden::cases(file.name)) compare(golden_case, file.tolerance, outcome);
  EXPECT_EQ(outcome.compared, file.cases - file.refused);
  EXPECT_EQ(outcome.refused, file.refused);
  RecordProperty("worst_inv_freq", std::to_string(outcome.worst * 1e6) + "e-6");
  RecordProperty("worst_attention_factor", std::to_string(outcome.worst_attention_factor * 1e15) + "e-15");
}

INSTANTIATE_TEST_SUITE_P(transformers, FrequencyGolden,
                         testing::Values(GoldenFile{"hf_rope_init_basic.json", 2e-6, 57, 0},
                                         GoldenFile{"hf_rope_init_dynamic.json", 2e-6, 177, 0},
                                         GoldenFile{"hf_rope_init_yarn.json", 1e-5, 222, 0},
                                         GoldenFile{"hf_rope_init_yarn_opts.json", 1e-5, 150, 16},
                                         GoldenFile{"hf_rope_init_llama3.json", 1e-5, 113, 0},
                                         GoldenFile{"hf_rope_init_longrope.json", 2e-6, 66, 0}),
                         [](const auto& file) {
                           const std::string& name = file.param.name;
                           return name.substr(0, name.find('.'));
                         });

}  // namespace
}  // namespace ropescope
