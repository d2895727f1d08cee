/**
 * What each head of the model does, named by the place that holds most of its weight on tokens drawn at random that are said
 * again and again: nothing but where tokens stand, and what came before, can be attended to there. q: query, k: key, p: period.
 */
import rate from './head-labels.json' with { type: 'json' };
import { randomFrom } from './random.js';

/**
 * @typedef {import('../charts/pool.js').Grid} Grid
 * @typedef {'previous' | 'induction' | 'sink' | 'local'} Place
 * @typedef {Place | 'none'} Label
 * @typedef {Record<Place, number>} Shares  of the weight, mean over the queries past the first copy
 * @typedef {{ layer: number, head: number, label: Label, shares: Shares }} Head
 * @typedef {{ name: string, slot: number, heads: Head[], asked: boolean, changed: number | null }} Column
 *   asked: the answer is on its way; changed: heads with another label than in the column that others are compared with
 * @typedef {{ changed: number, of: number }} Changes
 * @typedef {{ columns: Column[], failures: import('./types.js').Failed[], layers: number, heads: number, length: number,
 *   lettered: boolean, rate: typeof rate, summary: import('./types.js').Said[] }} Labels  length: tokens of the text
 */

export const period = 64; // tokens
export const near = 8; // tokens, the query's own included
export const most = 0.5; // of the weight: no two places that share no key can both have it
const bounds = { least: 2 * period, most: 512 }; // tokens of the text; every head's map is exact
const mostCells = 2 ** 26; // of all heads' maps together, 256 MiB

/** In the order in which they are tried: the token before is one of the last few, too. @type {Place[]} */
export const places = ['previous', 'induction', 'sink', 'local'];
/** @type {Label[]} */
export const labels = [...places, 'none'];

/**
 * @param {Grid} map   [n, n], weights of a text that says its first p tokens again and again
 * @param {number} [p] tokens
 * @returns {Shares}
 */
export function sharesOf({ values, rows, cols }, p = period) {
  const sums = { previous: 0, induction: 0, sink: 0, local: 0 };
  for (let q = p; q < rows; q++) {
    const weight = (/** @type {number} */ k) => values[q * cols + k] ?? 0;
    let all = 0;
    for (let k = 0; k <= q; k++) all += weight(k);
    sums.previous += weight(q - 1);
    for (let k = q + 1 - p; k > 0; k -= p) sums.induction += weight(k); // what came after the same token
    sums.sink += weight(0) + Math.max(0, 1 - all); // a learned sink holds what no key does
    for (let k = Math.max(1, q + 1 - near); k <= q; k++) sums.local += weight(k);
  }
  const mean = (/** @type {number} */ sum) => sum / (rows - p);
  return {
    previous: mean(sums.previous),
    induction: mean(sums.induction),
    sink: mean(sums.sink),
    local: mean(sums.local),
  };
}

/** @param {Shares} shares  @returns {Label} */
export const labelOf = (shares) => places.find((place) => shares[place] >= most) ?? 'none';

/**
 * A text for these questions.
 * @param {{ tokenizer: string, vocab_size: number }} model
 * @param {{ length: number, seed?: number }} options  length: tokens
 * @returns {string | number[]}  letters where the model reads characters, else tokens of its vocabulary
 */
export function repeated({ tokenizer, vocab_size: size }, { length, seed = 1 }) {
  const random = randomFrom(seed);
  const lettered = tokenizer === 'char96';
  const first = Array.from({ length: period }, () => Math.floor((lettered ? 26 : size) * random()));
  const tokens = Array.from({ length }, (_, i) => /** @type {number} */ (first[i % period]));
  return lettered ? tokens.map((letter) => String.fromCharCode(97 + letter)).join('') : tokens;
}

/**
 * The labels of all heads on one text.
 * @param {import('../lib/types.js').Model} model
 * @param {string | number[]} text
 * @param {import('../lib/types.js').ForwardOptions} [options]
 * @returns {Promise<Head[]>}
 */
export async function labelled(model, text, options = {}) {
  /** @type {Head[]} */
  const heads = [];
  const onMaps = (/** @type {import('../lib/types.js').AttentionMap[]} */ maps) => {
    for (const { layer, head, ...map } of maps) {
      const shares = sharesOf(map);
      heads.push({ layer, head, label: labelOf(shares), shares });
    }
  };
  await model.forward(text, { ...options, logits: 'none', capture: { layers: 'all' }, onMaps });
  return heads;
}

/**
 * @param {import('./types.js').Scope} scope
 * @param {import('./types.js').FigureOptions} [options]
 * @returns {Labels | null}
 */
export function ask(scope, { slot: only } = {}) {
  const weights = scope.weights.value;
  if (!weights) return null;
  const { layers, heads } = weights.shape;
  const held = Math.floor(Math.sqrt(mostCells / (layers * heads)));
  const length = Math.max(bounds.least, Math.min(scope.length.value, bounds.most, held));
  const answers = scope.names.value.map((name, slot) => ({ name, slot, ...labelsOf(scope, slot, length) }));
  const base = answers[scope.reference.value];
  const shown = answers.filter(({ slot }) => (only ?? slot) === slot);
  const columns = shown.flatMap(({ name, slot, value, error }) =>
    error
      ? []
      : [
          {
            name,
            slot,
            heads: value ?? [],
            asked: !value,
            changed: slot === base?.slot ? null : changesOf(value, base?.value),
          },
        ],
  );
  return {
    columns,
    failures: shown.flatMap(({ name, slot, error }) => (error ? [{ name, slot, failure: error }] : [])),
    ...{ layers, heads, length, rate },
    lettered: !weights.reader,
    summary: columns.flatMap((column) => summaryOf(column, base?.name ?? '')),
  };
}

/**
 * @param {import('./types.js').Scope} scope
 * @param {number} slot
 * @param {number} length  tokens
 */
function labelsOf(scope, slot, length) {
  const method = scope.specs.value[slot] ?? [];
  const force = scope.methods.value[slot]?.force === true;
  return scope.answerOf(['head-labels', method, force, length], async ({ model }) => {
    const loaded = await model;
    return labelled(loaded, repeated(loaded.info, { length }), { method, force });
  });
}

/**
 * Heads of which the label is another one.
 * @param {Head[] | null} one
 * @param {Head[] | null | undefined} other
 */
export const changesOf = (one, other) =>
  one && other ? one.filter(({ label }, i) => label !== other[i]?.label).length : null;

/**
 * @param {Column} column
 * @param {string} base  name of the column that others are compared with
 * @returns {import('./types.js').Said[]}
 */
function summaryOf({ name, heads, asked, changed }, base) {
  if (asked) return [];
  const counts = Object.fromEntries(
    labels.map((label) => [label, heads.filter((head) => head.label === label).length]),
  );
  return [{ say: 'headLabels', name, heads: heads.length, counts, changed, base }];
}
