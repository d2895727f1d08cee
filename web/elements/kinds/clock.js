/** A hand for each pair, which turns with a position. */
import { html } from 'lit';
import { ask } from '../../figures/clock.js';
import { RopeClock } from '../clock.js';
import { defineElements } from '../define.js';

defineElements([['rope-clock', RopeClock]]);

/** @type {import('./types.js').Kind<import('../../figures/clock.js').Clock[]>} */
export const clock = {
  turning: true,
  ask: ({ scope, slot }) => ask(scope, { slot }),
  draw: (clocks, { words }) => html`<rope-clock .clocks=${clocks} .words=${words}></rope-clock>`,
};
