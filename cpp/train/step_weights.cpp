#include "train/step_weights.hpp"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "model/learned_numbers.hpp"
#include "position/method.hpp"
#include "position/plan.hpp"
#include "position/registry.hpp"
#include "train/gradient.hpp"
#include "train/method_numbers.hpp"
#include "train/parameters.hpp"
#include "train/pose.hpp"
#include "train/train_linear.hpp"
#include "train/train_plan.hpp"

namespace ropescope {
namespace {

class StepBuilder {
 public:
  StepBuilder(const TrainModel& model, std::span<const float> values) : model_(model), values_(values) {}

  [[nodiscard]] TrainNorm norm(const std::string& name) const {
    const TrainTensor& tensor = *model_.find(name);
    return {values_.subspan(tensor.offset, tensor.size), tensor.offset};
  }

  // The matrices from `first` to `last`, which lie one behind the other.
  [[nodiscard]] TrainLinear linear(const std::string& first, const std::string& last) const {
    const TrainTensor& begin = *model_.find(first);
    const TrainTensor& end = *model_.find(last);
    const std::size_t size = end.offset + end.size - begin.offset;
    return pack_linear(begin, static_cast<int>(size / static_cast<std::size_t>(begin.shape[1])), values_);
  }

  [[nodiscard]] TrainLayer layer(int number) const {
    const std::string name = "model.layers." + std::to_string(number) + ".";
    TrainLayer layer;
    layer.input_norm = norm(name + "input_layernorm.weight");
    layer.qkv = linear(name + "self_attn.q_proj.weight", name + "self_attn.v_proj.weight");
    layer.o = linear(name + "self_attn.o_proj.weight", name + "self_attn.o_proj.weight");
    layer.post_attention_norm = norm(name + "post_attention_layernorm.weight");
    layer.gate_up = linear(name + "mlp.gate_proj.weight", name + "mlp.up_proj.weight");
    layer.down = linear(name + "mlp.down_proj.weight", name + "mlp.down_proj.weight");
    return layer;
  }

  // The model's methods with the layer's learned numbers.
  [[nodiscard]] std::vector<MethodSpec> methods(int layer) const {
    const LearnedNumbers learned = learned_of("model.layers." + std::to_string(layer) + ".self_attn.position.");
    std::vector<MethodSpec> methods;
    for (const MethodSpec& method : model_.config.methods) {
      methods.push_back(with_learned_numbers(method, learned, {}));
    }
    return methods;
  }

  // Those of them that learn.
  [[nodiscard]] std::vector<Learner> learners(int layer, std::span<const MethodSpec> methods) const {
    std::vector<Learner> learners;
    for (const MethodSpec& method : methods) {
      const auto lists = initial_numbers(method, model_.config.rope.rope, train_request(model_.config, layer, 1));
      if (!lists || lists->empty()) continue;
      Learner& learner = learners.emplace_back(Learner{method, {}});
      for (const LearnedList& list : *lists) {
        learner.tensors.push_back(model_.find(position_tensor(layer, method.id, list.key)));
      }
    }
    return learners;
  }

 private:
  [[nodiscard]] LearnedNumbers learned_of(std::string_view prefix) const {
    LearnedNumbers learned;
    for (const TrainTensor& tensor : model_.tensors) {
      if (!tensor.name.starts_with(prefix)) continue;
      const auto numbers = values_.subspan(tensor.offset, tensor.size);
      learned.emplace(tensor.name.substr(prefix.size()), std::vector<double>(numbers.begin(), numbers.end()));
    }
    return learned;
  }

  const TrainModel& model_;
  std::span<const float> values_;
};

// Which of the plans is this one; added where it is new. Errors: those of make_train_plan.
Result<std::size_t> place_of(const PositionPlan& plan, int length, std::vector<TrainPlan>& plans) {
  for (std::size_t i = 0; i < plans.size(); ++i) {
    if (plans[i].plan == plan) return i;
  }
  auto made = make_train_plan(plan, length);
  if (!made) return made.error();
  plans.push_back(*std::move(made));
  return plans.size() - 1;
}

}  // namespace

Result<StepWeights> StepWeights::make(const TrainModel& model, std::span<const float> values, int length,
                                      int pose_length) {
  if (values.size() != model.size) {
    return Error{ErrorCode::invalid_argument,
                 "must_have_number_a_weight",
                 "values",
                 {{"count", model.size}, {"given", values.size()}}};
  }
  auto state = std::make_unique<State>();
  state->model = &model;
  state->values = values;
  state->length = length;
  const StepBuilder builder(model, values);
  for (int number = 0; number < model.config.num_hidden_layers; ++number) {
    TrainLayer layer = builder.layer(number);
    layer.request = train_request(model.config, number, std::max(length, pose_length));
    const std::vector<MethodSpec> methods = builder.methods(number);
    layer.learners = builder.learners(number, methods);
    const auto plan = make_plan(methods, model.config.rope.rope, layer.request);
    if (!plan) return plan.error();
    if (pose_length > 0) {
      if (const Status checked = check_pose(*plan); !checked) return checked.error();
    }
    const auto place = place_of(*plan, length, state->plans);
    if (!place) return place.error();
    layer.plan = *place;
    state->layers.push_back(std::move(layer));
  }
  state->norm = builder.norm("model.norm.weight");
  const std::string head = model.config.tie_word_embeddings ? "model.embed_tokens.weight" : "lm_head.weight";
  state->head = builder.linear(head, head);
  return StepWeights(std::move(state));
}

StepWeights::StepWeights(std::unique_ptr<State> state) : state_(std::move(state)) {}
StepWeights::StepWeights(StepWeights&&) noexcept = default;
StepWeights& StepWeights::operator=(StepWeights&&) noexcept = default;
StepWeights::~StepWeights() = default;

}  // namespace ropescope
