/** Plans and losses as data for the curve figures. */

import { runningMean } from '../charts/pool.js';
import { tokenTicks } from '../charts/svg.js';
import { meanCosine, partialSumBound } from './decay-data.js';
import { commonPace, pretendedDistances } from './positions-data.js';
import { decaySentence, lossSummary, pretendedSentence, wavelengthSentence } from './summary.js';

/**
 * @typedef {import('./types.js').Figure} Figure
 * @typedef {{ name: string, slot: number, plan: import('../lib/types.js').Plan, others: string[] }} Planned
 *   others: the facts of position that the method fills and no curve shows
 * @typedef {{ name: string, slot: number, losses: Float32Array }} Lost
 */

export const meanWidth = 32; // characters of the running mean

/**
 * @param {Lost[]} runs
 * @param {number} trained
 * @returns {Figure | null}
 */
export function lossFigure(runs, trained) {
  const count = Math.max(0, ...runs.map(({ losses }) => losses.length));
  if (count === 0) return null;
  const x = Array.from({ length: count }, (_, i) => i + 1);
  const lines = runs.map((run) => ({ ...run, means: Array.from(runningMean(run.losses, meanWidth)) }));
  const highest = Math.max(...lines.flatMap(({ means }) => means));
  return {
    x,
    curves: lines.map(({ name, slot, losses, means }) => ({
      label: name,
      slot,
      values: Array.from(x, (_, i) => means[i] ?? null),
      detail: Array.from(x, (_, i) => losses[i] ?? null),
    })),
    marks: trained <= count ? [{ at: trained, label: `trained: ${trained}`, axis: 'x' }] : [],
    xTitle: 'position of the predicted character, characters',
    yTitle: 'loss, nats',
    xUnit: 'position',
    xTicks: tokenTicks(count + 1, 10),
    yRange: [0, Math.max(3, highest * 1.35)],
    summary: [
      `Lines: mean of the last ${meanWidth} characters; faint: each character.`,
      `Mean loss, ${lossSummary(runs, trained)}`,
    ],
  };
}

/**
 * @param {Planned[]} planned
 * @param {number} trained
 * @param {import('../lib/types.js').Inspection | null} pasted
 * @returns {Figure | null}
 */
export function wavelengthFigure(planned, trained, pasted) {
  if (planned.length === 0) return null;
  const extra = pasted ? pasted.wavelength : [];
  const count = Math.max(extra.length, ...planned.map(({ plan }) => plan.wavelength.length));
  const pad = (/** @type {ArrayLike<number | null>} */ waves) =>
    Array.from({ length: count }, (_, i) => (Number.isFinite(waves[i] ?? Number.NaN) ? (waves[i] ?? null) : null));
  const curves = planned.map(({ name, slot, plan }) => ({ label: name, slot, values: pad(plan.wavelength) }));
  const marks = [{ at: trained, label: `trained: ${trained} tokens`, axis: /** @type {const} */ ('y') }];
  const summary = planned.map(({ name, plan }) => wavelengthSentence(name, plan.wavelength, trained));
  if (pasted) {
    const length = pasted.rope.original_max_position_embeddings;
    curves.push({ label: 'Pasted config', slot: 3, values: pad(extra) });
    marks.push({ at: length, label: `pasted config trained: ${length} tokens`, axis: 'y' });
  }
  return {
    x: Array.from({ length: count }, (_, i) => i),
    curves,
    marks,
    xTitle: 'pair',
    yTitle: 'wavelength, tokens',
    xUnit: 'pair',
    yLog: true,
    summary,
  };
}

/** @param {Float64Array} values */
const drawable = (values) => Array.from(values, (value) => (Number.isNaN(value) ? null : value));

/**
 * The distance at which the last query meets each key: what a method that pretends positions does.
 * @param {Planned[]} planned
 * @param {{ length: number, trained: number, trainedRates: ArrayLike<number> }} options
 * @returns {Figure | null}
 */
export function pretendedFigure(planned, { length, trained, trainedRates }) {
  const turning = planned.filter(({ plan }) => plan.inv_freq.length > 0);
  if (turning.length === 0) return null;
  const paces = turning.map(({ plan }) => commonPace(trainedRates, plan.inv_freq));
  const curves = turning.map(({ name, slot, plan }, i) => {
    const pace = paces[i] ?? 1;
    return { label: name, slot, values: drawable(pretendedDistances(plan).map((distance) => distance * pace)) };
  });
  const highest = Math.max(trained, ...curves.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const still = planned.filter(({ plan }) => plan.inv_freq.length === 0);
  return {
    x: Array.from({ length }, (_, i) => i),
    curves,
    marks: /** @type {const} */ (['x', 'y'])
      .filter(() => trained <= length)
      .map((axis) => ({ at: trained, label: `trained: ${trained}`, axis })),
    xTitle: 'distance of the key, tokens',
    yTitle: 'pretended distance, tokens',
    xUnit: 'distance',
    xTicks: tokenTicks(length, 10),
    yRange: [0, Math.max(1.25 * trained, 1.08 * highest)], // room for the words at the mark
    summary: [
      ...curves.map(({ label, values }) => pretendedSentence(label, values, trained)),
      ...turning
        .filter((_, i) => paces[i] === null)
        .map(({ name }) => `${name} changes the pace of each pair instead, as the next figure shows.`),
      ...still.map(({ name }) => `${name}: nothing turns, so there is no distance to pretend.`),
    ],
  };
}

/**
 * What a figure of curves by distance cannot show.
 * @param {{ name: string, others: string[] }} method
 */
export function besides({ name, others }) {
  return others.length > 0 ? `${name} also sets ${others.join(', ')}, which this figure leaves out.` : '';
}

/**
 * @param {Planned[]} planned
 * @param {{ length: number, trained: number, kind: string }} options
 * @returns {Figure | null}
 */
export function decayFigure(planned, { length, trained, kind }) {
  if (planned.length === 0) return null;
  const x = Array.from({ length }, (_, i) => i);
  const curves = planned.map(({ name, slot, plan }) => {
    const met = pretendedDistances(plan); // of the last query
    const { inv_freq, attention_factor, log_decay } = plan;
    const values =
      kind === 'bound'
        ? partialSumBound(inv_freq, met, attention_factor)
        : meanCosine(inv_freq, met, attention_factor, log_decay);
    return { label: name, slot, values: drawable(values) };
  });
  return {
    x,
    curves,
    marks: trained < length ? [{ at: trained, label: `trained: ${trained}`, axis: 'x' }] : [],
    xTitle: 'distance, tokens',
    yTitle: kind === 'bound' ? 'mean |partial sum|' : 'mean cosine × factor²',
    xUnit: 'distance',
    xTicks: tokenTicks(length, 6),
    summary: [...curves.map(({ label, values }) => decaySentence(label, values, x)), ...planned.map(besides)],
  };
}

/**
 * What is added to a score by distance, per head, of the methods that add something.
 * @param {Planned[]} planned
 * @param {{ length: number, trained: number }} options
 * @returns {Figure | null}
 */
export function biasFigure(planned, { length, trained }) {
  const adding = planned.filter(({ plan }) => plan.bias.length > 0);
  if (adding.length === 0) return null;
  const x = Array.from({ length }, (_, i) => i);
  const curves = adding.flatMap(({ name, slot, plan }) =>
    Array.from({ length: plan.bias.length / plan.seq_len }, (_, head) => ({
      label: `${name}, head ${head}`,
      slot,
      values: plan.bias.subarray(head * plan.seq_len, (head + 1) * plan.seq_len),
    })),
  );
  return {
    x,
    curves,
    marks: trained < length ? [{ at: trained, label: `trained: ${trained}`, axis: 'x' }] : [],
    xTitle: 'distance, tokens',
    yTitle: 'added to the score, nats',
    xUnit: 'distance',
    xTicks: tokenTicks(length, 10),
    summary: curves.map(({ label, values }) => decaySentence(label, values, x)),
  };
}
