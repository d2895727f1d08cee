/** What was measured here, and what was recorded on another machine, as tables. */
import { html } from 'lit';
import { short } from '../../charts/svg.js';
import { spoken } from '../language.js';
import { tableSection } from '../table.js';
import { methodLength, promptTokens } from './measure.js';

/**
 * @typedef {import('./measure.js').Speed} Speed
 * @typedef {import('./measure.js').Times} Times
 * @typedef {typeof import('../../words/en/speed.js').speed} SpeedWords
 * @typedef {{ median: number }} Median  ms
 *
 * @typedef {object} Recorded  a run on another machine, without its extremes
 * @property {Pick<import('./measure.js').KernelRow, 'id' | 'shape' | 'ratio'>[]} kernels
 * @property {{ tokens: number, times: Median }[]} passes
 * @property {Median} token
 * @property {Pick<import('./measure.js').MethodRow, 'id' | 'name' | 'ratio'>[]} methods
 */

/** Three digits tell two speeds apart; more would be noise. @param {number} value */
const digits = (value) => Number(value.toPrecision(3)).toLocaleString('en', { maximumSignificantDigits: 3 });

/** @param {number} count */
const whole = (count) => count.toLocaleString('en');

/** @param {Times} times @param {SpeedWords} words */
const timed = ({ median, least, most }, words) =>
  html`${digits(median)} <small>${words.range(digits(least), digits(most))}</small>`;

const none = '–'; // before the visitor's own run

/** @param {Speed | null} own @param {Recorded} recorded @param {SpeedWords} words */
function kernels(own, recorded, words) {
  const rows = recorded.kernels.map(({ id, shape, ratio }) => {
    const mine = own?.kernels.find((row) => row.id === id);
    return [
      html`${words.kernel[/** @type {'rotate'} */ (id)]} <small>${shape.join(' × ')}</small>`,
      ...(mine
        ? [timed(mine.ours, words), timed(mine.loop, words), words.times(digits(mine.ratio)), short(mine.difference)]
        : [none, none, none, none]),
      words.times(digits(ratio)),
    ];
  });
  return tableSection('kernels', words.kernels, rows, 'speed');
}

const perSecond = (/** @type {number} */ tokens, /** @type {number} */ ms) => digits((tokens * 1000) / ms);

/** @param {Speed | null} own @param {Recorded} recorded @param {SpeedWords} words */
function passes(own, recorded, words) {
  const row = (
    /** @type {string} */ what,
    /** @type {number} */ tokens,
    /** @type {Times | undefined} */ mine,
    /** @type {Median} */ then,
  ) => [
    what,
    ...(mine ? [timed(mine, words), perSecond(tokens, mine.median)] : [none, none]),
    perSecond(tokens, then.median),
  ];
  const read = recorded.passes.map(({ tokens, times }) => {
    const mine = own?.passes.find((pass) => pass.tokens === tokens);
    return row(words.pass(whole(tokens)), tokens, mine?.times, times);
  });
  const write = row(words.token(promptTokens), 1, own?.token, recorded.token);
  return tableSection('passes', words.passes, [...read, write], 'speed');
}

/** Methods of either run: a newer engine may have one that was not there when the other was recorded. @param {Speed | null} own @param {Recorded} recorded @param {SpeedWords} words */
function costs(own, recorded, words) {
  const rows = (own ?? recorded).methods.map(({ id, name }) => {
    const mine = own?.methods.find((method) => method.id === id);
    const then = recorded.methods.find((method) => method.id === id);
    return [
      spoken().method(id)?.name ?? name,
      ...(mine ? [timed(mine.times, words), words.times(mine.ratio.toFixed(2))] : [none, none]),
      then ? words.times(then.ratio.toFixed(2)) : none,
    ];
  });
  return tableSection('costs', { ...words.costs, lead: words.costs.lead(methodLength) }, rows, 'speed');
}

/** @param {Speed | null} own  null: not measured @param {Recorded} recorded @param {SpeedWords} words */
export const tables = (own, recorded, words) =>
  html`${kernels(own, recorded, words)} ${passes(own, recorded, words)} ${costs(own, recorded, words)}`;
