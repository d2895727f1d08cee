// A network of one number in, one hidden layer of ReLU units and one number out a head, as the polylines that it is.
// j = hidden unit, h = head.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "position/plan.hpp"

namespace ropescope {

struct ReluNetwork {
  const std::vector<double>& w1;  // [width]
  const std::vector<double>& b1;  // [width]
  const std::vector<double>& w2;  // [num_heads, width]
  const std::vector<double>& b2;  // [num_heads]

  [[nodiscard]] double at(std::size_t h, double x) const {
    double sum = b2[h];
    for (std::size_t j = 0; j < w1.size(); ++j) sum += w2[h * w1.size() + j] * std::max(w1[j] * x + b1[j], 0.0);
    return sum;
  }
};

// Knots from 0 to 1 wherever a unit sets in or out, and the values there: exact for x from 0 to 1.
inline void trace(const ReluNetwork& network, BiasCurves& curves) {
  curves.knots = {0, 1};
  for (std::size_t j = 0; j < network.w1.size(); ++j) {
    const double bend = -network.b1[j] / network.w1[j];  // NaN or infinite for a unit that never bends
    if (bend > 0 && bend < 1) curves.knots.insert(std::ranges::upper_bound(curves.knots, bend), bend);
  }
  for (std::size_t h = 0; h < network.b2.size(); ++h) {
    for (const double x : curves.knots) curves.values.push_back(network.at(h, x));
  }
}

}  // namespace ropescope
