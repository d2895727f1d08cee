/** Matrices of 8 bits as published checkpoints hold them: a number is scale * (code - zero). */

import { safetensorsOf } from '../../../web/lib/formats/safetensors.js';
import { float8 } from './runs.mjs';

const bytesOf = (numbers) => new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
const signed = (byte) => (byte > 127 ? byte - 256 : byte);
const bitsOf = (numbers) => new Uint32Array(Float32Array.from(numbers).buffer);

/** Bytes of numbers that this type holds exactly; of codes the bytes themselves. */
const written = {
  F32: (numbers) => bytesOf(Float32Array.from(numbers)),
  BF16: (numbers) => bytesOf(Uint16Array.from(bitsOf(numbers), (bits) => bits >>> 16)),
};

/** A tensor for safetensorsOf. */
export function tensorOf(name, shape, dtype, numbers) {
  const piece = (written[dtype] ?? ((bytes) => Uint8Array.from(bytes)))(numbers);
  return { name, shape, dtype, bytes: piece.length, pieces: [piece] };
}

/** Without what BF16 does not hold. */
const coarse = (number) => new Float32Array(bitsOf([number]).map((bits) => bits & 0xffff0000).buffer)[0];

/**
 * A matrix in 8 bits, with a scale for each block.
 * @param {ArrayLike<number>} values
 * @param {{ shape: number[], block: number[], floats?: boolean, hasZeros?: boolean }} form
 */
export function quantized(values, { shape: [rows, columns], block, floats = false, hasZeros = false }) {
  const grid = [Math.ceil(rows / block[0]), Math.ceil(columns / block[1])];
  const of = (i) => Math.floor(Math.floor(i / columns) / block[0]) * grid[1] + Math.floor((i % columns) / block[1]);
  const largest = new Float32Array(grid[0] * grid[1]).fill(2 ** -20);
  for (let i = 0; i < values.length; ++i) largest[of(i)] = Math.max(largest[of(i)], Math.abs(values[i]));
  const scales = Array.from(largest, (size) => coarse(size / (floats ? 400 : 120)));
  const zeros = scales.map((_, i) => (hasZeros ? (i % 7) - 3 : 0));
  const codes = Array.from(values, (value, i) => {
    const steps = value / scales[of(i)];
    return floats ? float8Code(steps) : (Math.round(steps) + zeros[of(i)]) & 255;
  });
  const numbers = Float32Array.from(codes, (code, i) =>
    floats ? scales[of(i)] * float8(code) : scales[of(i)] * (signed(code) - zeros[of(i)]),
  );
  return { codes, scales, zeros, grid, numbers };
}

const sizes = Float64Array.from({ length: 127 }, (_, code) => float8(code)); // ascending

/** The next float8 towards 0. */
function float8Code(value) {
  const above = sizes.findIndex((size) => size > Math.abs(value));
  return (above < 0 ? 126 : above - 1) | (value < 0 ? 128 : 0);
}

/** By quant_method and kind: how a matrix is quantized, and in which tensors it lies. */
export const kinds = {
  'fp8 in blocks': {
    settings: { quant_method: 'fp8', activation_scheme: 'dynamic', fmt: 'e4m3', weight_block_size: [24, 32] },
    form: () => ({ block: [24, 32], floats: true }),
    tensors: (base, shape, { codes, scales, grid }) => [
      tensorOf(`${base}weight`, shape, 'F8_E4M3', codes),
      tensorOf(`${base}weight_scale_inv`, grid, 'F32', scales),
    ],
  },
  'fp8 as a whole': {
    settings: { quant_method: 'fp8', activation_scheme: 'static', weight_block_size: null },
    form: (shape) => ({ block: shape, floats: true }),
    tensors: (base, shape, { codes, scales }) => [
      tensorOf(`${base}weight`, shape, 'F8_E4M3', codes),
      tensorOf(`${base}weight_scale_inv`, [], 'BF16', scales),
    ],
  },
  modelopt: {
    settings: { quant_method: 'modelopt', quant_algo: 'FP8' },
    form: (shape) => ({ block: shape, floats: true }),
    tensors: (base, shape, { codes, scales }) => [
      tensorOf(`${base}weight`, shape, 'F8_E4M3', codes),
      tensorOf(`${base}weight_scale`, [], 'F32', scales),
    ],
  },
  'fbgemm_fp8 by rows': {
    settings: { quant_method: 'fbgemm_fp8', modules_to_not_convert: [] },
    form: ([, columns]) => ({ block: [1, columns], floats: true }),
    tensors: (base, shape, { codes, scales, grid }) => [
      tensorOf(`${base}weight`, shape, 'F8_E4M3', codes),
      tensorOf(`${base}weight_scale`, grid, 'F32', scales),
    ],
  },
  'compressed-tensors, floats by rows': {
    settings: compressed('float-quantized', { num_bits: 8, type: 'float', strategy: 'channel' }),
    form: ([, columns]) => ({ block: [1, columns], floats: true }),
    tensors: (base, shape, { codes, scales, grid }) => [
      tensorOf(`${base}weight`, shape, 'F8_E4M3', codes),
      tensorOf(`${base}weight_scale`, grid, 'BF16', scales),
    ],
  },
  'compressed-tensors, floats in blocks': {
    settings: compressed('float-quantized', { num_bits: 8, strategy: 'block', block_structure: [24, 16] }),
    form: () => ({ block: [24, 16], floats: true }),
    tensors: (base, shape, { codes, scales, grid }) => [
      tensorOf(`${base}weight`, shape, 'F8_E4M3', codes),
      tensorOf(`${base}weight_scale`, grid, 'BF16', scales),
    ],
  },
  'compressed-tensors, whole numbers in groups': {
    settings: compressed('int-quantized', { num_bits: 8, type: 'int', strategy: 'group', group_size: 16 }),
    form: () => ({ block: [1, 16] }),
    tensors: (base, shape, { codes, scales, grid }) => [
      tensorOf(`${base}weight`, shape, 'I8', codes),
      tensorOf(`${base}weight_scale`, grid, 'BF16', scales),
    ],
  },
  'compressed-tensors, whole numbers with zeros': {
    settings: compressed('int-quantized', { num_bits: 8, type: 'int', strategy: 'channel', symmetric: false }),
    form: ([, columns]) => ({ block: [1, columns], hasZeros: true }),
    tensors: (base, shape, { codes, scales, zeros, grid }) => [
      tensorOf(`${base}weight`, shape, 'I8', codes),
      tensorOf(`${base}weight_scale`, grid, 'F32', scales),
      tensorOf(`${base}weight_zero_point`, grid, 'I8', zeros),
    ],
  },
  bitsandbytes: {
    settings: { quant_method: 'bitsandbytes', load_in_8bit: true, load_in_4bit: false, llm_int8_threshold: 6 },
    form: ([, columns]) => ({ block: [1, columns] }),
    tensors: (base, shape, { codes, scales }) => [
      tensorOf(`${base}weight`, shape, 'I8', codes),
      tensorOf(
        `${base}SCB`,
        [scales.length],
        'F32',
        Array.from(scales, (scale) => 127 * scale),
      ),
      tensorOf(`${base}weight_format`, [], 'U8', [0]),
    ],
  },
  mlx: {
    settings: { group_size: 32, bits: 8 },
    form: () => ({ block: [1, 32], hasZeros: true }),
    tensors: (base, [rows, columns], { codes, scales, zeros, grid }) => [
      tensorOf(
        `${base}weight`,
        [rows, columns / 4],
        'U32',
        Array.from(codes, (code) => code ^ 128),
      ),
      tensorOf(`${base}scales`, grid, 'F32', scales),
      tensorOf(
        `${base}biases`,
        grid,
        'F32',
        Array.from(scales, (scale, i) => -scale * (zeros[i] + 128)),
      ),
    ],
  },
};

function compressed(format, weights) {
  return { quant_method: 'compressed-tensors', format, config_groups: { group_0: { targets: ['Linear'], weights } } };
}

/**
 * A model whose matrices of layers have 8 bits, and the same numbers in 32.
 * @param {Record<string, { shape: number[], values: Float32Array }>} weights
 * @param {keyof typeof kinds} kind
 */
export function quantizedModel(weights, kind) {
  const { form, tensors } = kinds[kind];
  const coded = [];
  const full = [];
  for (const [name, { shape, values }] of Object.entries(weights)) {
    if (!name.endsWith('_proj.weight')) {
      for (const list of [coded, full]) list.push(tensorOf(name, shape, 'F32', values));
      continue;
    }
    const matrix = quantized(values, { shape, ...form(shape) });
    coded.push(...tensors(name.slice(0, -'weight'.length), shape, matrix));
    full.push(tensorOf(name, shape, 'F32', matrix.numbers));
  }
  return { coded, full: safetensorsOf(full) };
}
