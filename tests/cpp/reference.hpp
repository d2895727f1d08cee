// The slow, obvious versions in double that check the fast ones: rotation, attention, a whole forward pass. Loops
// follow the formulas of the headers they check; nothing here is shared with cpp/ but plain data types.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "attention/attention.hpp"
#include "core/random.hpp"
#include "kernels/rotate.hpp"
#include "model/config.hpp"
#include "position/plan.hpp"

namespace ropescope::reference {

using Doubles = std::vector<double>;

inline std::size_t index(int i) { return static_cast<std::size_t>(i); }
inline Doubles widen(const std::vector<float>& x) { return {x.begin(), x.end()}; }
inline Doubles widen(std::span<const float> x) { return {x.begin(), x.end()}; }

// Uniform in [-1, 1).
inline std::vector<float> random_floats(std::size_t count, std::uint64_t seed) {
  std::vector<float> values(count);
  for (float& value : values) value = static_cast<float>(2 * random_uniform(seed) - 1);
  return values;
}

// One head, in place.
inline void rotate_head(double* x, const Doubles& inv_freq, double position, double attention_factor,
                        PairLayout layout = PairLayout::half_split) {
  const std::size_t pairs = inv_freq.size();
  for (std::size_t i = 0; i < pairs; ++i) {
    double& a = layout == PairLayout::half_split ? x[i] : x[2 * i];
    double& b = layout == PairLayout::half_split ? x[i + pairs] : x[2 * i + 1];
    const double c = attention_factor * std::cos(position * inv_freq[i]);
    const double s = attention_factor * std::sin(position * inv_freq[i]);
    const double turned = a * c - b * s;
    b = a * s + b * c;
    a = turned;
  }
}

inline bool sees(const PositionPlan& plan, int query, int key) {
  return key <= query && (plan.visible.window == 0 || query - key < plan.visible.window);
}

struct AttentionResult {
  Doubles out;      // [queries, heads, head_dim]
  Doubles logits;   // [heads, queries, keys], -infinity where masked
  Doubles weights;  // [heads, queries, keys]
};

inline AttentionResult attention(const AttentionInput& input, const AttentionShape& shape, const PositionPlan& plan) {
  Doubles q = widen(input.q);
  Doubles k = widen(input.k);
  const std::size_t dim = index(shape.head_dim);
  for (int m = 0; m < shape.queries; ++m) {
    for (int h = 0; h < shape.heads; ++h) {
      rotate_head(&q[(index(m) * index(shape.heads) + index(h)) * dim], plan.inv_freq, shape.query_start + m,
                  plan.attention_factor);
    }
  }
  for (int n = 0; n < shape.keys; ++n) {
    for (int g = 0; g < shape.kv_heads; ++g) {
      rotate_head(&k[(index(n) * index(shape.kv_heads) + index(g)) * dim], plan.inv_freq, n, plan.attention_factor);
    }
  }
  AttentionResult result;
  const std::size_t cells = index(shape.heads) * index(shape.queries) * index(shape.keys);
  result.logits.assign(cells, -std::numeric_limits<double>::infinity());
  result.weights.assign(cells, 0);
  result.out.assign(q.size(), 0);
  for (int h = 0; h < shape.heads; ++h) {
    const int g = h / (shape.heads / shape.kv_heads);
    for (int m = 0; m < shape.queries; ++m) {
      const std::size_t row = (index(h) * index(shape.queries) + index(m)) * index(shape.keys);
      const std::size_t query = (index(m) * index(shape.heads) + index(h)) * dim;
      double sum = 0;
      for (int n = 0; n < shape.keys; ++n) {
        if (!sees(plan, shape.query_start + m, n)) continue;
        double dot = 0;
        for (std::size_t d = 0; d < dim; ++d)
          dot += q[query + d] * k[(index(n) * index(shape.kv_heads) + index(g)) * dim + d];
        result.logits[row + index(n)] = dot / std::sqrt(static_cast<double>(dim));
        sum += std::exp(result.logits[row + index(n)]);
      }
      for (int n = 0; n < shape.keys; ++n) {
        result.weights[row + index(n)] = std::exp(result.logits[row + index(n)]) / sum;
        for (std::size_t d = 0; d < dim; ++d) {
          result.out[query + d] +=
              result.weights[row + index(n)] *
              static_cast<double>(input.v[(index(n) * index(shape.kv_heads) + index(g)) * dim + d]);
        }
      }
    }
  }
  return result;
}

}  // namespace ropescope::reference
