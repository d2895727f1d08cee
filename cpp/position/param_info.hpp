// A parameter without the method it belongs to: what a slider, a link, a table or a config reader needs.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "position/method.hpp"

namespace ropescope {

enum class ParamType { number, integer, boolean, choice, list };

struct ParamInfo {
  std::string_view key;
  ParamType type = ParamType::number;
  bool nullable = false;  // null is accepted and means "automatic"
  ParamValue default_value;
  double min = 0;
  double max = 0;
  std::string_view unit;
  std::string_view doc;
  std::vector<std::string_view> choices;
  std::string_view instead_of;  // key of the parameter that this one replaces: giving both is an error
  bool learned = false;         // numbers that were trained; not given = those in the model's weight file
};

// `name` is how a message calls the parameter: `yarn.factor`, `rope_scaling.factor`. No type turns into another: true
// is not 1 and "4" is not 4.
[[nodiscard]] Status check_param(const ParamInfo& info, const ParamValue& value, std::string_view name);

// The given values checked, the others at their defaults. A parameter whose replacement is given becomes null.
Result<Params> complete_params(std::string_view method, std::span<const ParamInfo> infos, const Params& given);

}  // namespace ropescope
