// The geometry of a model and the positions of a text, as callers give them.
#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "boundary/from_js.hpp"
#include "core/result.hpp"
#include "position/rope_config.hpp"

namespace ropescope::js {
namespace {

// Pairs of each of three axes; absent: none.
Result<std::array<int, 3>> read_sections(const val& value) {
  std::array<int, 3> sections{};
  if (value.isUndefined()) return sections;
  const auto pairs = read_integers(value, "rope.mrope_section", {0, max_int});
  if (!pairs) return pairs.error();
  if (pairs->size() != sections.size()) return mistake("must_be_three_integers", "rope.mrope_section", value);
  std::ranges::copy(*pairs, sections.begin());
  return sections;
}

}  // namespace

Result<std::vector<std::vector<double>>> read_axes(const val& value) {
  std::vector<std::vector<double>> axes;
  if (value.isUndefined()) return axes;
  constexpr Range range{-largest_position, largest_position};
  const bool nested = list_length(value) > 0 && list_length(value[0]) > 0;
  const int count = nested ? static_cast<int>(list_length(value)) : 1;
  for (int axis = 0; axis < count; ++axis) {
    auto positions = nested ? read_numbers(value[axis], "positions[" + std::to_string(axis) + "]", range)
                            : read_numbers(value, "positions", range);
    if (!positions) return positions.error();
    axes.push_back(*std::move(positions));
  }
  return axes;
}

Result<RopeConfig> read_rope_config(const val& value) {
  if (value.typeOf().as<std::string>() != "object" || value.isNull()) {
    return mistake("must_be_rope", "rope", value);
  }
  PropertyReader reader(value, "rope");
  RopeConfig rope;
  rope.head_dim = reader.integer("head_dim", {1, max_int});
  rope.rotary_dim = reader.integer("rotary_dim", {1, max_int}, rope.head_dim);
  rope.rope_theta = reader.number("rope_theta", {0, std::numeric_limits<double>::max()}, rope.rope_theta);
  rope.original_max_position_embeddings = reader.integer("original_max_position_embeddings", {1, max_int});
  rope.mrope_section = reader.accept(read_sections(reader.any("mrope_section")));
  if (auto status = reader.finish(); !status) return status.error();
  return rope;
}

}  // namespace ropescope::js
