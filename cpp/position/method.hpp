// What a method is: a struct whose members are its parameters, described by `info` and `params`, that fills some
// slots of a plan. See frequency/rope.hpp for the smallest one and methods.hpp for the list.
#pragma once

#include <array>
#include <concepts>
#include <span>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "position/config_form.hpp"
#include "position/param.hpp"
#include "position/plan.hpp"  // IWYU pragma: export
#include "position/rope_config.hpp"

namespace ropescope {

// Where a method is published.
struct Source {
  std::string_view authors;
  std::string_view title;
  std::string_view id;     // arXiv id, or the name of the post
  std::string_view where;  // section, equation or file
};

// What every method says of itself.
struct MethodInfo {
  std::string_view id;          // the key in C++, JS, links, golden files and results
  std::string_view name;        // as a figure's legend writes it
  std::string_view summary;     // one sentence
  std::string_view trained_as;  // id of the method whose weights it runs on: "rope" for every post-hoc method;
                                // where parameters decide, that of the defaults (NamesWeights)
  Source source;
};

// What other software does under the same name: optional, `static constexpr std::array elsewhere{Elsewhere{...}, ...}`.
struct Elsewhere {
  std::string_view engine;  // "transformers", "vLLM", "llama.cpp", ...
  std::string_view text;    // one sentence
};

// Values of several parameters as a published model has them: optional, `static constexpr std::array
// presets{Preset{...}, ...}`.
struct Preset {
  struct Value {
    std::string_view key;
    std::span<const double> numbers;  // one, or those of a list
  };
  std::string_view name;    // of the model
  std::string_view source;  // whose file it is
  std::array<Value, 3> values;
};

// A number that only the method knows, a bound on a parameter for instance.
struct Fact {
  std::string_view key;
  double value = 0;
  std::string_view unit;  // "tokens", "" = a pure number
  std::string_view text;  // one sentence
};

// What a plan is made for.
struct PlanRequest {
  int seq_len = 0;  // tokens, >= 1
  int window = 0;   // the model's own sliding window in this layer; 0 = none
  int layer = 0;
  int num_layers = 1;
  int num_heads = 1;                             // query heads
  int hidden_size = 0;                           // channels that q, k and v are projected from; 0 = not known
  std::vector<std::vector<double>> positions{};  // [axes, seq_len], tokens: one axis, or the three of mrope_section;
                                                 // empty = 0, 1, 2, ...
};

// A method whose plan for a short text is not a part of its plan for a longer one says so:
// `static constexpr bool depends_on_length = true;`
template <class M>
concept DependsOnLength = requires { requires M::depends_on_length; };

// A method whose layers differ says so: `static constexpr bool layered = true;`
template <class M>
concept Layered = requires { requires M::layered; };

// Numbers of a method that training changes: one parameter's list.
struct LearnedList {
  std::string_view key;
  std::vector<int> shape;
  std::vector<double> values;  // row-major
  double min = 0;              // training keeps each number in [min, max], whatever a step asks for
  double max = 0;
};

// [learned parameters][numbers of its list], row-major.
using NumberLists = std::vector<std::vector<double>>;

// What training knows of a plan: d(loss) / d(slot); empty where the plan has none.
struct PlanGradient {
  std::span<const double> bias;        // [num_heads, seq_len] by distance
  std::span<const double> sink_logit;  // [num_heads]
  std::span<const double> head_scale;  // [num_heads]
  std::span<const double> phases;      // [num_heads, rotary_dim]
  const KeyGates* forget_gate = nullptr;
};

// Methods that learn answer with d(loss) / d(number): one list for each learned parameter, in the order of `params`.
template <class M>
concept StartsNumbers = requires(const M& m, const RopeConfig& rope, const PlanRequest& request) {
  { m.initial_numbers(rope, request) } -> std::same_as<std::vector<LearnedList>>;
};
// One for each slot that is learned: d(loss) / d(number) from d(loss) / d(slot), shaped as in PlanGradient.
template <class M>
concept LearnsSink = StartsNumbers<M> && requires(const M& m, std::span<const double> by_head) {
  { m.sink_gradient(by_head) } -> std::same_as<NumberLists>;
};
template <class M>
concept LearnsHeadScale = StartsNumbers<M> && requires(const M& m, std::span<const double> by_head) {
  { m.head_scale_gradient(by_head) } -> std::same_as<NumberLists>;
};
template <class M>
concept LearnsBias =
    StartsNumbers<M> && requires(const M& m, const PlanRequest& request, std::span<const double> by_distance) {
      { m.bias_gradient(request, by_distance) } -> std::same_as<NumberLists>;
    };
template <class M>
concept LearnsPhases = StartsNumbers<M> && requires(const M& m, std::span<const double> by_channel) {
  { m.phase_gradient(by_channel) } -> std::same_as<NumberLists>;
};
template <class M>
concept LearnsForgetGate = StartsNumbers<M> && requires(const M& m, const KeyGates& by_gate) {
  { m.forget_gate_gradient(by_gate) } -> std::same_as<NumberLists>;
};

// A method whose numbers the trainer changes.
template <class M>
concept Learns = LearnsBias<M> || LearnsSink<M> || LearnsHeadScale<M> || LearnsPhases<M> || LearnsForgetGate<M>;

// A method of which some form runs on other weights than info.trained_as answers for itself, by its parameters.
template <class M>
concept NamesWeights = requires(const M& m) {
  { m.trained_as() } -> std::same_as<std::string_view>;
};

// A method that knows numbers of its own.
template <class M>
concept GivesFacts = requires(const M& m, const RopeConfig& rope, const PlanRequest& request) {
  { m.facts(rope, request) } -> std::same_as<std::vector<Fact>>;
};
// A method with `elsewhere`.
template <class M>
concept NamesOthers = requires { M::elsewhere.size(); };

// A method with `presets`.
template <class M>
concept HasPresets = requires { M::presets.size(); };

}  // namespace ropescope
