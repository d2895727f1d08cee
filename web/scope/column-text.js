/**
 * A column as text: <method>;<param>:<value>;... and + between methods that join into one plan. <method>! runs the column
 * on weights that were trained with another method.
 */
import { columnOf, partsOf } from './methods.js';
import { encoded, Misread } from './query-types.js';

/**
 * @typedef {import('./methods.js').Chosen} Chosen
 * @typedef {import('./methods.js').Column} Column
 * @typedef {import('../lib/types.js').ParamValue} ParamValue
 */

/** @param {ParamValue} value */
function writeValue(value) {
  if (value === null) return 'auto';
  if (Array.isArray(value)) return `[${value.map((each) => encoded(String(each))).join(',')}]`;
  return encoded(String(value));
}

/**
 * @param {string} text
 * @returns {ParamValue}
 */
function readValue(text) {
  if (text === 'auto') return null;
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^\[.*\]$/.test(text))
    return text
      .slice(1, -1)
      .split(',')
      .filter(Boolean)
      .map((part) => Number(decodeURIComponent(part)) + 0);
  const word = decodeURIComponent(text);
  const isNumber = /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(word) && Number.isFinite(Number(word));
  return isNumber ? Number(word) + 0 : word; // -0 is 0
}

/** @param {Chosen} method */
function writeMethod({ id, params, force }) {
  const parts = Object.entries(params).map(([key, value]) => `;${encoded(key)}:${writeValue(value)}`);
  return encoded(id) + (force ? '!' : '') + parts.join('');
}

/**
 * @param {string} text
 * @returns {Chosen}
 */
function readMethod(text) {
  const [first = '', ...parts] = text.split(';');
  const force = first.endsWith('!');
  const id = force ? first.slice(0, -1) : first;
  const params = parts.map((part) => {
    const colon = part.indexOf(':');
    if (colon < 1) throw new Misread('notParameter', 'method', { given: part });
    const [key, value] = [decodeURIComponent(part.slice(0, colon)), readValue(part.slice(colon + 1))];
    return /** @type {[string, ParamValue]} */ ([key, value]);
  });
  if (!/^[a-z0-9_]+$/.test(id)) throw new Misread('notMethod', 'method', { given: id });
  return { id, params: Object.fromEntries(params), ...(force && { force }) };
}

/** @param {Column} column */
export const writeColumn = (column) => partsOf(column).map(writeMethod).join('+');

/**
 * @param {string} text
 * @returns {Column}
 */
export function readColumn(text) {
  const column = columnOf(text.split('+').map(readMethod));
  if (!column || column.also?.some(({ force }) => force)) throw new Misread('forceFirst', 'method', {});
  return column;
}
