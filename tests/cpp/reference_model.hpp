// A whole forward pass in double, straight from the tensors of a file.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <string>
#include <vector>

#include "config/model_config.hpp"
#include "position/registry.hpp"
#include "reference.hpp"
#include "tiny_model.hpp"

namespace ropescope::reference {

class Forward {
 public:
  Forward(const ModelConfig& config, const test::NamedTensors& tensors) : config_(config), tensors_(tensors) {}

  // [tokens, vocab_size]
  [[nodiscard]] Doubles logits(const std::vector<int>& tokens, const std::vector<MethodSpec>& methods) const {
    return logits(tokens, methods, {});
  }

  // Tokens that stand elsewhere than at 0, 1, ...; the methods only turn pairs, and not by the text's length.
  [[nodiscard]] Doubles placed_logits(const std::vector<int>& tokens, const std::vector<MethodSpec>& methods,
                                      const std::vector<int>& positions) const {
    const PositionPlan plan = *make_plan(methods, config_.rope.rope, {.seq_len = static_cast<int>(tokens.size())});
    return logits(tokens, methods, {std::vector<PositionPlan>(tokens.size(), plan), positions});
  }

  // The same as an engine with a cache of rotated keys gets it: `prefill` tokens at once, then one at a time, each
  // query and each key rotated by the plan of the length at its time. The methods only turn pairs.
  [[nodiscard]] Doubles rotated_cache_logits(const std::vector<int>& tokens, const std::vector<MethodSpec>& methods,
                                             int prefill) const {
    std::vector<PositionPlan> at_token;
    for (int n = 0; n < static_cast<int>(tokens.size()); ++n) {
      at_token.push_back(*make_plan(methods, config_.rope.rope, {.seq_len = std::max(prefill, n + 1)}));
    }
    return logits(tokens, methods, {at_token, {}});
  }

 private:
  struct Turning {
    std::vector<PositionPlan> plans;  // [tokens] where each has turned by a plan of its own, or empty
    std::vector<int> positions;       // [tokens], or empty: 0, 1, ...
  };

  [[nodiscard]] Doubles logits(const std::vector<int>& tokens, const std::vector<MethodSpec>& methods,
                               const Turning& at_token) const {
    const std::size_t width = index(config_.hidden_size);
    Doubles hidden;
    for (const int token : tokens) {
      const auto& table = tensors_.at("model.embed_tokens.weight").values;
      for (std::size_t i = 0; i < width; ++i) hidden.push_back(table[index(token) * width + i]);
    }
    for (int layer = 0; layer < config_.num_hidden_layers; ++layer) {
      const PlanRequest request{.seq_len = static_cast<int>(tokens.size()),
                                .window = config_.sliding_window[index(layer)],
                                .layer = layer,
                                .num_layers = config_.num_hidden_layers,
                                .num_heads = config_.num_attention_heads,
                                .hidden_size = config_.hidden_size};
      const std::string name = "model.layers." + std::to_string(layer) + ".";
      run_layer(name, *make_plan(with_learned(methods, name), config_.rope.rope, request), at_token, hidden);
    }
    const Doubles normed = norm("model.norm.weight", hidden);
    return product(config_.tie_word_embeddings ? "model.embed_tokens.weight" : "lm_head.weight", normed);
  }

  // The methods with the numbers that the layer's tensors hold for them.
  [[nodiscard]] std::vector<MethodSpec> with_learned(std::vector<MethodSpec> methods, const std::string& layer) const {
    for (MethodSpec& method : methods) {
      const std::string place = layer + "self_attn.position." + method.id + ".";
      for (const Param& param : find_method(method.id)->params) {
        const std::string key(param.key);
        const auto tensor = tensors_.find(place + key);
        if (tensor == tensors_.end()) continue;
        method.params[key] = Doubles(tensor->second.values.begin(), tensor->second.values.end());
      }
    }
    return methods;
  }

  [[nodiscard]] Doubles norm(const std::string& name, const Doubles& x) const {
    const auto& weight = tensors_.at(name).values;
    Doubles y(x.size());
    for (std::size_t begin = 0; begin < x.size(); begin += weight.size()) {
      double squares = 0;
      for (std::size_t i = 0; i < weight.size(); ++i) squares += x[begin + i] * x[begin + i];
      const double scale = std::sqrt(squares / static_cast<double>(weight.size()) + config_.norm_eps);
      for (std::size_t i = 0; i < weight.size(); ++i)
        y[begin + i] = x[begin + i] / scale * static_cast<double>(weight[i]);
    }
    return y;
  }

  [[nodiscard]] Doubles product(const std::string& name, const Doubles& x) const {
    const auto& weight = tensors_.at(name);
    const std::size_t outputs = weight.shape[0];
    const std::size_t inputs = weight.shape[1];
    Doubles y(x.size() / inputs * outputs);
    for (std::size_t row = 0; row < x.size() / inputs; ++row) {
      for (std::size_t o = 0; o < outputs; ++o) {
        for (std::size_t i = 0; i < inputs; ++i) {
          y[row * outputs + o] += static_cast<double>(weight.values[o * inputs + i]) * x[row * inputs + i];
        }
      }
    }
    return y;
  }

  [[nodiscard]] Doubles linear(const std::string& name, const Doubles& x) const {
    Doubles y = product(name + ".weight", x);
    const auto bias = tensors_.find(name + ".bias");
    if (bias == tensors_.end()) return y;
    for (std::size_t i = 0; i < y.size(); ++i)
      y[i] += static_cast<double>(bias->second.values[i % bias->second.values.size()]);
    return y;
  }

  [[nodiscard]] double activation(double x) const {
    switch (config_.hidden_act) {
      case Activation::silu:
        return x / (1 + std::exp(-x));
      case Activation::gelu:
        return 0.5 * x * (1 + std::erf(x / std::numbers::sqrt2));
      case Activation::relu:
        return std::max(x, 0.0);
      case Activation::relu2:
        return std::max(x, 0.0) * std::max(x, 0.0);
      case Activation::gelu_tanh:
        break;
    }
    return 0.5 * x * (1 + std::tanh(std::sqrt(2 / std::numbers::pi) * (x + 0.044715 * x * x * x)));
  }

  // x: [tokens, heads, head_dim]
  void turn(Doubles& x, int heads, const Turning& at_token) const {
    const std::size_t dim = index(config_.head_dim);
    for (std::size_t head = 0; head < x.size() / dim; ++head) {
      const std::size_t n = head / index(heads);
      const PositionPlan& plan = at_token.plans[n];
      const double position = at_token.positions.empty() ? static_cast<double>(n) : at_token.positions[n];
      rotate_head(&x[head * dim], plan.inv_freq, position, plan.attention_factor);
    }
  }

  void run_layer(const std::string& name, PositionPlan plan, const Turning& at_token, Doubles& hidden) const {
    const Doubles x = norm(name + "input_layernorm.weight", hidden);
    Doubles q = linear(name + "self_attn.q_proj", x);
    Doubles k = linear(name + "self_attn.k_proj", x);
    const Doubles v = linear(name + "self_attn.v_proj", x);
    if (config_.form.qk_norm != QkNorm::none) {
      q = norm(name + "self_attn.q_norm.weight", q);
      k = norm(name + "self_attn.k_norm.weight", k);
    }
    if (!at_token.plans.empty()) {
      turn(q, config_.num_attention_heads, at_token);
      turn(k, config_.num_key_value_heads, at_token);
      plan.inv_freq.clear();
      plan.attention_factor = 1;
    }
    const int rows = static_cast<int>(hidden.size() / index(config_.hidden_size));
    Facts facts = facts_of(plan, config_.num_attention_heads);
    if (!plan.forget_gate.bias.empty()) facts.gate_sums = gate_sums(plan.forget_gate, x);
    const auto mixed =
        attention(Projections{q, k, v},
                  {rows, rows, 0, config_.num_attention_heads, config_.num_key_value_heads, config_.head_dim}, facts);
    add(linear(name + "self_attn.o_proj", mixed.out), hidden);
    const Doubles y = norm(name + "post_attention_layernorm.weight", hidden);
    Doubles up = linear(name + "mlp.up_proj", y);
    if (tensors_.contains(name + "mlp.gate_proj.weight")) {
      const Doubles gate = linear(name + "mlp.gate_proj", y);
      for (std::size_t i = 0; i < up.size(); ++i) up[i] *= activation(gate[i]);
    } else {
      for (double& value : up) value = activation(value);
    }
    add(linear(name + "mlp.down_proj", up), hidden);
  }

  static void add(const Doubles& x, Doubles& sum) {
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += x[i];
  }

  const ModelConfig& config_;
  const test::NamedTensors& tensors_;
};

}  // namespace ropescope::reference
