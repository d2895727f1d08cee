/**
 * Which variant of a module a browser gets: `relaxed` multiplies and adds in one instruction, which not every browser
 * knows. Plans are the same bits in both; what a model computes differs by rounding.
 *
 * @typedef {'base' | 'relaxed'} Variant
 */

// biome-ignore format: a line for each section
const usesRelaxedSimd = Uint8Array.of(
  0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, // "\0asm", version 1
  1, 8, 1, 0x60, 3, 0x7b, 0x7b, 0x7b, 1, 0x7b, // a type: three vectors in, one out
  3, 2, 1, 0, // a function of this type
  10, 13, 1, 11, 0, 0x20, 0, 0x20, 1, 0x20, 2, 0xfd, 0x85, 2, 0x0b, // returns f32x4.relaxed_madd of its arguments
);

/** @type {Variant} */
export const variant = WebAssembly.validate(usesRelaxedSimd) ? 'relaxed' : 'base';
