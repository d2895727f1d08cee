/** The curves of the lab: loss and copies over the steps. */
import { floorOf, guessing } from '../../studies/lab-probes.js';

/**
 * @typedef {import('../../figures/types.js').Figure} Figure
 * @typedef {import('./racer.js').RaceView} RaceView
 * @typedef {import('../../words/en.js').LabWords} Words
 * @typedef {{ name: string, slot: number, view: RaceView }} Runner
 */

const points = 240; // of a curve
const window = 8; // steps that a smoothed loss is the mean of

/** @param {number[]} list */
const mean = (list) => list.reduce((sum, each) => sum + each, 0) / list.length;

/**
 * Steps that a curve has points at; their last is the training's, so that the axis stays where it is.
 * @param {Runner[]} runners
 */
function gridOf(runners) {
  const steps = Math.max(1, ...runners.map(({ view }) => view.steps));
  const every = Math.max(1, Math.round(steps / points));
  return Array.from({ length: Math.floor(steps / every) + 1 }, (_, i) => i * every);
}

/**
 * @param {Runner[]} runners
 * @param {{ length: number, random_period: [number, number] }} phase
 * @param {Words} words
 * @returns {Figure}
 */
export function lossFigure(runners, phase, words) {
  const x = gridOf(runners);
  const floor = floorOf(phase);
  const smoothed = (/** @type {number[]} */ losses) => (/** @type {number} */ step) =>
    step >= 1 && step <= losses.length ? mean(losses.slice(Math.max(0, step - window), step)) : null;
  return {
    x,
    curves: runners.map(({ name, slot, view: { losses } }) => ({
      label: name,
      slot,
      values: x.map(smoothed(losses)),
      detail: x.map((step) => losses[step - 1] ?? null),
    })),
    marks: [
      { at: guessing, label: words.guessing, axis: 'y' },
      { at: floor, label: words.floor, axis: 'y' },
    ],
    ...words.lossAxes,
    yRange: [1, 4.8],
    summary: runners.map(({ name, view: { losses, step } }) =>
      losses.length > 0
        ? words.lossSays(name, { loss: mean(losses.slice(-window)), step, guessing, floor })
        : words.notBegun(name),
    ),
  };
}

/**
 * @param {{ step: number, accuracy: number }[]} probes  in order
 * @returns {(step: number) => number | null}  in between: on the line from one probe to the next
 */
export const between = (probes) => (step) => {
  const after = probes.findIndex((probe) => probe.step >= step);
  const right = probes[after];
  if (!right) return null;
  const left = probes[after - 1] ?? right;
  const share = right.step === left.step ? 1 : (step - left.step) / (right.step - left.step);
  return left.accuracy + share * (right.accuracy - left.accuracy);
};

/**
 * @param {Runner[]} runners
 * @param {Words} words
 * @returns {Figure}
 */
export function copyFigure(runners, words) {
  const x = gridOf(runners);
  return {
    x,
    curves: runners.map(({ name, slot, view }) => ({ label: name, slot, values: x.map(between(view.copies)) })),
    marks: [{ at: 0.9, label: '0.9', axis: 'y' }],
    ...words.copyAxes,
    yRange: [0, 1],
    summary: runners.map(({ name, view: { copies } }) => {
      const first = copies.find(({ accuracy }) => accuracy > 0.9);
      const last = copies.at(-1);
      if (first) return words.copiedFrom(name, first.step);
      return last ? words.copiedSoFar(name, last.accuracy, last.step) : words.notAsked(name);
    }),
  };
}
