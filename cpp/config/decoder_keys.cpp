// Keys of transformers 5.12: models/*/configuration_*.py and what modeling_*.py makes of them.
#include "config/decoder_keys.hpp"

#include <cmath>
#include <string>
#include <string_view>

#include "config/decoder_form.hpp"
#include "config/model_config.hpp"
#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "io/json_fields.hpp"

namespace ropescope {
namespace {

constexpr NumberRange factor_range{1e-9, 1e9};

// A key that asks for something of which no form runs here.
void refuse_key(JsonFields& fields, const std::string& path) {
  fields.refuse(Error{ErrorCode::unsupported_model, "key_not_run", path});
}

void refuse_switch(JsonFields& fields, std::string_view key, bool value = true) {
  if (fields.boolean(key, !value) == value) refuse_key(fields, std::string(key));
}

// tanh caps: absent is the class's, null is none.
double read_cap(JsonFields& fields, std::string_view key, double by_class) {
  return fields.number(key, factor_range, fields.absent(key) ? by_class : 0);
}

// Scores are divided by the root of a number that need not be head_dim.
void read_later_gemma(JsonFields& fields, ModelConfig& config, double score_cap, double logit_cap) {
  read_gemma(fields, config);
  config.form.score_scale = 1 / std::sqrt(fields.number("query_pre_attn_scalar", factor_range, 256));
  config.form.score_cap = read_cap(fields, "attn_logit_softcapping", score_cap);
  config.form.logit_cap = read_cap(fields, "final_logit_softcapping", logit_cap);
}

}  // namespace

void read_gemma(JsonFields& fields, ModelConfig& config) {
  config.form.embedding_scale = std::sqrt(static_cast<float>(config.hidden_size));
  refuse_switch(fields, "use_bidirectional_attention");
}

void read_gemma2(JsonFields& fields, ModelConfig& config) { read_later_gemma(fields, config, 50, 30); }
void read_gemma3(JsonFields& fields, ModelConfig& config) { read_later_gemma(fields, config, 0, 0); }

void read_granite(JsonFields& fields, ModelConfig& config) {
  DecoderForm& form = config.form;
  form.embedding_scale = fields.number("embedding_multiplier", factor_range, 1);
  form.residual_scale = fields.number("residual_multiplier", factor_range, 1);
  form.score_scale = fields.number("attention_multiplier", factor_range, 1);
  form.logit_scale = 1 / fields.number("logits_scaling", factor_range, 1);
}

void read_cohere(JsonFields& fields, ModelConfig& config) {
  read_cohere2(fields, config);
  if (fields.boolean("use_qk_norm", false)) config.form.qk_norm = QkNorm::each_head;
}

void read_cohere2(JsonFields& fields, ModelConfig& config) {
  config.form.logit_scale = fields.number("logit_scale", factor_range, 0.0625);
}

void read_nanochat(JsonFields& fields, ModelConfig& config) {
  config.form.logit_cap = read_cap(fields, "final_logit_softcapping", 15);
}

// Where attention and the feed-forward part read the same, they have one norm.
void read_stablelm(JsonFields& fields, ModelConfig& config) {
  refuse_switch(fields, "qk_layernorm");
  config.form.parallel = fields.boolean("use_parallel_residual", false);
  if (config.form.parallel) config.form.names.mlp_norm = config.form.names.attention_norm;
}

void read_gpt_neox(JsonFields& fields, ModelConfig& config) {
  config.form.parallel = fields.boolean("use_parallel_residual", true);
}

void read_phi(JsonFields& fields, ModelConfig& /*config*/) { refuse_switch(fields, "qk_layernorm"); }

void read_bloom(JsonFields& fields, ModelConfig& config) {
  refuse_switch(fields, "apply_residual_connection_post_layernorm");
  config.rope.max_position_embeddings = fields.integer("seq_length", {1, 1 << 30}, 2048);
}

void read_mpt(JsonFields& fields, ModelConfig& config) {
  refuse_switch(fields, "no_bias", false);
  config.intermediate_size = config.hidden_size * fields.integer("expansion_ratio", {1, 64}, 4);
  config.rope.max_position_embeddings = fields.integer("max_seq_len", {1, 1 << 30}, 2048);
  const JsonPlace attention = fields.at("attn_config");
  if (!attention.is_given()) return;
  JsonFields more(attention);
  const bool no_bias_by_distance = !more.boolean("alibi", true);
  if (no_bias_by_distance) refuse_key(more, attention.at("alibi").path);
  for (const std::string_view key : {"qk_ln", "prefix_lm"}) {
    if (more.boolean(key, false)) refuse_key(more, attention.at(key).path);
  }
  if (more.boolean("rope", false)) refuse_key(more, attention.at("rope").path);
  if (attention.at("clip_qkv").is_given()) refuse_key(more, attention.at("clip_qkv").path);
  // Transformers takes 8 whatever a file says; the code that trained these models does not.
  if (more.number("alibi_bias_max", factor_range, 8) != 8) refuse_key(more, attention.at("alibi_bias_max").path);
  config.form.score_scale = more.number("softmax_scale", factor_range, 0);
  fields.refuse(more.status());
}

// Three decoders in one class: one head of keys for all queries, groups of heads and two norms, or as many heads of
// keys as of queries. Biases by distance are refused: of transformers' two forms of attention one adds them twice.
void read_falcon(JsonFields& fields, ModelConfig& config) {
  DecoderForm& form = config.form;
  const bool groups = fields.boolean("new_decoder_architecture", false);
  const bool one_head = fields.boolean("multi_query", true);
  const IntegerRange heads{1, config.num_attention_heads};
  const int kv_heads = fields.integer("num_kv_heads", heads, config.num_attention_heads);
  const int ungrouped = one_head ? 1 : config.num_attention_heads;
  config.num_key_value_heads = groups ? kv_heads : ungrouped;
  form.parallel = groups || fields.boolean("parallel_attn", true);
  const int norms = fields.integer("num_ln_in_parallel_attn", {1, 2}, groups ? 2 : 1);
  if (groups && norms == 2) {
    form.names.attention_norm = "ln_attn";
    form.names.mlp_norm = "ln_mlp";
  } else if (form.parallel) {
    form.names.mlp_norm = form.names.attention_norm;
  }
}

}  // namespace ropescope
