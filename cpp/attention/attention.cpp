#include "attention/attention.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <string>

#include "kernels/softmax.hpp"

namespace ropescope {
namespace {

constexpr int block_rows = 16;  // queries that share a pass over the keys: enough to reuse each panel from L1

std::size_t index(int i) { return static_cast<std::size_t>(i); }

// Keys that a query sees: [begin, end).
struct KeyRange {
  int begin = 0;
  int end = 0;
};

KeyRange visible_keys(const PositionPlan& plan, int query) {
  return {plan.visible.window == 0 ? 0 : std::max(0, query + 1 - plan.visible.window), query + 1};
}

}  // namespace

void Attention::run(const AttentionInput& input, const AttentionShape& shape, std::span<float> out,
                    CaptureSink* capture) {
  assert(shape.keys == shape.query_start + shape.queries && shape.heads % shape.kv_heads == 0);
  rotate_inputs(input, shape);
  const int group = shape.heads / shape.kv_heads;
  scores_.resize(index(block_rows) * index(shape.keys));
  for (int kv_head = 0; kv_head < shape.kv_heads; ++kv_head) {
    pack_keys_and_values(input, shape, kv_head);
    for (int h = kv_head * group; h < (kv_head + 1) * group; ++h) run_head(shape, h, out, capture);
  }
}

void Attention::rotate_inputs(const AttentionInput& input, const AttentionShape& shape) {
  extend_rotation_table(plan_.inv_freq, shape.keys, plan_.attention_factor, table_);
  queries_.resize(input.q.size());
  const float scale = static_cast<float>(1.0 / std::sqrt(static_cast<double>(shape.head_dim)));
  std::ranges::transform(input.q, queries_.begin(), [scale](float x) { return x * scale; });
  rotate_rows(queries_.data(), {shape.queries, shape.heads, shape.head_dim}, table_, shape.query_start,
              PairLayout::half_split);
  keys_.assign(input.k.begin(), input.k.end());
  rotate_rows(keys_.data(), {shape.keys, shape.kv_heads, shape.head_dim}, table_, 0, PairLayout::half_split);
}

void Attention::pack_keys_and_values(const AttentionInput& input, const AttentionShape& shape, int kv_head) {
  const std::size_t stride = index(shape.kv_heads) * index(shape.head_dim);
  const std::size_t offset = index(kv_head) * index(shape.head_dim);
  pack_columns({keys_.data() + offset, stride, shape.keys}, shape.head_dim, packed_keys_);
  pack_rows({input.v.data() + offset, stride, shape.keys}, shape.head_dim, packed_values_);
}

void Attention::run_head(const AttentionShape& shape, int head, std::span<float> out, CaptureSink* capture) {
  const std::size_t stride = index(shape.heads) * index(shape.head_dim);
  const std::size_t keys = index(shape.keys);
  for (int first = 0; first < shape.queries; first += block_rows) {
    const int rows = std::min(block_rows, shape.queries - first);
    const std::size_t offset = index(first) * stride + index(head) * index(shape.head_dim);
    const int query = shape.query_start + first;
    const KeyRange block{visible_keys(plan_, query).begin, visible_keys(plan_, query + rows - 1).end};
    const int panel_start = block.begin / panel_columns() * panel_columns();
    multiply({queries_.data() + offset, stride, rows}, packed_keys_, {0, shape.head_dim, panel_start, block.end},
             {scores_.data(), keys});
    for (int r = 0; r < rows; ++r) {
      float* row = scores_.data() + index(r) * keys;
      const KeyRange seen = visible_keys(plan_, query + r);
      weigh_row(query + r, head, {row + seen.begin, row + seen.end}, capture);
      std::fill(row + block.begin, row + seen.begin, 0.0F);
      std::fill(row + seen.end, row + block.end, 0.0F);
    }
    multiply({scores_.data(), keys, rows}, packed_values_, {block.begin, block.end, 0, shape.head_dim},
             {out.data() + offset, stride});
  }
}

// Scores of the keys that a query sees become weights; the sink is offered either.
void Attention::weigh_row(int query, int head, std::span<float> row, CaptureSink* capture) const {
  const bool captured = capture != nullptr && capture->wants(head);
  const int first_key = visible_keys(plan_, query).begin;
  if (captured && capture->kind() == CaptureKind::logits) capture->offer(head, query, first_key, row);
  softmax(row);
  if (captured && capture->kind() == CaptureKind::weights) capture->offer(head, query, first_key, row);
}

Status attention(const AttentionInput& input, const AttentionShape& shape, const PositionPlan& plan,
                 std::span<float> out, CaptureSink* capture) {
  const auto invalid = [](const std::string& message) { return Error{ErrorCode::invalid_argument, message}; };
  if (shape.queries < 0 || shape.query_start < 0 || shape.keys != shape.query_start + shape.queries) {
    return invalid("keys must be query_start + queries, got " + std::to_string(shape.keys) + ", " +
                   std::to_string(shape.query_start) + " and " + std::to_string(shape.queries));
  }
  if (shape.head_dim < 1 || shape.heads < 1 || shape.kv_heads < 1 || shape.heads % shape.kv_heads != 0) {
    return invalid("heads must be a multiple of kv_heads, and both and head_dim at least 1, got " +
                   std::to_string(shape.heads) + ", " + std::to_string(shape.kv_heads) + " and " +
                   std::to_string(shape.head_dim));
  }
  const std::size_t q_size = index(shape.queries) * index(shape.heads) * index(shape.head_dim);
  const std::size_t kv_size = index(shape.keys) * index(shape.kv_heads) * index(shape.head_dim);
  if (input.q.size() != q_size || out.size() != q_size) {
    return invalid("q and out must have " + std::to_string(q_size) + " elements, got " +
                   std::to_string(input.q.size()) + " and " + std::to_string(out.size()));
  }
  if (input.k.size() != kv_size || input.v.size() != kv_size) {
    return invalid("k and v must have " + std::to_string(kv_size) + " elements, got " + std::to_string(input.k.size()) +
                   " and " + std::to_string(input.v.size()));
  }
  if (2 * plan.inv_freq.size() > index(shape.head_dim)) {
    return invalid("the plan rotates " + std::to_string(2 * plan.inv_freq.size()) + " channels, but head_dim is " +
                   std::to_string(shape.head_dim));
  }
  if (plan.visible.window < 0) return invalid("window must be at least 0, got " + std::to_string(plan.visible.window));
  Attention(plan).run(input, shape, out, capture);
  return ok();
}

}  // namespace ropescope
