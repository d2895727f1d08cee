#include "attention/attention.hpp"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstring>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "attention/biases.hpp"
#include "attention/capture.hpp"
#include "attention/kept_keys.hpp"
#include "attention/schedule.hpp"
#include "core/budget.hpp"
#include "core/index.hpp"
#include "kernels/elementwise.hpp"
#include "kernels/matmul.hpp"
#include "kernels/rotate.hpp"
#include "kernels/softmax.hpp"
#include "position/plan.hpp"

namespace ropescope {
namespace {

constexpr int few_queries = 4;  // beyond them packing is the smaller part of the work

int floor_to_panel(int key) { return key / panel_columns() * panel_columns(); }

int kv_head_of(const AttentionShape& shape, int head) { return head * shape.kv_heads / shape.heads; }

// The part that holds these keys.
std::size_t part_of(const Schedule& schedule, KeyRange keys) {
  return schedule.parts.size() == 2 && keys.end > schedule.parts[0].end ? 1 : 0;
}

}  // namespace

Attention::Attention(PositionPlan plan)
    : plan_(std::move(plan)),
      rotations_(plan_),
      polar_(plan_),
      reversed_bias_(plan_.bias.rbegin(), plan_.bias.rend()) {}

void Attention::run(const AttentionInput& input, const AttentionShape& shape, std::span<float> out,
                    CaptureSink* capture) {
  begin(input, shape, out, capture);
  Budget unlimited(std::numeric_limits<double>::infinity());
  while (!step(unlimited)) {
  }
}

void Attention::begin(const AttentionInput& input, const AttentionShape& shape, std::span<float> out,
                      CaptureSink* capture) {
  assert(check_plan(plan_, shape) && check_gates(plan_, input, shape));
  rotations_.extend(plan_, shape.keys);
  const KeyRange queries{shape.query_start, shape.keys};
  call_ = {input, shape, make_schedule(plan_, queries, rotations_.centre_keys()), out, capture};
  call_.few = input.kept != nullptr && shape.queries <= few_queries;
  if (input.kept != nullptr) input.kept->begin(shape.query_start, shape.kv_heads);
  turn_queries(input, shape);
  choose_keys(call_.schedule, queries);
  scores_.resize(index(block_rows) * index(shape.keys));
}

bool Attention::step(Budget& budget) {
  const AttentionShape& shape = call_.shape;
  const int group = shape.heads / shape.kv_heads;
  const auto& blocks = call_.schedule.blocks;
  for (; call_.head < shape.heads; ++call_.head, call_.block = 0) {
    if (budget.is_spent()) return false;
    if (call_.block == 0 && call_.head % group == 0) {
      pack_keys(call_, call_.head / group);
      if (!call_.few) pack_values(call_, call_.head / group);
    }
    for (; call_.block < blocks.size(); ++call_.block) {
      if (budget.is_spent()) return false;
      run_block(call_, blocks[call_.block], call_.head);
      budget.spend(2.0 * blocks[call_.block].rows * shape.keys * shape.head_dim);
    }
  }
  return true;
}

double Attention::done() const {
  const auto blocks = static_cast<double>(call_.schedule.blocks.size());
  if (blocks == 0) return 1;
  return (call_.head + static_cast<double>(call_.block) / blocks) / call_.shape.heads;
}

float Attention::sink_of(int head) const {
  if (plan_.sink_logit.empty()) return -std::numeric_limits<float>::infinity();
  return static_cast<float>(plan_.sink_logit[index(head)]);
}

// Only those keys that a branch with this rotation meets in this part.
void Attention::choose_keys(const Schedule& schedule, KeyRange queries) {
  const std::size_t tables = rotations_.tables().size();
  needed_keys_.assign(schedule.parts.size() * tables, {});
  for (std::size_t p = 0; p < schedule.parts.size(); ++p) {
    for (int b = 0; b < rotations_.branches(); ++b) {
      KeyRange& keys = needed_keys_[p * tables + rotations_.of_keys(b)];
      keys = hull(keys, keys_met(plan_, b, queries, schedule.parts[p]));
    }
  }
  for (KeyRange& keys : needed_keys_) {
    keys = keys.empty() ? KeyRange{} : KeyRange{floor_to_panel(keys.begin), keys.end};
  }
}

KeyPacks& Attention::packs_of(int kv_head) { return call_.few ? call_.input.kept->of_head(kv_head) : packed_keys_; }

void Attention::pack_keys(const Call& call, int kv_head) {
  KeyPacks& packs = packs_of(kv_head);
  packs.resize(needed_keys_.size());
  for (std::size_t p = 0; p < packs.size(); ++p) {
    if (!call.few) packs[p] = {.keys = {}, .matrix = std::move(packs[p].matrix)};
    const KeyRange missing = call.few ? keys_to_append(packs[p], needed_keys_[p]) : needed_keys_[p];
    if (missing.empty()) continue;
    const int count = missing.end - missing.begin;
    const int width = polar_.width(call.shape.head_dim);
    copy_keys(call, kv_head, missing);
    if (!call.input.keys_turned) {
      const std::size_t table = p % rotations_.tables().size();
      rotate_rows(keys_.data(), {count, 1, width}, rotations_.tables()[table], missing.begin, PairLayout::half_split);
    }
    const Rows keys{keys_.data(), index(width), count};
    if (call.few) {
      append_columns(keys, width, packs[p].matrix);
    } else {
      packs[p].keys = missing;
      pack_columns(keys, width, packs[p].matrix);
    }
  }
}

Rows Attention::values_of(const Call& call, int kv_head, KeyRange keys) const {
  const std::size_t dim = index(call.shape.head_dim);
  const std::size_t stride = index(call.shape.kv_heads) * dim;
  const float* first =
      call.input.v.empty() ? nullptr : &call.input.v[index(keys.begin) * stride + index(kv_head) * dim];
  return {first, stride, keys.end - keys.begin};
}

void Attention::pack_values(const Call& call, int kv_head) {
  packed_values_.resize(call.schedule.parts.size());
  for (std::size_t p = 0; p < packed_values_.size(); ++p) {
    pack_rows(values_of(call, kv_head, call.schedule.parts[p]), call.shape.head_dim, packed_values_[p]);
  }
}

void Attention::run_block(const Call& call, const RowBlock& block, int head) {
  const std::size_t keys = index(call.shape.keys);
  for (const Product& product : block.products) score(call, block, product, head);
  for (int r = 0; r < block.rows; ++r) {
    float* row = scores_.data() + index(r) * keys;
    weigh_row(call, block.first + r, head, row);
    if (call.capture != nullptr && call.capture->wants_pairs(head, block.first + r))
      split_row(call, block.first + r, head);
    const VisibleKeys seen = visible_keys(plan_.visible, block.first + r);
    for (const KeyRange& part : block.parts) {
      const KeyRange between = common(part, {seen.sinks.end, seen.window.begin});
      if (!between.empty()) std::fill(row + between.begin, row + between.end, 0.0F);
      const KeyRange after = common(part, {seen.window.end, part.end});
      if (!after.empty()) std::fill(row + after.begin, row + after.end, 0.0F);
    }
  }
  mix_values(call, block, head);
}

void Attention::mix_values(const Call& call, const RowBlock& block, int head) {
  const AttentionShape& shape = call.shape;
  const std::size_t keys = index(shape.keys);
  const std::size_t stride = index(shape.heads) * index(shape.head_dim);
  float* out = call.out.data() + index(block.first - shape.query_start) * stride + index(head) * index(shape.head_dim);
  for (std::size_t i = 0; i < block.parts.size(); ++i) {
    const KeyRange part = block.parts[i];
    if (call.few) {
      multiply({scores_.data() + part.begin, keys, block.rows}, values_of(call, kv_head_of(shape, head), part),
               shape.head_dim, {out, stride, i > 0});
      continue;
    }
    const std::size_t p = part_of(call.schedule, part);
    const int first = call.schedule.parts[p].begin;
    multiply({scores_.data() + first, keys, block.rows}, packed_values_[p],
             {part.begin - first, part.end - first, 0, shape.head_dim}, {out, stride, i > 0});
  }
}

void Attention::score(const Call& call, const RowBlock& block, const Product& product, int head) {
  const std::size_t tables = rotations_.tables().size();
  const KeyPack& pack = packs_of(
      kv_head_of(call.shape, head))[part_of(call.schedule, product.keys) * tables + rotations_.of_keys(product.branch)];
  const std::size_t stride = index(call.shape.keys);
  AlignedFloats& target = product.aside ? aside_ : scores_;
  if (product.aside) aside_.resize(scores_.size());
  multiply(block_queries(call, block, product, head), pack.matrix,
           {0, polar_.width(call.shape.head_dim), floor_to_panel(product.keys.begin) - pack.keys.begin,
            product.keys.end - pack.keys.begin},
           {target.data() + pack.keys.begin, stride});
  if (product.aside) take_own_scores(block, product, stride);
}

// The block's rows as they meet the keys of this product.
Rows Attention::block_queries(const Call& call, const RowBlock& block, const Product& product, int head) {
  const std::size_t dim = index(polar_.width(call.shape.head_dim));
  const std::size_t stride = index(call.shape.heads) * dim;
  const std::size_t first = index(block.first - call.shape.query_start) * stride + index(head) * dim;
  const AlignedFloats& queries = queries_[rotations_.of_queries(product.branch)];
  if (rotations_.centre_keys() == 0) return {queries.data() + first, stride, block.rows};
  decayed_.resize(index(block_rows + 1) * dim);
  const std::span<float> factors(decayed_.data() + index(block_rows) * dim, dim);
  for (int r = 0; r < block.rows; ++r) {
    const int query = block.first + r;
    if (r == 0 || query % rotations_.centre_keys() == 0) {
      rotations_.decay_between(plan_, product.branch, query, product.centre_block, factors);
    }
    multiply_elements({queries.data() + first + index(r) * stride, dim}, factors.data(),
                      decayed_.data() + index(r) * dim);
  }
  return {decayed_.data(), dim, block.rows};
}

void Attention::take_own_scores(const RowBlock& block, const Product& product, std::size_t stride) {
  for (int r = 0; r < block.rows; ++r) {
    const VisibleKeys seen = visible_keys(plan_.visible, block.first + r);
    const KeyRange own = common(product.keys, branch_keys(plan_, product.branch, block.first + r));
    for (const KeyRange& range : {common(own, seen.sinks), common(own, seen.window)}) {
      if (range.empty()) continue;
      const std::size_t begin = index(r) * stride + index(range.begin);
      std::memcpy(&scores_[begin], &aside_[begin], index(range.end - range.begin) * sizeof(float));
    }
  }
}

// Scores of the keys that a query sees become weights; the sink is offered either.
void Attention::weigh_row(const Call& call, int query, int head, float* row) const {
  const VisibleKeys seen = visible_keys(plan_.visible, query);
  const auto each_range = [&](auto&& use) {
    if (!seen.sinks.empty()) use(seen.sinks.begin, std::span(row, row + seen.sinks.end));
    use(seen.window.begin, std::span(row + seen.window.begin, row + seen.window.end));
  };
  const auto offer = [&](CaptureKind kind) {
    if (call.capture == nullptr || !call.capture->wants(kind, head)) return;
    each_range([&](int begin, std::span<float> scores) { call.capture->offer(kind, head, query, begin, scores); });
  };
  const Biases biases{plan_, reversed_bias_, call.input.gate_sums, call.shape.heads};
  if (call.input.score_cap > 0) {
    each_range([&](int, std::span<float> scores) { cap(scores, call.input.score_cap); });
  }
  each_range([&](int begin, std::span<float> scores) { add_biases(biases, {head, query, begin}, scores); });
  offer(CaptureKind::logits);
  // The sinks' scores stand right before the window's while the row is weighed.
  float* first = row + seen.window.begin - seen.sinks.end;
  std::memmove(first, row, index(seen.sinks.end) * sizeof(float));
  const std::span<float> scores(first, row + seen.window.end);
  if (call.capture != nullptr && call.capture->wants(CaptureKind::entropy, head)) {
    call.capture->offer_entropy(head, query, softmax_entropy(scores, sink_of(head)));
  } else {
    softmax(scores, sink_of(head));
  }
  std::memmove(row, first, index(seen.sinks.end) * sizeof(float));
  offer(CaptureKind::weights);
}

}  // namespace ropescope
