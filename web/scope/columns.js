/** A column of the page: one method, or several whose slots do not overlap. */

/**
 * @typedef {import('../lib/types.js').MethodInfo} MethodInfo
 * @typedef {import('../lib/types.js').ParamValue} ParamValue
 *
 * @typedef {{ id: string, params: Record<string, ParamValue>, force?: boolean }} Chosen  params: only what differs
 *   from the defaults; force: run on weights that were trained with another method
 * @typedef {Chosen & { also?: Chosen[] }} Column  also: what joins the first method; absent, never empty
 */

/** The word in a link that says that a parameter follows the length. */
export const follow = 'follow';

/**
 * All methods of a column.
 * @param {Column} column
 * @returns {Chosen[]}
 */
export const partsOf = ({ also = [], ...first }) => [first, ...also];

/**
 * A column of these methods; none when there are none.
 * @param {Chosen[]} parts
 * @returns {Column | null}
 */
export function columnOf([first, ...also]) {
  if (!first) return null;
  return also.length > 0 ? { ...first, also } : first;
}

/**
 * The column with one method changed, or removed by null. Whether to force it onto foreign weights is said once, by the first.
 * @param {Column} column
 * @param {number} index
 * @param {Chosen | null} part
 */
export function withPart(column, index, part) {
  const force = index === 0 ? part?.force : column.force;
  const parts = partsOf(column).flatMap((old, i) => (i !== index ? [old] : part ? [part] : []));
  return columnOf(parts.map(({ force: _, ...rest }, i) => (i === 0 && force ? { ...rest, force } : rest)));
}

/**
 * The facts of position that a column sets.
 * @param {Chosen[]} parts
 * @param {MethodInfo[]} catalog
 */
export const slotsOf = (parts, catalog) =>
  parts.flatMap(({ id }) => catalog.find((info) => info.id === id)?.slots ?? []);

/**
 * The methods that can join others: those that set nothing that these set.
 * @param {Chosen[]} parts
 * @param {MethodInfo[]} catalog
 */
export function joining(parts, catalog) {
  const taken = slotsOf(parts, catalog);
  return catalog.filter(({ slots }) => slots.every((slot) => !taken.includes(slot)));
}
