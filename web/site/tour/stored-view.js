/** What the tour draws of the stored evaluation: the loss by length, and the keys that were found by the place of the key. */
import { html } from 'lit';
import { scoreColor } from '../../charts/score-color.js';
import { spokenCurves } from '../../elements/spoken.js';
import { spoken } from '../language.js';
import { lengthsOf, lines, lossOf, passkeysOf } from './stored.js';
import { said } from './words.js';

/** @typedef {import('../stored.js').Stored} Stored */

/** @param {Stored} stored  @param {string} line */
const nameOf = ({ titles }, line) => spoken().data.line(line) ?? titles.lines[line] ?? line;

/** @type {{ of: unknown, figure: import('../../figures/types.js').Figure | null }} the same object while nothing in it changes */
const drawn = { of: null, figure: null };

/** @param {Stored} stored  @param {number} trained  tokens */
function lossFigure(stored, trained) {
  const words = spoken();
  if (drawn.of === words) return drawn.figure;
  const x = lengthsOf(stored);
  const curves = lines.map((line, slot) => ({
    label: nameOf(stored, line),
    slot,
    values: x.map((length) => lossOf(stored, line, length)),
  }));
  const highest = Math.max(...curves.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const marks = [{ say: 'trained', at: trained, axis: /** @type {const} */ ('x') }];
  const yRange = /** @type {[number, number]} */ ([0, 1.2 * highest]);
  const data = { x, curves, marks, xTicks: x, xLog: true, yRange, summary: [] };
  Object.assign(drawn, { of: words, figure: spokenCurves('text', data, words) });
  return drawn.figure;
}

/** @param {{ found: number }} cell */
function cell({ found }) {
  const { ground, ink } = scoreColor(found, false);
  return html`<td .style=${`background:${ground};color:${ink}`}>${Math.round(100 * found)} %</td>`;
}

/**
 * @param {Stored} stored
 * @param {import('./steps.js').Facts} facts
 */
function passkeys(stored, { length }) {
  const words = said().stored;
  const rows = lines.map((line) => ({ line, cells: passkeysOf(stored, line, length) }));
  const depths = rows[0]?.cells ?? [];
  return html`<div class="table" role="group" aria-label=${words.passkey(length)} tabindex="0"><table class="keys">
    <thead><tr><th scope="col">${words.method}</th>${depths.map(({ depth }) => html`<th scope="col">${words.depth(depth)}</th>`)}</tr></thead>
    <tbody>${rows.map(({ line, cells }) => html`<tr><th scope="row">${nameOf(stored, line)}</th>${cells.map(cell)}</tr>`)}</tbody>
  </table></div>`;
}

/**
 * @param {Stored | null} stored
 * @param {string[]} parts
 * @param {{ facts: import('./steps.js').Facts, theme: string }} known
 */
export function storedFigures(stored, parts, { facts, theme }) {
  const words = said().stored;
  if (!stored) return html`<p class="summary">${words.waiting}</p>`;
  const seeds = Math.max(...passkeysOf(stored, lines[0] ?? '', facts.length).map((each) => each.seeds));
  const loss = html`<div data-kind="text"><h3>${words.loss}</h3>
    <rope-plot .words=${spoken()} label=${words.loss} .figure=${lossFigure(stored, facts.trained)} .theme=${theme}></rope-plot>
    <p class="summary">${words.lead(seeds)}</p></div>`;
  const keys = html`<div data-kind="passkey"><h3>${words.passkey(facts.length)}</h3>${passkeys(stored, facts)}</div>`;
  return parts.map((part) => (part === 'loss' ? loss : keys));
}
