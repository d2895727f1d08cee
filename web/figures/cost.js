/**
 * What a new token costs in one layer and one query head, at each length, next to plain RoPE in an engine that stores keys as
 * they were rotated. d: head_dim, r: rotary_dim, N: tokens. A product and a sum are an operation each. Counted are scores and
 * weighted values, rotations, divisions by a length and biases; not counted is what plain attention has as well: the softmax.
 */
import { columnAt, lengthsAround, plainAt, plainId, ticksAround } from './by-length.js';
import { comparedSlot, trainedMark } from './planned.js';

const bytesOfNumber = 4; // a float, as this engine keeps keys and values
const wide = 20; // from here on the axis is logarithmic

/**
 * @typedef {import('../lib/types.js').Cost} Counts
 * @typedef {Pick<import('./by-length.js').Facts, 'cost' | 'cache'>} Facts
 * @typedef {{ head_dim: number, rotary_dim?: number | undefined }} Geometry
 *
 * @typedef {object} Point             a method at a length
 * @property {number} keysSeen
 * @property {number} exact            operations of an engine that keeps what the method needs
 * @property {number} rotated          operations of one that stores rotated keys
 * @property {boolean} rotatedIsExact
 * @property {number} everyGeometry    operations where each geometry is computed for all keys, as authors' code does
 * @property {number} cacheBytes       of keys and values, for one key head
 * @property {number} tableBytes       of the plan, beyond the frequencies
 *
 * @typedef {{ name: string, slot: number, point: Point, need: string, holdsUntil: number | null, times: number }} Row
 * @typedef {{ operations: import('./types.js').CurvesData, memory: import('./types.js').CurvesData, rows: Row[], length: number,
 *   failures: import('./types.js').Failed[] }} Costs
 */

/**
 * @param {import('./types.js').Scope} scope
 * @param {import('./types.js').FigureOptions} [options]
 * @returns {Costs | null}
 */
export function ask(scope, { slot: only } = {}) {
  const [original, length, rope] = [scope.original.value, scope.length.value, scope.weights.value?.rope];
  const lengths = lengthsAround(original);
  const { value: plain, error } = plainAt(scope, lengths);
  const plainHere = plainAt(scope, [length]).value?.[0];
  const columns = scope.names.value.flatMap((name, slot) => {
    if ((only ?? slot) !== slot) return [];
    const [along, here] = [columnAt(scope, slot, lengths), columnAt(scope, slot, [length])];
    return [{ name, slot, along: along.value, here: here.value?.[0], error: along.error ?? here.error }];
  });
  const failed = [...columns, { name: scope.nameOf(plainId), slot: comparedSlot, error }];
  const failures = failed.flatMap(({ name, slot, error: failure }) => (failure ? [{ name, slot, failure }] : []));
  if (!rope || !plain || !plainHere) return failures.length > 0 ? { ...nothingKnown, length, failures } : null;
  const base = pointOf(plainHere, rope, length).rotated;
  const known = columns.flatMap(({ name, slot, along, here }) => {
    if (!along || !here) return [];
    const point = pointOf(here, rope, length);
    const points = along.map((facts, i) => pointOf(facts, rope, lengths[i] ?? 0));
    return [{ name, slot, points, point, ...here.cache, times: point.exact / base }];
  });
  if (known.length === 0 && failures.length === 0) return null;
  const bases = plain.map((facts, i) => pointOf(facts, rope, lengths[i] ?? 0).rotated);
  const frame = { x: lengths, marks: [trainedMark(original, 'x')], xLog: true, xTicks: ticksAround(original) };
  return {
    operations: { ...frame, ...operationsOf(known, bases), summary: known.map((row) => costsOf(row, length)) },
    memory: { ...frame, ...memoryOf(known), summary: known.map((row) => bytesOf(row, length)) },
    rows: known,
    length,
    failures,
  };
}

const noCurves = { x: [], curves: [], marks: [], summary: [] };
const nothingKnown = { operations: noCurves, memory: noCurves, rows: [] };

/**
 * @param {Facts} facts
 * @param {Geometry} rope
 * @param {number} length  N
 * @returns {Point}
 */
export function pointOf({ cost, cache }, rope, length) {
  const { head_dim: dim } = rope;
  const { keysSeen } = cost;
  const rotated = once(cost, rope, cost.keyRotations);
  const runsAgain = cache.need === 'rerun' && length > (cache.holdsUntil ?? Number.POSITIVE_INFINITY);
  const turned = Math.min(1, cost.keyRotations) * keysSeen; // keys before rotation: each is rotated for the new token
  const exact = runsAgain
    ? allOver(cost, rope, length)
    : once(cost, rope, cache.need === 'unrotated_keys' ? turned : cost.keyRotations);
  return {
    keysSeen,
    exact,
    rotated,
    rotatedIsExact: !runsAgain && cache.need !== 'unrotated_keys',
    everyGeometry: exact + 2 * dim * cost.extraProducts,
    cacheBytes: 2 * dim * bytesOfNumber * keysSeen,
    tableBytes: cost.tableBytes,
  };
}

/**
 * @param {Counts} cost
 * @param {Geometry} rope
 * @param {number} keyRotations
 * @param {number} [keys]
 */
function once(cost, { head_dim: dim, rotary_dim: turning = dim }, keyRotations, keys = cost.keysSeen) {
  const attention = 4 * dim * keys; // a score and a weighted value: dim products and sums each
  const rotations = 3 * turning * (cost.queryRotations + keyRotations); // a pair: four products, two sums
  const lengths = 3 * dim * cost.scaledLengths; // squares, their sum, a division each
  return attention + rotations + lengths + (cost.biasedScores > 0 ? keys : 0);
}

/**
 * Every token of the text once more: each sees the keys up to itself, at most as many as the last one.
 * @param {Counts} cost
 * @param {Geometry} rope
 * @param {number} length
 */
function allOver(cost, rope, length) {
  const most = Math.min(cost.keysSeen, length);
  const keys = (most * (most + 1)) / 2 + (length - most) * most;
  const without = once(cost, rope, cost.keyRotations, 0);
  return length * without + once({ ...cost, queryRotations: 0, scaledLengths: 0 }, rope, 0, keys);
}

/**
 * @param {(Row & { points: Point[] })[]} known
 * @param {number[]} bases  operations of plain RoPE, by length
 */
function operationsOf(known, bases) {
  const curves = known.map(({ name, slot, points }) => {
    const values = points.map(({ exact }, i) => exact / (bases[i] ?? Number.NaN));
    return { label: name, slot, values, firm: values };
  });
  const all = curves.flatMap(({ values }) => values);
  const [least, most] = [Math.min(1, ...all), Math.max(1, ...all)];
  const yLog = most / least > wide;
  const plain = { label: '', suffix: 'plainRotated', slot: comparedSlot, values: bases.map(() => 1) };
  /** @type {[number, number]} */
  const yRange = yLog ? [least / 2, most * 3] : [0, most * 1.3]; // room for the words of the mark
  return { curves: [...curves, plain], variant: 'operations', yLog, yRange };
}

/** @param {(Row & { points: Point[] })[]} known */
function memoryOf(known) {
  const curves = known.map(({ name, slot, points }) => {
    const values = points.map(({ cacheBytes }) => cacheBytes);
    return { label: name, slot, values, firm: values };
  });
  return { curves, variant: 'memory', yLog: true };
}

/**
 * @param {Row} row
 * @param {number} length
 * @returns {import('./types.js').Said}
 */
const costsOf = ({ name, times, need, holdsUntil }, length) => ({
  say: 'costs',
  ...{ name, length, times, need, holdsUntil },
});

/**
 * @param {Row} row
 * @param {number} length
 * @returns {import('./types.js').Said}
 */
const bytesOf = ({ name, point }, length) => ({
  say: 'keeps',
  ...{ name, length, bytes: point.cacheBytes, keys: point.keysSeen, tables: point.tableBytes },
});
