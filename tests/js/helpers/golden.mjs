/** Reference numbers of other implementations, and how far ours may be from them. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readSafetensors } from './safetensors.mjs';

const goldenUrl = new URL('../../golden/', import.meta.url);
const modelsUrl = new URL('../../../web/models/', import.meta.url);

export const readGolden = (/** @type {string} */ name) => JSON.parse(readFileSync(new URL(name, goldenUrl), 'utf8'));

/** @param {string} name  a folder of tests/golden with config.json and model.safetensors */
export function goldenModel(name) {
  const folder = new URL(`${name}/`, goldenUrl);
  return { folder, path: fileURLToPath(folder), expected: readSafetensors(new URL('expected.safetensors', folder)) };
}

/** The trained character model that the page uses. */
export const characterModel = fileURLToPath(new URL('rope-l128/', modelsUrl));

/**
 * The largest difference between two lists of numbers of the same length.
 * @param {ArrayLike<number>} ours
 * @param {ArrayLike<number>} theirs
 */
export function largestDifference(ours, theirs) {
  if (ours.length !== theirs.length || ours.length === 0) return Number.POSITIVE_INFINITY;
  // not Math.max: it would pass over NaN
  return Array.from(ours).reduce((most, value, i) => {
    const difference = Math.abs(value - theirs[i]);
    return difference <= most ? most : difference;
  }, 0);
}
