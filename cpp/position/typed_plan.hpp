// Plans from the methods' own structs: make_plan(methods::Yarn{.factor = 8}, rope, request), and of several that are
// used together make_plan(together(methods::Yarn{}, methods::LogN{}), rope, request). They are put into the form of
// registry.hpp, so both forms give the same plans and the same errors.
#pragma once

#include <array>
#include <concepts>
#include <span>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "position/method.hpp"
#include "position/param.hpp"
#include "position/param_values.hpp"
#include "position/plan.hpp"
#include "position/registry.hpp"
#include "position/rope_config.hpp"

namespace ropescope {

// A struct as method.hpp describes it.
template <class M>
concept IsMethod = requires {
  { M::info.id } -> std::convertible_to<std::string_view>;
  std::span<const Param>(M::params);
};

// A member that is at its default counts as not given.
template <IsMethod M>
[[nodiscard]] MethodSpec spec_of(M method) {
  M defaults;
  return {std::string(M::info.id), changed_values(M::params, &method, &defaults)};
}

template <IsMethod... M>
[[nodiscard]] std::array<MethodSpec, sizeof...(M)> together(const M&... methods) {
  return {spec_of(methods)...};
}

// Errors: those of the form with specs.
template <IsMethod M>
Result<PositionPlan> make_plan(const M& method, const RopeConfig& rope, const PlanRequest& request) {
  return make_plan(together(method), rope, request);
}

}  // namespace ropescope
