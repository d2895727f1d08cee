/** The figures of angles: which of them training met, and what every position looks like. */
import { html } from 'lit';
import * as coverage from '../../figures/coverage.js';
import * as encoding from '../../figures/encoding.js';
import { spoken } from '../spoken.js';
import { columnName, zoomer, zoomOf } from './maps.js';

/** @typedef {import('./types.js').Shown} Shown */

/**
 * @param {import('../../figures/encoding.js').Encoded & { axes?: import('../../lib/types.js').Plan['axes'], plain?: ArrayLike<number> | null }} column
 *   plain: rates of plain RoPE, whose encoding is taken off
 * @param {Shown} shown
 */
export const stripOf = ({ name, rates, axes, plain, length, trained, summary }, shown) =>
  html`<rope-encoding .words=${shown.words} .name=${name} .rates=${rates} .axes=${axes ?? null} .plain=${plain ?? null} .length=${length} .trained=${trained}
    .besides=${spoken(summary, shown.words)} .wave=${shown.view.part} .zoom=${zoomOf(shown)} @rope-zoom=${zoomer(shown)}></rope-encoding>`;

/** @type {import('./types.js').Kind<import('../../figures/coverage.js').Covered[]>} */
const covered = {
  turning: true,
  ask: ({ scope, slot }) => coverage.ask(scope, { slot }),
  draw: (methods, { words }) => html`<rope-coverage .methods=${methods} .words=${words}></rope-coverage>`,
};

/** @type {import('./types.js').Kind<import('../../figures/encoding.js').Encoded[]>} */
const encoded = {
  turning: true,
  ask: ({ scope, slot }) => encoding.ask(scope, { slot }),
  draw: (columns, shown) =>
    html`<div class="columns">${columns.map((column) => html`<div>${columnName(column)}${stripOf(column, shown)}</div>`)}</div>`,
};

export const angleKinds = { coverage: covered, encoding: encoded };
