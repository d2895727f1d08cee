#include "model/transformer.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "attention/attention.hpp"
#include "config/model_config.hpp"
#include "kernels/activation.hpp"
#include "kernels/matmul.hpp"
#include "kernels/rms_norm.hpp"
#include "model/weights.hpp"

namespace ropescope {
namespace {

constexpr std::size_t block_rows = 64;  // rows that go through a part together, so that what lies between stays in L2

std::size_t index(int i) { return static_cast<std::size_t>(i); }

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

// Calls run(begin, end) for blocks of rows.
template <class Run>
void for_each_block(std::size_t rows, Run run) {
  for (std::size_t begin = 0; begin < rows; begin += block_rows) run(begin, std::min(rows, begin + block_rows));
}

// q: [rows, heads, head_dim]; keys and values are appended to the cache.
void project(const ModelConfig& config, const LayerWeights& layer, const LayerContext& context,
             std::span<const float> hidden, std::span<float> q) {
  const std::size_t width = index(config.hidden_size);
  const std::size_t q_width = index(config.num_attention_heads) * index(config.head_dim);
  const std::size_t kv_width = index(config.num_key_value_heads) * index(config.head_dim);
  const std::size_t rows = hidden.size() / width;
  context.cache.keys.resize((index(context.first) + rows) * kv_width);
  context.cache.values.resize(context.cache.keys.size());
  const auto keys = std::span(context.cache.keys).last(rows * kv_width);
  const auto values = std::span(context.cache.values).last(rows * kv_width);
  std::vector<float> normed(std::min(rows, block_rows) * width);
  for_each_block(rows, [&](std::size_t begin, std::size_t end) {
    const std::size_t count = end - begin;
    const auto x = std::span(normed).first(count * width);
    rms_norm(hidden.subspan(begin * width, count * width), layer.input_norm, config.rms_norm_eps, x);
    apply(layer.q, x, q.subspan(begin * q_width, count * q_width));
    apply(layer.k, x, keys.subspan(begin * kv_width, count * kv_width));
    apply(layer.v, x, values.subspan(begin * kv_width, count * kv_width));
  });
  if (config.qk_norm) {
    rms_norm(q, layer.q_norm, config.rms_norm_eps, q);
    rms_norm(keys, layer.k_norm, config.rms_norm_eps, keys);
  }
}

void add_attention(const ModelConfig& config, const LayerWeights& layer, const LayerContext& context,
                   std::span<float> hidden) {
  const std::size_t width = index(config.hidden_size);
  const std::size_t rows = hidden.size() / width;
  const std::size_t q_width = index(config.num_attention_heads) * index(config.head_dim);
  std::vector<float> q(rows * q_width);
  project(config, layer, context, hidden, q);
  std::vector<float> mixed(q.size());
  const int queries = static_cast<int>(rows);
  const AttentionShape shape{
      queries,        context.first + queries, context.first, config.num_attention_heads, config.num_key_value_heads,
      config.head_dim};
  LayerCache& cache = context.cache;
  if (context.keys_turned) {
    const std::size_t fresh = rows * index(shape.kv_heads) * index(shape.head_dim);
    context.attention.turn_keys(std::span(cache.keys).last(fresh), shape, context.first);
  }
  context.attention.run({q, cache.keys, cache.values, context.keys_turned}, shape, mixed, context.capture);
  std::vector<float> update(std::min(rows, block_rows) * width);
  for_each_block(rows, [&](std::size_t begin, std::size_t end) {
    const std::size_t count = end - begin;
    const auto y = std::span(update).first(count * width);
    apply(layer.o, std::span(mixed).subspan(begin * q_width, count * q_width), y);
    add(y, hidden.subspan(begin * width, count * width));
  });
}

void add_feed_forward(const ModelConfig& config, const LayerWeights& layer, std::span<float> hidden) {
  const std::size_t width = index(config.hidden_size);
  const std::size_t inner = index(config.intermediate_size);
  const std::size_t rows = hidden.size() / width;
  const bool gated = layer.gate.weight.columns > 0;
  std::vector<float> normed(std::min(rows, block_rows) * width);
  std::vector<float> up(std::min(rows, block_rows) * inner);
  std::vector<float> gate(gated ? up.size() : 0);
  for_each_block(rows, [&](std::size_t begin, std::size_t end) {
    const std::size_t count = end - begin;
    const auto x = std::span(normed).first(count * width);
    const auto y = std::span(up).first(count * inner);
    rms_norm(hidden.subspan(begin * width, count * width), layer.post_attention_norm, config.rms_norm_eps, x);
    apply(layer.up, x, y);
    if (gated) {
      const auto g = std::span(gate).first(count * inner);
      apply(layer.gate, x, g);
      activate(config.hidden_act, g);
      std::ranges::transform(g, y, y.begin(), std::multiplies{});
    } else {
      activate(config.hidden_act, y);
    }
    apply(layer.down, y, x);
    add(x, hidden.subspan(begin * width, count * width));
  });
}

}  // namespace

void embed(const Weights& weights, std::span<const int> tokens, std::span<float> hidden) {
  const std::size_t width = weights.norm.size();
  for (std::size_t n = 0; n < tokens.size(); ++n) {
    std::ranges::copy(std::span(weights.embedding).subspan(index(tokens[n]) * width, width), &hidden[n * width]);
  }
}

void run_layer(const ModelConfig& config, const LayerWeights& layer, const LayerContext& context,
               std::span<float> hidden) {
  add_attention(config, layer, context, hidden);
  add_feed_forward(config, layer, hidden);
}

void run_head(const ModelConfig& config, const Weights& weights, std::span<const float> hidden,
              std::span<float> logits) {
  std::vector<float> normed(hidden.size());
  rms_norm(hidden, weights.norm, config.rms_norm_eps, normed);
  multiply(rows_of(normed, weights.norm.size()), weights.head, {logits.data(), index(config.vocab_size)});
}

}  // namespace ropescope
