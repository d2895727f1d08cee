/** What was measured, as tables. */
import { html } from 'lit';
import { short } from '../../charts/svg.js';
import { spoken } from '../language.js';
import { tableSection } from '../table.js';
import { methodLength, promptTokens } from './measure.js';

/**
 * @typedef {import('./measure.js').Speed} Speed
 * @typedef {import('./measure.js').Times} Times
 * @typedef {typeof import('../../words/en/speed.js').speed} SpeedWords
 */

/** Three digits tell two speeds apart; more would be noise. @param {number} value */
const digits = (value) => Number(value.toPrecision(3)).toLocaleString('en', { maximumSignificantDigits: 3 });

/** @param {number} count */
const whole = (count) => count.toLocaleString('en');

/** @param {Times} times @param {SpeedWords} words */
const timed = ({ median, least, most }, words) =>
  html`${digits(median)} <small>${words.range(digits(least), digits(most))}</small>`;

/** @param {Speed} speed @param {SpeedWords} words */
function kernels(speed, words) {
  const rows = speed.kernels.map(({ id, shape, ours, loop, ratio, difference }) => [
    html`${words.kernel[/** @type {'rotate'} */ (id)]} <small>${shape.join(' × ')}</small>`,
    timed(ours, words),
    timed(loop, words),
    words.times(digits(ratio)),
    short(difference),
  ]);
  return tableSection('kernels', words.kernels, rows, 'speed');
}

/** @param {Speed} speed @param {SpeedWords} words */
function passes(speed, words) {
  const perSecond = (/** @type {number} */ tokens, /** @type {number} */ ms) => digits((tokens * 1000) / ms);
  const rows = speed.passes.map(({ tokens, times }) => [
    words.pass(whole(tokens)),
    timed(times, words),
    perSecond(tokens, times.median),
  ]);
  const { token } = speed;
  return tableSection(
    'passes',
    words.passes,
    [...rows, [words.token(promptTokens), timed(token, words), perSecond(1, token.median)]],
    'speed',
  );
}

/** @param {Speed} speed @param {SpeedWords} words */
function costs(speed, words) {
  const rows = speed.methods.map(({ id, name, times, ratio }) => [
    spoken().method(id)?.name ?? name,
    timed(times, words),
    words.times(ratio.toFixed(2)),
  ]);
  return tableSection('costs', { ...words.costs, lead: words.costs.lead(methodLength) }, rows, 'speed');
}

/** @param {Speed} speed @param {SpeedWords} words */
export const tables = (speed, words) => html`${kernels(speed, words)} ${passes(speed, words)} ${costs(speed, words)}`;
