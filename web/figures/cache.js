/**
 * What a query meets in a cache of keys that stay as they were turned when they were written, where a method changes its rates as
 * the text grows: the mean cosine between the last query and an equal key D tokens back, with keys turned anew and with these.
 * YaRN (2309.00071), appendix on dynamic scaling. i: pair, n: key, D: distance.
 */
import { meanCosine } from './phasors.js';
import { comparedSlot, counted, plansOf, trainedMark } from './planned.js';

const stops = 64; // plans asked for at most: keys between two of them were written at the rates of the later one
const staleDash = 2;

/**
 * @param {import('./types.js').Scope} scope
 * @param {import('./types.js').FigureOptions} [options]
 * @returns {import('./types.js').CurvesData | null}
 */
export function ask(scope, options = {}) {
  const [length, trained] = [scope.length.value, scope.trained.value];
  const block = Math.ceil(length / stops);
  const columns = plansOf(scope, options)
    .filter(({ plan }) => plan.inv_freq.length > 0)
    .map((column) => ({ ...column, ...ratesWhenWritten(scope, column.slot, { length, block }) }));
  const known = columns.flatMap(({ name, slot, plan, value }) =>
    value ? [{ name, slot, ...scoresOf(plan.inv_freq, value, { length, block }) }] : [],
  );
  if (known.length === 0) return null;
  return {
    x: counted(length),
    curves: known.flatMap(({ name, slot, anew, kept }) => [
      { label: name, suffix: 'turnedAnew', slot, values: anew },
      {
        label: name,
        suffix: 'asWritten',
        slot: known.length === 1 ? comparedSlot : slot,
        dash: slot + staleDash,
        values: kept,
      },
    ]),
    marks: trained < length ? [trainedMark(trained, 'x')] : [],
    xTicks: { tokens: length, most: 10 },
    summary: known.map(({ name, anew, kept }) => partOf(name, anew, kept)),
  };
}

/**
 * @param {import('./types.js').Scope} scope
 * @param {number} slot
 * @param {{ length: number, block: number }} at
 * @returns {import('../scope/answers.js').Answer<ArrayLike<number>[]>} [blocks] of [pairs], rad/token
 */
function ratesWhenWritten(scope, slot, { length, block }) {
  const [methods, layer] = [scope.specs.value[slot] ?? [], scope.planLayer.value];
  return scope.answerOf(['cache', methods, length, layer], ({ plan }) =>
    Promise.all(
      counted(Math.ceil(length / block), (i) => Math.min(length, (i + 1) * block)).map(
        async (seqLen) => (await plan(methods, { seqLen, layer })).inv_freq,
      ),
    ),
  );
}

/**
 * @param {ArrayLike<number>} rates      [pairs], rad/token, at the whole length
 * @param {ArrayLike<number>[]} written  [blocks] of the same, when the keys of each block were written
 * @param {{ length: number, block: number }} at
 * @returns {{ anew: number[], kept: number[] }}  [length] by distance
 */
export function scoresOf(rates, written, { length, block }) {
  const last = length - 1;
  const kept = counted(length, (distance) => {
    const key = last - distance;
    const then = written[Math.floor(key / block)] ?? rates;
    let sum = 0;
    for (let i = 0; i < rates.length; i++) sum += Math.cos((rates[i] ?? 0) * last - (then[i] ?? 0) * key);
    return sum / rates.length;
  });
  return { anew: Array.from(meanCosine(rates, counted(length))), kept };
}

/**
 * @param {string} name
 * @param {number[]} anew
 * @param {number[]} kept
 * @returns {import('./types.js').Said}
 */
function partOf(name, anew, kept) {
  const apart = anew.map((value, i) => Math.abs(value - (kept[i] ?? Number.NaN)));
  const most = Math.max(...apart);
  const sum = apart.reduce((all, each) => all + each, 0);
  return most < 1e-6
    ? { say: 'cacheHolds', name }
    : { say: 'cacheParts', name, most, at: apart.indexOf(most), mean: sum / apart.length };
}
