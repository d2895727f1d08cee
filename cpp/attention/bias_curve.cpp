#include "attention/bias_curve.hpp"

#include <cstddef>
#include <span>
#include "position/plan.hpp"

namespace ropescope {

// Keys come nearer from one score to the next, so that the segment of the polyline only ever moves to the left.
void add_bias_curve(const BiasCurves& curves, const BiasRow& at, std::span<float> row) {
  const std::size_t knots = curves.knots.size();
  const double* values = &curves.values[static_cast<std::size_t>(at.head) * knots];
  const double per_reach = 1 / curves.reach[static_cast<std::size_t>(at.query)];
  auto distance = static_cast<std::size_t>(at.query - at.first_key);
  std::size_t left = knots - 2;
  for (float& score : row) {
    const double x = curves.warp[distance] * per_reach;
    while (left > 0 && x < curves.knots[left]) --left;
    const double share = (x - curves.knots[left]) / (curves.knots[left + 1] - curves.knots[left]);
    score += static_cast<float>(values[left] + share * (values[left + 1] - values[left]));
    --distance;  // past the last score it may wrap, unused
  }
}

}  // namespace ropescope
