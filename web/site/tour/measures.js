/** The numbers in the answers of the tour: asked of the figures' own data, or of the stored evaluation. null: not there yet. */
import * as coverage from '../../figures/coverage.js';
import * as distance from '../../figures/distance.js';
import * as loss from '../../figures/loss.js';
import * as ramp from '../../figures/ramp.js';
import * as resolution from '../../figures/resolution.js';
import * as runNumbers from '../../figures/run-numbers.js';
import { lossOf, passkeysOf, windowed } from './stored.js';

/**
 * @typedef {import('../../scope/scope.js').Scope} Scope
 * @typedef {import('../../studies/findings.js').Evaluation} Evaluation
 * @typedef {Record<string, any>} Numbers
 * @typedef {{ scope: Scope, stored: Evaluation | null, facts: import('./steps.js').Facts }} Known
 */

/** @param {import('../../figures/types.js').Said[] | undefined} summary  @param {string} wanted */
const saidIn = (summary, wanted) => summary?.filter(({ say }) => say === wanted) ?? [];

/** Mean losses of the columns, nats a character. @param {Scope} scope  @returns {{ within: number, beyond: number | null }[]} */
const losses = (scope) => saidIn(loss.ask(scope)?.summary, 'means')[0]?.runs ?? [];

/** @param {Scope} scope */
function twoLosses(scope) {
  const [first, second] = losses(scope);
  return first && second ? { first: first.beyond, second: second.beyond, within: second.within } : null;
}

/** @type {Record<import('./steps.js').StepId, (known: Known) => Numbers | null>} */
export const measures = {
  past: ({ scope }) => losses(scope)[0] ?? null,
  angles: ({ scope }) => saidIn(coverage.ask(scope)[0]?.summary, 'counts')[0] ?? null,
  squeeze: ({ scope }) => twoLosses(scope),
  neighbours({ scope }) {
    const step = saidIn(resolution.ask(scope)?.summary, 'step')[1];
    const [first, second] = runNumbers.ask(scope).rows.map(({ numbers }) => numbers);
    return step && first && second && second.previous !== null
      ? { share: step.share, first: first.previous, second: second.previous, distance: second.distance }
      : null;
  },
  pace({ scope }) {
    const fates = saidIn(ramp.ask(scope)?.summary, 'fates')[1];
    const means = twoLosses(scope);
    return fates && means ? { ...fates, ...means } : null;
  },
  pretend({ scope }) {
    const met = saidIn(distance.ask(scope)?.summary, 'met')[1];
    const means = twoLosses(scope);
    return met && means ? { ...means, most: met.most } : null;
  },
  use({ stored, facts: { trained, length } }) {
    const depths = stored ? passkeysOf(stored, windowed, length) : [];
    const last = depths.pop();
    if (!stored || !last) return null;
    const [within, beyond] = [trained, length].map((at) => lossOf(stored, windowed, at));
    const before = depths.reduce((sum, { found }) => sum + found, 0) / depths.length;
    return { within, beyond, last: last.found, before };
  },
};
