#include "train/gradient.hpp"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "config/model_config.hpp"
#include "core/index.hpp"
#include "kernels/aligned.hpp"
#include "kernels/elementwise.hpp"
#include "kernels/matmul.hpp"
#include "kernels/rms_norm.hpp"
#include "kernels/softmax.hpp"
#include "train/layer_pass.hpp"
#include "train/pose.hpp"
#include "train/step_weights.hpp"
#include "train/train_linear.hpp"
#include "train/train_plan.hpp"

namespace ropescope {

struct RowGradient::State {
  std::optional<LayerPass> pass;
  std::vector<LayerTrace> layers;
  std::vector<TrainPlan> placed;  // the step's, where the row's tokens stand elsewhere
  AlignedFloats hidden;           // [T, hidden_size]: the residual stream, then its gradient
  AlignedFloats normed;           // [T, hidden_size]
  AlignedFloats logits;           // [T, vocab_size], then their gradient
  AlignedFloats d_normed;         // [T, hidden_size]
  PackedMatrix packed;
};

namespace {

// -log p of each target, summed; the logits become the gradient of that, times weight. targets: [T]
double cross_entropy(std::span<const int> targets, float weight, std::span<float> logits) {
  const std::size_t vocabulary = logits.size() / targets.size();
  double loss = 0;
  for (std::size_t n = 0; n < targets.size(); ++n) {
    const auto row = logits.subspan(n * vocabulary, vocabulary);
    float& target = row[index(targets[n])];
    loss += log_sum_exp(row) - static_cast<double>(target);
    softmax(row);
    target -= 1;
    scale(row, weight, row.data());
  }
  return loss;
}

}  // namespace

RowGradient::RowGradient() : state_(std::make_unique<State>()) {}
RowGradient::RowGradient(RowGradient&&) noexcept = default;
RowGradient& RowGradient::operator=(RowGradient&&) noexcept = default;
RowGradient::~RowGradient() = default;

double RowGradient::add(const StepWeights& step, std::span<const int> tokens, float weight, std::span<float> gradient,
                        const std::vector<int>& positions) {
  const StepWeights::State& of = *step.state_;
  const ModelConfig& config = of.model->config;
  assert(tokens.size() == index(of.length) + 1 && gradient.size() == of.model->size);
  const auto inputs = tokens.first(tokens.size() - 1);
  const std::size_t width = index(config.hidden_size);
  State& s = *state_;
  if (!s.pass) s.pass.emplace(config);
  s.layers.resize(of.layers.size());
  if (!positions.empty()) {
    s.placed.clear();
    for (const TrainPlan& plan : of.plans) s.placed.push_back(plan_at(plan, positions));
  }
  const std::vector<TrainPlan>& plans = positions.empty() ? of.plans : std::as_const(s.placed);

  s.hidden.resize(inputs.size() * width);
  for (std::size_t n = 0; n < inputs.size(); ++n) {
    std::ranges::copy(of.values.subspan(index(inputs[n]) * width, width), &s.hidden[n * width]);
  }
  for (std::size_t l = 0; l < of.layers.size(); ++l) {
    s.pass->forward(of.layers[l], plans[of.layers[l].plan], s.layers[l], s.hidden);
  }
  s.normed.resize(s.hidden.size());
  rms_norm(s.hidden, of.norm.weight, config.norm_eps, s.normed);
  s.logits.resize(inputs.size() * index(config.vocab_size));
  apply(of.head, s.normed, s.logits);
  const double loss = cross_entropy(tokens.subspan(1), weight, s.logits);

  add_weight_gradient(of.head, s.normed, s.logits, gradient, s.packed);
  s.d_normed.resize(s.hidden.size());
  input_gradient(of.head, s.logits, s.d_normed);
  s.normed.assign(s.hidden.begin(), s.hidden.end());
  std::ranges::fill(s.hidden, 0.0F);
  rms_norm_backward(s.normed, of.norm.weight, config.norm_eps,
                    {s.d_normed, s.hidden, gradient.subspan(of.norm.offset, width)});
  for (std::size_t l = of.layers.size(); l-- > 0;) {
    s.pass->backward(of.layers[l], plans[of.layers[l].plan], s.layers[l], s.hidden, gradient);
  }
  for (std::size_t n = 0; n < inputs.size(); ++n) {
    add_to(gradient.subspan(index(inputs[n]) * width, width), &s.hidden[n * width]);
  }
  return loss;
}

}  // namespace ropescope
