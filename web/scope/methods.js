/**
 * Methods side by side: a column is one method, or several whose slots do not overlap; its parameters are those that the
 * visitor gave, the scope's own values, and those that follow the length by rule.
 */
import { methodsAtLength } from '../lib/length-rules.js';
import tuned from './tuned.json' with { type: 'json' };

/**
 * @typedef {import('../lib/types.js').MethodInfo} MethodInfo
 * @typedef {import('../lib/types.js').MethodSpec} MethodSpec
 * @typedef {import('../lib/types.js').ParamValue} ParamValue
 * @typedef {import('../lib/length-rules.js').LengthRules} LengthRules
 * @typedef {import('../lib/length-rules.js').Lengths} Lengths
 *
 * @typedef {{ id: string, params: Record<string, ParamValue>, force?: boolean }} Chosen  params: only what differs
 *   from the defaults; force: run on weights that were trained with another method
 * @typedef {Chosen & { also?: Chosen[] }} Column  also: what joins the first method; absent, never empty
 */

/** The value of a parameter that is told to follow the length. */
export const follow = 'follow';

/** @type {Record<string, Record<string, ParamValue>>} what suits short texts better than the registry's defaults */
export const tunedValues = tuned.values;

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

/**
 * Length over training length; 1 within it, where nothing needs stretching.
 * @param {number} length   tokens
 * @param {number} trained  tokens
 */
export const ratioOf = (length, trained) => Math.max(1, length / trained);

/**
 * The parameter that can follow the length.
 * @param {MethodInfo | undefined} info
 */
const ratioParam = (info) => info?.params.find(({ role }) => role !== '');

/** @param {MethodInfo | undefined} info */
export const followedOf = (info) => ratioParam(info)?.key ?? '';

/**
 * Whether it follows: it does unless the visitor gave a number, or gave what stands in for it. An optional one is off
 * until asked for: its method stretches by other means.
 * @param {Chosen} chosen
 * @param {MethodInfo | undefined} info
 */
export function isFollowing({ params }, info) {
  const param = ratioParam(info);
  if (!info || !param || replacedBy(params, info).includes(param.key)) return false;
  const given = params[param.key];
  return given === undefined ? param.role === 'extension_ratio' : given === follow;
}

/**
 * Keys that a given parameter stands in for.
 * @param {Record<string, ParamValue>} given
 * @param {MethodInfo} info
 */
const replacedBy = (given, { params }) =>
  params.filter(({ key, insteadOf }) => insteadOf && (given[key] ?? null) !== null).map(({ insteadOf }) => insteadOf);

/**
 * A column as methods and the rules that their other parameters follow. `stored`: rules that come before the scope's own.
 * @param {Column} column
 * @param {MethodInfo[]} catalog
 * @param {LengthRules} [stored]
 * @returns {{ methods: Required<MethodSpec>[], rules: LengthRules }}
 */
export function ruledColumn(column, catalog, stored = {}) {
  const infoOf = (/** @type {string} */ id) => catalog.find((info) => info.id === id);
  const parts = partsOf(column);
  return {
    methods: parts.map(({ id, params }) => {
      const given = Object.entries(params).filter(([, value]) => value !== follow);
      return { id, params: { ...tunedValues[id], ...Object.fromEntries(given) } };
    }),
    rules: Object.fromEntries(parts.map((part) => [part.id, rulesOf(part, infoOf(part.id), stored[part.id] ?? {})])),
  };
}

/**
 * @param {Chosen} part
 * @param {MethodInfo | undefined} info
 * @param {LengthRules[string]} stored
 */
function rulesOf(part, info, stored) {
  const replaced = info ? replacedBy(part.params, info) : [];
  const followed = isFollowing(part, info) ? { [followedOf(info)]: { ratio: 1 } } : {};
  const rules = Object.entries({ ...followed, ...stored }).filter(([key]) => !replaced.includes(key));
  const asked = Object.entries(part.params).flatMap(([key, value]) => (value === follow ? [[key, { ratio: 1 }]] : []));
  return Object.fromEntries([...rules, ...asked]);
}

/**
 * What the engine is asked for.
 * @param {Column} column
 * @param {MethodInfo[]} catalog
 * @param {Lengths} lengths
 */
export function specsAt(column, catalog, lengths) {
  const { methods, rules } = ruledColumn(column, catalog);
  return methodsAtLength(methods, rules, lengths);
}

/**
 * The columns' names: with their changed parameters where the methods alone are not unique.
 * @param {Column[]} columns
 * @param {{ nameOf: (id: string) => string, automatic: string }} words
 */
export function namesOf(columns, { nameOf, automatic }) {
  const ids = columns.map((column) => partsOf(column).map(({ id }) => id));
  return columns.map((column, i) => {
    const twins = ids.filter((each) => each.join() === ids[i]?.join()).length > 1;
    return partsOf(column)
      .map(({ id, params }) => {
        const changes = Object.entries(params).map(([key, value]) => `${key} ${value ?? automatic}`);
        return twins && changes.length > 0 ? `${nameOf(id)} (${changes.join(', ')})` : nameOf(id);
      })
      .join(' + ');
  });
}
