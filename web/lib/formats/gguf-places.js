/** Where the tensors of a GGUF file stand in the checkpoints of Hugging Face's classes; # is the number of a layer. */

/** @typedef {Readonly<Record<string, string>>} Places  by the name in the file without blk.#. and .weight or .bias */

/**
 * @param {string} base     before all but the head
 * @param {string} layers   before the number of a layer
 * @param {Places} outside  of the layers, each behind the base
 * @param {Places} inside   of a layer
 * @returns {Places}
 */
function under(base, layers, outside, inside) {
  const behind = (/** @type {string} */ start, /** @type {Places} */ places) =>
    Object.entries(places).map(([there, here]) => [there, start + here]);
  return Object.fromEntries([...behind(base, outside), ...behind(`${base}${layers}.#.`, inside)]);
}

const attention = {
  attn_norm: 'input_layernorm',
  attn_q: 'self_attn.q_proj',
  attn_k: 'self_attn.k_proj',
  attn_v: 'self_attn.v_proj',
  attn_output: 'self_attn.o_proj',
};
const keyNorms = { attn_q_norm: 'self_attn.q_norm', attn_k_norm: 'self_attn.k_norm' };
const gated = { ffn_gate: 'mlp.gate_proj', ffn_up: 'mlp.up_proj', ffn_down: 'mlp.down_proj' };
const normBetween = { ffn_norm: 'post_attention_layernorm' };
const normsBehind = { post_attention_norm: 'post_attention_layernorm', post_ffw_norm: 'post_feedforward_layernorm' };

/** @param {Places} inside @param {Places} [outside] @returns {Places} */
const model = (inside, outside = {}) => ({
  ...under('model.', 'layers', { token_embd: 'embed_tokens', output_norm: 'norm', ...outside }, inside),
  output: 'lm_head',
});

const ofHeads = { attn_qkv: 'self_attention.query_key_value', attn_output: 'self_attention.dense' };
const wide = { ffn_up: 'mlp.dense_h_to_4h', ffn_down: 'mlp.dense_4h_to_h' };
const bloomLike = { token_embd: 'word_embeddings', output_norm: 'ln_f' };

/** @type {Places} */
export const llama = model({ ...attention, ...normBetween, ...gated });
/** @type {Places} */
export const withKeyNorms = model({ ...attention, ...keyNorms, ...normBetween, ...gated });
/** @type {Places} */
export const seedOss = model({ ...attention, post_attention_norm: 'post_attention_layernorm', ...gated });
const { attn_norm: _, ...withoutNorm } = attention;
/** @type {Places} */
export const onlyNormsBehind = model({ ...withoutNorm, ...keyNorms, ...normsBehind, ...gated });
/** @type {Places} */
export const normsAround = model({
  ...{ ...attention, ...keyNorms, ...normsBehind, ...gated },
  ffn_norm: 'pre_feedforward_layernorm',
});
/** @type {Places} */
export const glm4 = model({
  ...{ ...attention, ...normBetween, post_attention_norm: 'post_self_attn_layernorm' },
  ...{ post_ffw_norm: 'post_mlp_layernorm', ffn_up: 'mlp.gate_up_proj', ffn_down: 'mlp.down_proj' },
});
/** @type {Places} */
export const phi3 = model({
  ...{ attn_norm: 'input_layernorm', attn_qkv: 'self_attn.qkv_proj', attn_output: 'self_attn.o_proj' },
  ...{ ...normBetween, ffn_up: 'mlp.gate_up_proj', ffn_down: 'mlp.down_proj' },
});
/** @type {Places} */
export const phi = model(
  { ...attention, attn_output: 'self_attn.dense', ffn_up: 'mlp.fc1', ffn_down: 'mlp.fc2' },
  { output_norm: 'final_layernorm' },
);
/** @type {Places} */
export const starcoder2 = model({ ...attention, ...normBetween, ffn_up: 'mlp.c_fc', ffn_down: 'mlp.c_proj' });
/** @type {Places} */
export const gptNeox = {
  ...under(
    'gpt_neox.',
    'layers',
    { token_embd: 'embed_in', output_norm: 'final_layer_norm' },
    {
      ...{ attn_norm: 'input_layernorm', attn_qkv: 'attention.query_key_value', attn_output: 'attention.dense' },
      ...{ ...normBetween, ...wide },
    },
  ),
  output: 'embed_out',
};
/** @type {Places} */
export const bloom = {
  ...under(
    'transformer.',
    'h',
    { ...bloomLike, token_embd_norm: 'word_embeddings_layernorm' },
    { attn_norm: 'input_layernorm', ...ofHeads, ...normBetween, ...wide },
  ),
  output: 'lm_head',
};
/** @type {Places} */
export const falcon = {
  ...under('transformer.', 'h', bloomLike, { attn_norm: 'input_layernorm', ...ofHeads, ...wide }),
  output: 'lm_head',
};
/** Where attention and the feed-forward part have norms of their own. @type {Places} */
export const falconOfTwoNorms = {
  ...under('transformer.', 'h', bloomLike, { attn_norm: 'ln_mlp', attn_norm_2: 'ln_attn', ...ofHeads, ...wide }),
  output: 'lm_head',
};
/** @type {Places} */
export const mpt = {
  ...under(
    'transformer.',
    'blocks',
    { token_embd: 'wte', output_norm: 'norm_f' },
    {
      ...{ attn_norm: 'norm_1', attn_qkv: 'attn.Wqkv', attn_output: 'attn.out_proj' },
      ...{ ffn_norm: 'norm_2', ffn_up: 'ffn.up_proj', ffn_down: 'ffn.down_proj' },
    },
  ),
  output: 'lm_head',
};
