// The Forgetting Transformer (FoX): each head reads off every token how much of all before it is kept, so that the text
// decides how fast scores fall; nothing rotates. Lin, Nikishin, He, Courville, arXiv 2503.02130, section 3;
// zhixuan-lin/forgetting-transformer, fgate_type "full". t = token, x_t = what its q, k and v are projected from,
// f_t = sigmoid(w_h . x_t + b_h): the bias of query m and key n is ln f_(n+1) + ... + ln f_m.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <vector>

#include "core/log_sigmoid.hpp"
#include "position/bias_table.hpp"
#include "position/method.hpp"

namespace ropescope::methods {

struct ForgetGate {
  std::vector<double> weight{};  // [num_heads, hidden_size]
  std::vector<double> bias{};    // [num_heads]

  static constexpr MethodInfo info{
      .id = "forget_gate",
      .name = "Forget gate",
      .summary =
          "Lowers a score by gates that each head reads off the tokens in between: the text decides how fast it "
          "forgets; nothing rotates.",
      .trained_as = "forget_gate",
      .source = {"Lin, Nikishin, He, Courville", "Forgetting Transformer: Softmax Attention with a Forget Gate",
                 "2503.02130", "section 3"}};
  static constexpr std::array params{
      param<&ForgetGate::weight>({.key = "weight",
                                  .min = -1e3,
                                  .max = 1e3,
                                  .doc = "What a gate reads of a token: hidden_size numbers a head.",
                                  .learned = true}),
      param<&ForgetGate::bias>({.key = "bias",
                                .min = -1e3,
                                .max = 1e3,
                                .doc = "One number a head: a gate keeps sigmoid(bias) where it reads only zeros.",
                                .learned = true})};
  static constexpr std::array elsewhere{
      Elsewhere{"x-transformers", "DataDependentAlibi, beside any other positions; biases start at 5, as here."},
      Elsewhere{"flash-linear-attention", "The same, as forgetting_attn; the authors' code starts biases at 0."}};

  [[nodiscard]] Result<Frequencies> frequencies(const RopeConfig& /*rope*/, const PlanRequest& /*request*/) const {
    return Frequencies{};
  }

  // A plan that is not for a layer of a model does without the weights: only the biases say something there.
  [[nodiscard]] Result<KeyGates> forget_gate(const RopeConfig& /*rope*/, const PlanRequest& request) const {
    if (const Status checked = check_per_head("forget_gate.bias", bias, request); !checked) return checked.error();
    const std::uint64_t heads = bias.size();
    const std::uint64_t inputs = request.hidden_size > 0 ? std::uint64_t(request.hidden_size) : weight.size() / heads;
    const Status fits = check_learned("forget_gate.weight", weight, heads * inputs, "num_heads x hidden_size");
    return fits ? Result<KeyGates>(KeyGates{.weight = weight, .bias = bias}) : fits.error();
  }

  // 5: x-transformers; a head forgets half within 103 tokens. Weights of 0, not random ones: every text begins alike.
  [[nodiscard]] std::vector<LearnedList> initial_numbers(const RopeConfig& /*rope*/, const PlanRequest& request) const {
    const auto heads = static_cast<std::size_t>(request.num_heads);
    const auto inputs = static_cast<std::size_t>(request.hidden_size);
    return {{"weight", {request.num_heads, request.hidden_size}, std::vector<double>(heads * inputs), -1e3, 1e3},
            {"bias", {request.num_heads}, std::vector<double>(heads, 5.0), -1e3, 1e3}};
  }

  [[nodiscard]] static NumberLists forget_gate_gradient(const KeyGates& by) { return {by.weight, by.bias}; }

  [[nodiscard]] std::vector<Fact> facts(const RopeConfig& /*rope*/, const PlanRequest& /*request*/) const {
    if (bias.empty()) return {};
    const double most = *std::ranges::max_element(bias);
    return {{"half_life_at_zero", std::numbers::ln2 / -log_sigmoid(most), "tokens",
             "After so many tokens that its gates read zeros of, the slowest head keeps half: no more than the biases "
             "say; in a text its tokens decide."}};
  }
};

}  // namespace ropescope::methods
