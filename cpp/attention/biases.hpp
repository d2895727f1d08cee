// All that is added to a row of scores: the biases of a plan by distance, by distance and query, and by its gates.
#pragma once

#include <span>
#include <vector>

#include "attention/bias_curve.hpp"
#include "attention/key_gates.hpp"
#include "core/index.hpp"
#include "kernels/elementwise.hpp"
#include "position/plan.hpp"

namespace ropescope {

struct Biases {
  const PositionPlan& plan;
  std::span<const float> reversed;    // plan.bias backwards, so that a row of keys reads it forwards
  std::span<const double> gate_sums;  // [tokens, heads], or empty
  int heads = 0;
};

// row: the scores of a query for keys from at.first_key on.
inline void add_biases(const Biases& biases, const BiasRow& at, std::span<float> row) {
  if (!biases.reversed.empty()) {
    const std::size_t length = biases.reversed.size() / index(biases.heads);
    const std::size_t of_first = index(biases.heads - at.head) * length - 1 - index(at.query - at.first_key);
    add_to(row, &biases.reversed[of_first]);
  }
  if (!biases.plan.bias_curves.knots.empty()) add_bias_curve(biases.plan.bias_curves, at, row);
  if (!biases.plan.forget_gate.bias.empty()) {
    add_gate_biases(biases.gate_sums, {biases.heads, at.head, at.query, at.first_key}, row);
  }
}

}  // namespace ropescope
