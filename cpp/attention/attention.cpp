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
#include "core/threads.hpp"
#include "kernels/elementwise.hpp"
#include "kernels/matmul.hpp"
#include "kernels/softmax.hpp"
#include "position/plan.hpp"

namespace ropescope {
namespace {

constexpr int few_queries = 4;  // beyond them packing is the smaller part of the work

int kv_head_of(const AttentionShape& shape, int head) { return head * shape.kv_heads / shape.heads; }

// The part that holds these keys.
std::size_t part_of(const Schedule& schedule, KeyRange keys) {
  return schedule.parts.size() == 2 && keys.end > schedule.parts[0].end ? 1 : 0;
}

}  // namespace

Attention::Attention(PositionPlan plan, Threads threads)
    : plan_(std::move(plan)),
      threads_(std::move(threads)),
      rotations_(plan_),
      polar_(plan_),
      reversed_bias_(plan_.bias.rbegin(), plan_.bias.rend()),
      scratch_(index(threads_.count())) {}

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
  call_ = {input, shape, make_schedule(plan_, queries, rotations_), out, capture};
  call_.few = input.kept != nullptr && shape.queries <= few_queries;
  call_.in_order = capture != nullptr && capture->pools_rows();
  if (input.kept != nullptr) input.kept->begin(shape.query_start, shape.kv_heads);
  turn_queries(input, shape);
  choose_keys(call_.schedule, queries);
}

// Kv heads whose keys are packed at a time: one for each thread; kept ones take no memory more, and are little work.
int Attention::heads_together() const {
  const int left = call_.shape.kv_heads - call_.kv_head;
  return call_.few ? left : std::min(left, threads_.count());
}

// Whether anybody wants what this head makes.
bool Attention::runs(int head) const { return !call_.out.empty() || call_.capture->wants(head); }

// Head by head, so that what all threads read is one head's; block by block where each head's rows have to come in
// order.
Attention::Unit Attention::unit_at(int unit, int heads) const {
  const int first = call_.kv_head * (call_.shape.heads / call_.shape.kv_heads);
  const int blocks = static_cast<int>(call_.schedule.blocks.size());
  if (call_.in_order) return {first + unit % heads, unit / heads};
  return {first + unit / blocks, unit % blocks};
}

bool Attention::step(Budget& budget) {
  const AttentionShape& shape = call_.shape;
  const auto& blocks = call_.schedule.blocks;
  const double work = 2.0 * std::min(block_rows, shape.queries) * shape.keys * shape.head_dim;  // of a unit
  const int group = shape.heads / shape.kv_heads;  // query heads that share keys
  for (int together = 0; call_.kv_head < shape.kv_heads; call_.kv_head += together, call_.unit = 0) {
    if (budget.is_spent()) return false;
    together = heads_together();
    const int heads = together * group;
    int wanted = 0;
    for (int head = call_.kv_head * group; head < call_.kv_head * group + heads; ++head) wanted += runs(head) ? 1 : 0;
    if (wanted == 0) continue;
    if (call_.unit == 0) pack(together);
    const int units = heads * static_cast<int>(blocks.size());
    while (call_.unit < units) {
      if (budget.is_spent()) return false;
      const int first = call_.unit;
      const int end = first + budget.parts(work, units - first);
      // Rows in order: a part takes the units of one head.
      const int parts = call_.in_order ? std::min(heads, end - first) : end - first;
      threads_.share(parts, work * (end - first), [&](int part, int worker) {
        for (int unit = first + part; unit < end; unit += parts) {
          const auto [head, block] = unit_at(unit, heads);
          if (runs(head)) run_block(call_, blocks[index(block)], head, scratch_[index(worker)]);
        }
      });
      budget.spend(work * (end - first));
      call_.unit = end;
    }
  }
  return true;
}

double Attention::done() const {
  const auto blocks = static_cast<double>(call_.schedule.blocks.size());
  if (blocks == 0) return 1;
  return (static_cast<double>(call_.kv_head) / call_.shape.kv_heads) + call_.unit / (blocks * call_.shape.heads);
}

float Attention::sink_of(int head) const {
  if (plan_.sink_logit.empty()) return -std::numeric_limits<float>::infinity();
  return static_cast<float>(plan_.sink_logit[index(head)]);
}

void Attention::run_block(const Call& call, const RowBlock& block, int head, Scratch& scratch) {
  const std::size_t keys = index(call.shape.keys);
  scratch.scores.resize(index(block_rows) * keys);
  for (const Product& product : block.products) score(call, block, product, head, scratch);
  for (int r = 0; r < block.rows; ++r) {
    float* row = scratch.scores.data() + index(r) * keys;
    weigh_row(call, block.first + r, head, row);
    if (call.capture != nullptr && call.capture->wants_pairs(head, block.first + r))
      split_row(call, block.first + r, head, scratch);
    const VisibleKeys seen = visible_keys(plan_.visible, block.first + r);
    for (const KeyRange& part : block.parts) {
      const KeyRange between = common(part, {seen.sinks.end, seen.window.begin});
      if (!between.empty()) std::fill(row + between.begin, row + between.end, 0.0F);
      const KeyRange after = common(part, {seen.window.end, part.end});
      if (!after.empty()) std::fill(row + after.begin, row + after.end, 0.0F);
    }
  }
  if (!call.out.empty()) mix_values(call, block, head, scratch);
}

void Attention::mix_values(const Call& call, const RowBlock& block, int head, const Scratch& scratch) const {
  const AttentionShape& shape = call.shape;
  const int kv_head = kv_head_of(shape, head);
  const float* scores = scratch.scores.data();
  const std::size_t keys = index(shape.keys);
  const std::size_t stride = index(shape.heads) * index(shape.head_dim);
  float* out = call.out.data() + index(block.first - shape.query_start) * stride + index(head) * index(shape.head_dim);
  for (std::size_t i = 0; i < block.parts.size(); ++i) {
    const KeyRange part = block.parts[i];
    if (call.few) {
      multiply({scores + part.begin, keys, block.rows}, values_of(call, kv_head, part), shape.head_dim,
               {out, stride, i > 0});
      continue;
    }
    const std::size_t p = part_of(call.schedule, part);
    const int first = call.schedule.parts[p].begin;
    multiply({scores + first, keys, block.rows}, packed_values_[index(kv_head - call.kv_head)][p],
             {part.begin - first, part.end - first, 0, shape.head_dim}, {out, stride, i > 0});
  }
}

void Attention::score(const Call& call, const RowBlock& block, const Product& product, int head, Scratch& scratch) {
  const std::size_t tables = rotations_.tables().size();
  const KeyPack& pack = packs_of(
      kv_head_of(call.shape, head))[part_of(call.schedule, product.keys) * tables + rotations_.of_keys(product.branch)];
  const std::size_t stride = index(call.shape.keys);
  AlignedFloats& target = product.aside ? scratch.aside : scratch.scores;
  if (product.aside) scratch.aside.resize(scratch.scores.size());
  multiply(block_queries(call, block, product, head, scratch), pack.matrix,
           {0, polar_.width(call.shape.head_dim), floor_to_panel(product.keys.begin) - pack.keys.begin,
            product.keys.end - pack.keys.begin},
           {target.data() + pack.keys.begin, stride});
  if (product.aside) take_own_scores(block, product, stride, scratch);
}

// The block's rows as they meet the keys of this product.
Rows Attention::block_queries(const Call& call, const RowBlock& block, const Product& product, int head,
                              Scratch& scratch) const {
  const std::size_t dim = index(polar_.width(call.shape.head_dim));
  const std::size_t stride = index(call.shape.heads) * dim;
  const std::size_t first = index(block.first - call.shape.query_start) * stride + index(head) * dim;
  const AlignedFloats& queries = queries_[rotations_.of_queries(product.branch)];
  if (!rotations_.has_decay()) return {queries.data() + first, stride, block.rows};
  scratch.decayed.resize(index(block_rows + 1) * dim);
  float* const decayed = scratch.decayed.data();
  const std::span<float> factors(decayed + index(block_rows) * dim, dim);
  for (int r = 0; r < block.rows; ++r) {
    const int query = block.first + r;
    if (r == 0 || rotations_.centre_of_query(product.branch, query) == query) {
      rotations_.decay_between(plan_, product.branch, query, product.keys.begin, factors);
    }
    multiply_elements({queries.data() + first + index(r) * stride, dim}, factors.data(), decayed + index(r) * dim);
  }
  return {decayed, dim, block.rows};
}

void Attention::take_own_scores(const RowBlock& block, const Product& product, std::size_t stride,
                                Scratch& scratch) const {
  for (int r = 0; r < block.rows; ++r) {
    const VisibleKeys seen = visible_keys(plan_.visible, block.first + r);
    const KeyRange own = common(product.keys, branch_keys(plan_, product.branch, block.first + r));
    for (const KeyRange& range : {common(own, seen.sinks), common(own, seen.window)}) {
      if (range.empty()) continue;
      const std::size_t begin = index(r) * stride + index(range.begin);
      std::memcpy(&scratch.scores[begin], &scratch.aside[begin], index(range.end - range.begin) * sizeof(float));
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
