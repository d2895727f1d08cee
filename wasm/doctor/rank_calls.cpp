// How many independent patterns an attention map holds.
#include "attention/map_rank.hpp"
#include "boundary/bindings.hpp"
#include "boundary/from_js.hpp"
#include "boundary/to_js.hpp"

namespace ropescope::js {
namespace {

// region: the map's floats; options: { rows, cols }
val rank_of_map(const val& region, const val& options) {
  PropertyReader reader(options, "map");
  const auto values = reader.accept(read_region(region, "map.values"));
  const int rows = reader.integer("rows", {1, max_map_side});
  const int cols = reader.integer("cols", {1, max_map_side});
  if (const auto status = reader.finish(); !status) return to_js(status.error());
  const auto rank = map_rank(values, rows, cols);
  if (!rank) return to_js(rank.error());
  Object object;
  object.set("singularValues", typed_array<double>(rank->singular_values));
  object.set("numericalRank", rank->numerical_rank);
  object.set("effectiveRank", rank->effective_rank);
  return object;
}

}  // namespace

EMSCRIPTEN_BINDINGS(ropescope_ranks) { function("mapRank", &rank_of_map); }

}  // namespace ropescope::js
