// The table of what the list in methods.hpp holds: all of it is derived from the structs.
#include "position/registry.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "core/text.hpp"
#include "position/axes.hpp"
#include "position/composition.hpp"
#include "position/config_form.hpp"
#include "position/limits.hpp"
#include "position/method.hpp"
#include "position/methods.hpp"
#include "position/param.hpp"
#include "position/param_values.hpp"
#include "position/plan.hpp"
#include "position/rope_config.hpp"
#include "position/slots.hpp"

namespace ropescope {
namespace {

constexpr double max_theta = 1e15;  // far above any model, far below where base changes overflow
constexpr int max_head_dim = 1 << 16;
constexpr int max_heads = 1 << 16;

template <class M>
MethodEntry describe_method() {
  MethodEntry entry;
  entry.info = M::info;
  entry.params = M::params;
  M defaults;
  entry.defaults = values_in(M::params, &defaults);
  entry.slots = slots_of<M>();
  if constexpr (NamesOthers<M>) entry.elsewhere.assign(M::elsewhere.begin(), M::elsewhere.end());
  if constexpr (HasPresets<M>) entry.presets = M::presets;
  if constexpr (IsRopeType<M>) entry.rope_types.assign(M::rope_types.begin(), M::rope_types.end());
  if constexpr (HasConfigWords<M>) entry.config_words = M::config_words;
  entry.depends_on_length = DependsOnLength<M>;
  entry.layered = Layered<M>;
  entry.trainable = trainable<M>;
  return entry;
}

// Lets one method fill its slots of a plan.
template <class M>
Status apply(const Params& complete, const RopeConfig& rope, const PlanRequest& request, PositionPlan& plan) {
  return fill_slots(configured<M>(complete), rope, request, plan);
}

template <class M>
std::vector<Fact> facts_of(const Params& complete, const RopeConfig& rope, const PlanRequest& request) {
  if constexpr (GivesFacts<M>) return configured<M>(complete).facts(rope, request);
  return {};
}

template <class M>
std::string_view weights_of(const Params& complete) {
  if constexpr (NamesWeights<M>) return configured<M>(complete).trained_as();
  return M::info.trained_as;
}

template <class M>
std::vector<LearnedList> initial_numbers_of(const Params& complete, const RopeConfig& rope,
                                            const PlanRequest& request) {
  if constexpr (Learns<M>) return configured<M>(complete).initial_numbers(rope, request);
  return {};
}

template <class M>
NumberLists number_gradients_of(const Params& complete, const PlanRequest& request, const PlanGradient& gradient) {
  if constexpr (LearnsBias<M>) return configured<M>(complete).bias_gradient(request, gradient.bias);
  if constexpr (LearnsSink<M>) return configured<M>(complete).sink_gradient(gradient.sink_logit);
  if constexpr (LearnsPhases<M>) return configured<M>(complete).phase_gradient(gradient.phases);
  if constexpr (LearnsHeadScale<M>) return configured<M>(complete).head_scale_gradient(gradient.head_scale);
  if constexpr (LearnsForgetGate<M>) return configured<M>(complete).forget_gate_gradient(*gradient.forget_gate);
  return {};
}

// What is known of a method by its place in the list.
struct Functions {
  Status (*apply)(const Params&, const RopeConfig&, const PlanRequest&, PositionPlan&);
  std::vector<Fact> (*facts)(const Params&, const RopeConfig&, const PlanRequest&);
  std::string_view (*weights)(const Params&);
  std::vector<LearnedList> (*initial_numbers)(const Params&, const RopeConfig&, const PlanRequest&);
  NumberLists (*number_gradients)(const Params&, const PlanRequest&, const PlanGradient&);
};

template <class... M>
std::vector<MethodEntry> describe_all(MethodList<M...> /*list*/) {
  return {describe_method<M>()...};
}

template <class... M>
constexpr std::array<Functions, sizeof...(M)> functions_of_all(MethodList<M...> /*list*/) {
  return {Functions{apply<M>, facts_of<M>, weights_of<M>, initial_numbers_of<M>, number_gradients_of<M>}...};
}

constexpr auto functions = functions_of_all(methods::All{});

std::vector<std::string_view> ids() {
  std::vector<std::string_view> result;
  for (const MethodEntry& entry : registry()) result.push_back(entry.info.id);
  return result;
}

Result<std::size_t> index_of(std::string_view id) {
  if (const MethodEntry* entry = find_method(id)) return static_cast<std::size_t>(entry - registry().data());
  const std::string_view near = nearest_word(id, ids());
  return Error{ErrorCode::unknown_method,
               near.empty() ? Reason("no_such_method") : Reason("no_such_method_but"),
               "method",
               {{"given", id}, {"suggestion", near}, {"choices", ids()}}};
}

Error outside(Reason reason, std::string_view path, double given, double min, double max) {
  return {ErrorCode::invalid_argument, reason, path, {{"min", min}, {"max", max}, {"given", given}}};
}

Status check_geometry(const RopeConfig& rope, const PlanRequest& request) {
  if (rope.head_dim < 1 || rope.head_dim > max_head_dim) {
    return outside("must_be_integer", "head_dim", rope.head_dim, 1, max_head_dim);
  }
  if (rope.rotary_dim < 2 || rope.rotary_dim % 2 != 0 || rope.rotary_dim > rope.head_dim) {
    return outside("must_be_even_within_head", "rotary_dim", rope.rotary_dim, 2, rope.head_dim);
  }
  if (!(rope.rope_theta > 1 && rope.rope_theta <= max_theta)) {
    return outside("must_be_number_above", "rope_theta", rope.rope_theta, 1, max_theta);
  }
  if (rope.original_max_position_embeddings < 1) {
    return outside("must_be_integer", "original_max_position_embeddings", rope.original_max_position_embeddings, 1,
                   std::numeric_limits<int>::max());
  }
  if (request.seq_len < 1 || request.seq_len > max_plan_length) {
    return outside("must_be_integer", "seq_len", request.seq_len, 1, max_plan_length);
  }
  if (request.num_heads < 1 || request.num_heads > max_heads) {
    return outside("must_be_integer", "num_heads", request.num_heads, 1, max_heads);
  }
  if (request.window < 0) return outside("must_be_window", "request.window", request.window, 0, max_plan_length);
  return ok();
}

Result<Params> completed(const MethodEntry& method, const Params& given) {
  return complete_params(method.info.id, method.params, method.defaults, given);
}

// ask(functions, parameters) of a method with all its parameters.
template <class Ask>
auto answer(const MethodSpec& spec, Ask ask) -> Result<std::invoke_result_t<Ask, const Functions&, const Params&>> {
  const Result<std::size_t> index = index_of(spec.id);
  if (!index) return index.error();
  const Result<Params> params = completed(registry()[*index], spec.params);
  if (!params) return params.error();
  return ask(functions[*index], *params);
}

}  // namespace

const std::vector<MethodEntry>& registry() {
  static const std::vector<MethodEntry> entries = describe_all(methods::All{});
  return entries;
}

const MethodEntry* find_method(std::string_view id) {
  const auto entry = std::ranges::find(registry(), id, [](const MethodEntry& method) { return method.info.id; });
  return entry == registry().end() ? nullptr : &*entry;
}

Result<Params> resolve_params(const MethodSpec& spec) {
  return answer(spec, [](const Functions& /*method*/, const Params& params) { return params; });
}

Result<std::vector<Fact>> method_facts(const MethodSpec& spec, const RopeConfig& rope, const PlanRequest& request) {
  return answer(spec, [&](const Functions& of, const Params& params) { return of.facts(params, rope, request); });
}

Result<std::string_view> method_trained_as(const MethodSpec& spec) {
  return answer(spec, [](const Functions& of, const Params& params) { return of.weights(params); });
}

Result<std::vector<LearnedList>> initial_numbers(const MethodSpec& spec, const RopeConfig& rope,
                                                 const PlanRequest& request) {
  return answer(spec,
                [&](const Functions& of, const Params& params) { return of.initial_numbers(params, rope, request); });
}

Result<NumberLists> number_gradients(const MethodSpec& spec, const PlanRequest& request, const PlanGradient& gradient) {
  return answer(
      spec, [&](const Functions& of, const Params& params) { return of.number_gradients(params, request, gradient); });
}

Result<PositionPlan> make_plan(std::span<const MethodSpec> specs, const RopeConfig& rope, const PlanRequest& request) {
  if (const Status checked = check_geometry(rope, request); !checked) return checked.error();
  std::vector<std::size_t> chosen;
  for (const MethodSpec& spec : specs) {
    const Result<std::size_t> index = index_of(spec.id);
    if (!index) return index.error();
    chosen.push_back(*index);
  }
  if (const Status checked = check_slots(chosen); !checked) return checked.error();
  if (const Status checked = check_positions(request, chosen); !checked) return checked.error();

  PositionPlan plan;
  plan.head_dim = rope.head_dim;
  if (const Status done = apply<methods::Rope>({}, rope, request, plan); !done) return done.error();
  for (std::size_t i = 0; i < specs.size(); ++i) {
    const Result<Params> params = completed(registry()[chosen[i]], specs[i].params);
    if (!params) return params.error();
    if (const Status done = functions[chosen[i]].apply(*params, rope, request, plan); !done) return done.error();
  }
  if (const Status checked = check_decay(plan, chosen); !checked) return checked.error();
  auto axes = make_axes(rope, request, plan.inv_freq.size());
  if (!axes) return axes.error();
  plan.axes = *std::move(axes);
  // A window of the model's own holds whatever a method adds.
  int& window = plan.visible.window;
  if (request.window != 0 && (window == 0 || window > request.window)) window = request.window;
  return plan;
}

}  // namespace ropescope
