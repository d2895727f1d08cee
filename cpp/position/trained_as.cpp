#include "position/trained_as.hpp"

#include <algorithm>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "position/plan_slots.hpp"
#include "position/registry.hpp"
#include "position/rope_config.hpp"

namespace ropescope {
namespace {

bool fills(const MethodEntry& method, std::string_view slot) {
  return std::ranges::find(method.slots, slot) != method.slots.end();
}

std::vector<std::string_view> listed(const std::set<std::string_view>& ids) { return {ids.begin(), ids.end()}; }

}  // namespace

std::string_view unrotated_method() {
  const auto does_nothing = [](const MethodEntry& method) {
    const auto plan = make_plan(std::vector{MethodSpec{std::string(method.info.id), {}}}, RopeConfig{}, {.seq_len = 1});
    return plan && plan->inv_freq.empty() && used_slots(*plan).empty();
  };
  return std::ranges::find_if(registry(), does_nothing)->info.id;
}

std::string_view plain_method() { return registry().front().info.id; }

std::set<std::string_view> trained_as(std::span<const MethodSpec> methods) {
  std::set<std::string_view> ids;
  bool turning_is_set = false;
  for (const MethodSpec& spec : methods) {
    const MethodEntry* method = find_method(spec.id);
    const Result<std::string_view> weights = method_trained_as(spec);
    if (method == nullptr || !weights) continue;
    const bool turns = fills(*method, "frequencies");
    turning_is_set = turning_is_set || turns;
    if (*weights != plain_method() || turns || fills(*method, "positions")) ids.insert(*weights);
  }
  if (!turning_is_set) ids.insert(plain_method());
  return ids;
}

Status check_weights(std::span<const MethodSpec> own, std::span<const MethodSpec> wanted) {
  const auto given = trained_as(own);
  const auto needed = trained_as(wanted);
  if (given == needed) return ok();
  std::vector<std::string_view> ids;
  for (const MethodSpec& spec : wanted) ids.push_back(spec.id);
  return Error{ErrorCode::wrong_weights,
               "trained_with_another",
               "method",
               {{"methods", ids}, {"needed", listed(needed)}, {"trained", listed(given)}}};
}

}  // namespace ropescope
