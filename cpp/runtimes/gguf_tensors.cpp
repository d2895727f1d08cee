#include "runtimes/gguf_tensors.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/model_config.hpp"
#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "io/gguf_writer.hpp"
#include "io/safetensors.hpp"

namespace ropescope {
namespace {

// A tensor's place: its name in either file, and whether its rows are channels that turn.
struct Place {
  std::string from;
  std::string to;
  std::vector<std::size_t> shape;
  bool turns = false;
};

std::vector<Place> places(const ModelConfig& config) {
  const auto size = [](int value) { return static_cast<std::size_t>(value); };
  const std::size_t hidden = size(config.hidden_size);
  const std::size_t inner = size(config.intermediate_size);
  const std::size_t queries = size(config.num_attention_heads) * size(config.head_dim);
  const std::size_t keys = size(config.num_key_value_heads) * size(config.head_dim);
  const std::size_t vocab = size(config.vocab_size);
  std::vector<Place> all{{"model.embed_tokens.weight", "token_embd.weight", {vocab, hidden}},
                         {"model.norm.weight", "output_norm.weight", {hidden}}};
  if (!config.tie_word_embeddings) all.push_back({"lm_head.weight", "output.weight", {vocab, hidden}});
  for (int layer = 0; layer < config.num_hidden_layers; ++layer) {
    const std::string from = "model.layers." + std::to_string(layer) + ".";
    const std::string to = "blk." + std::to_string(layer) + ".";
    all.insert(all.end(), {{from + "input_layernorm.weight", to + "attn_norm.weight", {hidden}},
                           {from + "self_attn.q_proj.weight", to + "attn_q.weight", {queries, hidden}, true},
                           {from + "self_attn.k_proj.weight", to + "attn_k.weight", {keys, hidden}, true},
                           {from + "self_attn.v_proj.weight", to + "attn_v.weight", {keys, hidden}},
                           {from + "self_attn.o_proj.weight", to + "attn_output.weight", {hidden, queries}},
                           {from + "post_attention_layernorm.weight", to + "ffn_norm.weight", {hidden}},
                           {from + "mlp.gate_proj.weight", to + "ffn_gate.weight", {inner, hidden}},
                           {from + "mlp.up_proj.weight", to + "ffn_up.weight", {inner, hidden}},
                           {from + "mlp.down_proj.weight", to + "ffn_down.weight", {hidden, inner}}});
  }
  return all;
}

// The channel of Hugging Face's head that llama.cpp has at `channel`.
std::size_t channel_before(std::size_t channel, std::size_t rotary_dim) {
  return channel < rotary_dim ? channel / 2 + channel % 2 * (rotary_dim / 2) : channel;
}

std::vector<std::byte> reordered(const std::vector<std::byte>& rows, std::size_t row_bytes, const ModelConfig& config) {
  const auto head_dim = static_cast<std::size_t>(config.head_dim);
  const auto rotary_dim = static_cast<std::size_t>(config.rope.rope.rotary_dim);
  std::vector<std::byte> result(rows.size());
  for (std::size_t row = 0; row < rows.size() / row_bytes; ++row) {
    const std::size_t before = row - row % head_dim + channel_before(row % head_dim, rotary_dim);
    std::memcpy(result.data() + row * row_bytes, rows.data() + before * row_bytes, row_bytes);
  }
  return result;
}

Result<GgufTensor> convert(const Place& place, const Tensors& tensors, const ModelConfig& config) {
  const auto values = read_floats(tensors, place.from, place.shape);
  if (!values) return values.error();
  GgufTensor tensor = single_precision(place.to, place.shape, *values);
  const TensorView& source = tensors.find(place.from)->second;
  if (source.dtype == "F16" && place.shape.size() == 2) {
    tensor.dtype = GgufDtype::f16;
    tensor.bytes.assign(source.bytes.begin(), source.bytes.end());
  }
  if (place.turns) tensor.bytes = reordered(tensor.bytes, tensor.bytes.size() / place.shape.front(), config);
  return tensor;
}

// Tied models may hold the head all the same.
std::optional<Error> left_over(const Tensors& tensors, std::span<const Place> known) {
  for (const auto& [name, tensor] : tensors) {
    if (name == "lm_head.weight" || std::ranges::find(known, name, &Place::from) != known.end()) continue;
    return Error{ErrorCode::unsupported_model, "has_no_place_for_tensor", name};
  }
  return std::nullopt;
}

// A head that differs from the embedding would get lost where they are tied.
Status check_tied(const ModelConfig& config, const Tensors& tensors) {
  const auto head = tensors.find("lm_head.weight");
  const auto embedding = tensors.find("model.embed_tokens.weight");
  if (!config.tie_word_embeddings || head == tensors.end() || embedding == tensors.end()) return ok();
  if (head->second.dtype == embedding->second.dtype && std::ranges::equal(head->second.bytes, embedding->second.bytes))
    return ok();
  return Error{ErrorCode::invalid_weights, "tied_head_differs", "lm_head.weight"};
}

}  // namespace

Result<std::vector<GgufTensor>> llama_tensors(const ModelConfig& config, const Tensors& tensors, bool turns) {
  if (const Status tied = check_tied(config, tensors); !tied) return tied.error();
  const std::vector<Place> all = places(config);
  if (auto extra = left_over(tensors, all)) return *std::move(extra);
  std::vector<GgufTensor> converted;
  for (Place place : all) {
    place.turns = place.turns && turns;
    auto tensor = convert(place, tensors, config);
    if (!tensor) return tensor.error();
    converted.push_back(*std::move(tensor));
  }
  return converted;
}

GgufTensor single_precision(std::string name, std::vector<std::size_t> shape, const std::vector<float>& values) {
  const auto bytes = std::as_bytes(std::span(values));
  return {std::move(name), GgufDtype::f32, std::move(shape), std::vector(bytes.begin(), bytes.end())};
}

}  // namespace ropescope
