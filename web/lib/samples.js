/**
 * The samples of cpp/eval/task.cpp, made here: the same ones for the same request, for whoever needs their text and has no
 * weights to run. A token is whatever the corpus is made of: an id, or a character.
 */

/**
 * @template T
 * @typedef {object} SampleRequest
 * @property {'text' | 'repeat' | 'passkey'} task
 * @property {number} length         tokens
 * @property {number} [period]       of repeat
 * @property {number} [depth]        of passkey
 * @property {number} seed
 * @property {number} index          of the sample
 * @property {T[]} corpus            held out; a sample takes a quarter of it at most
 * @property {{ key_begin: T[], digits: T[], key_end: T[] }} symbols  of a passkey
 */

/** @template T @typedef {{ tokens: T[], scored: number }} Sample  scored: the first token that counts; all after it do */

/** Tokens at the end of a text that count. */
export const scoredText = 64;
const corpusShare = 4;
const keyDigits = 5;
const wrap = (/** @type {bigint} */ value) => BigInt.asUintN(64, value);

/** SplitMix64, as cpp/core/random.hpp. @param {{ state: bigint }} random */
function randomBits(random) {
  random.state = wrap(random.state + 0x9e3779b97f4a7c15n);
  let z = random.state;
  z = wrap((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
  z = wrap((z ^ (z >> 27n)) * 0x94d049bb133111ebn);
  return z ^ (z >> 31n);
}

/** @param {number} end  @param {{ state: bigint }} random */
const below = (end, random) => Math.floor(Number(randomBits(random) >> 11n) * 2 ** -53 * end);

/** @param {number} value */
const bitsOf = (value) => new BigUint64Array(Float64Array.of(value).buffer)[0] ?? 0n;

/** The longest sample of a corpus. @param {number} tokens */
export const longestSample = (tokens) => Math.floor(tokens / corpusShare);

/** How many times the trained length a model is asked about. */
export const multiples = [1, 2, 4, 8];

/**
 * Those of these lengths that samples can have, else the longest that they can.
 * @param {number} trained
 * @param {number} most
 */
export function lengthsWithin(trained, most) {
  const within = multiples.map((multiple) => multiple * trained).filter((length) => length <= most);
  return within.length > 0 ? within : [most];
}

/** @template T @param {number} count @param {T[]} corpus @param {{ state: bigint }} random */
function take(count, corpus, random) {
  const firstEnd = Math.floor(corpus.length / corpusShare);
  const end = firstEnd + 1 + below(corpus.length - firstEnd, random);
  return corpus.slice(end - count, end);
}

/** @template T @param {T[]} digits @param {{ state: bigint }} random */
function randomKey(digits, random) {
  const drawn = [...digits];
  for (let i = 0; i < keyDigits; ++i) {
    const other = i + below(10 - i, random);
    [drawn[i], drawn[other]] = [/** @type {T} */ (drawn[other]), /** @type {T} */ (drawn[i])];
  }
  return drawn.slice(0, keyDigits);
}

/**
 * @template T
 * @param {SampleRequest<T>} request
 * @returns {Sample<T>}
 */
export function makeSample({ task, length, period = 64, depth = 0.5, seed, index, corpus, symbols }) {
  const first = { state: BigInt(seed) };
  const random = { state: randomBits(first) ^ BigInt(index) };
  if (task === 'text') return { tokens: take(length, corpus, random), scored: Math.max(1, length - scoredText) };
  if (task === 'repeat') {
    const block = take(period, corpus, random);
    const tokens = Array.from({ length }, (_, i) => /** @type {T} */ (block[i % period]));
    return { tokens, scored: Math.max(period, Math.floor(length / 2)) };
  }
  random.state ^= bitsOf(depth);
  const { key_begin, digits, key_end } = symbols;
  const key = randomKey(digits, random);
  const filler = length - 2 * (key_begin.length + keyDigits) - key_end.length;
  const text = take(filler, corpus, random);
  const told = Math.round(depth * filler);
  const statement = [...key_begin, ...key];
  const tokens = [...text.slice(0, told), ...statement, ...key_end, ...text.slice(told), ...statement];
  return { tokens, scored: length - keyDigits };
}
