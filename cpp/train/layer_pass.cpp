#include "train/layer_pass.hpp"

#include <cstddef>
#include <span>
#include <vector>

#include "attention/key_gates.hpp"
#include "kernels/activation.hpp"
#include "kernels/rms_norm.hpp"
#include "train/method_numbers.hpp"
#include "train/step_weights.hpp"
#include "train/train_attention.hpp"
#include "train/train_gates.hpp"
#include "train/train_linear.hpp"
#include "train/train_plan.hpp"

namespace ropescope {
namespace {

void norm_back(const TrainNorm& norm, std::span<const float> x, double eps, NormGradient gradient) {
  gradient.d_weight = gradient.d_weight.subspan(norm.offset, norm.weight.size());
  rms_norm_backward(x, norm.weight, eps, gradient);
}

}  // namespace

void LayerPass::forward(const TrainLayer& layer, const TrainPlan& plan, LayerTrace& trace, std::span<float> hidden) {
  const std::size_t rows = hidden.size() / layer.qkv.inputs();
  const std::size_t inner = layer.down.inputs();
  trace.input.assign(hidden.begin(), hidden.end());
  trace.normed_input.resize(hidden.size());
  rms_norm(hidden, layer.input_norm.weight, eps_, trace.normed_input);
  trace.attention.qkv.resize(rows * layer.qkv.outputs());
  apply(layer.qkv, trace.normed_input, trace.attention.qkv);
  trace.attention.gate_sums.clear();
  const KeyGates& gates = plan.plan.forget_gate;
  if (!gates.bias.empty()) add_gate_sums(gates, trace.normed_input, trace.attention.gate_sums);
  attention_.forward(plan, trace.attention);
  apply(layer.o, trace.attention.mixed, hidden, true);

  trace.middle.assign(hidden.begin(), hidden.end());
  trace.normed_middle.resize(hidden.size());
  rms_norm(hidden, layer.post_attention_norm.weight, eps_, trace.normed_middle);
  trace.gate_up.resize(rows * 2 * inner);
  apply(layer.gate_up, trace.normed_middle, trace.gate_up);
  inner_.resize(rows * inner);
  for (std::size_t n = 0; n < rows; ++n) {
    const std::span<const float> gate(&trace.gate_up[2 * n * inner], inner);
    activate_gated(activation_, gate, gate.data() + inner, &inner_[n * inner]);
  }
  apply(layer.down, inner_, hidden, true);
}

void LayerPass::feed_forward_back(const TrainLayer& layer, LayerTrace& trace, std::span<float> d_hidden,
                                  std::span<float> gradient) {
  const std::size_t inner = layer.down.inputs();
  const std::size_t rows = d_hidden.size() / layer.down.outputs();
  inner_.resize(rows * inner);
  input_gradient(layer.down, d_hidden, inner_);
  for (std::size_t n = 0; n < rows; ++n) {
    const std::span<float> gate(&trace.gate_up[2 * n * inner], inner);
    activate_gated_backward(activation_, gate, gate.data() + inner, &inner_[n * inner]);
  }
  add_weight_gradient(layer.down, inner_, d_hidden, gradient, packed_);
  add_weight_gradient(layer.gate_up, trace.normed_middle, trace.gate_up, gradient, packed_);
  d_normed_.resize(d_hidden.size());
  input_gradient(layer.gate_up, trace.gate_up, d_normed_);
  norm_back(layer.post_attention_norm, trace.middle, eps_, {d_normed_, d_hidden, gradient});
}

// From the gradients of the plan to those of the numbers that it is made of.
void LayerPass::learn(const TrainLayer& layer, std::span<float> gradient) const {
  const auto reversed = attention_.bias_gradient();
  const std::vector<double> by_distance(reversed.rbegin(), reversed.rend());
  for (const Learner& learner : layer.learners) {
    const PlanGradient by_plan{by_distance, attention_.sink_gradient(), attention_.head_scale_gradient(),
                               attention_.phase_gradient(), &gate_gradient_};
    const auto lists = number_gradients(learner.method, layer.request, by_plan);
    for (std::size_t k = 0; k < learner.tensors.size(); ++k) {
      if (learner.tensors[k] == nullptr) continue;
      float* part = &gradient[learner.tensors[k]->offset];
      for (std::size_t i = 0; i < (*lists)[k].size(); ++i) part[i] += static_cast<float>((*lists)[k][i]);
    }
  }
}

void LayerPass::backward(const TrainLayer& layer, const TrainPlan& plan, LayerTrace& trace, std::span<float> d_hidden,
                         std::span<float> gradient) {
  feed_forward_back(layer, trace, d_hidden, gradient);
  d_mixed_.resize(trace.attention.mixed.size());
  input_gradient(layer.o, d_hidden, d_mixed_);
  add_weight_gradient(layer.o, trace.attention.mixed, d_hidden, gradient, packed_);
  d_qkv_.resize(trace.attention.qkv.size());
  attention_.backward(plan, trace.attention, d_mixed_, d_qkv_);
  add_weight_gradient(layer.qkv, trace.normed_input, d_qkv_, gradient, packed_);
  input_gradient(layer.qkv, d_qkv_, d_normed_);
  if (const KeyGates& gates = plan.plan.forget_gate; !gates.bias.empty()) {
    const GateTrace of_gates{trace.normed_input, trace.attention.gate_sums, attention_.sum_gradient()};
    gate_gradient_ = gates_back(gates, of_gates, d_normed_);
  }
  if (!layer.learners.empty()) learn(layer, gradient);
  norm_back(layer.input_norm, trace.input, eps_, {d_normed_, d_hidden, gradient});
}

}  // namespace ropescope
