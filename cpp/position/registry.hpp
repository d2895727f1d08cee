// All methods, behind data: the one place where a method's id becomes a plan.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "position/method.hpp"
#include "position/plan.hpp"
#include "position/rope_config.hpp"

namespace ropescope {

enum class ParamType { number, integer, boolean, choice, list };

// A Param<M> without its M: what a slider, a link or a table needs.
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
};

struct MethodEntry {
  MethodInfo info;
  std::vector<ParamInfo> params;
  std::vector<std::string_view> slots;  // "frequencies", ...
  bool depends_on_length = false;       // the plan of a short text is not a part of the plan of a longer one
};

// A chosen method: parameters that are not given keep their defaults.
struct MethodSpec {
  std::string id;
  Params params;
};

// What a plan is made for.
struct PlanRequest {
  int seq_len = 0;  // tokens, >= 1
  int window = 0;   // the model's own sliding window in this layer; 0 = none
};

[[nodiscard]] const std::vector<MethodEntry>& methods();

// The ids, comma-separated, for error messages.
[[nodiscard]] std::string method_ids();

// One plan from one or several methods. No method that scales frequencies = plain RoPE.
// Errors: unknown_method, unknown_param, invalid_argument (parameter or geometry), slot_conflict.
Result<PositionPlan> make_plan(std::span<const MethodSpec> specs, const RopeConfig& rope, const PlanRequest& request);

// The parameters a spec runs with: given ones checked, the others at their defaults.
Result<Params> resolve_params(const MethodSpec& spec);

}  // namespace ropescope
