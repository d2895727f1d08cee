/**
 * Tokens by chance, for a model whose tokens mean nothing to us: what is copied or looked up needs no meaning.
 */

const count = 1 << 18; // a sample takes a quarter: the longest that a session runs
const keyTokens = { begin: 4, digits: 10, end: 1 };

/** The tasks that such tokens serve. */
export const wordless = ['repeat', 'passkey'];

/** @param {number} seed  @returns {(end: number) => number} from 0 to below `end`, each as likely */
function drawing(seed) {
  let state = seed >>> 0;
  return (end) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0; // Numerical Recipes, section 7.1
    return Math.floor((state / 2 ** 32) * end);
  };
}

/**
 * What samples are drawn from, instead of a held-out text.
 * @param {number} size  of the vocabulary
 * @param {number} seed
 */
export function drawnTokens(size, seed) {
  const draw = drawing(seed);
  return Int32Array.from({ length: count }, () => draw(size));
}

/**
 * What a passkey is made of, all tokens different as far as the vocabulary has so many: the same ones for every method.
 * @param {number} size  of the vocabulary
 * @returns {import('./symbols.js').Symbols}
 */
export function drawnSymbols(size) {
  const draw = drawing(size);
  /** @type {Set<number>} */
  const found = new Set();
  const { begin, digits: ten, end } = keyTokens;
  while (found.size < Math.min(size, begin + ten + end)) found.add(draw(size));
  const all = [...found];
  const digits = all.slice(0, ten);
  const marks = all.slice(-begin - end);
  const key = { key_begin: marks.slice(0, begin), digits, key_end: marks.slice(-end) };
  return { vocab_size: size, distinct: digits, letters: digits, ...key };
}
