/** Tokens per full turn of each pair, against the length that training showed. */
import { mostMethods } from '../scope/query.js';
import { plansOf } from './planned.js';

const pastedSlot = mostMethods; // behind the places of columns: a colour and a dash of its own

/**
 * @param {import('./types.js').Scope} scope
 * @param {import('./types.js').FigureOptions & { pasted?: import('../lib/types.js').Inspection | null }} [options]
 *   pasted: what a config.json asks for, drawn beside the columns
 * @returns {import('./types.js').CurvesData | null}
 */
export function ask(scope, { pasted, ...options } = {}) {
  const planned = plansOf(scope, options);
  if (planned.length === 0 && !pasted) return null;
  const trained = scope.trained.value;
  const extra = pasted ? pasted.wavelength : [];
  const count = Math.max(extra.length, ...planned.map(({ plan }) => plan.wavelength.length));
  const pad = (/** @type {ArrayLike<number | null>} */ waves) =>
    Array.from({ length: count }, (_, i) => (Number.isFinite(waves[i] ?? Number.NaN) ? (waves[i] ?? null) : null));
  /** @type {import('./types.js').CurveData[]} */
  const curves = planned.map(({ name, slot, plan }) => ({ label: name, slot, values: pad(plan.wavelength) }));
  /** @type {import('./types.js').CurvesData['marks']} */
  const marks = planned.length > 0 ? [{ say: 'trainedTokens', at: trained, axis: 'y' }] : [];
  if (pasted) {
    curves.push({ label: '', suffix: 'pasted', slot: pastedSlot, values: pad(extra) });
    marks.push({ say: 'pastedTrained', at: pasted.rope.original_max_position_embeddings, axis: 'y' });
  }
  return {
    x: Array.from({ length: count }, (_, i) => i),
    curves,
    marks,
    yLog: true,
    summary: planned.map(({ name, plan }) => wavesOf(name, plan.wavelength, trained)),
  };
}

/**
 * @param {string} name
 * @param {ArrayLike<number>} wavelengths  [pairs], tokens
 * @param {number} trained                 tokens
 * @returns {import('./types.js').Said}
 */
export function wavesOf(name, wavelengths, trained) {
  const list = Array.from(wavelengths);
  const turning = list.filter(Number.isFinite);
  if (turning.length === 0) return { say: 'still', name };
  const longer = list.filter((wavelength) => wavelength > trained).length;
  return {
    say: 'waves',
    name,
    least: Math.min(...turning),
    most: Math.max(...turning),
    longer,
    pairs: list.length,
    trained,
  };
}
