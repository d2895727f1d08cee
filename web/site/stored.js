/// <reference types="vite/client" />
/** The results that npm run evaluate has stored: the page works without the file, too. */

import { keyOf } from '../scope/evaluation-cells.js';
import { fetchFile, fetchText, sha256Of } from '../scope/files.js';

/**
 * @typedef {import('../studies/findings.js').StoredCell} StoredCell
 * @typedef {import('../studies/findings.js').Evaluation & { titles: import('../studies/evaluation-table.js').Titles }} Stored
 */

/** @type {Record<string, string>} none where the file does not exist */
const addresses = import.meta.glob('../models/evaluation.json', { query: '?url', import: 'default', eager: true });

/** @returns {Promise<Stored | null>} */
export async function fetchStored() {
  const [address] = Object.values(addresses);
  return address ? JSON.parse(await fetchText(address)) : null;
}

/**
 * Of the weights on this page, as web/studies/evaluate.js writes it.
 * @param {import('../scope/weights.js').Source} source
 */
export async function modelHash({ config, weights }) {
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
