/// <reference types="vite/client" />
/** The results that npm run evaluate has stored, of models of characters and of words: the page works without the files, too. */

import { sha256Of } from '../lib/digest.js';
import { keyOf } from '../scope/evaluation-cells.js';
import { fetchFile, fetchJson } from '../scope/files.js';

/**
 * @typedef {import('../studies/findings.js').StoredCell} StoredCell
 * @typedef {import('../studies/findings.js').Evaluation & { titles: import('../studies/evaluation-table.js').Titles }} Stored
 */

/** @type {Record<string, string>} only of the files that exist */
const addresses = import.meta.glob(['../models/evaluation.json', '../models/evaluation-words.json'], {
  query: '?url',
  import: 'default',
  eager: true,
});
const files = ['../models/evaluation.json', '../models/evaluation-words.json'].flatMap((path) => addresses[path] ?? []);

/** That of the characters first. @returns {Promise<Stored[]>} */
export const fetchStored = () => Promise.all(files.map((address) => fetchJson(address)));

/** The length that stands for training, tokens. @param {Stored} stored */
export const shortestOf = ({ cells }) => Math.min(...cells.map(({ length }) => length));

/**
 * Of the weights on this page, as web/studies/evaluate.js writes it.
 * @param {import('../scope/weights.js').Source} source
 */
export async function modelHash({ config, weights, picked }) {
  if (picked) return ''; // nothing is stored of a visitor's own
  const files = await Promise.all([fetchFile(config), fetchFile(weights)]);
  return sha256Of(new Uint8Array(await new Blob(files.map((bytes) => bytes.slice())).arrayBuffer()));
}

/**
 * The stored results of these very weights, by the keys of their cells.
 * @param {Stored} stored
 * @param {string} sha256
 * @param {{ catalog: import('../lib/types.js').MethodInfo[], own: import('../lib/types.js').MethodSpec[] }} known
 */
export function resultsOf({ models, cells }, sha256, { catalog, own }) {
  const model = models.find((each) => each.sha256 === sha256);
  return new Map(cells.filter((cell) => cell.model === model?.name).map((cell) => [keyOf(cell, catalog, own), cell]));
}
