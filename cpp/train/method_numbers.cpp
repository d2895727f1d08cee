#include "train/method_numbers.hpp"

#include <array>
#include <vector>

#include "core/result.hpp"
#include "position/method.hpp"
#include "position/methods.hpp"
#include "position/registry.hpp"
#include "position/rope_config.hpp"

namespace ropescope {
namespace {

// What only a method's own type can do; null for those that learn nothing.
struct Functions {
  std::vector<LearnedList> (*start)(const void* method, const RopeConfig&, const PlanRequest&) = nullptr;
  NumberLists (*gradients)(const void* method, const PlanRequest&, const PlanGradient&) = nullptr;
};

template <class M>
NumberLists gradients_of(const M& method, const PlanRequest& request, const PlanGradient& gradient) {
  if constexpr (LearnsBias<M>) return method.bias_gradient(request, gradient.bias);
  if constexpr (LearnsSink<M>) return method.sink_gradient(gradient.sink_logit);
  if constexpr (LearnsPhases<M>) return method.phase_gradient(gradient.phases);
  if constexpr (LearnsHeadScale<M>) return method.head_scale_gradient(gradient.head_scale);
  if constexpr (LearnsForgetGate<M>) return method.forget_gate_gradient(*gradient.forget_gate);
}

template <class M>
constexpr Functions functions_of() {
  Functions functions;
  if constexpr (Learns<M>) {
    functions.start = [](const void* method, const RopeConfig& rope, const PlanRequest& request) {
      return static_cast<const M*>(method)->initial_numbers(rope, request);
    };
    functions.gradients = [](const void* method, const PlanRequest& request, const PlanGradient& gradient) {
      return gradients_of(*static_cast<const M*>(method), request, gradient);
    };
  }
  return functions;
}

template <class... M>
constexpr std::array<Functions, sizeof...(M)> functions_of_all(MethodList<M...> /*list*/) {
  return {functions_of<M>()...};
}

constexpr auto functions = functions_of_all(methods::All{});  // in the order of registry()

}  // namespace

Result<std::vector<LearnedList>> initial_numbers(const MethodSpec& spec, const RopeConfig& rope,
                                                 const PlanRequest& request) {
  const Result<ConfiguredMethod> configured = configure(spec);
  if (!configured) return configured.error();
  const auto start = functions[configured->index].start;
  if (start == nullptr) return std::vector<LearnedList>();
  return start(configured->method.get(), rope, request);
}

Result<NumberLists> number_gradients(const MethodSpec& spec, const PlanRequest& request, const PlanGradient& gradient) {
  const Result<ConfiguredMethod> configured = configure(spec);
  if (!configured) return configured.error();
  const auto gradients = functions[configured->index].gradients;
  if (gradients == nullptr) return NumberLists();
  return gradients(configured->method.get(), request, gradient);
}

}  // namespace ropescope
