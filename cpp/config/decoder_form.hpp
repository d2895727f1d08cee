// How a decoder is built, where classes differ from Llama. Whatever can be folded into weights when they are read
// (offsets of norms, multipliers, the order of rotated channels) is folded there, so that a forward pass meets only
// what is left.
#pragma once

#include <string_view>

namespace ropescope {

// Names of tensors without ".weight". Those of a layer stand behind `layers` and its number; all but the head's stand
// behind `base`, which a file of the base class alone leaves out. Empty: the class has none.
struct TensorNames {
  std::string_view base = "model.";
  std::string_view embedding = "embed_tokens";
  std::string_view embedding_norm{};
  std::string_view layers = "layers.";
  std::string_view norm = "norm";
  std::string_view head = "lm_head";

  std::string_view attention_norm = "input_layernorm";
  std::string_view attention_out_norm{};                   // of what attention adds
  std::string_view mlp_norm = "post_attention_layernorm";  // that of attention, where both are one
  std::string_view mlp_out_norm{};                         // of what the feed-forward part adds

  std::string_view qkv{};  // one tensor for all three
  std::string_view q = "self_attn.q_proj";
  std::string_view k = "self_attn.k_proj";
  std::string_view v = "self_attn.v_proj";
  std::string_view o = "self_attn.o_proj";
  std::string_view q_norm = "self_attn.q_norm";
  std::string_view k_norm = "self_attn.k_norm";

  std::string_view gate_up{};  // one tensor for both
  std::string_view gate = "mlp.gate_proj";
  std::string_view up = "mlp.up_proj";
  std::string_view down = "mlp.down_proj";

  bool operator==(const TensorNames&) const = default;
};

enum class NormKind {
  rms,   // divides by the root mean square
  layer  // subtracts the mean first
};

// The norms of a class.
struct NormForm {
  NormKind kind = NormKind::rms;
  bool weights = true;  // else nothing is learned
  bool bias = false;
  double offset = 0;  // added to the weights as stored

  bool operator==(const NormForm&) const = default;
};

// What norms of queries and keys, before rotation, have weights for.
enum class QkNorm {
  none,
  head,       // the channels of a head, the same for all heads
  each_head,  // the channels of each head
  whole       // all channels, of which the mean is taken together
};

// The order of rows in one tensor of q, k and v.
enum class FusedRows {
  parts,  // all queries, all keys, all values
  heads   // for each head of keys its queries, its keys, its values
};

// Which channels of a file turn together; of the first that is named, the cosine is positive and the sine negative.
enum class PairOrder {
  half_split,   // (i, i + rotary_dim / 2)
  interleaved,  // (2i, 2i + 1)
  turned_back   // (i + rotary_dim / 2, i): half-split pairs that turn the other way
};

// The default is Llama's.
struct DecoderForm {
  TensorNames names{};
  NormForm norms{};
  QkNorm qk_norm = QkNorm::none;
  FusedRows fused = FusedRows::parts;
  PairOrder pairs = PairOrder::half_split;
  bool parallel = false;  // the feed-forward part reads what attention reads
  bool head_bias = false;
  double embedding_scale = 1;
  double residual_scale = 1;  // of what each part adds
  double score_scale = 0;     // 0 = 1 / sqrt(head_dim)
  double logit_scale = 1;
  double score_cap = 0;  // a score s becomes cap * tanh(s / cap) before biases; 0 = it stays
  double logit_cap = 0;  // the same of logits

  bool operator==(const DecoderForm&) const = default;
};

}  // namespace ropescope
