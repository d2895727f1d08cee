/// <reference types="vite/client" />
/** The results that npm run evaluate has stored: the page works without the file, too. */

import { readUrl } from '../lib/read.js';
import { keyOf } from '../scope/evaluation-cells.js';
import { fetchText } from '../scope/session.js';

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
 * Of the weights on this page, as web/studies/evaluate.js writes it; '' where the page's address is no secure one.
 * @param {import('../scope/session.js').Source} source
 */
export async function modelHash({ config, weights }) {
  if (!globalThis.crypto?.subtle) return '';
  const files = await Promise.all([readUrl(String(config)), readUrl(String(weights))]);
  const whole = new Uint8Array(await new Blob(files.map((bytes) => bytes.slice())).arrayBuffer());
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', whole));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
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
