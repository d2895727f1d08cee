/** What was measured of a method on models of the site, from the stored evaluation. */
import { signal } from '@preact/signals-core';
import { html } from 'lit';
import { withResults } from '../../words/results.js';
import { spoken } from '../language.js';
import { modelNames, titleOf } from '../models.js';
import { resultsTable } from '../results.js';
import { fetchStored, shortestOf } from '../stored.js';
import { methodWords } from './words.js';

/** @typedef {import('../stored.js').Stored} Stored */

const stored = signal(/** @type {Stored[]} */ ([]));
let asked = false;

/** Without the files there is no table. */
async function load() {
  asked = true;
  stored.value = await fetchStored().catch(() => []);
}

/**
 * The models and the cells in which a method ran: as the models' own, or in place of it.
 * @param {Stored} all
 * @param {string} id
 * @returns {Stored}
 */
export function ofMethod(all, id) {
  const own = new Set(all.models.filter(({ methods }) => methods.includes(id)).map(({ name }) => name));
  const cells = all.cells.filter(({ model, methods }) =>
    methods.length === 0 ? own.has(model) : methods.some((method) => method.id === id),
  );
  const used = new Set(cells.map(({ model }) => model));
  return { ...all, cells, models: all.models.filter(({ name }) => used.has(name)) };
}

/**
 * @param {import('../../lib/types.js').MethodInfo} info
 * @param {(model: string) => string} linkTo
 */
export function results({ id }, linkTo) {
  if (!asked) void load();
  const link = (/** @type {string} */ model) =>
    modelNames.includes(model) ? html`<a href=${linkTo(model)}>${titleOf(model)}</a>` : titleOf(model);
  const { measured } = methodWords();
  const ofWords = { ...measured, id: 'h-results-words', ...withResults(spoken()).results.ofWords };
  return stored.value.map((each, i) =>
    resultsTable(ofMethod(each, id), shortestOf(each), link, i === 0 ? measured : ofWords),
  );
}
