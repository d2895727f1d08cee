// All methods, behind data: the one place where a method's id becomes a plan.
#pragma once

#include <cstddef>
#include <memory>
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

// A struct of methods.hpp, of whichever type.
using AnyMethod = std::unique_ptr<void, void (*)(void*)>;

// A method as data.
struct MethodEntry {
  MethodInfo info;
  std::span<const Param> params;
  AnyMethod (*make)() = nullptr;            // its parameters at their defaults
  std::span<const std::string_view> slots;  // "frequencies", ...
  std::span<const Elsewhere> elsewhere;     // what other software does under the same name
  std::span<const Preset> presets;          // values of published models
  std::span<const RopeType> rope_types;     // how rope dictionaries of config.json files ask for it
  ConfigWords config_words;                 // how such files name it elsewhere
  bool depends_on_length = false;           // the plan of a short text is not a part of the plan of a longer one
  bool layered = false;                     // the last layer, or another one, has a plan of its own
  bool trainable = false;                   // the trainer has all its gradients

  [[nodiscard]] Params defaults() const;  // a value for each of `params`
};

// A chosen method: parameters that are not given keep their defaults.
struct MethodSpec {
  std::string id;
  Params params;
};

// All of them, in the order of methods.hpp.
[[nodiscard]] std::span<const MethodEntry> registry();

// Null when there is none of this id.
[[nodiscard]] const MethodEntry* find_method(std::string_view id);

// A method with its parameters set: given ones checked, the others at their defaults.
struct ConfiguredMethod {
  std::size_t index;  // in registry()
  AnyMethod method;
};

// Errors: unknown_method, unknown_param, invalid_argument (parameter).
Result<ConfiguredMethod> configure(const MethodSpec& spec);

// One plan from one or several methods. No method that scales frequencies = plain RoPE.
// Errors: unknown_method, unknown_param, invalid_argument (parameter or geometry), slot_conflict.
Result<PositionPlan> make_plan(std::span<const MethodSpec> specs, const RopeConfig& rope, const PlanRequest& request);

// What only the method itself knows. Errors: those of configure.
Result<std::vector<Fact>> method_facts(const MethodSpec& spec, const RopeConfig& rope, const PlanRequest& request);

// The id of the method whose weights it runs on, with these parameters. Errors: those of configure.
Result<std::string_view> method_trained_as(const MethodSpec& spec);

// The parameters a spec runs with: given ones checked, the others at their defaults.
Result<Params> resolve_params(const MethodSpec& spec);

}  // namespace ropescope
