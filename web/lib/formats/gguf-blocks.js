/**
 * Tensors in blocks (https://github.com/ggml-org/ggml, src/ggml-common.h), as runs that the engine reads (core/number_rows.hpp): a
 * block holds a few scales and for each element a whole number of few bits. What a type is, is a row: where its bits, its scales
 * and its offsets lie.
 */

import { half } from './half.js';

/**
 * @typedef {object} Plane     bits of all elements: those of `run` elements lie in as many bytes, those of the next run in the
 *   next higher bits of the same bytes, until these are full
 * @property {number} at       byte
 * @property {number} bits     of an element
 * @property {number} run      elements
 *
 * @typedef {object} Blocks
 * @property {string} name
 * @property {number} elements of a block
 * @property {number} bytes    of a block
 * @property {Plane[]} planes  the lowest bits first
 * @property {number} [less]   what is taken from each whole number
 * @property {number} scale    byte of the scale, a float16
 * @property {number} [offset] byte of the scale of offsets, a float16
 * @property {number} [group]  elements that share a scale and an offset of their own; absent: the block
 * @property {(bytes: Uint8Array, at: number, scales: Int16Array, offsets: Int16Array) => void} [groups]  those of each group,
 *   whole numbers that multiply the block's; absent: 1 and, as an offset that is added, -1
 */

/** Of two bytes of bits the signed number. @param {number} byte */
const signed = (byte) => (byte ^ 128) - 128;

/** Four bits of scale below four of offset. @type {NonNullable<Blocks['groups']>} */
function halves(bytes, at, scales, offsets) {
  for (let group = 0; group < 16; ++group) {
    const byte = bytes[at + group] ?? 0;
    scales[group] = byte & 15;
    offsets[group] = byte >> 4;
  }
}

/** Sixteen scales of six bits less 32: the low four in eight bytes, the high two in the four bytes behind. @type {NonNullable<Blocks['groups']>} */
function sixteenOfSix(bytes, at, scales) {
  for (let group = 0; group < 16; ++group) {
    const low = ((bytes[at + 96 + (group % 8)] ?? 0) >> (group < 8 ? 0 : 4)) & 15;
    const high = ((bytes[at + 104 + (group % 4)] ?? 0) >> (2 * (group >> 2))) & 3;
    scales[group] = (low | (high << 4)) - 32;
  }
}

/**
 * Eight scales and eight offsets of six bits in twelve bytes: of the first four groups each in the low six bits of a byte, of the
 * others the low four bits in the last four bytes and the high two in those of the first eight that were left.
 * @type {NonNullable<Blocks['groups']>}
 */
function eightOfSix(bytes, at, scales, offsets) {
  for (let group = 0; group < 4; ++group) {
    const scale = bytes[at + 4 + group] ?? 0;
    const offset = bytes[at + 8 + group] ?? 0;
    const low = bytes[at + 12 + group] ?? 0;
    scales[group] = scale & 63;
    offsets[group] = offset & 63;
    scales[group + 4] = (low & 15) | ((scale >> 6) << 4);
    offsets[group + 4] = (low >> 4) | ((offset >> 6) << 4);
  }
}

/** Sixteen bytes with a sign. @type {NonNullable<Blocks['groups']>} */
function bytesOfSixteen(bytes, at, scales) {
  for (let group = 0; group < 16; ++group) scales[group] = signed(bytes[at + 192 + group] ?? 0);
}

/** By their number. @type {Readonly<Record<number, Blocks>>} */
export const blocks = {
  2: { name: 'Q4_0', elements: 32, bytes: 18, scale: 0, planes: [{ at: 2, bits: 4, run: 16 }], less: 8 },
  3: { name: 'Q4_1', elements: 32, bytes: 20, scale: 0, offset: 2, planes: [{ at: 4, bits: 4, run: 16 }] },
  6: {
    ...{ name: 'Q5_0', elements: 32, bytes: 22, scale: 0, less: 16 },
    planes: [
      { at: 6, bits: 4, run: 16 },
      { at: 2, bits: 1, run: 1 },
    ],
  },
  7: {
    ...{ name: 'Q5_1', elements: 32, bytes: 24, scale: 0, offset: 2 },
    planes: [
      { at: 8, bits: 4, run: 16 },
      { at: 4, bits: 1, run: 1 },
    ],
  },
  8: { name: 'Q8_0', elements: 32, bytes: 34, scale: 0, planes: [{ at: 2, bits: 8, run: 32 }] },
  10: {
    ...{ name: 'Q2_K', elements: 256, bytes: 84, scale: 80, offset: 82, group: 16, groups: halves },
    planes: [{ at: 16, bits: 2, run: 32 }],
  },
  11: {
    ...{ name: 'Q3_K', elements: 256, bytes: 110, scale: 108, group: 16, groups: sixteenOfSix, less: 4 },
    planes: [
      { at: 32, bits: 2, run: 32 },
      { at: 0, bits: 1, run: 32 },
    ],
  },
  12: {
    ...{ name: 'Q4_K', elements: 256, bytes: 144, scale: 0, offset: 2, group: 32, groups: eightOfSix },
    planes: [{ at: 16, bits: 4, run: 32 }],
  },
  13: {
    ...{ name: 'Q5_K', elements: 256, bytes: 176, scale: 0, offset: 2, group: 32, groups: eightOfSix },
    planes: [
      { at: 48, bits: 4, run: 32 },
      { at: 16, bits: 1, run: 32 },
    ],
  },
  14: {
    ...{ name: 'Q6_K', elements: 256, bytes: 210, scale: 208, group: 16, groups: bytesOfSixteen, less: 32 },
    planes: [
      { at: 0, bits: 4, run: 64 },
      { at: 128, bits: 2, run: 32 },
    ],
  },
};

/** What other numbers are called (ggml.h); they are not read. @type {Readonly<Record<number, string>>} */
export const otherBlocks = {
  ...{ 9: 'Q8_1', 15: 'Q8_K', 16: 'IQ2_XXS', 17: 'IQ2_XS', 18: 'IQ3_XXS', 19: 'IQ1_S', 20: 'IQ4_NL', 21: 'IQ3_S' },
  ...{ 22: 'IQ2_S', 23: 'IQ4_XS', 24: 'I8', 25: 'I16', 26: 'I32', 27: 'I64', 28: 'F64', 29: 'IQ1_M' },
  ...{ 34: 'TQ1_0', 35: 'TQ2_0', 39: 'MXFP4', 40: 'NVFP4' },
};

/** Where a block's whole numbers lie: the byte and the lowest bit of each. @param {Plane} plane @param {number} elements */
function placesOf({ at, bits, run }, elements) {
  const perByte = 8 / bits;
  const byte = Uint8Array.from({ length: elements }, (_, i) => at + Math.floor(i / (run * perByte)) * run + (i % run));
  const shift = Uint8Array.from({ length: elements }, (_, i) => bits * (Math.floor(i / run) % perByte));
  return { byte, shift, mask: 2 ** bits - 1 };
}

/** Of the planes of a type, made once. @param {Blocks} type */
function wholeNumbers({ planes, elements, less = 0 }) {
  const [low, high] = planes.map((plane) => placesOf(plane, elements));
  const lowBits = planes[0]?.bits ?? 0;
  const out = new Int8Array(elements);
  return (/** @type {Uint8Array} */ bytes, /** @type {number} */ at) => {
    if (!low) return out;
    for (let i = 0; i < elements; ++i) {
      let value = ((bytes[at + (low.byte[i] ?? 0)] ?? 0) >> (low.shift[i] ?? 0)) & low.mask;
      if (high) value |= (((bytes[at + (high.byte[i] ?? 0)] ?? 0) >> (high.shift[i] ?? 0)) & high.mask) << lowBits;
      out[i] = lowBits === 8 ? signed(value) : value - less;
    }
    return out;
  };
}

/** Elements of a run: those that share a scale. @param {Blocks} type */
const runOf = ({ elements, group = elements }) => group;

/**
 * What a safetensors file calls such runs.
 * @param {Blocks} type
 * @returns {import('./safetensors.js').Dtype}
 */
export const dtypeOf = (type) => {
  const run = runOf(type) === 16 ? 'I8/16' : 'I8/32';
  return type.offset === undefined ? run : `${run}+`;
};

/**
 * The same numbers as runs: a run's scale, its offset where the type has any, and a byte for each element. A product of the two
 * scales has at most 19 bits, one with a whole number at most 24, so that single precision holds both.
 * @param {Blocks} type
 * @param {Uint8Array} bytes  whole blocks
 * @returns {Uint8Array<ArrayBuffer> | undefined}  nothing where a scale is no finite number
 */
export function runsIn(type, bytes) {
  const { elements } = type;
  const run = runOf(type);
  const hasOffset = type.offset !== undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const runBytes = 4 * (hasOffset ? 2 : 1) + run;
  const out = new Uint8Array((bytes.length / type.bytes) * (elements / run) * runBytes);
  const written = new DataView(out.buffer);
  const numbersAt = wholeNumbers(type);
  const scales = new Int16Array(elements / run).fill(1);
  const offsets = new Int16Array(elements / run).fill(-1); // the simple types add theirs, the others subtract it
  for (let at = 0, to = 0; at < bytes.length; at += type.bytes) {
    const scale = half(view.getUint16(at + type.scale, true));
    const offset = type.offset === undefined ? 0 : half(view.getUint16(at + type.offset, true));
    if (!Number.isFinite(scale) || !Number.isFinite(offset)) return undefined;
    type.groups?.(bytes, at, scales, offsets);
    const numbers = numbersAt(bytes, at);
    for (let first = 0; first < elements; first += run) {
      written.setFloat32(to, scale * (scales[first / run] ?? 1), true);
      if (hasOffset) written.setFloat32(to + 4, -offset * (offsets[first / run] ?? 0), true);
      to += runBytes;
      out.set(numbers.subarray(first, first + run), to - run);
    }
  }
  return out;
}
