/** What arguments must be, said by small functions that are put together: `shape({ width: whole(1, 100) })`. */

import { flag, integer, isList, kind, mistake, text } from './check.js';
import { propertiesOf } from './options.js';

/**
 * @typedef {(value: any, path: string) => void} Rule  throws a RopescopeError that says what is wrong
 * @typedef {Record<string, Rule>} Rules
 */

/** Of this file. @type {Readonly<Record<string, string>>} */
const sayings = {
  must_be_any_number: '{path} must be a number, got {given}',
  must_be_number: '{path} must be a number from {min} to {max}, got {given}',
  must_be_number_or_gap: '{path} must be a number, or null for none, got {given}',
  must_be_list: '{path} must be a list, got {given}',
  must_be_array: '{path} must be a list of numbers or a typed array, got {given}',
  must_have_entries: '{path} must have {count} entries, got {given}',
  must_be_pixels: '{path} must be a Uint32Array, got {given}',
  must_be_canvas: '{path} must be a canvas, got {given}',
  must_rise: '{path} must be two numbers, the larger one last, got {given}',
  must_be_above_zero: '{path} must be above 0 on an axis of powers, got {given}',
  too_large_for_canvas:
    '{path} must have at most {max} rows and columns, or options.pixels must say how many are drawn, got {given}',
  not_with_signed: '{path} must be left out where signed is true: a maximum would hide what is below zero, got {given}',
};

/** @param {string} reason  of `sayings` @param {string} path @param {unknown} given @param {Record<string, unknown>} [args] */
export const wrong = (reason, path, given, args) => mistake(reason, path, given, args, sayings);

/** @param {number} min @param {number} max @returns {Rule} */
export const whole = (min, max) => (value, path) => void integer(path, value, min, max);

/** @param {number} min @param {number} max @returns {Rule} */
export const between = (min, max) => (value, path) => {
  if (!(typeof value === 'number' && value >= min && value <= max))
    throw wrong('must_be_number', path, value, { min, max });
};

/** @type {Rule} */
export const words = (value, path) => void text(path, value);

/** @type {Rule} */
export const yesOrNo = (value, path) => void flag(path, value);

/** @param {readonly string[]} choices @returns {Rule} */
export const oneOf = (choices) => (value, path) => {
  if (!choices.includes(value)) throw mistake('must_be_one_of', path, value, { choices });
};

/** @type {Rule} */
export const sayer = (value, path) => {
  if (typeof value !== 'function') throw mistake('must_be_function', path, value);
};

/** @type {Rule} */
export const canvas = (value, path) => {
  if (kind(value) !== 'HTMLCanvasElement') throw wrong('must_be_canvas', path, value);
};

/** @type {Rule} */
export const pixels = (value, path) => {
  if (kind(value) !== 'Uint32Array') throw wrong('must_be_pixels', path, value);
};

/** @param {Rule} rule @returns {Rule} */
export const optional = (rule) => (value, path) => {
  if (value !== undefined) rule(value, path);
};

/** @param {Rule} rule @returns {Rule} */
export const orNull = (rule) => (value, path) => {
  if (value !== null) rule(value, path);
};

/** @param {Rule} rule  of each entry @returns {Rule} */
export const each = (rule) => (value, path) => {
  if (!isList(value)) throw wrong('must_be_list', path, value);
  for (const [i, entry] of value.entries()) rule(entry, `${path}[${i}]`);
};

/** @type {Rule} */
const number = (value, path) => {
  if (typeof value !== 'number') throw wrong('must_be_any_number', path, value);
};

/** @type {Rule} */
const numberOrGap = (value, path) => {
  if (typeof value !== 'number' && value !== null) throw wrong('must_be_number_or_gap', path, value);
};

/** @param {unknown} value */
const isTyped = (value) => ArrayBuffer.isView(value) && /^(Float|Int|Uint)\d+(Clamped)?Array$/.test(kind(value));

/** @param {Rule} entry  of a list @returns {(count?: number) => Rule} */
const array = (entry) => (count) => (value, path) => {
  if (isList(value)) each(entry)(value, path);
  else if (!isTyped(value)) throw wrong('must_be_array', path, value);
  if (count !== undefined && value.length !== count) throw wrong('must_have_entries', path, value.length, { count });
};

/** Numbers, infinite ones and NaN among them, as many as `count` where that is known. */
export const numbers = array(number);

/** The same, with null where there is none. */
export const numbersOrGaps = array(numberOrGap);

/** @type {Rule} */
export const range = (value, path) => {
  each(number)(value, path);
  if (value.length !== 2 || !value.every(Number.isFinite) || value[0] >= value[1])
    throw wrong('must_rise', path, value.join(', ').slice(0, 60));
};

/** An object with these properties, and with whatever else. @param {Rules} rules @returns {Rule} */
export const having = (rules) => (value, path) => {
  const given = /** @type {Record<string, unknown>} */ (propertiesOf(path, value));
  for (const [name, rule] of Object.entries(rules)) rule(given[name], `${path}.${name}`);
};

/** An object with these properties and no others. @param {Rules} rules @returns {Rule} */
export const shape = (rules) => (value, path) => {
  const other = Object.keys(propertiesOf(path, value)).find((name) => !Object.hasOwn(rules, name));
  if (other !== undefined) throw mistake('no_such_option', other, value, { call: path });
  having(rules)(value, path);
};

/**
 * A function that looks at its arguments first.
 * @template {(...given: any[]) => unknown} Draw
 * @param {Draw} draw
 * @param {Rules} rules  by the arguments' names, in their order
 * @param {(...given: any[]) => void} [together]  throws where arguments do not go together
 * @returns {Draw}
 */
export const checked = (draw, rules, together = () => {}) =>
  /** @type {Draw} */ (
    (...given) => {
      for (const [i, [name, rule]] of Object.entries(rules).entries()) rule(given[i], name);
      together(...given);
      return draw(...given);
    }
  );
