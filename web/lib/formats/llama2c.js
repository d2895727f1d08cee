/**
 * Checkpoints and vocabularies of llama2.c (https://github.com/karpathy/llama2.c: what export.py writes as versions 0 and 1,
 * and tokenizer.py), as the files that Hugging Face's classes save. Its pairs of channels are neighbours; there they lie
 * half a head apart, so rows of queries and keys change places.
 */

import { errorOf } from '../sayings.js';
import { halfSplit } from './half-split.js';
import { safetensorsOf } from './safetensors.js';
import { sentencePiece } from './vocabulary.js';

/** @typedef {import('./safetensors.js').Placed} Placed */

/** Of what reads these files. @type {Readonly<Record<string, string>>} */
export const sayings = {
  llama2c_unknown: '{path} must be a checkpoint of llama2.c in single precision (version 0 or 1), got {given}',
  llama2c_header: '{path} must have sizes that fit together in its header, got {given}',
  llama2c_length: '{path} must have the {bytes} bytes that its header asks for, got {given}',
  llama2c_vocabulary: '{path} must hold the {count} tokens of the model and nothing else, got {given}',
  llama2c_token: '{path} must name each token once, in UTF-8, got token {given}',
};

/**
 * @typedef {object} Sizes
 * @property {number} dim        of the hidden state
 * @property {number} hidden     of the feed-forward layer
 * @property {number} layers
 * @property {number} heads      of queries
 * @property {number} kvHeads
 * @property {number} vocabulary
 * @property {number} length     of a row of its training, tokens
 * @property {boolean} shared    the head is the embedding
 */

const version1 = 0x616b3432; // "ak42"
const version1Header = 256; // bytes
const float = 4; // bytes
const counts = 7; // of the header
const largest = 2 ** 24; // of a size: whatever is larger is no size
const eps = 1e-5;
const base = 10000;

/**
 * @param {string} path
 * @param {Uint8Array} bytes
 * @returns {{ sizes: Sizes, data: Uint8Array, version: 0 | 1 }}
 */
function readHeader(path, bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wholeHeader = 2 * float + counts * float + 1;
  if (bytes.length < wholeHeader) throw refused('llama2c_unknown', path, { given: `${bytes.length} bytes` });
  const isNewer = view.getUint32(0, true) === version1;
  if (isNewer && view.getInt32(float, true) !== 1) {
    throw refused('llama2c_unknown', path, { given: `version ${view.getInt32(float, true)}` });
  }
  const start = isNewer ? 2 * float : 0;
  const numbers = Array.from({ length: counts }, (_, i) => view.getInt32(start + i * float, true));
  const [dim, hidden, layers, heads, kvHeads, vocabulary, length] = /** @type {[number, ...any]} */ (numbers);
  const shared = isNewer ? view.getUint8(wholeHeader - 1) === 1 : vocabulary > 0;
  const sizes = { dim, hidden, layers, heads, kvHeads, vocabulary: Math.abs(vocabulary), length, shared };
  const isSize = (/** @type {unknown} */ n) => typeof n !== 'number' || (n > 0 && n <= largest);
  const fits = Object.values(sizes).every(isSize) && dim % (2 * heads) === 0 && heads % kvHeads === 0;
  if (!fits) throw refused('llama2c_header', path, { given: numbers.join(', ') });
  return isNewer
    ? { sizes, data: bytes.subarray(version1Header), version: 1 }
    : { sizes, data: bytes.subarray(counts * float), version: 0 };
}

/**
 * What lies in the file, in its order: a group a line, of one tensor a layer where `inLayer` says so; without a name it is
 * passed over.
 * @param {Sizes} sizes
 * @param {0 | 1} version
 * @returns {{ name: string, shape: number[], inLayer?: boolean, turned?: boolean }[]}
 */
function groupsOf({ dim, hidden, heads, kvHeads, vocabulary, length, shared }, version) {
  const kvDim = (dim / heads) * kvHeads;
  const embedding = { name: 'model.embed_tokens.weight', shape: [vocabulary, dim] };
  const before = { name: 'input_layernorm.weight', shape: [dim], inLayer: true };
  const between = { name: 'post_attention_layernorm.weight', shape: [dim], inLayer: true };
  const last = { name: 'model.norm.weight', shape: [dim] };
  const attention = [
    { name: 'self_attn.q_proj.weight', shape: [dim, dim], inLayer: true, turned: true },
    { name: 'self_attn.k_proj.weight', shape: [kvDim, dim], inLayer: true, turned: true },
    { name: 'self_attn.v_proj.weight', shape: [kvDim, dim], inLayer: true },
    { name: 'self_attn.o_proj.weight', shape: [dim, dim], inLayer: true },
  ];
  const feedForward = [
    { name: 'mlp.gate_proj.weight', shape: [hidden, dim], inLayer: true },
    { name: 'mlp.down_proj.weight', shape: [dim, hidden], inLayer: true },
    { name: 'mlp.up_proj.weight', shape: [hidden, dim], inLayer: true },
  ];
  const head = shared ? [] : [{ name: 'lm_head.weight', shape: [vocabulary, dim] }];
  if (version === 1) return [before, between, last, embedding, ...attention, ...feedForward, ...head];
  const angles = { name: '', shape: [2, length, dim / heads / 2] }; // cosines and sines, which the engine makes itself
  return [embedding, before, ...attention, between, ...feedForward, last, angles, ...head];
}

/**
 * @param {string} path  of the file, for errors
 * @param {Uint8Array} bytes
 * @returns {{ config: string, weights: Uint8Array<ArrayBuffer>, vocabulary: number }}
 */
export function readCheckpoint(path, bytes) {
  const { sizes, data, version } = readHeader(path, bytes);
  const groups = groupsOf(sizes, version);
  const elements = (/** @type {number[]} */ shape) => shape.reduce((product, n) => product * n, 1);
  const all = groups.reduce((sum, { shape, inLayer }) => sum + elements(shape) * (inLayer ? sizes.layers : 1), 0);
  if (data.length !== all * float) {
    const header = bytes.length - data.length;
    throw refused('llama2c_length', path, { bytes: header + all * float, given: bytes.length });
  }
  /** @type {Placed[]} */
  const tensors = [];
  let at = 0;
  for (const { name, shape, inLayer = false, turned = false } of groups) {
    for (let layer = 0; layer < (inLayer ? sizes.layers : 1); ++layer) {
      const content = data.subarray(at, at + elements(shape) * float);
      at += content.length;
      if (name === '') continue;
      const pieces = turned ? halfSplit(content, sizes.dim * float, sizes.dim / sizes.heads) : [content];
      tensors.push({ name: inLayer ? `model.layers.${layer}.${name}` : name, shape, pieces });
    }
  }
  return { config: configOf(sizes), weights: safetensorsOf(tensors), vocabulary: sizes.vocabulary };
}

/** @param {Sizes} sizes */
const configOf = ({ dim, hidden, layers, heads, kvHeads, vocabulary, length, shared }) =>
  JSON.stringify({
    ...{ architectures: ['LlamaForCausalLM'], model_type: 'llama', torch_dtype: 'float32', hidden_act: 'silu' },
    ...{ vocab_size: vocabulary, hidden_size: dim, intermediate_size: hidden, num_hidden_layers: layers },
    ...{ num_attention_heads: heads, num_key_value_heads: kvHeads, head_dim: dim / heads },
    ...{ max_position_embeddings: length, rope_theta: base, rms_norm_eps: eps, tie_word_embeddings: shared },
    ...{ attention_bias: false, mlp_bias: false, bos_token_id: 1, eos_token_id: 2 },
  });

const special = ['<unk>', '<s>', '</s>'];

/**
 * The vocabulary as a tokenizer.json.
 * @param {string} path
 * @param {Uint8Array} bytes
 * @param {number} count  tokens of the model
 */
export function readVocabulary(path, bytes, count) {
  const tokens = entriesOf(path, bytes, count);
  const ids = new Map(tokens.map(({ text }, id) => [text, id])); // the last of a name
  const twice = tokens.findIndex(({ text }, id) => ids.get(text) !== id);
  if (twice >= 0) throw refused('llama2c_token', path, { given: twice });
  return sentencePiece(
    tokens.map((token, id) => ({ ...token, whole: id < special.length })),
    { first: special.indexOf('<s>') },
  );
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The longest token's bytes, then for each token its score (float32), its bytes' count (int32) and its bytes.
 * @param {string} path
 * @param {Uint8Array} bytes
 * @param {number} count
 * @returns {{ text: string, score: number }[]}
 */
function entriesOf(path, bytes, count) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  /** @type {{ text: string, score: number }[]} */
  const entries = [];
  let at = float;
  while (at + 2 * float <= bytes.length && entries.length < count) {
    const score = view.getFloat32(at, true);
    const length = view.getInt32(at + float, true);
    at += 2 * float;
    if (length < 0 || length > bytes.length - at) break;
    const text = special[entries.length] ?? pieceOf(path, bytes.subarray(at, at + length), entries.length);
    entries.push({ text, score });
    at += length;
  }
  if (entries.length === count && at === bytes.length) return entries;
  throw refused('llama2c_vocabulary', path, { count, given: `${entries.length} in ${at} of ${bytes.length} bytes` });
}

/**
 * @param {string} path
 * @param {Uint8Array} bytes
 * @param {number} id
 */
function pieceOf(path, bytes, id) {
  try {
    return utf8.decode(bytes).replaceAll(' ', '▁');
  } catch {
    throw refused('llama2c_token', path, { given: id });
  }
}

/**
 * @param {string} reason
 * @param {string} path
 * @param {Record<string, unknown>} args
 */
const refused = (reason, path, args) => errorOf('invalid_weights', reason, { path, args }, sayings);
