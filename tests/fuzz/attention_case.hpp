// One call of attention, and what it has to give.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <span>
#include <string>
#include <vector>

#include "attention/attention.hpp"
#include "input.hpp"
#include "position/plan.hpp"
#include "reference.hpp"

namespace ropescope::fuzz {

using reference::Doubles;
using reference::index;

struct Tensors {
  std::vector<float> q;
  std::vector<float> k;
  std::vector<float> v;
  std::vector<double> gate_sums;
};

inline Tensors tensors_of(const AttentionShape& shape, std::uint64_t seed) {
  const std::size_t kv = index(shape.keys) * index(shape.kv_heads) * index(shape.head_dim);
  Tensors tensors{reference::random_floats(index(shape.queries) * index(shape.heads) * index(shape.head_dim), seed),
                  reference::random_floats(kv, seed + 1),
                  reference::random_floats(kv, seed + 2),
                  {}};
  for (const float fallen : reference::random_floats(index(shape.keys) * index(shape.heads), seed + 3)) {
    const std::size_t at = tensors.gate_sums.size();
    const double before = at < index(shape.heads) ? 0 : tensors.gate_sums[at - index(shape.heads)];
    tensors.gate_sums.push_back(before - std::abs(static_cast<double>(fallen)));
  }
  return tensors;
}

struct Case {
  AttentionShape shape;
  PositionPlan plan;
  Tensors tensors;
  reference::AttentionResult wanted;
  std::string id;
  double score_gap = 0;
  float score_cap = 0;

  // Of the queries from `first` on, and the keys up to theirs.
  [[nodiscard]] AttentionShape part(int first, int queries) const {
    AttentionShape of_part = shape;
    of_part.query_start = first;
    of_part.queries = queries;
    of_part.keys = first + queries;
    return of_part;
  }
  [[nodiscard]] std::size_t query_at(int query) const {
    return index(query - shape.query_start) * index(shape.heads) * index(shape.head_dim);
  }
  [[nodiscard]] std::size_t key_at(int key) const { return index(key) * index(shape.kv_heads) * index(shape.head_dim); }
  [[nodiscard]] AttentionInput input_of(const AttentionShape& of_part, std::span<const float> keys) const {
    const std::size_t begin = query_at(of_part.query_start);
    return {.q = std::span(tensors.q).subspan(begin, query_at(of_part.keys) - begin),
            .k = keys.first(key_at(of_part.keys)),
            .v = std::span(tensors.v).first(key_at(of_part.keys)),
            .gate_sums = std::span(tensors.gate_sums).first(index(of_part.keys) * index(shape.heads)),
            .score_cap = score_cap};
  }
};

// The length of the longest vector, as it is multiplied.
inline double longest(const PositionPlan& plan, std::span<const float> x, bool unit) {
  Doubles wide = reference::widen(x);
  const std::size_t dim = index(plan.head_dim);
  if (unit) reference::make_units(wide, dim);
  const std::size_t polar = plan.phases.empty() ? 0 : plan.inv_freq.size();
  double most = 0;
  for (std::size_t begin = 0; begin < wide.size(); begin += dim) {
    double squares = 0;
    for (std::size_t c = 0; c < dim; ++c) {
      const double size = c < polar ? reference::softplus(wide[begin + c]) : wide[begin + c];
      squares += size * size;
    }
    most = std::max(most, squares);
  }
  return std::sqrt(most);
}

inline double largest(const auto& numbers) {
  double most = numbers.empty() ? 1 : 0;
  for (const double number : numbers) most = std::max(most, std::isfinite(number) ? std::abs(number) : 0.0);
  return most;
}

// How large the parts are that a score is a sum of: all are rounded to floats. A product of q and k is at most that of
// their lengths, however small the score.
inline double largest_part(const Case& c) {
  const PositionPlan& plan = c.plan;
  const double by_default = 1 / std::sqrt(static_cast<double>(plan.head_dim));
  const double scale = plan.norms.score_scale == 0 ? by_default : plan.norms.score_scale;
  const double factors = scale * largest(plan.logit_scale) * largest(plan.head_scale);
  const double turned = std::max(1.0, plan.attention_factor * plan.attention_factor);
  const double lengths = longest(plan, c.tensors.q, plan.norms.queries) * longest(plan, c.tensors.k, plan.norms.keys);
  return std::max(factors * turned * lengths, largest(c.wanted.logits));
}

inline void compare(std::span<const float> given, const Doubles& wanted, double gap, const char* what,
                    const std::string& id) {
  require(given.size() == wanted.size(), what, id);
  for (std::size_t i = 0; i < given.size(); ++i) {
    const auto number = static_cast<double>(given[i]);
    if (number == wanted[i] || std::abs(number - wanted[i]) <= gap) continue;  // both may be -infinity
    std::fprintf(stderr, "element %zu: %.9g, in double %.9g, allowed %.3g\n", i, number, wanted[i], gap);
    require(false, what, id);
  }
}

}  // namespace ropescope::fuzz
