#include "position/axes.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <numeric>
#include <span>
#include <string_view>
#include <vector>

#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "core/saying.hpp"
#include "position/method.hpp"
#include "position/plan.hpp"
#include "position/rope_config.hpp"

namespace ropescope {
namespace {

constexpr double largest_position = 9007199254740991;  // 2^53 - 1: the last whole number that a double counts to

Error invalid(Reason reason, std::string_view path, std::initializer_list<Argument> arguments) {
  return {ErrorCode::invalid_argument, reason, path, arguments};
}

bool is_counted(const std::vector<double>& positions) {
  for (std::size_t n = 0; n < positions.size(); ++n) {
    if (positions[n] != static_cast<double>(n)) return false;
  }
  return true;
}

bool has_sections(const RopeConfig& rope) { return rope.mrope_section != std::array<int, 3>{}; }

Status check_sections(const RopeConfig& rope) {
  const std::array<int, 3>& sections = rope.mrope_section;
  const std::int64_t least = std::ranges::min(sections);
  const std::int64_t given = least < 0 ? least : std::accumulate(sections.begin(), sections.end(), std::int64_t{0});
  if (!has_sections(rope) || given == rope.rotary_dim / 2) return ok();
  return invalid("must_sum_to_pairs", "rope.mrope_section", {{"count", rope.rotary_dim / 2}, {"given", given}});
}

Status check_axes(const RopeConfig& rope, std::size_t axes) {
  if (axes == 1 || (axes == 3 && has_sections(rope))) return ok();
  const Reason reason = has_sections(rope) ? Reason("must_be_one_axis_or_three") : Reason("must_be_one_axis");
  return invalid(reason, "positions", {{"given", axes}});
}

Status check_axis(const std::vector<double>& positions, int seq_len) {
  if (positions.size() != static_cast<std::size_t>(seq_len)) {
    return invalid("must_hold_number_a_token", "positions", {{"count", seq_len}, {"given", positions.size()}});
  }
  for (const double position : positions) {
    if (std::abs(position) <= largest_position) continue;
    return invalid("must_be_countable", "positions", {{"given", position}});
  }
  return ok();
}

}  // namespace

Result<Axes> make_axes(const RopeConfig& rope, const PlanRequest& request, std::size_t pairs) {
  if (const Status checked = check_sections(rope); !checked) return checked.error();
  Axes axes;
  if (request.positions.empty()) return axes;
  if (const Status checked = check_axes(rope, request.positions.size()); !checked) return checked.error();
  for (const std::vector<double>& positions : request.positions) {
    if (const Status checked = check_axis(positions, request.seq_len); !checked) return checked.error();
  }
  if (std::ranges::all_of(request.positions, is_counted)) return axes;
  axes.positions = request.positions;
  if (axes.positions.size() == 3) {
    for (int axis = 0; axis < 3; ++axis) {
      const auto of_axis = static_cast<std::size_t>(rope.mrope_section[static_cast<std::size_t>(axis)]);
      axes.axis_of_pair.insert(axes.axis_of_pair.end(), of_axis, axis);
    }
  }
  axes.axis_of_pair.resize(pairs);
  return axes;
}

}  // namespace ropescope
