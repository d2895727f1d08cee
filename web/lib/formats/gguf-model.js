/** A model out of a GGUF file, as the files that Hugging Face's classes save. */

import { errorOf } from '../sayings.js';
import { readGguf } from './gguf.js';
import { halfSplit } from './half-split.js';
import { safetensorsOf } from './safetensors.js';
import { byteLevel, sentencePiece } from './vocabulary.js';

/** @typedef {import('./gguf.js').Gguf} Gguf */

/** Of what reads these files. @type {Readonly<Record<string, string>>} */
export const sayings = {
  gguf_architecture: '{path} must be of an architecture that runs here ({choices}), got {given}',
  gguf_key: '{path} says {key} = {given}, which has no form here',
  gguf_misses: '{path} must say {key}',
};

/** By general.architecture: the class, and whether its pairs of channels are neighbours in the file. */
const architectures = /** @type {Record<string, { model_type: string, class: string, neighbours: boolean }>} */ ({
  llama: { model_type: 'llama', class: 'LlamaForCausalLM', neighbours: true },
  qwen2: { model_type: 'qwen2', class: 'Qwen2ForCausalLM', neighbours: false },
  qwen3: { model_type: 'qwen3', class: 'Qwen3ForCausalLM', neighbours: false },
});

const places = /** @type {Record<string, string>} */ ({
  token_embd: 'model.embed_tokens',
  output_norm: 'model.norm',
  output: 'lm_head',
  attn_norm: 'input_layernorm',
  attn_q: 'self_attn.q_proj',
  attn_k: 'self_attn.k_proj',
  attn_v: 'self_attn.v_proj',
  attn_output: 'self_attn.o_proj',
  attn_q_norm: 'self_attn.q_norm',
  attn_k_norm: 'self_attn.k_norm',
  ffn_norm: 'post_attention_layernorm',
  ffn_gate: 'mlp.gate_proj',
  ffn_up: 'mlp.up_proj',
  ffn_down: 'mlp.down_proj',
});

const divisorsName = 'rope_freqs.weight';
const unread = ['rope.scaling.finetuned']; // says where the scaling came from, not what it is

/**
 * @param {string} path  of the file, for errors
 * @param {Uint8Array} bytes
 * @returns {{ config: string, weights: Uint8Array<ArrayBuffer>, tokenizer?: string }}
 */
export function readGgufModel(path, bytes) {
  const file = readGguf(path, bytes);
  const { config, form } = configOf(path, file);
  const tokenizer = tokenizerOf(file.metadata);
  const tensors = file.tensors
    .filter(({ name }) => name !== divisorsName)
    .map(({ name, shape, dtype, bytes: content }) => {
      const turned = form.neighbours && /[.]attn_[qk][.]/.test(name);
      const rows = shape[0] ?? 1;
      const pieces = turned ? halfSplit(content, content.length / rows, config.head_dim) : [content];
      return { name: nameOf(name), shape, dtype, pieces };
    });
  return {
    config: JSON.stringify(config),
    weights: safetensorsOf(tensors),
    ...(tokenizer !== undefined && { tokenizer }),
  };
}

/** @param {string} name  in the file; one that is not known stays, and the engine tells of it */
function nameOf(name) {
  const [, layer, place = '', kind] = /^(?:blk[.](\d+)[.])?(\w+)[.](weight|bias)$/.exec(name) ?? [];
  const known = Object.hasOwn(places, place) ? places[place] : undefined;
  if (known === undefined) return name;
  return layer === undefined ? `${known}.${kind}` : `model.layers.${layer}.${known}.${kind}`;
}

/**
 * Every key of the architecture is read, or named in an error.
 * @param {string} path
 * @param {Gguf} file
 */
function configOf(path, { metadata, tensors }) {
  const architecture = String(metadata.get('general.architecture'));
  const form = Object.hasOwn(architectures, architecture) ? architectures[architecture] : undefined;
  if (!form) {
    throw refused('gguf_architecture', path, { choices: Object.keys(architectures), given: architecture });
  }
  const prefix = `${architecture}.`;
  const keys = new Map(
    [...metadata].filter(([key]) => key.startsWith(prefix)).map(([key, value]) => [key.slice(prefix.length), value]),
  );
  for (const key of unread) keys.delete(key);
  /** @type {(key: string, otherwise?: number) => number} */
  const take = (key, otherwise) => {
    const value = keys.get(key) ?? otherwise;
    keys.delete(key);
    if (typeof value !== 'number') throw refused('gguf_misses', path, { key: prefix + key });
    return value;
  };
  const heads = take('attention.head_count');
  const width = take('embedding_length');
  const headDim = take('attention.key_length', width / heads);
  const has = (/** @type {string} */ name) => tensors.some((tensor) => tensor.name === name);
  const config = {
    ...{ architectures: [form.class], model_type: form.model_type, hidden_act: 'silu' },
    hidden_size: width,
    intermediate_size: take('feed_forward_length'),
    num_hidden_layers: take('block_count'),
    num_attention_heads: heads,
    num_key_value_heads: take('attention.head_count_kv', heads),
    head_dim: headDim,
    vocab_size: take('vocab_size', tensors.find(({ name }) => name === 'token_embd.weight')?.shape[0]),
    max_position_embeddings: take('context_length'),
    rms_norm_eps: Number(take('attention.layer_norm_rms_epsilon').toPrecision(6)), // a float32 in the file
    tie_word_embeddings: !has('output.weight'),
    attention_bias: has('blk.0.attn_q.bias'),
    mlp_bias: false,
    rope_parameters: {},
  };
  const sameWidth = { 'attention.value_length': headDim, 'rope.dimension_count': headDim, expert_count: 0 };
  for (const [key, expected] of Object.entries(sameWidth)) {
    const given = take(key, expected);
    if (given !== expected) throw refused('gguf_key', path, { key: prefix + key, given });
  }
  config.rope_parameters = ropeOf(
    path,
    { prefix, keys, take },
    { trained: config.max_position_embeddings, divisors: divisorsOf(tensors) },
  );
  for (const [key, given] of keys) throw refused('gguf_key', path, { key: prefix + key, given });
  return { config, form };
}

/** @param {Gguf['tensors']} tensors */
function divisorsOf(tensors) {
  const tensor = tensors.find(({ name }) => name === divisorsName);
  return tensor?.dtype === 'F32' ? Array.from(new Float32Array(tensor.bytes.slice().buffer)) : undefined;
}

/**
 * @param {string} path
 * @param {{ prefix: string, keys: Map<string, import('./gguf.js').Value>, take: (key: string, otherwise?: number) => number }} file
 * @param {{ trained: number, divisors: number[] | undefined }} model
 */
function ropeOf(path, { prefix, keys, take }, { trained, divisors }) {
  const theta = take('rope.freq_base', 10000);
  const scaling = String(keys.get('rope.scaling.type') ?? 'none');
  keys.delete('rope.scaling.type');
  const factor = take('rope.scaling.factor', 1) || 1; // 0: none
  const multiplier = take('rope.scaling.attn_factor', 1);
  const plain = scaling === 'none' || (scaling === 'linear' && factor === 1);
  if (divisors && plain) {
    // How Llama 3's scaling is kept: what each pair's rate is divided by.
    const lists = { short_factor: divisors, long_factor: divisors };
    return {
      rope_type: 'longrope',
      rope_theta: theta,
      original_max_position_embeddings: trained,
      attention_factor: multiplier,
      ...lists,
    };
  }
  if (scaling === 'yarn') {
    const original = take('rope.scaling.original_context_length');
    const attention = multiplier * (1 + 0.1 * Math.log(factor)); // what the file's runtime makes of it
    return {
      rope_type: 'yarn',
      rope_theta: theta,
      factor,
      original_max_position_embeddings: original,
      attention_factor: attention,
    };
  }
  if (multiplier !== 1)
    throw refused('gguf_key', path, { key: `${prefix}rope.scaling.attn_factor`, given: multiplier });
  if (plain) return { rope_type: 'default', rope_theta: theta };
  if (scaling === 'linear' && !divisors) return { rope_type: 'linear', rope_theta: theta, factor };
  throw refused('gguf_key', path, { key: `${prefix}rope.scaling.type`, given: scaling });
}

const words = String.raw`(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|`;
const rest = String.raw`| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`;
/** @param {boolean} regex */
const bytesOf = (regex) => ({ type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: regex });
/** @param {object[]} pretokenizers */
const sequence = (...pretokenizers) => ({ type: 'Sequence', pretokenizers });
/** @param {string} digits */
const split = (digits) =>
  sequence(
    { type: 'Split', pattern: { Regex: `${words}${digits}${rest}` }, behavior: 'Isolated', invert: false },
    bytesOf(false),
  );

/** By tokenizer.ggml.pre: how a text is cut before anything is merged. */
const preTokenizers = /** @type {Record<string, object>} */ ({
  'gpt-2': bytesOf(true),
  smollm: sequence({ type: 'Digits', individual_digits: true }, bytesOf(true)),
  'llama-bpe': split(String.raw`\p{N}{1,3}`),
  qwen2: split(String.raw`\p{N}`),
});

const tokenTypes = { unknown: 2, control: 3, own: 4 };

/**
 * Nothing where the vocabulary is of a kind that is not read exactly: the model takes tokens only.
 * @param {Gguf['metadata']} metadata
 */
function tokenizerOf(metadata) {
  const of = (/** @type {string} */ key) => metadata.get(`tokenizer.ggml.${key}`);
  const texts = /** @type {string[] | undefined} */ (of('tokens'));
  if (!Array.isArray(texts) || new Set(texts).size < texts.length) return undefined;
  const kinds = /** @type {number[]} */ (of('token_type') ?? []);
  const scores = /** @type {number[]} */ (of('scores') ?? []);
  const whole = new Set(Object.values(tokenTypes));
  const tokens = texts.map((text, id) => ({ text, score: scores[id] ?? 0, whole: whole.has(kinds[id] ?? 1) }));
  const isSentencePiece = of('model') === 'llama';
  const begins = of('add_bos_token') ?? isSentencePiece;
  const around = {
    ...(begins === true && typeof of('bos_token_id') === 'number' && { first: Number(of('bos_token_id')) }),
    space: of('add_space_prefix') !== false,
  };
  if (isSentencePiece) return sentencePiece(tokens, around);
  const pre = preTokenizers[String(of('pre'))];
  return of('model') === 'gpt2' && pre
    ? byteLevel(tokens, /** @type {string[]} */ (of('merges') ?? []), pre, around)
    : undefined;
}

/**
 * @param {string} reason
 * @param {string} path
 * @param {Record<string, unknown>} args
 */
const refused = (reason, path, args) => errorOf('invalid_weights', reason, { path, args }, sayings);
