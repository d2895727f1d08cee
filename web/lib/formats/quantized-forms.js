/**
 * How matrices of 8 bits lie in safetensors files: each `quant_method` of a config.json names its tensors and packs them in its own
 * way. A number is scale * code + offset; a scale, and an offset, belongs to a block of the matrix. What is read is a row of
 * `methods`.
 */

import { describe, kind } from '../check.js';
import { errorOf } from '../sayings.js';
import { parsed } from '../shards.js';
import { half } from './half.js';

/**
 * @typedef {object} Settings      `quantization_config`
 * @property {string} [quant_method]
 * @property {number} [bits]
 * @property {number} [group_size]
 * @property {number[] | null} [weight_block_size]
 * @property {string} [checkpoint_format]
 * @property {boolean} [load_in_8bit]
 * @property {object} [transform_config]
 * @property {Record<string, { weights?: Scheme }>} [config_groups]
 * @typedef {{ num_bits?: number, group_size?: number | null, block_structure?: number[] | null }} Scheme
 *
 * @typedef {object} Tensor
 * @property {string} name
 * @property {string} dtype
 * @property {number[]} shape
 * @property {() => Uint8Array | Promise<Uint8Array>} read
 *
 * @typedef {object} Sizes
 * @property {number} rows
 * @property {number} columns
 * @property {number[]} grid       rows and columns of its blocks
 *
 * @typedef {object} Coded         row by row
 * @property {Uint8Array} codes    whole numbers with a sign, or float8
 * @property {ArrayLike<number>} scales          of the blocks
 * @property {(block: number) => number} offset  of a block
 *
 * @typedef {object} Form          in which a matrix lies in a file
 * @property {string} codes        what the name of the tensor with the codes ends with
 * @property {string[]} dtypes     of these
 * @property {string} scales       the same of its scales
 * @property {string[]} [more]     of what else makes such a matrix
 * @property {string[]} [perhaps]  of what may belong to it
 * @property {boolean} [turned]    columns by rows, as are its scales
 * @property {string} [offsets]    the tensor that makes offsets, where it is there
 * @property {(parts: Parts, sizes: Sizes, settings: Settings) => Promise<Coded>} read
 */

/** Of this file. @type {Readonly<Record<string, string>>} */
export const sayings = {
  quantized_bits:
    '{path} says that the weights are quantized ({method}) in {given} bits: take the checkpoint in 8 of them, in 16 or 32, or as GGUF',
  quantized_part: '{path} must hold {count} numbers in {choices}, got {dtype} [{shape}]',
  quantized_order: '{path} must leave the inputs in their order, got another one (act-order)',
};

const unsigned = 128; // what a code without a sign has more
const floats = ['F32', 'F16', 'BF16'];
export const float8 = 'F8_E4M3'; // as safetensors files spell it

/** @param {Uint8Array} codes */
const signed = (codes) => codes.map((code) => code ^ unsigned);

/**
 * Of words that hold four numbers of the slow axis each, [slow / 4, fast].
 * @param {Uint8Array} bytes
 * @param {number} fast
 */
const inFours = (bytes, fast) => (/** @type {number} */ slow, /** @type {number} */ at) =>
  bytes[((slow >> 2) * fast + at) * 4 + (slow & 3)] ?? 0;

/** The tensors of a matrix, by what their names end with. */
export class Parts {
  /**
   * @param {string} base  of their names
   * @param {ReadonlyMap<string, Tensor>} tensors
   */
  constructor(base, tensors) {
    this.base = base;
    this.tensors = tensors;
  }

  /** @param {string} part */
  of(part) {
    return this.tensors.get(this.base + part);
  }

  /**
   * @param {string} part
   * @param {string[]} choices  its dtypes
   * @param {number} count      of its elements
   */
  async bytes(part, choices, count) {
    const { name, dtype, shape, read } = /** @type {Tensor} */ (this.of(part));
    if (!choices.includes(dtype) || shape.reduce((all, n) => all * n, 1) !== count) {
      throw refused('quantized_part', name, { choices, count, dtype, shape: shape.join(', ') });
    }
    return read();
  }

  /**
   * @param {string} part
   * @param {number} count
   * @returns {Promise<ArrayLike<number>>}
   */
  async floats(part, count) {
    const whole = new Uint8Array(await this.bytes(part, floats, count)).buffer; // at an alignment of its own
    const dtype = this.of(part)?.dtype;
    if (dtype === 'F32') return new Float32Array(whole);
    if (dtype === 'F16') return Array.from(new Uint16Array(whole), half);
    return new Float32Array(Uint32Array.from(new Uint16Array(whole), (bits) => bits << 16).buffer);
  }

  /**
   * Refuses inputs whose groups are not neighbours.
   * @param {string} part  the group of each input, where it is there
   * @param {number} columns
   * @param {number} groups
   */
  async expectOrder(part, columns, groups) {
    if (!this.of(part)) return;
    const of = new Int32Array(new Uint8Array(await this.bytes(part, ['I32'], columns)).buffer);
    const size = columns / groups;
    if (!of.every((group, i) => group === Math.floor(i / size))) throw refused('quantized_order', this.base + part, {});
  }
}

/** @param {Sizes} sizes */
const blocksOf = ({ grid: [rows = 1, columns = 1] }) => rows * columns;

/**
 * A code in each byte.
 * @param {string} name  of the scales
 * @param {Partial<Form> & { divisor?: number }} [more]  divisor: of scales
 * @returns {Form}
 */
const inBytes = (name, { divisor = 1, ...more } = {}) => ({
  ...{ codes: 'weight', dtypes: [float8, 'I8'], scales: name, ...more },
  read: async (parts, sizes) => {
    const scales = Array.from(await parts.floats(name, blocksOf(sizes)), (scale) => scale / divisor);
    const codes = await parts.bytes('weight', [float8, 'I8'], sizes.rows * sizes.columns);
    if (!more.offsets || !parts.of(more.offsets)) return { codes, scales, offset: () => 0 };
    const zeros = Int8Array.from(await parts.bytes(more.offsets, ['I8'], blocksOf(sizes)));
    return { codes, scales, offset: (block) => -(scales[block] ?? 0) * (zeros[block] ?? 0) };
  },
});

/** compressed-tensors: four codes of a row in a word, four zeros of a column. @type {Form} */
const inWords = {
  ...{ codes: 'weight_packed', dtypes: ['I32'], scales: 'weight_scale', offsets: 'weight_zero_point' },
  perhaps: ['weight_shape', 'weight_zero_point', 'weight_g_idx'],
  read: async (parts, sizes) => {
    const { rows, columns, grid } = sizes;
    const [, groups = 1] = grid;
    await parts.expectOrder('weight_g_idx', columns, groups);
    const scales = await parts.floats('weight_scale', blocksOf(sizes));
    const codes = signed(await parts.bytes('weight_packed', ['I32'], (rows * columns) / 4));
    if (!parts.of('weight_zero_point')) return { codes, scales, offset: () => 0 };
    const words = await parts.bytes('weight_zero_point', ['I32'], Math.ceil(rows / 4) * groups);
    const zero = inFours(words, groups);
    const offset = (/** @type {number} */ block) =>
      (scales[block] ?? 0) * (unsigned - zero(Math.floor(block / groups), block % groups));
    return { codes, scales, offset };
  },
};

/** GPTQ: all of it turned, and of zeros one less, in 8 bits, but in its second form. @type {Form} */
const turned = {
  ...{ codes: 'qweight', dtypes: ['I32'], scales: 'scales', more: ['qzeros'], perhaps: ['g_idx'] },
  ...{ turned: true, offsets: 'qzeros' },
  read: async (parts, sizes, { checkpoint_format }) => {
    const { rows, columns, grid } = sizes;
    const [, groups = 1] = grid;
    await parts.expectOrder('g_idx', columns, groups);
    const given = await parts.floats('scales', blocksOf(sizes));
    const zeros = await parts.bytes('qzeros', ['I32'], blocksOf(sizes) / 4);
    const places = Array.from({ length: rows * groups }, (_, i) => (i % groups) * rows + Math.floor(i / groups));
    const scales = places.map((place) => given[place] ?? 0);
    const less = checkpoint_format === 'gptq_v2' ? 0 : 1;
    const zeroAt = (/** @type {number} */ block) => ((zeros[places[block] ?? 0] ?? 0) + less) & 255;
    const offset = (/** @type {number} */ block) => (scales[block] ?? 0) * (unsigned - zeroAt(block));
    const code = inFours(await parts.bytes('qweight', ['I32'], (rows * columns) / 4), rows);
    const codes = new Uint8Array(rows * columns);
    for (let row = 0, to = 0; row < rows; ++row) {
      for (let column = 0; column < columns; ++column) codes[to++] = code(column, row) ^ unsigned;
    }
    return { codes, scales, offset };
  },
};

/** MLX: what a code of 0 is stands beside. @type {Form} */
const affine = {
  ...{ codes: 'weight', dtypes: ['U32'], scales: 'scales', more: ['biases'], offsets: 'biases' },
  read: async (parts, sizes) => {
    const scales = await parts.floats('scales', blocksOf(sizes));
    const biases = await parts.floats('biases', blocksOf(sizes));
    const codes = signed(await parts.bytes('weight', ['U32'], (sizes.rows * sizes.columns) / 4));
    return { codes, scales, offset: (block) => (biases[block] ?? 0) + unsigned * (scales[block] ?? 0) };
  },
};

/** By `quant_method`, which MLX leaves out. @type {Readonly<Record<string, Form[]>>} */
const methods = {
  fp8: [inBytes('weight_scale_inv')],
  fbgemm_fp8: [inBytes('weight_scale')],
  modelopt: [inBytes('weight_scale')],
  'compressed-tensors': [
    inBytes('weight_scale', { perhaps: ['weight_zero_point'], offsets: 'weight_zero_point' }),
    inWords,
  ],
  bitsandbytes: [inBytes('SCB', { divisor: 127, perhaps: ['weight_format'] })],
  gptq: [turned],
  mlx: [affine],
};

/** @param {Settings} settings */
const schemesOf = ({ config_groups = {} }) => Object.values(config_groups).map(({ weights }) => weights ?? {});

/**
 * The forms that matrices may have under these settings; none: they are not read.
 * @param {Settings} settings
 */
export function formsOf(settings) {
  const { quant_method: method = 'mlx', load_in_8bit, transform_config, bits } = settings;
  if (method === 'mlx' && !settings.group_size) return [];
  const hasBytes = method !== 'bitsandbytes' || load_in_8bit === true;
  const changesInputs = Object.keys(transform_config ?? {}).length > 0; // they are rotated, too
  if (!Object.hasOwn(methods, method) || !hasBytes || changesInputs) return [];
  const other = [bits, ...schemesOf(settings).map(({ num_bits }) => num_bits)].find((count) => (count ?? 8) !== 8);
  if (other !== undefined) {
    const about = { path: 'quantization_config', args: { method: describe(method), given: other } };
    throw errorOf('unsupported_model', 'quantized_bits', about, sayings);
  }
  return methods[method] ?? [];
}

/**
 * What a config says of weights of fewer bits; MLX has a key of its own.
 * @param {string} config
 * @returns {Settings | undefined}
 */
export function settingsOf(config) {
  const { quantization, quantization_config: settings = quantization } = parsed(config) ?? {};
  return kind(settings) === 'Object' ? settings : undefined;
}

/**
 * A config without that, where its weights are read; else the engine refuses it.
 * @param {string} config
 */
export function configInFull(config) {
  const settings = settingsOf(config);
  if (!settings || formsOf(settings).length === 0) return config;
  const { quantization_config, quantization, ...rest } = parsed(config);
  return JSON.stringify(rest);
}

/**
 * Rows and columns of a block, where blocks are neither whole rows nor single ones.
 * @param {Settings} settings
 */
export function statedBlock(settings) {
  const schemes = schemesOf(settings);
  const block = settings.weight_block_size ?? schemes.find(({ block_structure }) => block_structure)?.block_structure;
  return block ?? [1, settings.group_size ?? schemes.find(({ group_size }) => group_size)?.group_size ?? 0];
}

/**
 * @param {string} reason
 * @param {string} path
 * @param {Record<string, unknown>} args
 */
const refused = (reason, path, args) => errorOf('invalid_weights', reason, { path, args }, sayings);
