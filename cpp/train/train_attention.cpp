#include "train/train_attention.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>

#include "attention/key_gates.hpp"
#include "attention/schedule.hpp"
#include "core/index.hpp"
#include "kernels/elementwise.hpp"
#include "kernels/matmul.hpp"
#include "kernels/rotate.hpp"
#include "kernels/softmax.hpp"
#include "position/plan.hpp"
#include "train/train_gates.hpp"
#include "train/train_plan.hpp"

namespace ropescope {
namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr int block_queries = 32;  // fewer: products too small to be fast; more: more of the upper half is computed

// 1 / |x|; 0 for a vector of zeros, which so stays one.
float inverse_length(std::span<const float> x) {
  const float squares = dot(x, x.data());
  return squares == 0 ? 0 : 1 / std::sqrt(squares);
}

// From d(loss) / d(x / |x|) to d(loss) / dx, in place.
void normalize_back(std::span<const float> x, std::span<float> d) {
  const float inverse = inverse_length(x);
  const float along = dot(x, d.data()) * inverse * inverse;
  for (std::size_t c = 0; c < x.size(); ++c) d[c] = (d[c] - along * x[c]) * inverse;
}

// What the scores of a head are multiplied by besides those of the query.
float head_scale(const TrainPlan& plan, int head) {
  return plan.plan.head_scale.empty() ? 1.0F : static_cast<float>(plan.plan.head_scale[index(head)]);
}

}  // namespace

template <class Use>
void TrainAttention::for_each_block(const TrainPlan& plan, int head, Use use) {
  const Visibility& visible = plan.plan.visible;
  for (int first = 0; first < plan.length; first += block_queries) {
    const int rows = std::min(block_queries, plan.length - first);
    const bool from_start = visible.window == 0 || visible.sinks > 0;
    const int begin = from_start ? 0 : std::max(0, first - visible.window + 1) / panel_columns() * panel_columns();
    use(Block{head, first, rows, begin, first + rows});
  }
}

// A query or a key as the plan's norms leave it.
std::span<const float> TrainAttention::normed(const TrainPlan& plan, int head, std::span<const float> x) {
  const bool by_length = head < shape_.heads ? plan.plan.norms.queries : plan.plan.norms.keys;
  if (!by_length) return x;
  unit_.resize(x.size());
  scale(x, inverse_length(x), unit_.data());
  return unit_;
}

// Heads are counted through queries and keys.
void TrainAttention::turn_head(const TrainPlan& plan, int token, int head, std::span<const float> x, float* turned) {
  const bool is_query = head < shape_.heads;
  const float factor = is_query ? plan.query_scale[index(token)] * head_scale(plan, head) : 1.0F;
  if (plan.polar.is_used()) {
    if (is_query) return plan.polar.widen_query(head, normed(plan, head, x), factor, turned);
    return plan.polar.widen_key(normed(plan, head, x), turned);
  }
  const bool by_length = is_query ? plan.plan.norms.queries : plan.plan.norms.keys;
  scale(x, by_length ? factor * inverse_length(x) : factor, turned);
}

void TrainAttention::turn(const TrainPlan& plan, AttentionTrace& trace) {
  const std::size_t dim = index(shape_.head_dim);
  const int wide = plan.polar.width(shape_.head_dim);
  const int heads = shape_.heads + shape_.kv_heads;
  const std::size_t width = index(heads + shape_.kv_heads) * dim;
  const std::size_t turned_width = index(heads) * index(wide);
  trace.turned.resize(index(plan.length) * turned_width);
  for (int n = 0; n < plan.length; ++n) {
    const std::span<const float> source(&trace.qkv[index(n) * width], width);
    float* turned = &trace.turned[index(n) * turned_width];
    for (int h = 0; h < heads; ++h) {
      turn_head(plan, n, h, source.subspan(index(h) * dim, dim), turned + index(h) * index(wide));
    }
    rotate_rows(turned, {1, shape_.heads, wide}, plan.queries, n, PairLayout::half_split);
    rotate_rows(turned + index(shape_.heads) * index(wide), {1, shape_.kv_heads, wide}, plan.keys, n,
                PairLayout::half_split);
  }
}

// d: the gradient of the turned vector, rotated back; d_x: written.
void TrainAttention::turn_head_back(const TrainPlan& plan, const HeadAt& at, std::span<const float> x,
                                    std::span<float> d, std::span<float> d_x) {
  const bool is_query = at.head < shape_.heads;
  if (is_query) scale(d, plan.query_scale[index(at.token)], d.data());
  if (is_query && !plan.plan.head_scale.empty()) {
    head_scale_gradient_[index(at.head)] += along(plan, at.head, x, d);
    scale(d, head_scale(plan, at.head), d.data());
  }
  if (!plan.polar.is_used()) {
    std::ranges::copy(d, d_x.begin());
  } else if (is_query) {
    plan.polar.narrow_query(at.head, normed(plan, at.head, x), d.data(), d_x.data(),
                            &phase_gradient_[index(at.head) * plan.plan.inv_freq.size()]);
  } else {
    plan.polar.narrow_key(normed(plan, at.head, x), d.data(), d_x.data());
  }
  if (is_query ? plan.plan.norms.queries : plan.plan.norms.keys) normalize_back(x, d_x);
}

// d . the query before its scales
double TrainAttention::along(const TrainPlan& plan, int head, std::span<const float> x, std::span<const float> d) {
  if (plan.polar.is_used()) {
    std::vector<float> wide(d.size());
    plan.polar.widen_query(head, normed(plan, head, x), 1, wide.data());
    return static_cast<double>(dot(wide, d.data()));
  }
  const double length = plan.plan.norms.queries ? inverse_length(x) : 1;
  return length * static_cast<double>(dot(x, d.data()));
}

void TrainAttention::turn_back(const TrainPlan& plan, const AttentionTrace& trace, std::span<float> d_qkv) {
  const std::size_t dim = index(shape_.head_dim);
  const int wide = plan.polar.width(shape_.head_dim);
  const int heads = shape_.heads + shape_.kv_heads;
  const std::size_t width = index(heads + shape_.kv_heads) * dim;
  for (int n = 0; n < plan.length; ++n) {
    const std::span<const float> source(&trace.qkv[index(n) * width], width);
    const auto d = d_qkv.subspan(index(n) * width, width);
    const auto d_turned = std::span(d_turned_).subspan(index(n) * index(heads * wide), index(heads * wide));
    const auto d_keys = d_turned.subspan(index(shape_.heads * wide));
    rotate_rows(d_turned.data(), {1, shape_.heads, wide}, plan.queries_back, n, PairLayout::half_split);
    rotate_rows(d_keys.data(), {1, shape_.kv_heads, wide}, plan.keys_back, n, PairLayout::half_split);
    for (int h = 0; h < heads; ++h) {
      turn_head_back(plan, {n, h}, source.subspan(index(h) * dim, dim), d_turned.subspan(index(h * wide), index(wide)),
                     d.subspan(index(h) * dim, dim));
    }
  }
}

void TrainAttention::pack_keys(const TrainPlan& plan, const AttentionTrace& trace, int kv_head) {
  const int wide = plan.polar.width(shape_.head_dim);
  const std::size_t width = index(shape_.heads + shape_.kv_heads) * index(wide);
  const Rows keys{trace.turned.data() + index(shape_.heads + kv_head) * index(wide), width, plan.length};
  pack_columns(keys, wide, key_columns_);
  pack_rows(keys, wide, key_rows_);
}

Rows TrainAttention::values_of(const AttentionTrace& trace, int kv_head, int length) const {
  const std::size_t dim = index(shape_.head_dim);
  const std::size_t width = index(shape_.heads + 2 * shape_.kv_heads) * dim;
  return {trace.qkv.data() + index(shape_.heads + shape_.kv_heads + kv_head) * dim, width, length};
}

// Where the reversed bias of the block's first key lies.
std::size_t TrainAttention::bias_at(const TrainPlan& plan, const Block& block, int query) const {
  return index(shape_.heads - block.head) * index(plan.length) - 1 - index(query - block.begin);
}

// weights_ of the block's rows over its keys; 0 where a row sees none.
void TrainAttention::weigh(const TrainPlan& plan, const AttentionTrace& trace, const Block& block) {
  const int wide = plan.polar.width(shape_.head_dim);
  const std::size_t width = index(shape_.heads + shape_.kv_heads) * index(wide);
  const std::size_t length = index(plan.length);
  weights_.resize(index(block_queries) * length);
  to_nothing_.resize(index(block_queries));
  multiply(Rows{&trace.turned[index(block.first) * width + index(block.head) * index(wide)], width, block.rows},
           key_columns_, {0, wide, block.begin, block.end}, {weights_.data(), length});
  for (int r = 0; r < block.rows; ++r) {
    const int query = block.first + r;
    float* row = weights_.data() + index(r) * length;
    const std::span<float> past(row + block.begin, row + query + 1);
    if (!plan.reversed_bias.empty()) {
      add_to(past, &plan.reversed_bias[bias_at(plan, block, query)]);
    }
    if (!trace.gate_sums.empty()) {
      add_gate_biases(trace.gate_sums, {shape_.heads, block.head, query, block.begin}, past);
    }
    const VisibleKeys seen = visible_keys(plan.plan.visible, query);
    const int hidden = std::max(block.begin, seen.sinks.end);
    if (hidden < seen.window.begin) {
      std::fill(row + hidden, row + seen.window.begin, -infinity);
    }
    const float sink =
        plan.plan.sink_logit.empty() ? -infinity : static_cast<float>(plan.plan.sink_logit[index(block.head)]);
    to_nothing_[index(r)] = softmax(past, sink);
    std::fill(row + query + 1, row + block.end, 0.0F);
  }
}

void TrainAttention::forward(const TrainPlan& plan, AttentionTrace& trace) {
  turn(plan, trace);
  const std::size_t dim = index(shape_.head_dim);
  const std::size_t out_width = index(shape_.heads) * dim;
  trace.mixed.resize(index(plan.length) * out_width);
  const int group = shape_.heads / shape_.kv_heads;
  for (int head = 0; head < shape_.heads; ++head) {
    if (head % group == 0) {
      pack_keys(plan, trace, head / group);
      pack_rows(values_of(trace, head / group, plan.length), shape_.head_dim, value_rows_);
    }
    for_each_block(plan, head, [&](const Block& block) {
      weigh(plan, trace, block);
      multiply(Rows{weights_.data(), index(plan.length), block.rows}, value_rows_,
               {block.begin, block.end, 0, shape_.head_dim},
               {&trace.mixed[index(block.first) * out_width + index(head) * dim], out_width});
    });
  }
}

void TrainAttention::back_block(const Back& back, const Block& block) {
  const std::size_t dim = index(shape_.head_dim);
  const std::size_t length = index(back.plan.length);
  const std::size_t width = index(shape_.heads + 2 * shape_.kv_heads) * dim;
  const int wide = back.plan.polar.width(shape_.head_dim);
  const std::size_t turned_width = index(shape_.heads + shape_.kv_heads) * index(wide);
  const std::size_t out_width = index(shape_.heads) * dim;
  const std::size_t kv_head = index(block.head / (shape_.heads / shape_.kv_heads));
  const std::size_t keys = index(block.end - block.begin);
  const std::size_t out_at = index(block.first) * out_width + index(block.head) * dim;
  const Rows d_out{&back.d_mixed[out_at], out_width, block.rows};
  const std::size_t queries_at = index(block.first) * turned_width + index(block.head * wide);  // turned
  const std::size_t keys_at = index(block.begin) * turned_width + (index(shape_.heads) + kv_head) * index(wide);
  float* d_values = &back.d_qkv[index(block.begin) * width + (index(shape_.heads + shape_.kv_heads) + kv_head) * dim];

  weigh(back.plan, back.trace, block);
  multiply(d_out, value_columns_, {0, shape_.head_dim, block.begin, block.end}, {scores_.data(), length});
  for (int r = 0; r < block.rows; ++r) {
    const std::size_t at = index(r) * length + index(block.begin);
    const std::size_t out = out_at + index(r) * out_width;
    const float mean = dot(back.d_mixed.subspan(out, dim), &back.trace.mixed[out]);
    softmax_backward(&weights_[at], mean, {&scores_[at], keys});
    if (!sink_gradient_.empty()) sink_gradient_[index(block.head)] -= to_nothing_[index(r)] * static_cast<double>(mean);
    const int query = block.first + r;
    const std::span<const float> past(&scores_[at], index(query + 1 - block.begin));
    if (!sum_gradient_.empty()) {
      add_sum_gradient(past, {shape_.heads, block.head, query, block.begin}, sum_gradient_);
    }
    if (bias_gradient_.empty()) continue;
    add_to({&bias_gradient_[bias_at(back.plan, block, query)], past.size()}, past.data());
  }
  multiply(Rows{scores_.data(), length, block.rows}, key_rows_, {block.begin, block.end, 0, wide},
           {&d_turned_[queries_at], turned_width});
  pack_rows({&back.trace.turned[queries_at], turned_width, block.rows}, wide, block_rows_);
  multiply_transposed({&scores_[index(block.begin)], length, static_cast<int>(keys)}, block_rows_,
                      {&d_turned_[keys_at], turned_width, true});
  pack_rows(d_out, shape_.head_dim, block_rows_);
  multiply_transposed({&weights_[index(block.begin)], length, static_cast<int>(keys)}, block_rows_,
                      {d_values, width, true});
}

void TrainAttention::backward(const TrainPlan& plan, const AttentionTrace& trace, std::span<const float> d_mixed,
                              std::span<float> d_qkv) {
  std::ranges::fill(d_qkv, 0.0F);
  bias_gradient_.assign(plan.reversed_bias.size(), 0.0F);
  sink_gradient_.assign(plan.plan.sink_logit.size(), 0.0);
  head_scale_gradient_.assign(plan.plan.head_scale.size(), 0.0);
  phase_gradient_.assign(plan.plan.phases.size(), 0.0);
  d_turned_.assign(trace.turned.size(), 0.0F);
  sum_gradient_.assign(trace.gate_sums.size(), 0.0);
  scores_.resize(index(block_queries) * index(plan.length));
  const Back back{plan, trace, d_mixed, d_qkv};
  const int group = shape_.heads / shape_.kv_heads;
  for (int head = 0; head < shape_.heads; ++head) {
    if (head % group == 0) {
      pack_keys(plan, trace, head / group);
      pack_columns(values_of(trace, head / group, plan.length), shape_.head_dim, value_columns_);
    }
    for_each_block(plan, head, [&](const Block& block) { back_block(back, block); });
  }
  turn_back(plan, trace, d_qkv);
}

}  // namespace ropescope
