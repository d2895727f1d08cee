// Published configurations as transformers 5.12.1 reads them: frequencies, attention factor, DeepSeek's logit
// multiplier.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <string>

#include "config/rope_reader.hpp"
#include "golden.hpp"
#include "io/json.hpp"
#include "plans.hpp"

namespace ropescope {
namespace {

TEST(RopeReaderGolden, reads_every_published_configuration_as_transformers_does) {
  std::size_t compared = 0;
  std::size_t with_logit_multiplier = 0;
  double worst = 0;
  for (const Json& row : golden::cases("hf_rope_real_models.json")) {
    SCOPED_TRACE(golden::text(row, "model"));
    const auto reading = read_rope(*row.find("raw_config"));
    ASSERT_TRUE(reading) << reading.error().message;
    const RopeReading& main = reading->main;
    const auto plan = plan_of(main.method, main.rope, static_cast<int>(golden::number(row, "seq_len", 1)));
    ASSERT_TRUE(plan) << plan.error().message;
    const double difference = golden::worst_relative(plan->inv_freq, golden::numbers(row, "inv_freq"));
    EXPECT_LE(difference, 1e-5);  // float32, and the cancellation in its ramps
    EXPECT_NEAR(plan->attention_factor, golden::number(row, "attention_factor"), 1e-12);
    EXPECT_NEAR(main.softmax_scale_factor, golden::number(row, "extra_softmax_scale_multiplier", 1), 1e-12);
    with_logit_multiplier += row.find("extra_softmax_scale_multiplier") != nullptr ? 1 : 0;
    worst = std::max(worst, difference);
    ++compared;
  }
  EXPECT_EQ(compared, 14U);
  EXPECT_GT(with_logit_multiplier, 0U);
  RecordProperty("worst_inv_freq", std::to_string(worst * 1e6) + "e-6");
}

}  // namespace
}  // namespace ropescope
