// The calls that need no model: the registry, plans, and rotation or attention of the caller's arrays.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "boundary/bindings.hpp"
#include "boundary/from_js.hpp"
#include "boundary/object.hpp"
#include "boundary/plan_to_js.hpp"
#include "boundary/to_js.hpp"
#include "core/error_codes.hpp"
#include "core/heads_shape.hpp"
#include "core/result.hpp"
#include "engine/heads_plan.hpp"
#include "kernels/rotate.hpp"
#include "position/limits.hpp"
#include "position/method.hpp"
#include "position/plan.hpp"
#include "position/plan_slots.hpp"
#include "position/registry.hpp"

namespace ropescope::js {
namespace {

constexpr double largest_turned_position = max_plan_length - 1;
// shape: [seq_len, heads, head_dim], and its product is the number of floats given.
Result<HeadsShape> read_shape(const val& value, double floats) {
  auto sides = read_integers(value, "shape", {1, max_int});
  if (!sides) return sides.error();
  if (sides->size() != 3) return mistake("must_be_shape", "shape", value);
  const double product = 1.0 * (*sides)[0] * (*sides)[1] * (*sides)[2];
  if (product == floats) return HeadsShape{(*sides)[0], (*sides)[1], (*sides)[2]};
  return Error{ErrorCode::invalid_argument, "must_hold_shape", "x", {{"count", product}, {"given", floats}}};
}

Result<std::vector<double>> read_positions(const val& value, int seq_len) {
  if (value.isUndefined()) {
    std::vector<double> counted(static_cast<std::size_t>(seq_len));
    std::iota(counted.begin(), counted.end(), 0.0);
    return counted;
  }
  auto positions = read_numbers(value, "positions", {0, largest_turned_position});
  if (positions && positions->size() != static_cast<std::size_t>(seq_len)) {
    return Error{ErrorCode::invalid_argument,
                 "must_hold_number_a_token",
                 "positions",
                 {{"count", seq_len}, {"given", positions->size()}}};
  }
  return positions;
}

// The length of a text that ends at the last of these positions: what length-dependent methods go by.
int text_length(const std::vector<double>& positions) {
  const double last = *std::ranges::max_element(positions);
  return static_cast<int>(std::min(last + 1, static_cast<double>(max_int)));
}

// Rotation is all of a plan only where one angle per pair and token says everything.
Status check_rotates_only(const PositionPlan& plan) {
  const auto slot = slot_beyond(plan, turning_slots);
  if (!slot && !plan.inv_freq.empty()) return ok();
  if (!slot) return Error{ErrorCode::invalid_argument, "must_turn_pairs", "method"};
  return Error{ErrorCode::invalid_argument, "must_only_turn", "method", {{"slot", slot->name}, {"why", slot->does}}};
}

val methods() {
  val list = val::array();
  for (const MethodEntry& method : registry()) push(list, to_js(method));
  return list;
}

// options: { rope, seqLen, heads, layer, layers }
val plan(const val& method, const val& options) {
  PropertyReader reader(options, "options");
  const auto specs = reader.accept(read_methods(method));
  const auto rope = reader.accept(read_rope_config(reader.any("rope")));
  const int seq_len = reader.integer("seqLen", {1, max_int});
  PlanRequest request{.seq_len = seq_len};
  request.num_heads = reader.integer("heads", {1, max_int}, 1);
  request.num_layers = reader.integer("layers", {1, max_int}, 1);
  request.layer = reader.integer("layer", {0, request.num_layers - 1.0}, 0);
  request.positions = reader.accept(read_axes(reader.any("positions")));
  if (auto status = reader.finish(); !status) return to_js(status.error());

  const auto made = make_plan(specs, rope, request);
  if (!made) return to_js(made.error());
  val object = plan_to_js(*made, rope, seq_len);
  object.set("trainedAs", trained_as_to_js(specs));
  return object;
}

// size: of x, in floats; options: { shape, positions, method, rope, layout }; room: how many floats place(begin, count)
// can bring at once, if that is a row. It answers where those of x from `begin` on lie in the heap while they are
// turned; 0 ends it.
val rotate(const val& size, const val& options, const val& room, const val& place) {
  PropertyReader reader(options, "options");
  const auto shape = reader.accept(read_shape(reader.any("shape"), size.as<double>()));
  const auto positions = reader.accept(read_positions(reader.any("positions"), shape.seq_len));
  const auto specs = reader.accept(read_methods(reader.any("method")));
  const auto rope = reader.accept(read_rope_config(reader.any("rope")));
  const auto layout = read_layout(reader);
  if (auto status = reader.finish(); !status) return to_js(status.error());

  const auto made = plan_for_heads(specs, rope, {text_length(positions), shape.heads, shape.head_dim}, {});
  if (!made) return to_js(made.error());
  if (const auto status = check_rotates_only(*made); !status) return to_js(status.error());
  const auto table = make_rotation_table(made->inv_freq, positions, made->attention_factor);
  const double width = 1.0 * shape.heads * shape.head_dim;
  const int rows = std::max(1, static_cast<int>(room.as<double>() / width));
  for (int n = 0; n < shape.seq_len; n += rows) {
    const int count = std::min(rows, shape.seq_len - n);
    const auto address = place(n * width, count * width).as<std::uintptr_t>();
    if (address == 0) break;
    // NOLINTNEXTLINE(performance-no-int-to-ptr): an address of this heap, from malloc
    rotate_rows(reinterpret_cast<float*>(address), {count, shape.heads, shape.head_dim}, table, n, layout);
  }
  return val::undefined();
}

}  // namespace

EMSCRIPTEN_BINDINGS(ropescope_positions) {
  function("methods", &methods);
  function("plan", &plan);
  function("rotate", &rotate);
}

}  // namespace ropescope::js
