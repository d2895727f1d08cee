// Learned sinks: each head has a number that takes part in the softmax without a key, so that a query can attend to
// nothing. huggingface/transformers, models/gpt_oss/modeling_gpt_oss.py, eager_attention_forward, after Miller,
// "Attention Is Off By One". m = query, n = key, h = head: p_mn = exp(l_mn) / (exp(s_h) + sum_j exp(l_mj)).
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "position/bias_table.hpp"
#include "position/method.hpp"

namespace ropescope::methods {

struct SinkLogit {
  std::vector<double> sink;  // [num_heads], nats; transformers: self_attn.sinks

  static constexpr MethodInfo info{
      .id = "sink_logit",
      .name = "Learned sink",
      .summary = "Lets each head attend to nothing: a learned number joins the softmax without a key.",
      .trained_as = "sink_logit",
      .source = {"OpenAI", "gpt-oss, as run by Hugging Face transformers", "huggingface/transformers",
                 "models/gpt_oss/modeling_gpt_oss.py"}};
  static constexpr std::array params{
      param<&SinkLogit::sink>({.key = "sink",
                               .min = -1e6,
                               .max = 1e6,
                               .doc = "One number a head, nats: the score of attending to nothing.",
                               .learned = true})};
  static constexpr std::array elsewhere{
      Elsewhere{"llama.cpp", "The tensors blk.N.attn_sinks of gpt-oss, which its softmax reads."}};

  [[nodiscard]] Result<std::vector<double>> sink_logit(const RopeConfig& /*rope*/, const PlanRequest& request) const {
    if (const Status checked = check_per_head("sink_logit.sink", sink, request); !checked) return checked.error();
    return sink;
  }

  // 0: as likely as a key whose score is 0. Hugging Face draws N(0, 0.02), which is next to it.
  [[nodiscard]] std::vector<LearnedList> initial_numbers(const RopeConfig& /*rope*/, const PlanRequest& request) const {
    const auto heads = static_cast<std::size_t>(request.num_heads);
    return {{"sink", {request.num_heads}, std::vector<double>(heads), -1e6, 1e6}};
  }

  [[nodiscard]] NumberLists sink_gradient(std::span<const double> by_head) const {
    return {std::vector<double>(by_head.begin(), by_head.end())};
  }
};

}  // namespace ropescope::methods
