/**
 * Architectures of GGUF files, each as the class of Hugging Face that its converter reads (https://github.com/ggml-org/llama.cpp,
 * conversion/ and gguf-py/gguf/constants.py), and what the converter does to it. A class is a row; what a file leaves unsaid is
 * what llama.cpp makes of such a file (src/models/).
 */
import * as places from './gguf-places.js';

/**
 * @typedef {import('./gguf.js').Value} Value
 *
 * @typedef {object} Architecture
 * @property {string} model_type
 * @property {string} class
 * @property {import('./gguf-places.js').Places} places
 * @property {boolean} [neighbours]  its pairs of channels are neighbours in the file and half a head apart in the class
 * @property {boolean} [byHeads]     the class holds queries, keys and values of each head of keys together; the file, all queries first
 * @property {number} [normOffset]   what the file's norms have more than the class's
 * @property {'rms' | 'layer'} [norm] default: rms
 * @property {Readonly<Record<string, unknown>>} [fixed]  keys that the class has and the file says by its architecture alone
 * @property {Readonly<Record<string, string>>} [keys]    what the class calls a key; empty: it has none, and the tensors say it
 * @property {Readonly<Record<string, string>>} [has]     flags that say whether the file has a tensor; with ! that it has none
 * @property {Readonly<Record<string, More>>} [more]      keys of the file that others do not have
 * @property {readonly string[]} [unread]   keys of the file that say nothing that its tensors do not say
 * @property {{ period: number, size?: number }} [windows]  every so many layers see all keys, 0: none; the others those of a
 *   window, if the file has one, or of this size
 * @property {boolean} [rotates]      default: true
 * @property {boolean} [partial]      the class can rotate a part of a head
 * @property {number} [localTheta]    the base of layers with a window, where the file does not say it
 * @property {number} [scoresByWidth] of the one model with so many layers scores are divided by the root of hidden_size / heads,
 *   of all others by that of head_dim
 * @property {{ tensor?: string, key?: string } & Partial<Architecture>} [variant]  of files that have this tensor, or this key
 *   with another number than 0
 *
 * @typedef {{ to: string, otherwise?: Value | null | ((headDim: number) => number) }} More  a key of the class, behind
 *   dots in parts; null: it has none
 */

const attentionBias = { attention_bias: 'attn_q.bias' };
const biases = { ...attentionBias, mlp_bias: 'ffn_up.bias' };
const gelu = { hidden_act: 'gelu' };
const tanhGelu = { hidden_act: 'gelu_pytorch_tanh' };
const gemma = { fixed: { hidden_activation: 'gelu_pytorch_tanh' }, has: attentionBias, normOffset: 1 };
const squared = { hidden_act: 'relu2' };
const silu = { hidden_act: 'silu' };
const softcap = (/** @type {string} */ which, /** @type {number | null} */ otherwise) => ({
  [`${which}_logit_softcapping`]: { to: `${which}_logit_softcapping`, otherwise },
});

/** By general.architecture. @type {Readonly<Record<string, Architecture>>} */
export const architectures = {
  llama: row('llama', 'Llama', { places: places.llama, neighbours: true, has: biases }),
  mistral3: row('mistral', 'Mistral', {
    places: places.llama,
    neighbours: true,
    fixed: { ...silu, sliding_window: null },
  }),
  qwen2: row('qwen2', 'Qwen2', { places: places.llama }),
  qwen3: row('qwen3', 'Qwen3', { places: places.withKeyNorms, has: attentionBias }),
  seed_oss: row('seed_oss', 'SeedOss', {
    places: places.seedOss,
    has: { ...attentionBias, attention_out_bias: 'attn_output.bias' },
  }),
  arcee: row('arcee', 'Arcee', { places: places.llama, neighbours: true, fixed: squared, has: biases }),
  smollm3: row('smollm3', 'SmolLM3', {
    ...{ places: places.llama, neighbours: true, has: biases },
    fixed: { ...silu, no_rope_layer_interval: 4 }, // the one number that llama.cpp knows
  }),
  granite: row('granite', 'Granite', {
    ...{ places: places.llama, neighbours: true, has: biases },
    more: {
      'attention.scale': { to: 'attention_multiplier', otherwise: (headDim) => 1 / Math.sqrt(headDim) },
      embedding_scale: { to: 'embedding_multiplier', otherwise: 1 },
      residual_scale: { to: 'residual_multiplier', otherwise: 1 },
      logit_scale: { to: 'logits_scaling' },
    },
  }),
  gemma: row('gemma', 'Gemma', { ...gemma, places: places.llama, fixed: tanhGelu }),
  gemma2: row('gemma2', 'Gemma2', {
    ...{ ...gemma, places: places.normsAround, windows: { period: 2, size: 4096 }, scoresByWidth: 46 },
    more: { ...softcap('attn', 50), ...softcap('final', 30) },
  }),
  gemma3: row('gemma3_text', 'Gemma3', {
    ...{ ...gemma, places: places.normsAround, windows: { period: 6 }, scoresByWidth: 62, localTheta: 10000 },
    more: softcap('final', null),
  }),
  phi2: row('phi', 'Phi', { places: places.phi, norm: 'layer', partial: true, fixed: { hidden_act: 'gelu_new' } }),
  phi3: row('phi3', 'Phi3', { places: places.phi3, partial: true, windows: { period: 0 } }),
  olmo2: row('olmo2', 'Olmo2', {
    ...{ places: places.onlyNormsBehind, has: attentionBias },
    variant: {
      ...{ key: 'attention.sliding_window', model_type: 'olmo3', class: 'Olmo3ForCausalLM' },
      windows: { period: 4 },
    },
  }),
  exaone4: row('exaone4', 'Exaone4', { places: places.onlyNormsBehind, windows: { period: 4 } }),
  glm4: row('glm4', 'Glm4', { places: places.glm4, partial: true, has: attentionBias }),
  nemotron: row('nemotron', 'Nemotron', {
    ...{ places: places.llama, norm: 'layer', normOffset: 1, partial: true, fixed: squared, has: biases },
    keys: { layer_norm_eps: 'norm_eps' },
  }),
  'command-r': row('cohere', 'Cohere', {
    ...{ places: places.withKeyNorms, norm: 'layer', more: { logit_scale: { to: 'logit_scale' } } },
    has: { ...attentionBias, use_qk_norm: 'attn_q_norm.weight' },
  }),
  cohere2: row('cohere2', 'Cohere2', {
    ...{ places: places.llama, norm: 'layer', has: attentionBias },
    ...{ windows: { period: 4 }, more: { logit_scale: { to: 'logit_scale' } } },
  }),
  starcoder2: row('starcoder2', 'Starcoder2', {
    ...{ places: places.starcoder2, norm: 'layer', fixed: { ...tanhGelu, sliding_window: null } },
    ...{ has: { use_bias: 'attn_q.bias' }, keys: { layer_norm_eps: 'norm_epsilon' } },
  }),
  stablelm: row('stablelm', 'StableLm', {
    ...{ places: places.withKeyNorms, norm: 'layer', partial: true, unread: ['use_parallel_residual'] },
    has: {
      ...{ use_qkv_bias: 'attn_q.bias', qk_layernorm: 'attn_q_norm.weight' },
      use_parallel_residual: '!ffn_norm.weight',
    },
  }),
  gptneox: row('gpt_neox', 'GPTNeoX', {
    ...{ places: places.gptNeox, norm: 'layer', byHeads: true, partial: true, fixed: gelu },
    ...{ keys: { num_key_value_heads: '' }, has: { attention_bias: 'attn_qkv.bias' } },
    more: { use_parallel_residual: { to: 'use_parallel_residual' } },
  }),
  falcon: row('falcon', 'Falcon', {
    ...{
      places: places.falcon,
      norm: 'layer',
      byHeads: true,
      has: { bias: 'attn_qkv.bias' },
      unread: ['tensor_data_layout'],
    },
    keys: {
      ...{ intermediate_size: 'ffn_hidden_size', num_key_value_heads: 'num_kv_heads' },
      layer_norm_eps: 'layer_norm_epsilon',
    },
    fixed: { activation: 'gelu', alibi: false, new_decoder_architecture: true, num_ln_in_parallel_attn: 1 },
    variant: {
      ...{ tensor: 'blk.0.attn_norm_2.weight', places: places.falconOfTwoNorms },
      fixed: { activation: 'gelu', alibi: false, new_decoder_architecture: true, num_ln_in_parallel_attn: 2 },
    },
  }),
  bloom: row('bloom', 'Bloom', {
    ...{ places: places.bloom, norm: 'layer', byHeads: true, rotates: false, fixed: {} },
    keys: {
      ...{ num_hidden_layers: 'n_layer', num_attention_heads: 'n_head', max_position_embeddings: 'seq_length' },
      ...{ num_key_value_heads: '', intermediate_size: '', head_dim: '', layer_norm_eps: 'layer_norm_epsilon' },
    },
  }),
  mpt: row('mpt', 'Mpt', {
    ...{ places: places.mpt, norm: 'layer', rotates: false, fixed: { no_bias: true } },
    keys: {
      ...{ hidden_size: 'd_model', num_hidden_layers: 'n_layers', num_attention_heads: 'n_heads' },
      ...{ num_key_value_heads: '', intermediate_size: '', head_dim: '', layer_norm_eps: 'layer_norm_epsilon' },
      max_position_embeddings: 'max_seq_len',
    },
    more: {
      'attention.max_alibi_bias': { to: 'attn_config.alibi_bias_max' },
      'attention.clamp_kqv': { to: 'attn_config.clip_qkv', otherwise: null },
    },
  }),
};

/**
 * @param {string} model_type
 * @param {string} name
 * @param {Omit<Architecture, 'model_type' | 'class'>} form
 * @returns {Architecture}
 */
function row(model_type, name, form) {
  return { model_type, class: `${name}ForCausalLM`, fixed: silu, ...form };
}

/**
 * The row of a file, or of its variant.
 * @param {string} name  general.architecture
 * @param {(tensor: string) => boolean} has
 * @param {ReadonlyMap<string, Value>} keys
 * @returns {Architecture | undefined}
 */
export function architectureOf(name, has, keys) {
  const form = Object.hasOwn(architectures, name) ? architectures[name] : undefined;
  const { tensor, key, ...variant } = form?.variant ?? {};
  const varies = (tensor !== undefined && has(tensor)) || (key !== undefined && Number(keys.get(key) ?? 0) > 0);
  return form && varies ? { ...form, ...variant } : form;
}
