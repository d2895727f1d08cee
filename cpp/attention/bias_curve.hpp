// Adds a bias that depends on distance and query (BiasCurves of position/plan.hpp) to a row of scores.
// Valid: query below seq_len, keys up to the query, two knots at least. Error: one rounding an element.
#pragma once

#include <span>

#include "position/plan.hpp"

namespace ropescope {

struct BiasRow {
  int head = 0;
  int query = 0;
  int first_key = 0;  // key of the row's first score; the next scores are those of the next keys
};

// row: scores of one head and query, [keys], nats; gets the bias added.
void add_bias_curve(const BiasCurves& curves, const BiasRow& at, std::span<float> row);

}  // namespace ropescope
