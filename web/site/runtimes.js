/** What other runtimes are told: fetched when the first config.json was read. */
import { html } from 'lit';
import { defineElements } from '../elements/define.js';
import { RopeMethod } from '../elements/method.js';
import { RopeNumber } from '../elements/number.js';
import { RopeRuntimes } from '../elements/runtimes.js';
import { spoken } from './language.js';

defineElements([
  ['rope-method', RopeMethod],
  ['rope-number', RopeNumber],
  ['rope-runtimes', RopeRuntimes],
]);

/**
 * @param {import('../lib/types.js').Engine | null} engine
 * @param {string} config  text of config.json
 * @param {import('../lib/types.js').Inspection} inspection
 */
export const runtimes = (engine, config, inspection) =>
  html`<rope-runtimes .words=${spoken()} .engine=${engine} .config=${config} .inspection=${inspection}></rope-runtimes>`;
