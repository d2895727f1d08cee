#include "model/transformer.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "attention/attention.hpp"
#include "attention/key_gates.hpp"
#include "config/decoder_form.hpp"
#include "config/model_config.hpp"
#include "core/budget.hpp"
#include "core/index.hpp"
#include "core/threads.hpp"
#include "kernels/activation.hpp"
#include "kernels/elementwise.hpp"
#include "kernels/layer_norm.hpp"
#include "kernels/matmul.hpp"
#include "kernels/rms_norm.hpp"
#include "model/weights.hpp"

namespace ropescope {
namespace {

constexpr int rows_together = 64;   // rows that go through a part together, so that what lies between stays in L2
constexpr int shares_a_thread = 4;  // of a product, so that none waits long for another

Rows rows_of(std::span<const float> values, std::size_t width) {
  return {values.data(), width, static_cast<int>(values.size() / width)};
}

std::span<float> room(std::vector<float>& memory, std::size_t size) {
  if (memory.size() < size) memory.resize(size);
  return std::span(memory).first(size);
}

// c = a b, each thread some of the columns
void multiply_shared(const Rows& a, const PackedMatrix& b, const Threads& threads, const MutableRows& c) {
  const int whole = 2 * panel_columns();  // a panel of numbers of 16 bits
  const int shares = threads.count() == 1 ? 1 : shares_a_thread * threads.count();
  const int columns = ((b.columns + shares - 1) / shares + whole - 1) / whole * whole;
  const double work = static_cast<double>(a.count) * b.depth * b.columns;
  threads.share((b.columns + columns - 1) / columns, work, [&](int part, int) {
    multiply(a, b, {0, b.depth, part * columns, std::min(b.columns, (part + 1) * columns)}, c);
  });
}

// y = scale (W x + bias); x: [rows, inputs], y: [rows, outputs]
void apply(const Projection& linear, const Threads& threads, std::span<const float> x, std::span<float> y) {
  const std::size_t outputs = index(linear.weight.columns);
  multiply_shared(rows_of(x, index(linear.weight.depth)), linear.weight, threads, {y.data(), outputs});
  for (std::size_t begin = 0; begin < y.size() && !linear.bias.empty(); begin += outputs) {
    for (std::size_t i = 0; i < outputs; ++i) y[begin + i] += linear.bias[i];
  }
  if (linear.scale == 1) return;
  for (float& value : y) value *= linear.scale;
}

void add(std::span<const float> x, std::span<float> sum) { std::ranges::transform(x, sum, sum.begin(), std::plus{}); }

// y = norm(x); x, y: rows of one or more times norm.weight.size() channels, may be the same
void normalize(const ModelConfig& config, const Norm& norm, std::span<const float> x, std::span<float> y) {
  const std::size_t group = norm.group;
  for (std::size_t begin = 0; begin < x.size(); begin += group) {
    const std::size_t first = begin % norm.weight.size();
    const auto weight = std::span(norm.weight).subspan(first, group);
    if (config.form.norms.kind == NormKind::rms) {
      rms_norm(x.subspan(begin, group), weight, config.norm_eps, y.subspan(begin, group));
    } else {
      const auto bias = norm.bias.empty() ? std::span<const float>{} : std::span(norm.bias).subspan(first, group);
      layer_norm(x.subspan(begin, group), weight, bias, config.norm_eps, y.subspan(begin, group));
    }
  }
}

// x after a norm, which writes to y, or x itself where there is none.
std::span<const float> normalized(const ModelConfig& config, const Norm& norm, std::span<const float> x,
                                  std::span<float> y) {
  if (norm.weight.empty()) return x;
  normalize(config, norm, x, y);
  return y;
}

}  // namespace

void embed(const ModelConfig& config, const Weights& weights, std::span<const int> tokens, std::span<float> hidden) {
  const std::size_t width = index(config.hidden_size);
  const PackedMatrix& table = weights.embedding.columns > 0 ? weights.embedding : weights.head.weight;
  for (std::size_t n = 0; n < tokens.size(); ++n) read_column(table, tokens[n], hidden.subspan(n * width, width));
  if (const double scale = config.form.embedding_scale; scale != 1) {
    for (float& value : hidden) value = static_cast<float>(value * scale);
  }
  if (!weights.embedding_norm.weight.empty()) normalize(config, weights.embedding_norm, hidden, hidden);
}

LayerRun::LayerRun(const ModelConfig& config, const LayerWeights& layer, const LayerContext& context,
                   std::span<float> hidden)
    : config_(config),
      layer_(layer),
      context_(context),
      hidden_(hidden),
      width_(index(config.hidden_size)),
      q_width_(index(config.num_attention_heads) * index(config.head_dim)),
      kv_width_(index(config.num_key_value_heads) * index(config.head_dim)),
      rows_(hidden.size() / width_),
      block_rows_(index(context_.threads.even_rows(static_cast<int>(rows_), rows_together))),
      q_(rows_ * q_width_),
      mixed_(context.maps_only ? 0 : rows_ * q_width_),
      scratch_(index(context_.threads.count())) {
  context_.cache.keys.resize((index(context.first) + rows_) * kv_width_);
  context_.cache.values.resize(context_.cache.keys.size());
  context_.cache.gate_sums.resize((index(context.first) + rows_) * gates().bias.size());
}

bool LayerRun::step(Budget& budget) {
  // A feed-forward part that reads what attention reads runs before anything is added to the rows.
  using enum Part;
  constexpr std::array in_turn{project, begin_attending, attend, mix, feed_forward, done};
  constexpr std::array in_parallel{project, feed_forward, begin_attending, attend, mix, done};
  constexpr std::array for_maps{project, begin_attending, attend, done, done, done};
  const auto& parts = context_.maps_only ? for_maps : config_.form.parallel ? in_parallel : in_turn;
  while (parts[part_] != done && !budget.is_spent()) {
    if (!run_part(parts[part_], budget)) continue;
    next_block_ = 0;
    ++part_;
  }
  return parts[part_] == done;
}

// True when the part is done.
bool LayerRun::run_part(Part part, Budget& budget) {
  const double width = config_.hidden_size;
  const auto q_width = static_cast<double>(q_width_);
  const auto run_rows = [&](double row_work, auto run) {
    const int blocks = static_cast<int>((rows_ + block_rows_ - 1) / block_rows_);
    const double work = row_work * static_cast<double>(block_rows_);
    next_block_ = share_within(budget, context_.threads, next_block_, blocks, work, [&](int block, int worker) {
      const std::size_t begin = index(block) * block_rows_;
      (this->*run)(begin, std::min(rows_, begin + block_rows_), scratch_[index(worker)]);
    });
    return next_block_ == blocks;
  };
  switch (part) {
    case Part::project:
      return run_rows(width * (q_width + 2.0 * static_cast<double>(kv_width_)), &LayerRun::project);
    case Part::begin_attending:
      begin_attention();
      return true;
    case Part::attend:
      return context_.attention.step(budget);
    case Part::mix:
      return run_rows(width * q_width, &LayerRun::mix);
    case Part::feed_forward:
      return run_rows(3.0 * width * config_.intermediate_size, &LayerRun::feed_forward);
    case Part::done:
      break;
  }
  return true;
}

// Rows of q; keys and values go into the cache.
void LayerRun::project(std::size_t begin, std::size_t end, Scratch& scratch) {
  const std::size_t count = end - begin;
  const auto rows_in = [&](auto& values, std::size_t row_width) {
    return std::span(values).last(rows_ * row_width).subspan(begin * row_width, count * row_width);
  };
  const auto q = rows_in(q_, q_width_);
  const auto keys = rows_in(context_.cache.keys, kv_width_);
  const auto x = normalized(config_, layer_.attention_norm, hidden_.subspan(begin * width_, count * width_),
                            room(scratch.rows, count * width_));
  apply(layer_.q, context_.threads, x, q);
  apply(layer_.k, context_.threads, x, keys);
  if (!context_.maps_only) apply(layer_.v, context_.threads, x, rows_in(context_.cache.values, kv_width_));
  if (!gates().bias.empty()) read_gates(gates(), x, rows_in(context_.cache.gate_sums, gates().bias.size()));
  if (config_.form.qk_norm == QkNorm::none) return;
  normalize(config_, layer_.q_norm, q, q);
  normalize(config_, layer_.k_norm, keys, keys);
}

void LayerRun::begin_attention() {
  const int queries = static_cast<int>(rows_);
  const AttentionShape shape{.queries = queries,
                             .keys = context_.first + queries,
                             .query_start = context_.first,
                             .heads = config_.num_attention_heads,
                             .kv_heads = config_.num_key_value_heads,
                             .head_dim = config_.head_dim};
  LayerCache& cache = context_.cache;
  if (!gates().bias.empty()) sum_gates(config_.num_attention_heads, context_.first, cache.gate_sums);
  if (context_.keys_turned) {
    context_.attention.turn_keys(std::span(cache.keys).last(rows_ * kv_width_), shape, context_.first);
  }
  const AttentionInput input{.q = q_,
                             .k = cache.keys,
                             .v = cache.values,
                             .keys_turned = context_.keys_turned,
                             .gate_sums = cache.gate_sums,
                             .kept = &cache.kept,
                             .score_cap = static_cast<float>(config_.form.score_cap)};
  context_.attention.begin(input, shape, mixed_, context_.capture);  // without mixed_ where maps are all
}

void LayerRun::mix(std::size_t begin, std::size_t end, Scratch& scratch) {
  const std::size_t count = end - begin;
  const auto y = room(scratch.rows, count * width_);
  apply(layer_.o, context_.threads, std::span(mixed_).subspan(begin * q_width_, count * q_width_), y);
  add(normalized(config_, layer_.attention_out_norm, y, y), hidden_.subspan(begin * width_, count * width_));
}

void LayerRun::feed_forward(std::size_t begin, std::size_t end, Scratch& scratch) {
  const std::size_t count = end - begin;
  const std::size_t inner = index(config_.intermediate_size);
  const auto rows = hidden_.subspan(begin * width_, count * width_);
  const auto added = room(scratch.rows, count * width_);
  const auto x = normalized(config_, layer_.mlp_norm, rows, added);
  const auto y = room(scratch.up, count * inner);
  apply(layer_.up, context_.threads, x, y);
  if (layer_.gate.weight.columns == 0) {
    activate(config_.hidden_act, y);
  } else {
    const auto g = room(scratch.gate, count * inner);
    apply(layer_.gate, context_.threads, x, g);
    activate(config_.hidden_act, g);
    std::ranges::transform(g, y, y.begin(), std::multiplies{});
  }
  apply(layer_.down, context_.threads, y, added);
  add(normalized(config_, layer_.mlp_out_norm, added, added), rows);
}

void run_head(const ModelConfig& config, const Weights& weights, const Threads& threads, std::span<const float> hidden,
              std::span<float> logits) {
  std::vector<float> normed(hidden.size());
  normalize(config, weights.norm, hidden, normed);
  apply(weights.head, threads, normed, logits);
  if (config.form.logit_cap > 0) cap(logits, static_cast<float>(config.form.logit_cap));
}

}  // namespace ropescope
