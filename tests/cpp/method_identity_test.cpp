// Which methods leave texts of the trained length alone, and up to which token: METHODS, table 2. L = trained length.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "attention/attention.hpp"
#include "attention_cases.hpp"
#include "position/method.hpp"
#include "position/registry.hpp"
#include "position/rope_config.hpp"

namespace ropescope {
namespace {

constexpr RopeConfig rope{16, 16, 10000, 64};

// Attention outputs of a text under these methods; nothing where they are refused.
std::vector<float> outputs(const std::vector<MethodSpec>& methods, int tokens) {
  const auto plan = make_plan(methods, rope, {.seq_len = tokens, .num_layers = 2, .num_heads = 2});
  if (!plan) ADD_FAILURE() << plan.error().message;
  if (!plan) return {};
  const AttentionShape shape{tokens, tokens, 0, 2, 1, 16};
  return test::attended(test::random_tensors(shape), shape, *plan);
}

// The largest difference from plain RoPE.
double from_plain(const std::vector<MethodSpec>& methods, int tokens) {
  const auto ours = outputs(methods, tokens);
  const auto plain = outputs({}, tokens);
  double largest = 0;
  for (std::size_t i = 0; i < plain.size(); ++i) {
    largest = std::max(largest, std::abs(static_cast<double>(ours[i]) - static_cast<double>(plain[i])));
  }
  return largest;
}

struct Promise {
  std::string name;
  std::vector<MethodSpec> methods;
  int tokens;           // texts up to here are plain RoPE bit for bit, one token more is not
  double rounding = 0;  // where the same distance comes from other positions
};

std::vector<Promise> promises() {
  const auto list = [](double value) { return std::vector<double>(8, value); };
  const Params leaves_short{
      {"short_factor", list(1)}, {"long_factor", list(4)}, {"factor", 4.0}, {"attention_factor", 1.0}};
  return {{"dynamic_ntk", {{"dynamic_ntk", {}}}, 64},
          {"dynamic_yarn", {{"dynamic_yarn", {}}}, 64},
          {"longrope_that_leaves_short_texts", {{"longrope", leaves_short}}, 64},
          {"log_n", {{"log_n", {}}}, 64},
          {"temperature_llama4", {{"temperature", {}}}, 63},  // floor((m + 1) / L) is 1 for the 64th token
          {"temperature_ministral", {{"temperature", {{"form", std::string("ministral")}}}}, 64},
          {"window", {{"window", {}}}, 64},
          {"sinks", {{"sinks", {}}}, 64},
          {"rerope", {{"rerope", {{"window", 20.0}}}}, 21},              // N <= w + 1
          {"leaky_rerope", {{"leaky_rerope", {{"window", 20.0}}}}, 21},  // N <= w + 1
          {"string", {{"string", {{"shift", 20.0}, {"attention_factor", 1.0}}}}, 20},
          {"self_extend", {{"self_extend", {{"window", 20.0}}}}, 21},  // at D = W still W where G divides nothing yet
          {"dual_chunk", {{"dual_chunk", {{"chunk", 40.0}}}}, 41, 2e-6}};  // largest distance = chunk
}

class InTheTrainedLength : public testing::TestWithParam<Promise> {};

TEST_P(InTheTrainedLength, it_is_plain_rope_up_to_the_promised_token_and_not_beyond) {
  const Promise& promise = GetParam();
  for (const int tokens : {1, 2, promise.tokens / 2, promise.tokens}) {
    EXPECT_LE(from_plain(promise.methods, tokens), promise.rounding) << tokens << " tokens";
  }
  EXPECT_GT(from_plain(promise.methods, promise.tokens + 1), 5e-6);
}

INSTANTIATE_TEST_SUITE_P(Methods, InTheTrainedLength, testing::ValuesIn(promises()),
                         [](const auto& promise) { return promise.param.name; });

class EvenInTheTrainedLength : public testing::TestWithParam<MethodSpec> {};

TEST_P(EvenInTheTrainedLength, it_is_not_plain_rope) { EXPECT_GT(from_plain({GetParam()}, 20), 1e-4); }

INSTANTIATE_TEST_SUITE_P(Methods, EvenInTheTrainedLength,
                         testing::Values(MethodSpec{"linear", {}}, MethodSpec{"ntk_aware", {{"alpha", 4.0}}},
                                         MethodSpec{"ntk_by_parts", {}}, MethodSpec{"part_ntk", {}},
                                         MethodSpec{"yarn", {}}, MethodSpec{"llama3", {}}, MethodSpec{"ntk_su", {}},
                                         MethodSpec{"abf", {}}, MethodSpec{"resonance", {}},
                                         MethodSpec{"proportional", {{"factor", 4.0}}}, MethodSpec{"xpos", {}},
                                         MethodSpec{"alibi", {}}, MethodSpec{"sandwich", {}}, MethodSpec{"nope", {}},
                                         MethodSpec{"key_norm", {}}, MethodSpec{"log_n", {{"clipped", false}}},
                                         MethodSpec{"hwfa", {{"window", 10.0}}}, MethodSpec{"clipped_rope", {}},
                                         MethodSpec{"drope", {}}, MethodSpec{"nope_scale", {}},
                                         MethodSpec{"ssmax", {{"s", std::vector<double>{0.4, 0.5}}}},
                                         MethodSpec{"string", {}}, MethodSpec{"layer_pattern", {{"window", 10.0}}}),
                         [](const auto& method) { return method.param.id; });

}  // namespace
}  // namespace ropescope
