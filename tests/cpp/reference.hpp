// The slow, obvious versions in double that check the fast ones: rotation, attention, a whole forward pass. Loops
// follow the formulas of the headers they check; nothing here is shared with cpp/ but plain data types.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "attention/attention.hpp"
#include "config/model_config.hpp"
#include "core/random.hpp"
#include "kernels/rotate.hpp"
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

// What attention does with position, as functions of the pair: query m, key n, head h.
struct Facts {
  Doubles inv_freq;            // [rotary_dim / 2], rad per token
  Doubles phases;              // [heads, pairs], rad, or empty: channels are the two halves of pairs
  const Axes* axes = nullptr;  // where pairs count distances of their own
  Doubles log_decay;           // [rotary_dim / 2], nats per token, or empty
  double attention_factor = 1;
  bool unit_queries = false;  // divided by their length
  bool unit_keys = false;
  double score_scale = 0;  // 0 = 1 / sqrt(head_dim)
  double score_cap = 0;    // a score s becomes cap * tanh(s / cap) before biases; 0 = it stays
  std::function<double(int m, int n)> distance = [](int m, int n) { return m - n; };   // the pretended one
  std::function<bool(int m, int n)> sees = [](int /*m*/, int /*n*/) { return true; };  // among n <= m
  std::function<double(int h)> sink = [](int /*h*/) { return -std::numeric_limits<double>::infinity(); };
  std::function<double(int m)> logit_scale = [](int /*m*/) { return 1.0; };
  std::function<double(int h)> head_scale = [](int /*h*/) { return 1.0; };
  Doubles gate_sums{};  // [keys, heads], or empty: their difference is added to the bias
  std::function<double(int h, int m, int n)> bias = [](int /*h*/, int /*m*/, int /*n*/) { return 0.0; };
};

// The same read out of a plan, which has to outlive them.
inline Facts facts_of(const PositionPlan& plan, int heads) {
  Facts facts{.inv_freq = plan.inv_freq,
              .phases = plan.phases,
              .log_decay = plan.log_decay,
              .attention_factor = plan.attention_factor};
  if (!plan.axes.positions.empty()) facts.axes = &plan.axes;
  facts.unit_queries = plan.norms.queries;
  facts.unit_keys = plan.norms.keys;
  facts.score_scale = plan.norms.score_scale;
  facts.sees = [&plan](int m, int n) {
    if (plan.visible.chunk != 0 && m / plan.visible.chunk != n / plan.visible.chunk) return false;
    return plan.visible.window == 0 || m - n < plan.visible.window ||
           (n < plan.visible.sinks && (plan.visible.chunk == 0 || m < plan.visible.chunk));
  };
  if (!plan.sink_logit.empty()) facts.sink = [&plan](int h) { return plan.sink_logit[index(h)]; };
  if (!plan.branches.empty()) {
    facts.distance = [&plan](int m, int n) {
      for (const Branch& b : plan.branches) {
        if (b.first[index(m)] <= n && n < b.end[index(m)]) return b.q_position[index(m)] - b.k_position[index(n)];
      }
      return std::nan("");
    };
  }
  if (!plan.logit_scale.empty()) {
    facts.logit_scale = [&plan](int m) { return static_cast<double>(plan.logit_scale[index(m)]); };
  }
  if (!plan.head_scale.empty()) facts.head_scale = [&plan](int h) { return plan.head_scale[index(h)]; };
  if (!plan.bias_curves.knots.empty()) {
    facts.bias = [&curves = plan.bias_curves](int h, int m, int n) {
      const double x = curves.warp[index(m - n)] / curves.reach[index(m)];
      const auto knots = curves.knots.size();
      std::size_t right = 1;
      while (right + 1 < knots && curves.knots[right] < x) ++right;
      const double* values = &curves.values[index(h) * knots];
      const double slope = (values[right] - values[right - 1]) / (curves.knots[right] - curves.knots[right - 1]);
      return values[right] + slope * (x - curves.knots[right]);
    };
  }
  if (!plan.bias.empty()) {
    facts.bias = [&plan, heads](int h, int m, int n) {
      return static_cast<double>(plan.bias[index(h) * (plan.bias.size() / index(heads)) + index(m - n)]);
    };
  }
  return facts;
}

struct AttentionResult {
  Doubles out;      // [queries, heads, head_dim]
  Doubles logits;   // [heads, queries, keys], -infinity where masked
  Doubles weights;  // [heads, queries, keys]
};

struct Cell {
  int h = 0;
  int m = 0;
  int n = 0;
};

inline double axis_distance(const Axes& axes, std::size_t pair, int m, int n) {
  const Doubles& positions = axes.positions[index(axes.axis_of_pair[pair])];
  return positions[index(m)] - positions[index(n)];
}

inline double softplus(double x) { return std::log1p(std::exp(x)); }

// The same where every channel is the size of a pair of its own.
inline double polar_dot(const double* q, const double* k, std::size_t dim, const Facts& facts, const Cell& at) {
  const std::size_t pairs = facts.inv_freq.size();
  double dot = 0;
  for (std::size_t c = 0; c < pairs; ++c) {
    const double distance =
        facts.axes == nullptr ? facts.distance(at.m, at.n) : axis_distance(*facts.axes, c, at.m, at.n);
    const double angle = distance * facts.inv_freq[c] - facts.phases[index(at.h) * pairs + c];
    const double fade = facts.log_decay.empty() ? 1 : std::exp(facts.log_decay[c] * distance);
    const double sizes = softplus(q[c]) * softplus(k[c]);
    dot += facts.attention_factor * facts.attention_factor * fade * sizes * std::cos(angle);
  }
  for (std::size_t c = pairs; c < dim; ++c) dot += q[c] * k[c];
  return dot;
}

// One score before bias and scales: pairs turned against each other by the pretended distance, the rest as it is.
inline double turned_dot(const double* q, const double* k, std::size_t dim, const Facts& facts, const Cell& at) {
  if (!facts.phases.empty()) return polar_dot(q, k, dim, facts, at);
  const auto [h, m, n] = at;
  const std::size_t pairs = facts.inv_freq.size();
  double dot = 0;
  for (std::size_t i = 0; i < pairs; ++i) {
    const double distance = facts.axes == nullptr ? facts.distance(m, n) : axis_distance(*facts.axes, i, m, n);
    const double angle = distance * facts.inv_freq[i];
    const double fade = facts.log_decay.empty() ? 1 : std::exp(facts.log_decay[i] * distance);
    const double along = q[i] * k[i] + q[i + pairs] * k[i + pairs];
    const double across = q[i] * k[i + pairs] - q[i + pairs] * k[i];
    dot +=
        facts.attention_factor * facts.attention_factor * fade * (along * std::cos(angle) + across * std::sin(angle));
  }
  for (std::size_t c = 2 * pairs; c < dim; ++c) dot += q[c] * k[c];
  return dot;
}

// Each vector of `dim` divided by its length; zeros stay zeros.
inline void make_units(Doubles& x, std::size_t dim) {
  for (std::size_t begin = 0; begin < x.size(); begin += dim) {
    double squares = 0;
    for (std::size_t c = 0; c < dim; ++c) squares += x[begin + c] * x[begin + c];
    for (std::size_t c = 0; c < dim && squares > 0; ++c) x[begin + c] /= std::sqrt(squares);
  }
}

// What attention reads, shaped as AttentionInput says.
struct Projections {
  Doubles q;
  Doubles k;
  Doubles v;
};

inline AttentionResult attention(Projections input, const AttentionShape& shape, const Facts& facts) {
  Doubles& q = input.q;
  Doubles& k = input.k;
  const std::size_t dim = index(shape.head_dim);
  if (facts.unit_queries) make_units(q, dim);
  if (facts.unit_keys) make_units(k, dim);
  const double scale = facts.score_scale == 0 ? 1 / std::sqrt(static_cast<double>(dim)) : facts.score_scale;
  AttentionResult result;
  const std::size_t cells = index(shape.heads) * index(shape.queries) * index(shape.keys);
  result.logits.assign(cells, -std::numeric_limits<double>::infinity());
  result.weights.assign(cells, 0);
  result.out.assign(q.size(), 0);
  for (int h = 0; h < shape.heads; ++h) {
    const int g = h / (shape.heads / shape.kv_heads);
    const auto key_at = [&](int n) { return (index(n) * index(shape.kv_heads) + index(g)) * dim; };
    for (int r = 0; r < shape.queries; ++r) {
      const int m = shape.query_start + r;
      const std::size_t row = (index(h) * index(shape.queries) + index(r)) * index(shape.keys);
      const std::size_t query = (index(r) * index(shape.heads) + index(h)) * dim;
      double highest = facts.sink(h);
      for (int n = 0; n <= m; ++n) {
        if (!facts.sees(m, n)) continue;
        const double dot = turned_dot(&q[query], &k[key_at(n)], dim, facts, {h, m, n});
        double& logit = result.logits[row + index(n)];
        logit = scale * facts.logit_scale(m) * facts.head_scale(h) * dot;
        if (facts.score_cap > 0) logit = facts.score_cap * std::tanh(logit / facts.score_cap);
        logit += facts.bias(h, m, n);
        if (!facts.gate_sums.empty()) {
          const auto sum = [&](int token) { return facts.gate_sums[index(token) * index(shape.heads) + index(h)]; };
          logit += sum(m) - sum(n);
        }
        highest = std::max(highest, result.logits[row + index(n)]);
      }
      double sum = std::exp(facts.sink(h) - highest);
      for (int n = 0; n <= m; ++n) sum += std::exp(result.logits[row + index(n)] - highest);
      for (int n = 0; n <= m; ++n) {
        const double weight = std::exp(result.logits[row + index(n)] - highest) / sum;
        result.weights[row + index(n)] = weight;
        for (std::size_t c = 0; c < dim; ++c) {
          result.out[query + c] += weight * input.v[key_at(n) + c];
        }
      }
    }
  }
  return result;
}

inline AttentionResult attention(const AttentionInput& input, const AttentionShape& shape, const Facts& facts) {
  return attention(Projections{widen(input.q), widen(input.k), widen(input.v)}, shape, facts);
}

inline AttentionResult attention(const AttentionInput& input, const AttentionShape& shape, const PositionPlan& plan) {
  Facts facts = facts_of(plan, shape.heads);
  if (!plan.forget_gate.bias.empty()) facts.gate_sums = {input.gate_sums.begin(), input.gate_sums.end()};
  facts.score_cap = static_cast<double>(input.score_cap);
  return attention(input, shape, facts);
}

// The sums of ln sigmoid(w_h . x_t + b_h) from the beginning of the text. x: [tokens, inputs]; the sums [tokens, heads]
inline Doubles gate_sums(const KeyGates& gates, const Doubles& x) {
  const std::size_t heads = gates.bias.size();
  const std::size_t inputs = gates.weight.size() / heads;
  Doubles sums;
  for (std::size_t t = 0; t < x.size() / inputs; ++t) {
    for (std::size_t h = 0; h < heads; ++h) {
      double z = gates.bias[h];
      for (std::size_t i = 0; i < inputs; ++i) z += gates.weight[h * inputs + i] * x[t * inputs + i];
      sums.push_back((t == 0 ? 0 : sums[(t - 1) * heads + h]) - std::log1p(std::exp(-z)));
    }
  }
  return sums;
}

}  // namespace ropescope::reference
