/** What a GGUF file says of its model, as the config.json of Hugging Face's class. Every key is read, or named in an error. */

import { floatsOf } from './gguf.js';
import { architectureOf, architectures } from './gguf-architectures.js';
import { Keys, refused } from './gguf-keys.js';
import { byLayers, factorTensors, ropeOf } from './gguf-rope.js';

/**
 * @typedef {import('./gguf.js').Gguf} Gguf
 * @typedef {import('./gguf-architectures.js').Architecture} Architecture
 * @typedef {Record<string, unknown>} Config
 *
 * @typedef {object} Sizes
 * @property {number} width     channels
 * @property {number} layers
 * @property {number} heads     of queries
 * @property {number} keyHeads  of keys
 * @property {number} headDim   channels
 */

const mostLayers = 4096; // no model has as many; a list of them is made

/** Sizes, as most classes call them. */
const sizeKeys = {
  hidden_size: 'width',
  num_hidden_layers: 'layers',
  num_attention_heads: 'heads',
  num_key_value_heads: 'keyHeads',
  head_dim: 'headDim',
};
const epsilons = {
  rms: ['attention.layer_norm_rms_epsilon', 'attention.layer_norm_epsilon', 'rms_norm_eps'],
  layer: ['attention.layer_norm_epsilon', 'attention.layer_norm_rms_epsilon', 'layer_norm_eps'],
};

/**
 * @param {string} path
 * @param {Gguf & { factors: ReadonlyMap<string, Uint8Array> }} file  factors: numbers of tensors
 *   that hold no weights
 * @returns {{ config: Config, form: Architecture, sizes: Sizes, name: string }}
 */
export function configOf(path, { metadata, tensors, factors }) {
  const name = String(metadata.get('general.architecture'));
  const keys = new Keys(path, name, metadata);
  const shapes = new Map(tensors.map((tensor) => [tensor.name, tensor.shape]));
  const has = (/** @type {string} */ tensor) => shapes.has(tensor);
  const form = architectureOf(name, has, keys.all);
  if (!form) throw refused('gguf_architecture', path, { choices: Object.keys(architectures), given: name });
  const sizes = sizesOf(keys);
  const trained = keys.number('context_length');
  const numbers = {
    ...Object.fromEntries(
      Object.entries(sizeKeys).map(([key, size]) => [key, sizes[/** @type {keyof Sizes} */ (size)]]),
    ),
    intermediate_size: keys.number('feed_forward_length'),
    max_position_embeddings: trained,
    ...epsilonOf(keys, form),
    vocab_size: keys.number('vocab_size', shapes.get('token_embd.weight')?.[0]),
  };
  /** @type {Config} */
  const config = {
    ...{ architectures: [form.class], model_type: form.model_type, ...form.fixed },
    ...named(numbers, form.keys ?? {}),
    tie_word_embeddings: !has('output.weight'),
    ...flagsOf(form.has ?? {}, has),
    ...windowsOf(keys, form, sizes),
    ...scoresOf(form, sizes),
  };
  for (const [key, { to, otherwise }] of Object.entries(form.more ?? {})) {
    set(config, to.split('.'), keys.value(key, typeof otherwise === 'function' ? otherwise(sizes.headDim) : otherwise));
  }
  if (form.rotates !== false)
    config.rope_parameters = positionsOf(keys, form, { sizes, trained, factors: factorsOf(factors) });
  for (const key of ['expert_count', 'expert_used_count', 'attention.sliding_window']) keys.expect(key, 0);
  keys.expect('attention.value_length', sizes.headDim);
  keys.expect('attention.causal', true);
  for (const key of form.unread ?? []) keys.raw(key);
  keys.end();
  return { config, form, sizes, name };
}

/**
 * @param {Keys} keys
 * @returns {Sizes}
 */
function sizesOf(keys) {
  const heads = keys.number('attention.head_count');
  const width = keys.number('embedding_length');
  const layers = keys.number('block_count');
  if (layers > mostLayers) throw keys.refused('block_count', layers);
  return {
    ...{ width, heads, layers },
    keyHeads: keys.number('attention.head_count_kv', heads),
    headDim: keys.number('attention.key_length', width / heads),
  };
}

/**
 * Converters look for more names of an epsilon than a class has, and may write the same one under both.
 * @param {Keys} keys
 * @param {Architecture} form
 */
function epsilonOf(keys, { norm = 'rms' }) {
  const [stated = '', other = '', key = ''] = epsilons[norm];
  const epsilon = keys.number(stated);
  keys.expect(other, epsilon);
  return { [key]: epsilon };
}

/**
 * Under the names of the class.
 * @param {Config} numbers
 * @param {Readonly<Record<string, string>>} names
 */
const named = (numbers, names) =>
  Object.fromEntries(
    Object.entries(numbers)
      .map(([key, value]) => [names[key] ?? key, value])
      .filter(([key]) => key !== ''),
  );

/**
 * @param {Readonly<Record<string, string>>} flags
 * @param {(tensor: string) => boolean} has
 */
const flagsOf = (flags, has) =>
  Object.fromEntries(
    Object.entries(flags).map(([key, place]) => [
      key,
      place.startsWith('!') !== has(`blk.0.${place.replace('!', '')}`),
    ]),
  );

/**
 * @param {Keys} keys
 * @param {Architecture} form
 * @param {Sizes} sizes
 * @returns {Config}
 */
function windowsOf(keys, { windows }, { layers }) {
  if (!windows) return {};
  const window = keys.number('attention.sliding_window', windows.size ?? 0);
  const pattern = keys.raw('attention.sliding_window_pattern') ?? windows.period;
  if (Array.isArray(pattern) && pattern.length !== layers) {
    throw keys.refused('attention.sliding_window_pattern', pattern);
  }
  const slides = (/** @type {number} */ layer) => {
    if (Array.isArray(pattern)) return Boolean(pattern[layer]);
    return pattern === 0 || layer % Number(pattern) < Number(pattern) - 1;
  };
  const types = Array.from({ length: layers }, (_, l) =>
    window > 0 && slides(l) ? 'sliding_attention' : 'full_attention',
  );
  return { sliding_window: window > 0 ? window : null, layer_types: types };
}

/**
 * @param {Architecture} form
 * @param {Sizes} sizes
 * @returns {Config}
 */
function scoresOf({ scoresByWidth }, { layers, width, heads, headDim }) {
  if (scoresByWidth === undefined) return {};
  return { query_pre_attn_scalar: layers === scoresByWidth ? width / heads : headDim };
}

/**
 * @param {Keys} keys
 * @param {Architecture} form
 * @param {{ sizes: Sizes, trained: number, factors: import('./gguf-rope.js').Model['factors'] }} model
 */
function positionsOf(keys, { partial, localTheta, model_type }, { sizes, trained, factors }) {
  const rotated = keys.number('rope.dimension_count', sizes.headDim);
  if (!partial && rotated !== sizes.headDim) throw keys.refused('rope.dimension_count', rotated);
  const finetuned = keys.raw('rope.scaling.finetuned'); // says of others than Granite where the scaling came from
  if (finetuned === false && model_type === 'granite') throw keys.refused('rope.scaling.finetuned', false);
  const rope = ropeOf(keys, { trained, factors });
  return byLayers(keys, partial ? { ...rope, partial_rotary_factor: rotated / sizes.headDim } : rope, localTheta);
}

/** @param {ReadonlyMap<string, Uint8Array>} numbers */
const factorsOf = (numbers) =>
  Object.fromEntries(
    Object.entries(factorTensors).map(([which, name]) => {
      const bytes = numbers.get(name);
      return [which, bytes && Array.from(floatsOf(bytes))];
    }),
  );

/**
 * @param {Config} config
 * @param {string[]} keys  one inside the other
 * @param {unknown} value
 */
function set(config, [key = '', ...inside], value) {
  if (inside.length === 0) {
    config[key] = value;
    return;
  }
  const part = /** @type {Config} */ (config[key] ?? {});
  config[key] = part;
  set(part, inside, value);
}
