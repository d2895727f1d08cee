/** What <rope-figure> can show, by kind: each asks a figure and puts the answer into the element that draws it. */
import { signal } from '@preact/signals-core';
import { failureOf } from '../scope/failure.js';
import { angleKinds } from './kinds/angles.js';
import { curveKinds } from './kinds/curves.js';
import { mapKinds } from './kinds/maps.js';
import { method } from './kinds/method.js';

/** @typedef {import('./kinds/types.js').Kind<any>} Kind */

/** @type {Record<string, Kind | (() => Promise<Kind>)>} a function: what is fetched when somebody asks for it */
export const kinds = {
  ...mapKinds,
  ...curveKinds,
  ...angleKinds,
  method,
  ramp: async () => (await import('./kinds/insights.js')).ramp,
  cache: async () => (await import('./kinds/insights.js')).cache,
  sharpness: async () => (await import('./kinds/insights.js')).sharpness,
  entropy: async () => (await import('./kinds/insights.js')).entropy,
  numbers: async () => (await import('./kinds/run-numbers.js')).runNumbers,
  'head-labels': async () => (await import('./kinds/head-labels.js')).headLabels,
  cell: async () => (await import('./kinds/cell.js')).cell,
  cost: async () => (await import('./kinds/cost.js')).cost,
  'position-map': async () => (await import('./kinds/position-map.js')).positionMap,
  clock: async () => (await import('./kinds/clock.js')).clock,
  'attention-difference': async () => (await import('./kinds/attention-difference.js')).attentionDifference,
  'encoding-difference': async () => (await import('./kinds/encoding-difference.js')).encodingDifference,
  mrope: async () => (await import('./kinds/mrope.js')).mrope,
  config: async () => (await import('./kinds/config.js')).config,
  evaluation: async () => (await import('./kinds/evaluation.js')).evaluation,
  passkey: async () => (await import('./kinds/evaluation.js')).passkey,
};

/** @type {Map<string, Kind>} */
const fetched = new Map();
/** @type {import('@preact/signals-core').Signal<Record<string, import('../scope/failure.js').Failure>>} by kind; changes when one arrives, too */
const failures = signal({});

/** @param {string} name  @param {() => Promise<Kind>} load */
async function fetchKind(name, load) {
  try {
    fetched.set(name, await load());
    failures.value = { ...failures.value };
  } catch (error) {
    failures.value = { ...failures.value, [name]: failureOf(error) };
  }
}

/**
 * The kind of this name: undefined = there is none, null = it is on its way. A signal's reader hears of what arrives.
 * @param {string} name
 * @returns {{ kind: Kind | null | undefined, failure?: import('../scope/failure.js').Failure | undefined }}
 */
export function kindOf(name) {
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (typeof kind !== 'function') return { kind };
  const failure = failures.value[name];
  if (!fetched.has(name) && !failure) void fetchKind(name, kind);
  return { kind: fetched.get(name) ?? null, failure };
}
