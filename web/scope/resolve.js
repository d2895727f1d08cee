/** From what the visitor chose to what the engine is asked for. */
import { follow, partsOf } from './columns.js';

/**
 * @typedef {import('../lib/types.js').MethodInfo} MethodInfo
 * @typedef {import('../lib/types.js').ParamValue} ParamValue
 * @typedef {import('./columns.js').Chosen} Chosen
 */

/**
 * Length over training length; 1 within it, where nothing needs stretching.
 * @param {number} length   tokens
 * @param {number} trained  tokens
 */
export const ratioOf = (length, trained) => Math.max(1, length / trained);

/**
 * Whether a method's factor follows the length: it does unless the visitor gave a number, or gave what stands in for it. A factor whose own default is 1
 * is off until asked for: its method stretches by other means.
 * @param {Chosen} chosen
 * @param {MethodInfo | undefined} info
 * @param {string} followed  key of the parameter
 */
export function isFollowing(chosen, info, followed) {
  const param = info?.params.find(({ key }) => key === followed);
  if (!param) return false;
  const replaced = info?.params.some(
    ({ key, insteadOf }) => insteadOf === followed && (chosen.params[key] ?? null) !== null,
  );
  if (replaced) return false;
  const given = chosen.params[followed];
  return given === undefined ? param.default !== 1 : given === follow;
}

/**
 * @param {Chosen} chosen
 * @param {MethodInfo | undefined} info
 * @param {{ defaults: Record<string, ParamValue>, followed: string, ratio: number }} page
 * @returns {import('../lib/types.js').MethodSpec}
 */
export function resolve(chosen, info, { defaults, followed, ratio }) {
  const params = { ...defaults, ...chosen.params };
  if (isFollowing(chosen, info, followed)) params[followed] = ratio;
  return { id: chosen.id, params };
}

/**
 * The columns' names: with their changed parameters where the methods alone are not unique.
 * @param {import('./columns.js').Column[]} columns
 * @param {MethodInfo[]} catalog
 */
export function namesOf(columns, catalog) {
  const ids = columns.map((column) => partsOf(column).map(({ id }) => id));
  return columns.map((column, i) => {
    const twins = ids.filter((each) => each.join() === ids[i]?.join()).length > 1;
    return partsOf(column)
      .map(({ id, params }) => {
        const name = catalog.find((info) => info.id === id)?.name ?? id;
        const changes = Object.entries(params).map(([key, value]) => `${key} ${value ?? 'automatic'}`);
        return twins && changes.length > 0 ? `${name} (${changes.join(', ')})` : name;
      })
      .join(' + ');
  });
}
