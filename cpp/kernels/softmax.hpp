// Softmax of one row, f32, and its logarithm's normaliser.
// Valid: at least one element; -infinity has weight 0 beside a finite one; a NaN makes the row NaN.
// Maximum error against double: 1e-6 of each weight (two exponentials and sums of floats) plus 2^-24 per unit of
// distance to the row's maximum.
#pragma once

#include <limits>
#include <span>

namespace ropescope {

// row[i] = exp(row[i]) / (exp(sink) + sum_j exp(row[j])), in place. Answers: exp(sink) by the same, the weight of the
// element that is not there; without a sink 0.
double softmax(std::span<float> row, float sink = -std::numeric_limits<float>::infinity());

// The same; answers the entropy of the row's own weights, -sum_i p_i ln p_i, in nats. Error: 1e-5, and 2^-22
// per unit of distance to the row's maximum of what has a weight.
double softmax_entropy(std::span<float> row, float sink = -std::numeric_limits<float>::infinity());

// log sum_j exp(row[j]); -log p of element i is this minus row[i].
[[nodiscard]] double log_sum_exp(std::span<const float> row);

// From d(loss) / d(weights) to d(loss) / d(scores), in place: gradient[i] = weights[i] (gradient[i] - sum_j weights[j]
// gradient[j]); the caller knows that sum. weights: [gradient.size()]. Error: two roundings an element.
void softmax_backward(const float* weights, float mean, std::span<float> gradient);

// sum_i x[i] y[i]; y: [x.size()]. Maximum error against double: x.size() * 2^-24 * sum_i |x[i] y[i]|.
[[nodiscard]] float dot(std::span<const float> x, const float* y);

}  // namespace ropescope
