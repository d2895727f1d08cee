#include "model/transformer.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "attention/attention.hpp"
#include "attention/key_gates.hpp"
#include "config/model_config.hpp"
#include "core/index.hpp"
#include "kernels/activation.hpp"
#include "kernels/matmul.hpp"
#include "kernels/rms_norm.hpp"
#include "model/weights.hpp"

namespace ropescope {
namespace {

constexpr std::size_t rows_together =
    64;  // rows that go through a part together, so that what lies between stays in L2

Rows rows_of(std::span<const float> values, std::size_t width) {
  return {values.data(), width, static_cast<int>(values.size() / width)};
}

// y = W x + bias; x: [rows, inputs], y: [rows, outputs]
void apply(const Projection& linear, std::span<const float> x, std::span<float> y) {
  const std::size_t outputs = index(linear.weight.columns);
  multiply(rows_of(x, index(linear.weight.depth)), linear.weight, {y.data(), outputs});
  if (linear.bias.empty()) return;
  for (std::size_t begin = 0; begin < y.size(); begin += outputs) {
    for (std::size_t i = 0; i < outputs; ++i) y[begin + i] += linear.bias[i];
  }
}

void add(std::span<const float> x, std::span<float> sum) { std::ranges::transform(x, sum, sum.begin(), std::plus{}); }

}  // namespace

void embed(const Weights& weights, std::span<const int> tokens, std::span<float> hidden) {
  const std::size_t width = weights.norm.size();
  for (std::size_t n = 0; n < tokens.size(); ++n) {
    std::ranges::copy(std::span(weights.embedding).subspan(index(tokens[n]) * width, width), &hidden[n * width]);
  }
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
      q_(rows_ * q_width_),
      mixed_(rows_ * q_width_),
      scratch_(std::min(rows_, rows_together) * width_),
      up_(std::min(rows_, rows_together) * index(config.intermediate_size)),
      gate_(layer.gate.weight.columns > 0 ? up_.size() : 0) {
  context_.cache.keys.resize((index(context.first) + rows_) * kv_width_);
  context_.cache.values.resize(context_.cache.keys.size());
  context_.cache.gate_sums.resize(index(context.first) * gates().bias.size());  // of a pass that was cancelled: gone
}

bool LayerRun::step(Budget& budget) {
  while (part_ != Part::done && !budget.is_spent()) {
    if (!run_part(budget)) continue;
    next_row_ = 0;
    part_ = static_cast<Part>(static_cast<int>(part_) + 1);
    if (part_ == Part::attend) begin_attention();
  }
  return part_ == Part::done;
}

// True when the part is done.
bool LayerRun::run_part(Budget& budget) {
  const double width = config_.hidden_size;
  const auto q_width = static_cast<double>(q_width_);
  switch (part_) {
    case Part::project:
      return run_blocks(width * (q_width + 2.0 * static_cast<double>(kv_width_)), budget,
                        [this](std::size_t begin, std::size_t end) { project(begin, end); });
    case Part::attend:
      return context_.attention.step(budget);
    case Part::mix:
      return run_blocks(width * q_width, budget, [this](std::size_t begin, std::size_t end) { mix(begin, end); });
    case Part::feed_forward:
      return run_blocks(3.0 * width * config_.intermediate_size, budget,
                        [this](std::size_t begin, std::size_t end) { feed_forward(begin, end); });
    case Part::done:
      break;
  }
  return true;
}

// Calls run(begin, end) for blocks of rows.
template <class Run>
bool LayerRun::run_blocks(double row_work, Budget& budget, Run run) {
  while (next_row_ < rows_ && !budget.is_spent()) {
    const std::size_t end = std::min(rows_, next_row_ + rows_together);
    run(next_row_, end);
    budget.spend(row_work * static_cast<double>(end - next_row_));
    next_row_ = end;
  }
  return next_row_ == rows_;
}

// Rows of q; keys and values go into the cache.
void LayerRun::project(std::size_t begin, std::size_t end) {
  const std::size_t count = end - begin;
  const auto rows_in = [&](std::vector<float>& values, std::size_t row_width) {
    return std::span(values).last(rows_ * row_width).subspan(begin * row_width, count * row_width);
  };
  const auto x = std::span(scratch_).first(count * width_);
  const auto q = rows_in(q_, q_width_);
  const auto keys = rows_in(context_.cache.keys, kv_width_);
  rms_norm(hidden_.subspan(begin * width_, count * width_), layer_.input_norm, config_.rms_norm_eps, x);
  apply(layer_.q, x, q);
  apply(layer_.k, x, keys);
  apply(layer_.v, x, rows_in(context_.cache.values, kv_width_));
  if (!gates().bias.empty()) add_gate_sums(gates(), x, context_.cache.gate_sums);
  if (!config_.qk_norm) return;
  rms_norm(q, layer_.q_norm, config_.rms_norm_eps, q);
  rms_norm(keys, layer_.k_norm, config_.rms_norm_eps, keys);
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
  if (context_.keys_turned) {
    context_.attention.turn_keys(std::span(cache.keys).last(rows_ * kv_width_), shape, context_.first);
  }
  context_.attention.begin({q_, cache.keys, cache.values, context_.keys_turned, cache.gate_sums, &cache.kept}, shape,
                           mixed_, context_.capture);
}

void LayerRun::mix(std::size_t begin, std::size_t end) {
  const std::size_t count = end - begin;
  const auto y = std::span(scratch_).first(count * width_);
  apply(layer_.o, std::span(mixed_).subspan(begin * q_width_, count * q_width_), y);
  add(y, hidden_.subspan(begin * width_, count * width_));
}

void LayerRun::feed_forward(std::size_t begin, std::size_t end) {
  const std::size_t count = end - begin;
  const std::size_t inner = index(config_.intermediate_size);
  const auto rows = hidden_.subspan(begin * width_, count * width_);
  const auto x = std::span(scratch_).first(count * width_);
  const auto y = std::span(up_).first(count * inner);
  rms_norm(rows, layer_.post_attention_norm, config_.rms_norm_eps, x);
  apply(layer_.up, x, y);
  if (gate_.empty()) {
    activate(config_.hidden_act, y);
  } else {
    const auto g = std::span(gate_).first(count * inner);
    apply(layer_.gate, x, g);
    activate(config_.hidden_act, g);
    std::ranges::transform(g, y, y.begin(), std::multiplies{});
  }
  apply(layer_.down, y, x);
  add(x, rows);
}

void run_head(const ModelConfig& config, const Weights& weights, std::span<const float> hidden,
              std::span<float> logits) {
  std::vector<float> normed(hidden.size());
  rms_norm(hidden, weights.norm, config.rms_norm_eps, normed);
  multiply(rows_of(normed, weights.norm.size()), weights.head, {logits.data(), index(config.vocab_size)});
}

}  // namespace ropescope
