// Softmax of one row, f32, and its logarithm's normaliser.
// Valid: at least one element; -infinity has weight 0 beside a finite one; a NaN makes the row NaN.
// Maximum error against double: 4e-7 of each weight plus 2^-24 per unit of distance to the row's maximum.
#pragma once

#include <span>

namespace ropescope {

// row[i] = exp(row[i]) / sum_j exp(row[j]), in place.
void softmax(std::span<float> row);

// log sum_j exp(row[j]); -log p of element i is this minus row[i].
[[nodiscard]] double log_sum_exp(std::span<const float> row);

}  // namespace ropescope
