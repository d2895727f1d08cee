/** What the site needs of a browser, and whether this one has it. */
import { variant } from '../../lib/variant.js';

// biome-ignore format: a line for each section
const usesSimd = Uint8Array.of(
  0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, // "\0asm", version 1
  1, 5, 1, 0x60, 0, 1, 0x7b, // a type: nothing in, a vector out
  3, 2, 1, 0, // a function of this type
  10, 8, 1, 6, 0, 0x41, 0, 0xfd, 15, 0x0b, // returns i8x16.splat of zero
);

/** Whether this tab keeps anything. */
function keeps() {
  try {
    return sessionStorage !== null;
  } catch {
    return false;
  }
}

/**
 * By the names that web/words about.browser.needs has; without those of `needed` no figure comes.
 * @type {{ name: 'simd' | 'colours' | 'relaxed' | 'digest' | 'storage', needed: boolean, has: () => boolean }[]}
 */
export const needs = [
  { name: 'simd', needed: true, has: () => WebAssembly.validate(usesSimd) },
  { name: 'colours', needed: true, has: () => CSS.supports('color', 'light-dark(red,red)') },
  { name: 'relaxed', needed: false, has: () => variant === 'relaxed' },
  { name: 'digest', needed: false, has: () => globalThis.crypto?.subtle !== undefined },
  { name: 'storage', needed: false, has: keeps },
];
