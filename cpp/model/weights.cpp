#include "model/weights.hpp"

#include <cmath>
#include <numeric>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/decoder_form.hpp"
#include "config/model_config.hpp"
#include "core/index.hpp"
#include "core/result.hpp"
#include "io/safetensors.hpp"
#include "model/weight_reader.hpp"

namespace ropescope {
namespace {

// The rows of one of q, k and v in the tensor that holds them: those of `heads` heads from `first` of each group on.
struct HeadRows {
  int groups = 1;
  int group_heads = 0;  // of all three
  int first = 0;
  int heads = 0;
};

// The order in which rows of a file become rows of a projection: half-split pairs, whatever the file has.
std::vector<int> row_order(const ModelConfig& config, const HeadRows& rows, PairOrder pairs) {
  const int rotary_dim = config.rope.rope.rotary_dim;
  const int half = rotary_dim / 2;
  const auto channel = [&](int i) {
    if (i >= rotary_dim || pairs == PairOrder::half_split) return i;
    if (pairs == PairOrder::turned_back) return i < half ? i + half : i - half;
    return i < half ? 2 * i : 2 * (i - half) + 1;
  };
  std::vector<int> order;
  for (int group = 0; group < rows.groups; ++group) {
    for (int head = 0; head < rows.heads; ++head) {
      const int begin = (group * rows.group_heads + rows.first + head) * config.head_dim;
      for (int i = 0; i < config.head_dim; ++i) order.push_back(begin + channel(i));
    }
  }
  return order;
}

void reorder(std::vector<float>& values, const std::vector<int>& order) {
  std::vector<float> ordered;
  for (const int i : order) ordered.push_back(values[index(i)]);
  values = std::move(ordered);
}

struct QueriesKeysValues {
  ProjectionRows q;
  ProjectionRows k;
  ProjectionRows v;
};

QueriesKeysValues read_separate(const ModelConfig& config, const std::string& name, WeightReader& reader) {
  const TensorNames& names = config.form.names;
  const auto read = [&](std::string_view which, int heads, bool rotates) {
    ProjectionRows linear =
        reader.linear(name + std::string(which), config.hidden_size, heads * config.head_dim, config.attention_bias);
    if (!rotates || config.form.pairs == PairOrder::half_split) return linear;
    return rows_of(linear, row_order(config, {1, heads, 0, heads}, config.form.pairs));
  };
  return {read(names.q, config.num_attention_heads, true), read(names.k, config.num_key_value_heads, true),
          read(names.v, config.num_key_value_heads, false)};
}

QueriesKeysValues read_fused(const ModelConfig& config, const std::string& name, WeightReader& reader) {
  const int heads = config.num_attention_heads;
  const int kv_heads = config.num_key_value_heads;
  const int groups = config.form.fused == FusedRows::heads ? kv_heads : 1;
  const int all_heads = heads + 2 * kv_heads;
  const ProjectionRows all = reader.linear(name + std::string(config.form.names.qkv), config.hidden_size,
                                           all_heads * config.head_dim, config.attention_bias);
  const auto part = [&](int first, int count, PairOrder pairs) {
    return rows_of(all, row_order(config, {groups, all_heads / groups, first / groups, count / groups}, pairs));
  };
  return {part(0, heads, config.form.pairs), part(heads, kv_heads, config.form.pairs),
          part(heads + kv_heads, kv_heads, PairOrder::half_split)};
}

Norm read_qk_norm(const ModelConfig& config, const std::string& name, std::string_view which, int heads,
                  WeightReader& reader) {
  const int dim = config.head_dim;
  switch (config.form.qk_norm) {
    case QkNorm::none:
      return {};
    case QkNorm::whole:
      return reader.norm(name, which, heads * dim);
    case QkNorm::head:
      return reader.norm(name, which, dim);
    case QkNorm::each_head:
      break;
  }
  Norm norm = reader.norm(name, which, dim, heads);
  if (!reader.error()) reorder(norm.weight, row_order(config, {1, heads, 0, heads}, config.form.pairs));
  return norm;
}

void read_attention(const ModelConfig& config, const std::string& name, WeightReader& reader, LayerWeights& weights) {
  const TensorNames& names = config.form.names;
  const int q_width = config.num_attention_heads * config.head_dim;
  QueriesKeysValues rows = names.qkv.empty() ? read_separate(config, name, reader) : read_fused(config, name, reader);
  weights.q_norm = read_qk_norm(config, name, names.q_norm, config.num_attention_heads, reader);
  weights.k_norm = read_qk_norm(config, name, names.k_norm, config.num_key_value_heads, reader);
  double query_scale = 1;
  if (config.form.score_scale != 0) {
    const double factor = config.form.score_scale * std::sqrt(config.head_dim);
    if (weights.q_norm.weight.empty()) query_scale = factor;
    for (std::vector<float>* values : {&weights.q_norm.weight, &weights.q_norm.bias}) {
      for (float& value : *values) value = static_cast<float>(value * factor);
    }
  }
  weights.q = pack(rows.q, query_scale);
  weights.k = pack(rows.k);
  weights.v = pack(rows.v);
  weights.o = pack(reader.linear(name + std::string(names.o), q_width, config.hidden_size, config.output_bias),
                   config.form.residual_scale);
}

void read_feed_forward(const ModelConfig& config, const std::string& name, WeightReader& reader,
                       LayerWeights& weights) {
  const TensorNames& names = config.form.names;
  const int hidden = config.hidden_size;
  const int inner = config.intermediate_size;
  if (!names.gate_up.empty()) {
    const ProjectionRows both = reader.linear(name + std::string(names.gate_up), hidden, 2 * inner, config.mlp_bias);
    std::vector<int> rows(index(2 * inner));
    std::iota(rows.begin(), rows.end(), 0);
    weights.gate = pack(rows_of(both, std::span(rows).first(index(inner))));
    weights.up = pack(rows_of(both, std::span(rows).last(index(inner))));
  } else {
    const std::string gate = name + std::string(names.gate);
    if (!names.gate.empty() && reader.has(gate + ".weight")) {
      weights.gate = pack(reader.linear(gate, hidden, inner, config.mlp_bias));
    }
    weights.up = pack(reader.linear(name + std::string(names.up), hidden, inner, config.mlp_bias));
  }
  weights.down =
      pack(reader.linear(name + std::string(names.down), inner, hidden, config.mlp_bias), config.form.residual_scale);
}

LayerWeights read_layer(const ModelConfig& config, int layer, WeightReader& reader) {
  const TensorNames& names = config.form.names;
  const std::string name = reader.base() + std::string(names.layers) + std::to_string(layer) + ".";
  LayerWeights weights;
  weights.attention_norm = reader.norm(name, names.attention_norm, config.hidden_size);
  read_attention(config, name, reader, weights);
  weights.attention_out_norm = reader.norm(name, names.attention_out_norm, config.hidden_size);
  weights.mlp_norm = reader.norm(name, names.mlp_norm, config.hidden_size);
  read_feed_forward(config, name, reader, weights);
  weights.mlp_out_norm = reader.norm(name, names.mlp_out_norm, config.hidden_size);
  weights.learned = reader.learned(name + "self_attn.position.");
  return weights;
}

// The embedding and the head: one matrix where they are tied.
void read_tables(const ModelConfig& config, WeightReader& reader, Weights& weights) {
  const std::string name(config.form.names.head);
  ProjectionRows table = reader.linear(reader.base() + std::string(config.form.names.embedding), config.hidden_size,
                                       config.vocab_size, false);
  if (config.tie_word_embeddings) {
    reader.expect_tied(name + ".weight", table);
    if (config.form.head_bias) table.bias = reader.vector(name + ".bias", config.vocab_size);
  } else {
    weights.embedding = pack(table).weight;
    table = reader.linear(name, config.hidden_size, config.vocab_size, config.form.head_bias);
  }
  weights.head = pack(table, config.form.logit_scale);
}

}  // namespace

Result<Weights> read_weights(const ModelConfig& config, const Tensors& tensors, bool narrow) {
  const TensorNames& names = config.form.names;
  WeightReader reader(tensors, config.form, narrow);
  Weights weights;
  read_tables(config, reader, weights);  // first: the room that the largest matrices need meanwhile is used again
  weights.embedding_norm = reader.norm(reader.base(), names.embedding_norm, config.hidden_size);
  for (int layer = 0; layer < config.num_hidden_layers && !reader.error(); ++layer) {
    weights.layers.push_back(read_layer(config, layer, reader));
  }
  weights.norm = reader.norm(reader.base(), names.norm, config.hidden_size);
  weights.learned = reader.learned(reader.base() + "position.");
  if (reader.error()) return *reader.error();
  weights.parameters = reader.parameters();
  weights.unused = reader.unused();
  return weights;
}

}  // namespace ropescope
