/** What the lab asks of a model while it learns: to go on with shuffled symbols that repeat. */

import { methodsAtLength } from '../lib/length-rules.js';

/**
 * @typedef {import('../lib/types.js').MethodSpec} MethodSpec
 *
 * @typedef {object} Setup  lab.json, as far as longer rows go
 * @property {Record<string, any>} params  of encodings, by id
 * @property {{ methods: string[], rules: import('../lib/length-rules.js').LengthRules }} stretch
 */

const symbols = 96; // the character vocabulary: newline and ASCII 32 to 126

/** @param {number} token */
const character = (token) => (token === 0 ? '\n' : String.fromCharCode(token + 31));

/**
 * The symbols in an order that depends on the seed alone.
 * @param {number} seed
 * @returns {number[]} tokens
 */
export function shuffled(seed) {
  const order = Array.from({ length: symbols }, (_, i) => i);
  let state = seed >>> 0;
  for (let last = symbols - 1; last > 0; last -= 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0; // Numerical Recipes, section 7.1: enough for a shuffle
    const other = Math.floor((state / 2 ** 32) * (last + 1));
    [order[last], order[other]] = /** @type {[number, number]} */ ([order[other], order[last]]);
  }
  return order;
}

/**
 * A text of which any stretch of up to 96 characters has no character twice, as the rows of the training: the task that
 * repeats a passage of it draws such a block.
 * @param {number} seed
 * @param {number} length  of a sample, which may take a quarter of the text
 */
export const distinctText = (seed, length) =>
  shuffled(seed)
    .map(character)
    .join('')
    .repeat(Math.ceil((4 * length) / symbols));

/**
 * A block over and over.
 * @param {{ seed: number, period: number, length: number }} row
 * @returns {number[]} [length] tokens
 */
export function repeatedRow({ seed, period, length }) {
  const order = shuffled(seed);
  return Array.from({ length }, (_, i) => order[i % period] ?? 0);
}

/**
 * Share of the copied symbols that a model gets right, by the task `repeat` of the library.
 * @param {import('../lib/types.js').Model} model
 * @param {{ length: number, period: number, samples: number, method?: import('../lib/types.js').MethodSpec[] }} options
 */
export async function copyAccuracy(model, { samples, ...cell }) {
  let sum = 0;
  for (let seed = 1; seed <= samples; seed += 1) {
    const { metrics } = await model.evaluate({
      ...cell,
      task: 'repeat',
      samples: 1,
      seed,
      text: distinctText(seed, cell.length),
    });
    sum += metrics.accuracy?.mean ?? 0;
  }
  return sum / samples;
}

/**
 * Under what a trained model is asked in longer rows: as it was trained, with the id '', and under every method that runs on its
 * weights, set for the length. What else these were trained with stays beside it.
 * @param {import('../lib/types.js').Model} model
 * @param {import('../lib/types.js').MethodInfo[]} catalog
 * @param {Setup} setup
 * @returns {{ id: string, at: (length: number) => MethodSpec[] | undefined }[]}
 */
export function stretches({ info: { trainedAs, rope } }, catalog, { params, stretch: { methods, rules } }) {
  const trained = rope.original_max_position_embeddings;
  const offered = methods.flatMap((id) =>
    catalog.filter((info) => info.id === id && trainedAs.includes(info.trainedAs)),
  );
  const others = (/** @type {string} */ replaced) =>
    trainedAs.filter((id) => id !== replaced).map((id) => ({ id, params: params[id] ?? {} }));
  return [
    { id: '', at: () => undefined },
    ...offered.map((info) => ({
      id: info.id,
      at: (/** @type {number} */ length) => [
        ...others(info.trainedAs),
        ...methodsAtLength([{ id: info.id }], rules, { length, trained }),
      ],
    })),
  ];
}

/**
 * Mean loss that no model of rows without text can beat: symbols are drawn without putting back until the period ends,
 * which could be any of [least, most]; from there on everything is a copy.
 * @param {{ length: number, random_period: [number, number] }} phase
 * @returns {number} nats per token
 */
export function floorOf({ length, random_period: [least, most] }) {
  const periods = Array.from({ length: most - least + 1 }, (_, i) => least + i);
  const news = (/** @type {number} */ period) =>
    Array.from({ length: period - 1 }, (_, i) => Math.log(symbols - 1 - i)).reduce((sum, each) => sum + each, 0);
  const mean = periods.reduce((sum, period) => sum + news(period), 0) / periods.length;
  return (mean + Math.log(periods.length)) / length;
}

/** Loss of a model that guesses among all symbols, nats. */
export const guessing = Math.log(symbols);
