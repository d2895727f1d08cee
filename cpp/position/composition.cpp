#include "position/composition.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "position/method.hpp"
#include "position/plan.hpp"
#include "position/registry.hpp"

namespace ropescope {

Status check_slots(std::span<const std::size_t> chosen) {
  std::vector<std::pair<std::string_view, std::string_view>> taken;  // slot, method
  for (const std::size_t index : chosen) {
    const MethodEntry& entry = registry()[index];
    for (const std::string_view slot : entry.slots) {
      const auto other = std::ranges::find(taken, slot, [](const auto& pair) { return pair.first; });
      if (other != taken.end()) {
        return Error{ErrorCode::slot_conflict,
                     "slot_set_twice",
                     entry.info.id,
                     {{"first", other->second}, {"second", entry.info.id}, {"slot", slot}}};
      }
      taken.emplace_back(slot, entry.info.id);
    }
  }
  return ok();
}

Status check_positions(const PlanRequest& request, std::span<const std::size_t> chosen) {
  constexpr std::array<std::string_view, 5> go_by_them{"frequencies", "keys", "norms", "sink_logit", "head_scale"};
  const auto counts_itself = [&](std::string_view slot) { return std::ranges::count(go_by_them, slot) == 0; };
  if (request.positions.empty()) return ok();
  for (const std::size_t index : chosen) {
    const MethodEntry& entry = registry()[index];
    if (std::ranges::none_of(entry.slots, counts_itself)) continue;
    return Error{ErrorCode::invalid_argument, "counts_tokens_itself", "positions", {{"method", entry.info.id}}};
  }
  return ok();
}

// A decay is the real part of the rate that turns a pair of channels: where none turns, or every channel does so by
// itself, there is none.
Status check_decay(const PositionPlan& plan, std::span<const std::size_t> chosen) {
  if (plan.log_decay.empty() || (!plan.inv_freq.empty() && plan.phases.empty())) return ok();
  const auto id_of = [&](std::string_view slot) {
    const auto fills = [&](std::size_t index) { return std::ranges::count(registry()[index].slots, slot) > 0; };
    const auto found = std::ranges::find_if(chosen, fills);
    return std::string(found == chosen.end() ? "" : registry()[*found].info.id);
  };
  return Error{ErrorCode::slot_conflict,
               plan.phases.empty() ? Reason("decays_without_rotation") : Reason("decays_single_channels"),
               id_of("decay"),
               {{"first", id_of("decay")}, {"second", id_of("frequencies")}}};
}

}  // namespace ropescope
