/**
 * Columns with names for some of their numbers, as a formula of a slide has them: rope linear;factor:{s}. What the numbers are in a
 * scope's columns, and the columns with others.
 */
import { readColumn } from '../scope/column-text.js';

/**
 * @typedef {import('../scope/methods.js').Column} Column
 * @typedef {import('../scope/scope.js').Scope['catalog']['value']} MethodInfos
 * @typedef {{ name: string, id: string, at: number, key: string }} Hole  a number that has a name: of which method and column, its parameter
 * @typedef {{ columns: Column[], holes: Hole[] }} Pattern
 */

/** @param {string} text  @returns {Pattern} */
export function patternOf(text) {
  const columns = text.split(' ').map(readColumn);
  const holes = columns.flatMap(({ id, params }, at) =>
    Object.entries(params).flatMap(([key, value]) => {
      const name = String(value).match(/^\{(.+)\}$/)?.[1];
      return name ? [{ name, id, at, key }] : [];
    }),
  );
  return { columns, holes };
}

/**
 * What the engine says of a number with a name: what it may be, and what it is where no column says.
 * @param {Pick<Hole, 'id' | 'key'>} hole
 * @param {MethodInfos} catalog
 */
export const paramOf = ({ id, key }, catalog) =>
  catalog.find((info) => info.id === id)?.params.find((param) => param.key === key);

/** Where the pattern's methods stand side by side; -1: nowhere. @param {Column[]} shown @param {Pattern} pattern */
const placeIn = (shown, { columns }) =>
  shown.findIndex((_, from) => columns.every(({ id }, at) => shown[from + at]?.id === id));

/**
 * @param {Column[]} shown
 * @param {Pattern} pattern
 * @param {MethodInfos} catalog
 * @returns {Record<string, number>} by name; those that are shown
 */
export function numbersIn(shown, pattern, catalog) {
  const from = placeIn(shown, pattern);
  if (from < 0) return {};
  const found = pattern.holes.map((hole) => [
    hole.name,
    shown[from + hole.at]?.params[hole.key] ?? paramOf(hole, catalog)?.default,
  ]);
  return Object.fromEntries(found.filter(([, value]) => typeof value === 'number'));
}

/**
 * @param {Column[]} shown
 * @param {Pattern} pattern
 * @param {Record<string, number>} numbers  by name, all of them
 * @returns {Column[]} what was shown, with these numbers; the pattern alone where it was not
 */
export function withNumbers(shown, pattern, numbers) {
  const from = placeIn(shown, pattern);
  const columns = from < 0 ? pattern.columns : shown;
  return columns.map((column, i) => {
    const own = pattern.holes.filter(({ at }) => at === i - Math.max(from, 0));
    const params = Object.fromEntries(own.map(({ key, name }) => [key, numbers[name] ?? null]));
    return { ...column, params: { ...column.params, ...params } };
  });
}
