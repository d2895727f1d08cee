/** The text of a JSON file, and where in it a path of the engine points: `rope_scaling.factor`, `layer_types[3]`. */
import { findNodeAtLocation, parseTree } from 'jsonc-parser';

/**
 * @typedef {object} Place
 * @property {number} line   counted from 1
 * @property {number} start  index of the first character
 * @property {number} end    index after the last
 */

/** Lists of numbers and words on one line each. @param {object} config */
export const jsonText = (config) =>
  JSON.stringify(config, null, 2).replace(/\[[^[\]{}]*\]/g, (list) =>
    list.replace(/\s*\n\s*/g, ' ').replace(/^\[ | \]$/g, (end) => end.trim()),
  );

/** @param {string} path */
const segmentsOf = (path) =>
  path
    .split(/[.[\]]+/)
    .filter((segment) => segment !== '')
    .map((segment) => (/^\d+$/.test(segment) ? Number(segment) : segment));

/**
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @returns {Place}
 */
const placeAt = (text, start, end) => ({ line: text.slice(0, start).split('\n').length, start, end });

/**
 * The entry that a path names, or the nearest one around it that stands in the text; undefined where none does, as for a
 * key that is missing at the top.
 * @param {string} text
 * @param {string} path
 * @returns {Place | undefined}
 */
export function placeOf(text, path) {
  const tree = parseTree(text);
  if (!tree) return undefined;
  for (let segments = segmentsOf(path); segments.length > 0; segments = segments.slice(0, -1)) {
    const value = findNodeAtLocation(tree, segments);
    if (!value) continue;
    const { offset, length } = value.parent?.type === 'property' ? value.parent : value;
    return placeAt(text, offset, offset + length);
  }
  return undefined;
}

/**
 * The character at which reading stopped.
 * @param {string} text
 * @param {number} line    counted from 1
 * @param {number} column  counted from 1
 * @returns {Place}
 */
export function placeOfCharacter(text, line, column) {
  const before = text.split('\n').slice(0, line - 1);
  const start = Math.min(
    text.length,
    before.reduce((sum, each) => sum + each.length + 1, column - 1),
  );
  return { line, start, end: Math.min(text.length, start + 1) };
}
