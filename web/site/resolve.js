/** From what the visitor chose to what the engine is asked for. */
import { follow, followed } from '../components/method.js';

/**
 * @typedef {import('../lib/types.js').MethodInfo} MethodInfo
 * @typedef {import('../lib/types.js').ParamValue} ParamValue
 * @typedef {import('../components/method.js').Chosen} Chosen
 */

/**
 * Length over training length; 1 within it, where nothing needs stretching.
 * @param {number} length   tokens
 * @param {number} trained  tokens
 */
export const ratioOf = (length, trained) => Math.max(1, length / trained);

/**
 * Whether a method's factor follows the length: it does unless the visitor gave a number. A method that already reads the
 * length by itself starts from its own default instead, for its factor would count the length twice.
 * @param {Chosen} chosen
 * @param {MethodInfo | undefined} info
 */
export function isFollowing(chosen, info) {
  if (!info?.params.some(({ key }) => key === followed)) return false;
  const given = chosen.params[followed];
  return given === undefined ? !info.dependsOnLength : given === follow;
}

/**
 * @param {Chosen} chosen
 * @param {MethodInfo | undefined} info
 * @param {{ defaults: Record<string, ParamValue>, ratio: number }} page
 * @returns {import('../lib/types.js').MethodSpec}
 */
export function resolve(chosen, info, { defaults, ratio }) {
  const params = { ...defaults, ...chosen.params };
  if (isFollowing(chosen, info)) params[followed] = ratio;
  return { id: chosen.id, params };
}

/**
 * A method's name where several stand side by side: with its changed parameters when the name alone is not unique.
 * @param {Chosen[]} methods
 * @param {MethodInfo[]} catalog
 */
export function namesOf(methods, catalog) {
  return methods.map((method) => {
    const name = catalog.find(({ id }) => id === method.id)?.name ?? method.id;
    const twins = methods.filter(({ id }) => id === method.id).length > 1;
    const changes = Object.entries(method.params).map(([key, value]) => `${key} ${value ?? 'automatic'}`);
    return twins && changes.length > 0 ? `${name} (${changes.join(', ')})` : name;
  });
}
