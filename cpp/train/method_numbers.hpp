// Numbers of methods that training changes: where they start, and their gradients.
#pragma once

#include <vector>

#include "core/result.hpp"
#include "position/method.hpp"
#include "position/registry.hpp"
#include "position/rope_config.hpp"

namespace ropescope {

// None for a method without, or whose gradient is not known. Errors: those of configure.
Result<std::vector<LearnedList>> initial_numbers(const MethodSpec& spec, const RopeConfig& rope,
                                                 const PlanRequest& request);

// d(loss) / d(number), a list for each of initial_numbers. Errors: those of configure.
Result<NumberLists> number_gradients(const MethodSpec& spec, const PlanRequest& request, const PlanGradient& gradient);

}  // namespace ropescope
