/**
 * What is remembered of runs, so that going back costs nothing. A text that is cut needs no run either: where nothing of a method
 * depends on the text's length, a query sees the same keys however the text goes on, and its map is a corner of the longer text's.
 */

/**
 * @typedef {import('../lib/types.js').AttentionMap} AttentionMap
 *
 * @typedef {object} Asked
 * @property {import('./runner.js').Job} job
 * @property {import('./runner.js').Query} query
 */

const kept = 24; // results remembered, of either kind; a map of more than a million cells counts as several

export class KeptRuns {
  constructor() {
    /** @type {Map<string, import('./runner.js').Overview>} */
    this.overviews = new Map();
    /** @type {Map<string, AttentionMap>} exact ones */
    this.maps = new Map();
    /** @type {Map<string, { input: string | number[], map: AttentionMap }>} of the longest text, where shorter ones have its corner */
    this.longest = new Map();
  }

  /** @param {Asked} asked */
  overviewOf({ job: { method, force }, query: { input } }) {
    return recall(this.overviews, JSON.stringify([method, force, input]));
  }

  /** @param {Asked} asked @param {import('./runner.js').Overview} overview */
  keepOverview({ job: { method, force }, query: { input } }, overview) {
    remember(this.overviews, JSON.stringify([method, force, input]), overview);
  }

  /** @param {Asked} asked */
  mapOf(asked) {
    const { job, query } = asked;
    const known = recall(this.maps, keyOf(asked, query.input));
    if (known || !job.extends) return known;
    const longer = recall(this.longest, keyOf(asked));
    if (!longer || !beginsWith(longer.input, query.input)) return undefined;
    const corner = cornerOf(longer.map, query.input.length);
    remember(this.maps, keyOf(asked, query.input), corner);
    return corner;
  }

  /** @param {Asked} asked @param {AttentionMap} map */
  keepMap(asked, map) {
    const { job, query } = asked;
    remember(this.maps, keyOf(asked, query.input), map);
    const isExact = map.rows === query.input.length && map.cols === map.rows;
    const before = this.longest.get(keyOf(asked));
    if (!job.extends || !isExact || (before && beginsWith(before.input, query.input))) return;
    remember(this.longest, keyOf(asked), { input: query.input, map });
  }
}

/** @param {Asked} asked @param {string | number[]} [input] */
const keyOf = ({ job: { method, force }, query: { layer, head } }, input) =>
  JSON.stringify([method, force, layer, head, input]);

/** @param {string | number[]} text @param {string | number[]} part */
function beginsWith(text, part) {
  if (typeof text === 'string') return typeof part === 'string' && text.startsWith(part);
  return Array.isArray(part) && part.length <= text.length && part.every((token, i) => token === text[i]);
}

/** @param {AttentionMap} map @param {number} size  rows and columns */
function cornerOf(map, size) {
  if (size === map.rows) return map;
  const values = new Float32Array(size * size);
  for (let row = 0; row < size; row++) {
    values.set(map.values.subarray(row * map.cols, row * map.cols + size), row * size);
  }
  return { ...map, rows: size, cols: size, values };
}

/**
 * @template T
 * @param {Map<string, T>} results  in the order of use
 * @param {string} key
 */
function recall(results, key) {
  const found = results.get(key);
  if (found !== undefined) remember(results, key, found);
  return found;
}

/** Of what is kept. @param {any} result  a map, one with its text, or an overview */
const roomOf = (result) => Math.max(1, ((result.map ?? result).values?.length ?? 0) / 2 ** 20);

/**
 * @template T
 * @param {Map<string, T>} results
 * @param {string} key
 * @param {T} result
 */
function remember(results, key, result) {
  results.delete(key);
  results.set(key, result);
  let room = kept;
  for (const [old, held] of [...results].reverse()) {
    room -= roomOf(held);
    if (room < 0 && old !== key) results.delete(old);
  }
}
