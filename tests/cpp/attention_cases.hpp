// Shapes, tensors and hand-made plans for the tests of attention.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

#include "attention/attention.hpp"
#include "attention/capture.hpp"
#include "core/random.hpp"
#include "reference.hpp"

namespace ropescope::test {

using reference::index;

struct Tensors {
  std::vector<float> q;
  std::vector<float> k;
  std::vector<float> v;
  std::vector<double> gate_sums{};  // read under a plan with gates
  float score_cap = 0;
  [[nodiscard]] AttentionInput input() const {
    return {.q = q, .k = k, .v = v, .gate_sums = gate_sums, .score_cap = score_cap};
  }
};

inline Tensors random_tensors(const AttentionShape& s) {
  const std::size_t kv = index(s.keys) * index(s.kv_heads) * index(s.head_dim);
  Tensors tensors{reference::random_floats(index(s.queries) * index(s.heads) * index(s.head_dim), 1),
                  reference::random_floats(kv, 2), reference::random_floats(kv, 3)};
  for (float& x : tensors.q) x *= 2.0F;  // sharper maps than uniform noise gives
  for (const float fallen : reference::random_floats(index(s.keys) * index(s.heads), 4)) {
    const std::size_t at = tensors.gate_sums.size();
    const double before = at < index(s.heads) ? 0 : tensors.gate_sums[at - index(s.heads)];
    tensors.gate_sums.push_back(before - 0.1 * std::abs(static_cast<double>(fallen)));
  }
  return tensors;
}

inline PositionPlan plain_plan(int head_dim, int rotary_dim) {
  PositionPlan plan;
  plan.head_dim = head_dim;
  for (int i = 0; i < rotary_dim; i += 2)
    plan.inv_freq.push_back(std::pow(10000.0, -static_cast<double>(i) / rotary_dim));
  plan.attention_factor = 1.1;
  return plan;
}

// Branches that no method has: each row cut into `count` ranges at places of its own, all positions fractional. Every
// second branch shares its key positions with the one before.
inline std::vector<Branch> odd_branches(int count, int seq_len, std::uint64_t seed) {
  std::vector<Branch> branches(index(count));
  for (int m = 0; m < seq_len; ++m) {
    int begin = 0;
    for (int b = 0; b < count; ++b) {
      const int left = m + 1 - begin;
      const int end = b + 1 == count ? m + 1 : begin + static_cast<int>(random_uniform(seed) * (left + 1));
      Branch& branch = branches[index(b)];
      branch.first.push_back(begin);
      branch.end.push_back(end);
      branch.q_position.push_back(m / (b + 1.0) + 0.3 * b);
      branch.k_position.push_back(b % 2 == 1 ? branches[index(b - 1)].k_position.back() : m / (b + 2.0));
      begin = end;
    }
  }
  return branches;
}

// What `attention` gives; a failed test where it refuses.
inline std::vector<float> attended(const Tensors& tensors, const AttentionShape& shape, const PositionPlan& plan,
                                   CaptureSink* capture = nullptr) {
  std::vector<float> out(tensors.q.size(), NAN);
  const Status status = attention(tensors.input(), shape, plan, out, capture);
  if (!status) ADD_FAILURE() << status.error().message;
  return out;
}

// The rows of `together` again, one query at a time by one object that grows, as decoding does.
inline std::vector<float> attended_one_by_one(const Tensors& tensors, const AttentionShape& shape,
                                              const PositionPlan& plan) {
  std::vector<float> out(tensors.q.size(), NAN);
  const std::size_t width = index(shape.heads) * index(shape.head_dim);
  Attention grown(plan);
  for (int r = 0; r < shape.queries; ++r) {
    const int position = shape.query_start + r;
    const std::size_t kv = index(position + 1) * index(shape.kv_heads) * index(shape.head_dim);
    const AttentionInput one{.q = std::span(tensors.q).subspan(index(r) * width, width),
                             .k = std::span(tensors.k).first(kv),
                             .v = std::span(tensors.v).first(kv),
                             .gate_sums = std::span(tensors.gate_sums).first(index(position + 1) * index(shape.heads))};
    grown.run(one, {1, position + 1, position, shape.heads, shape.kv_heads, shape.head_dim},
              std::span(out).subspan(index(r) * width, width), nullptr);
  }
  return out;
}

// One map of all heads: [heads, queries, keys].
inline std::vector<float> captured(const Tensors& tensors, const AttentionShape& shape, const PositionPlan& plan,
                                   CaptureKind kind) {
  const CaptureRequest request{.layers = {0}, .heads = {}, .kind = kind};
  CaptureSink sink({&request, 1}, 0, shape.heads, {shape.query_start, shape.keys});
  attended(tensors, shape, plan, &sink);
  std::vector<float> all;
  for (const AttentionMap& map : sink.take()) all.insert(all.end(), map.values.begin(), map.values.end());
  return all;
}

// How far the sum of a score's parts is from the score at most, over all heads and keys of one query; infinite where
// parts are missing, or stand for a key that is not seen.
inline double gap_of_parts(const Tensors& tensors, const AttentionShape& shape, const PositionPlan& plan, int query) {
  const CaptureRequest request{.layers = {0}, .heads = {}, .kind = CaptureKind::pairs, .query = query};
  CaptureSink sink({&request, 1}, 0, shape.heads, {shape.query_start, shape.keys});
  attended(tensors, shape, plan, &sink);
  const auto logits = captured(tensors, shape, plan, CaptureKind::logits);
  const auto maps = sink.take();
  double gap = maps.size() == index(shape.heads) ? 0 : INFINITY;
  for (const AttentionMap& map : maps) {
    const std::size_t cols = plan.inv_freq.size() + 2;
    if (map.rows != query + 1 || index(map.cols) != cols) return INFINITY;
    const std::size_t row = index(map.head) * index(shape.queries) + index(query - shape.query_start);
    for (int n = 0; n <= query; ++n) {
      const auto parts = std::span(map.values).subspan(index(n) * cols, cols);
      const double sum = std::accumulate(parts.begin(), parts.end(), 0.0);
      const auto logit = static_cast<double>(logits[row * index(shape.keys) + index(n)]);
      if (sum == logit) continue;  // both are -infinity where the key is not seen
      const double apart = std::abs(sum - logit);
      gap = std::isnan(apart) ? INFINITY : std::max(gap, apart);
    }
  }
  return gap;
}

}  // namespace ropescope::test
