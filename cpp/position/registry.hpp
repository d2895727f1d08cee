// All methods, behind data: the one place where a method's id becomes a plan.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "position/config_form.hpp"
#include "position/method.hpp"
#include "position/param.hpp"
#include "position/plan.hpp"
#include "position/rope_config.hpp"

namespace ropescope {

// A method as data.
struct MethodEntry {
  MethodInfo info;
  std::span<const Param> params;
  Params defaults;                      // a value for each of `params`
  std::vector<std::string_view> slots;  // "frequencies", ...
  std::vector<Elsewhere> elsewhere;     // what other software does under the same name
  std::span<const Preset> presets;      // values of published models
  std::vector<RopeType> rope_types;     // how rope dictionaries of config.json files ask for it
  ConfigWords config_words;             // how such files name it elsewhere
  bool depends_on_length = false;       // the plan of a short text is not a part of the plan of a longer one
  bool layered = false;                 // the last layer, or another one, has a plan of its own
  bool trainable = false;               // the trainer has all its gradients
};

// A chosen method: parameters that are not given keep their defaults.
struct MethodSpec {
  std::string id;
  Params params;
};

// All of them, in the order of methods.hpp.
[[nodiscard]] const std::vector<MethodEntry>& registry();

// Null when there is none of this id.
[[nodiscard]] const MethodEntry* find_method(std::string_view id);

// One plan from one or several methods. No method that scales frequencies = plain RoPE.
// Errors: unknown_method, unknown_param, invalid_argument (parameter or geometry), slot_conflict.
Result<PositionPlan> make_plan(std::span<const MethodSpec> specs, const RopeConfig& rope, const PlanRequest& request);

// What only the method itself knows. Errors: unknown_method, unknown_param, invalid_argument (parameter).
Result<std::vector<Fact>> method_facts(const MethodSpec& spec, const RopeConfig& rope, const PlanRequest& request);

// Where training starts the numbers that a method learns; none for a method without, or whose gradient is not known.
// Errors: as of method_facts.
Result<std::vector<LearnedList>> initial_numbers(const MethodSpec& spec, const RopeConfig& rope,
                                                 const PlanRequest& request);

// d(loss) / d(number), a list for each of initial_numbers. Errors: as there.
Result<NumberLists> number_gradients(const MethodSpec& spec, const PlanRequest& request, const PlanGradient& gradient);

// The id of the method whose weights it runs on, with these parameters. Errors: as method_facts.
Result<std::string_view> method_trained_as(const MethodSpec& spec);

// The parameters a spec runs with: given ones checked, the others at their defaults.
Result<Params> resolve_params(const MethodSpec& spec);

}  // namespace ropescope
