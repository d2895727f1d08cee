/** What <rope-evaluation> says of a visitor's own model before it runs, and of losses in a vocabulary of its own after. */
import { html, nothing } from 'lit';
import { nearKeys } from '../figures/evaluation.js';
import { needsOf } from '../scope/evaluation-run.js';
import { withInsights } from '../words/insights.js';
import { spokenFailure } from './spoken.js';

/** @typedef {Pick<import('./evaluation.js').RopeEvaluation, 'setting' | 'cells' | 'lines' | 'choice' | 'run' | 'pace' | 'words'>} Panel */

/** What a model is not asked that reads no text, and why. @param {Panel} panel */
export function wordless({ setting, words }) {
  const textless = setting?.source.picked?.textless;
  if (!textless) return nothing;
  return html`<p class="summary wordless" role="note">${withInsights(words).evaluation.wordless(spokenFailure(textless, words))}</p>`;
}

/** Memory and time of what is chosen and not done. @param {Panel} panel */
export function needs({ setting, cells, choice, run, pace, words }) {
  const picked = setting?.source.picked;
  const open = cells.filter((cell) => !run.isDone(cell));
  if (!picked || open.length === 0 || run.state !== 'idle') return nothing;
  const { workers, threads, bytes } = needsOf(setting.source);
  const work = open.reduce((sum, { length }) => sum + picked.work(length), 0) * choice.samples;
  const seconds = pace > 0 ? work / pace / workers : null;
  return html`<p class="summary needs">${withInsights(words).evaluation.needs({ bytes, workers, threads, seconds })}</p>`;
}

/**
 * Why a stretched method misses the nearest keys; of our own weights, whose training is known.
 * @param {Panel} panel
 * @param {import('../figures/evaluation.js').Known} known
 */
export function nearest({ setting, cells, lines, choice, words }, known) {
  if (!setting || setting.source.picked) return nothing;
  const { depths, trained } = setting;
  const said = nearKeys({ cells, lines, lengths: choice.lengths, trained }, known, depths);
  return said.map((line) => html`<p class="summary">${withInsights(words).passkey.near(line)}</p>`);
}

/** Text losses at the longest text of each line, so that vocabularies compare. @param {Panel} panel */
export function perByte({ setting, cells, lines, run, words }) {
  const { picked, tokenizer } = setting?.source ?? {};
  const bitsOf = (/** @type {string} */ key) => /** @type {any} */ (run.live.get(key)?.metrics)?.bits_per_byte?.mean; // beside the metrics of the engine
  const scores = lines.flatMap(({ name }, line) => {
    const known = cells.findLast((cell) => cell.line === line && bitsOf(cell.key) !== undefined);
    return known ? [{ name, length: known.length, bits: bitsOf(known.key) }] : [];
  });
  const ownTokens = picked ? picked.tokenizer : tokenizer;
  if (!ownTokens || scores.length === 0) return nothing;
  return html`<p class="summary">${withInsights(words).evaluation.perByte(scores)}</p>`;
}
