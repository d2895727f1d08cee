/** What a scope holds as signals, and what follows from them. */
import { computed, signal } from '@preact/signals-core';
import { followedOf, isFollowing, namesOf, partsOf, ratioOf, specsAt } from './methods.js';
import { lettered, pinnedOf } from './pinning.js';
import { lengths as bounds } from './query.js';
import { settled, unchanged } from './settled.js';
import { makeText } from './texts.js';
import { isLayered } from './weights.js';

/**
 * @typedef {import('./methods.js').Column} Column
 * @typedef {import('./methods.js').Chosen} Chosen
 * @typedef {import('./query.js').Problem} Problem
 * @typedef {import('./failure.js').Failure} Failure
 * @typedef {import('../lib/types.js').AttentionMap} AttentionMap
 * @typedef {import('../lib/types.js').Plan} Plan
 * @typedef {import('../lib/types.js').PairFacts} PairFacts
 *
 * @typedef {object} Library       the weights on offer
 * @property {string[]} names
 * @property {(name: string, tokenizer?: string) => import('./weights.js').Source} filesOf  tokenizer: as the query names it
 * @property {string | URL} heldout  address of a text that no weights were trained on
 *
 * @typedef {object} Run           what a method's model run has brought so far
 * @property {AttentionMap | null} map
 * @property {string | string[]} text       that map and losses are of, an entry a token
 * @property {{ map: AttentionMap, text: string | string[] } | null} last  what stands for the map until it is there
 * @property {Float32Array} losses
 * @property {AttentionMap[]} heads
 * @property {number} done         0..1
 * @property {Failure | null} error
 *
 * @typedef {object} Planning
 * @property {Plan | null} plan
 * @property {PairFacts[]} pairs   what becomes of each pair; empty where nothing turns
 * @property {Failure | null} error
 *
 * @typedef {object} Naming      in the language of a page
 * @property {(id: string) => string | undefined} nameOf  of a method; undefined: the engine's name
 * @property {string} automatic   a parameter that the method chooses by itself
 *
 * @typedef {'starting' | 'loading' | 'moving' | 'running' | 'ready' | 'stopped'} Status
 */

/**
 * @param {import('./query.js').Reading} asked
 * @param {Naming} [naming]
 */
export function hold(asked, naming = { nameOf: () => undefined, automatic: 'auto' }) {
  return {
    query: signal(asked.query),
    problems: signal(asked.problems),
    /** Whether the columns are those asked for; if not, they are chosen as soon as the weights are known. */
    fitted: signal(!asked.leavesMethods),
    catalog: signal(/** @type {import('../lib/types.js').MethodInfo[]} */ ([])),
    weights: signal(/** @type {import('./weights.js').Weights | null} */ (null)),
    heldout: signal(''),
    loaded: signal(0), // share of the weights, 0..1
    failure: signal(/** @type {Failure | null} */ (null)),
    moving: signal(false), // whether a hand is at a slider: what is shown meanwhile may be coarse, and numbers come when it rests
    runs: signal(/** @type {Run[]} */ ([])),
    planned: signal(/** @type {Planning[]} */ ([])),
    hover: signal(/** @type {{ q: number, k: number } | null} */ (null)),
    naming: signal(naming),
  };
}

/** @typedef {ReturnType<typeof hold>} Held */

/**
 * What follows from a scope's signals.
 * @param {Held} held
 * @param {import('./query.js').Query} defaults
 */
export function derive(held, defaults) {
  const { query, catalog, weights, heldout } = held;
  const infoOf = (/** @type {string} */ id) => catalog.value.find((info) => info.id === id);
  /** The longest text that the weights were trained on, tokens. */
  const trained = computed(() => weights.value?.seen ?? 128);
  /** The length that methods stretch from: shorter than that where the weights were tuned further. */
  const original = computed(() => weights.value?.rope.original_max_position_embeddings ?? 128);
  const wanted = settled(() => ({ length: query.value.length, text: query.value.text, typed: query.value.typed }));
  /** What the model reads: characters, or the tokens of its tokenizer. */
  const input = computed(() => {
    const options = { ...wanted.value, trained: defaults.period ?? 128, reader: weights.value?.reader };
    return makeText(wanted.value.text, heldout.value, options);
  });
  const read = computed(() => (typeof input.value === 'string' ? null : weights.value?.reader?.read(input.value)));
  /** The same as a person reads it: an entry a token. */
  const text = computed(() => read.value?.pieces ?? /** @type {string} */ (input.value));
  /** Of each token; null where it is a character of one byte. */
  const bytes = computed(() => read.value?.bytes ?? null);
  /** Tokens in play: an own text may be shorter than the length asked for. */
  const length = computed(() => input.value.length || wanted.value.length);
  /** Tokens of the longest text on offer: an own one has an end. */
  const longest = computed(() => {
    const { text, typed } = wanted.value;
    if (text !== 'own') return bounds.max;
    const whole = { typed, length: bounds.max, trained: 0, reader: weights.value?.reader };
    return makeText(text, '', whole).length || bounds.max;
  });
  const methods = settled(() => /** @type {Column[]} */ (query.value.methods));
  const lengths = computed(() => ({ length: length.value, trained: original.value }));
  const specsOf = (/** @type {Column} */ column) => specsAt(column, catalog.value, lengths.value);
  const nameOf = (/** @type {string} */ id) => held.naming.value.nameOf(id) ?? infoOf(id)?.name ?? id;
  const pinned = computed(() => pinnedOf(/** @type {import('./pinning.js').Pinning} */ (query.value)));
  const names = settled(() =>
    lettered(namesOf(methods.value, { nameOf, automatic: held.naming.value.automatic }), pinned.value),
  );
  const focus = settled(() => ({ layer: query.value.layer, head: query.value.head }));
  /** What a method must be trained as to run on the weights. */
  const own = computed(() => infoOf(weights.value?.own[0]?.id ?? '')?.trainedAs ?? '');

  /**
   * Whether the weights were trained for something else; by the methods' ids where there is no plan.
   * @param {Chosen[]} parts
   * @param {number} slot
   */
  function isForeign(parts, slot) {
    const planning = held.planned.value[slot];
    if (!planning) return false;
    const needed = planning.plan?.trainedAs;
    if (!needed) return parts.some(({ id }) => (infoOf(id)?.trainedAs ?? own.value) !== own.value);
    return needed.join() !== weights.value?.trainedPlan.trainedAs.join();
  }

  const isExtending = (/** @type {Column} */ column) => {
    const parts = partsOf(column);
    return parts.length > 0 && parts.every(({ id }) => infoOf(id)?.dependsOnLength === false);
  };

  /** Whether a column has layers that differ. */
  const layered = computed(() =>
    methods.value.some((column) => partsOf(column).some(({ id }) => isLayered(infoOf(id)))),
  );
  const maps = unchanged(() => held.runs.value.map(({ map }) => map));

  return {
    ...{
      infoOf,
      trained,
      original,
      input,
      text,
      bytes,
      length,
      longest,
      methods,
      specsOf,
      nameOf,
      names,
      focus,
      pinned,
      own,
      isForeign,
    },
    /** The column that others are compared with: A, or the first. */
    reference: computed(() => Math.max(0, pinned.value)),
    ratio: computed(() => ratioOf(length.value, original.value)),
    specs: settled(() => methods.value.map(specsOf)),
    /** Of each column, whether it is known that nothing of it depends on the text's length. */
    extending: settled(() => methods.value.map(isExtending)),
    followedOf: (/** @type {string} */ id) => followedOf(infoOf(id)),
    isFollowing: (/** @type {Chosen} */ chosen) => isFollowing(chosen, infoOf(chosen.id)),
    /** The layer that plans are made for, where layers differ. */
    planLayer: computed(() => (layered.value ? focus.value.layer : 0)),
    layered,
    /** The crosshair: what the pointer is over, else what is pinned; of a shorter text the last query, as far from its key. */
    place: computed(() => {
      const { q, k } = held.hover.value ?? query.value;
      const last = Math.min(q, length.value - 1);
      return q >= 0 && k >= 0 ? { q: last, k: Math.max(0, last - Math.max(0, q - k)) } : null;
    }),
    losses: unchanged(() => held.runs.value.map(({ losses }) => losses)), // [columns][tokens - 1], nats
    /** What each method's enlarged map shows, for the figures that compare them. */
    readings: computed(() => names.value.map((name, slot) => ({ name, slot, map: maps.value[slot] ?? null }))),
    status: computed(() => statusOf(held)),
  };
}

/**
 * @param {Held} held
 * @returns {Status}
 */
function statusOf({ weights, loaded, failure, moving, runs }) {
  if (failure.value) return 'stopped';
  if (!weights.value) return 'starting';
  if (loaded.value < 1) return 'loading';
  if (moving.value) return 'moving';
  return runs.value.some(({ done }) => done < 1) ? 'running' : 'ready';
}

/**
 * @typedef {object} ScopeParts
 * @property {import('./query.js').Codec} codec
 * @property {Library} library
 * @property {boolean} plansOnly  nothing runs
 * @property {ReturnType<typeof import('./engine.js').sharedEngine>} engine
 * @property {ReturnType<typeof import('./patience.js').createPatience>} patience
 * @property {ReturnType<typeof import('./ranks.js').createRanks>} rankOf  of a map
 * @property {ReturnType<typeof import('./answers.js').createAnswers>} answerOf  any other question, asked once
 * @property {ReturnType<typeof import('./placed-plans.js').createPlaced>} placedPlan  plans of tokens on three axes
 * @property {(change: Partial<import('./query.js').Query>) => void} set
 * @property {(place: { q: number, k: number } | null, pin: boolean) => void} look  moves the crosshair; pin: it stays when
 *   the pointer leaves
 * @property {(error: unknown) => Failure | null} blame  a failure of the engine itself stops the scope; what is returned
 *   belongs to the one question that failed
 *
 * @typedef {Held & ReturnType<typeof derive> & ScopeParts} ScopeState
 */
