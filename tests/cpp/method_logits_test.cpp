// Scales and norms of scores: log-n, temperatures, key norms.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "attention/attention.hpp"
#include "attention_cases.hpp"
#include "core/result.hpp"
#include "position/plan.hpp"
#include "position/registry.hpp"
#include "position/rope_config.hpp"

namespace ropescope {
namespace {

using testing::HasSubstr;

Result<PositionPlan> planned(const MethodSpec& spec, int trained, int seq_len = 1000) {
  return make_plan(std::vector{spec}, RopeConfig{8, 8, 10000, trained}, {.seq_len = seq_len});
}

std::string message(const MethodSpec& spec, int trained) {
  const auto plan = planned(spec, trained);
  return plan ? "accepted" : plan.error().message;
}

TEST(LogN, is_one_at_the_trained_length_and_clipped_below_it) {
  const auto clipped = planned({"log_n", {}}, 100)->logit_scale;
  const auto trained_in = planned({"log_n", {{"clipped", false}}}, 100)->logit_scale;
  EXPECT_EQ(trained_in[0], 0.0F) << "ln 1: one key, which any scale weighs 1";
  EXPECT_EQ(trained_in[99], 1.0F);
  for (std::size_t m = 0; m < 1000; ++m) {
    const double ratio = std::log(static_cast<double>(m) + 1) / std::log(100.0);
    EXPECT_NEAR(trained_in[m], ratio, 1e-7);
    EXPECT_EQ(clipped[m], m < 100 ? 1.0F : trained_in[m]);
  }
}

TEST(LogN, grows_as_the_published_ratios) {
  const auto scale = planned({"log_n", {}}, 512, 16384)->logit_scale;
  const std::vector<double> published{1.111, 1.222, 1.333, 1.444, 1.556};  // kexue.fm 8823: N / L = 2 .. 32, L = 512
  for (std::size_t i = 0; i < published.size(); ++i) EXPECT_NEAR(scale[(1024U << i) - 1], published[i], 5e-4);
}

TEST(LogN, takes_another_base_and_refuses_one_that_has_no_logarithm) {
  EXPECT_EQ(planned({"log_n", {{"base", 200.0}}}, 100)->logit_scale, planned({"log_n", {}}, 200)->logit_scale);
  EXPECT_THAT(message({"log_n", {}}, 1), HasSubstr("of at least 2, or a base, got 1"));
  EXPECT_THAT(message({"log_n", {{"base", 1.0}}}, 100), HasSubstr("base must be a number from 1.001"));
}

TEST(Temperature, rises_a_step_with_every_stretch) {
  const auto llama = planned({"temperature", {{"floor_scale", 10.0}, {"attn_scale", 0.5}}}, 100)->logit_scale;
  const auto ministral =
      planned({"temperature", {{"form", std::string("ministral")}, {"floor_scale", 10.0}, {"attn_scale", 0.5}}}, 100)
          ->logit_scale;
  for (int m = 0; m < 1000; ++m) {
    const int llama_steps = (m + 1) / 10;
    const int ministral_steps = m / 10;
    EXPECT_NEAR(llama[test::index(m)], 1 + 0.5 * std::log(1.0 + llama_steps), 3e-7);
    EXPECT_NEAR(ministral[test::index(m)], 1 + 0.5 * std::log(1.0 + ministral_steps), 3e-7);
  }
}

TEST(KeyNorm, divides_what_its_variant_says) {
  const auto norms = [](const char* which) {
    return planned({"key_norm", {{"norm", std::string(which)}}}, 512)->norms;
  };
  EXPECT_EQ(norms("kna"), (Norms{.queries = false, .keys = true, .score_scale = 1}));
  EXPECT_EQ(norms("qna"), (Norms{.queries = true, .keys = false, .score_scale = 1}));
  const Norms cosine = norms("cosa");
  EXPECT_TRUE(cosine.queries && cosine.keys);
  EXPECT_NEAR(cosine.score_scale, 4 * std::log(256.0), 1e-14);
  EXPECT_THAT(message({"key_norm", {{"norm", std::string("cosa")}}}, 2), HasSubstr("above 2 for cosa"));
  EXPECT_EQ(message({"key_norm", {{"norm", std::string("cosa")}, {"scale", 3.0}}}, 2), "accepted");
}

TEST(KeyNorm, makes_scores_blind_to_the_length_of_keys) {
  const AttentionShape shape{30, 30, 0, 1, 1, 8};
  auto tensors = test::random_tensors(shape);
  const auto plan = *planned({"key_norm", {}}, 512, 30);
  const auto before = test::attended(tensors, shape, plan);
  for (std::size_t i = 0; i < tensors.k.size(); ++i) tensors.k[i] *= i / 8 % 2 == 0 ? 4.0F : 0.25F;  // exact in float
  EXPECT_EQ(test::attended(tensors, shape, plan), before);
  EXPECT_NE(test::attended(tensors, shape, *planned({"rope", {}}, 512, 30)), before);
}

}  // namespace
}  // namespace ropescope
