/** The page's state as signals, and what its figures show of the work that work.js does. */
import { computed, signal } from '@preact/signals-core';
import { coverageOf } from '../figures/coverage-data.js';
import { besides, biasFigure, decayFigure, lossFigure, pretendedFigure, wavelengthFigure } from '../figures/curves.js';
import { farthest } from '../figures/positions-data.js';
import { partsOf, slotsOf } from '../scope/columns.js';
import { parseHash } from '../scope/query.js';
import { isFollowing, namesOf, ratioOf, resolve } from '../scope/resolve.js';
import { makeText } from '../scope/texts.js';
import defaultsFile from './defaults.json' with { type: 'json' };
import { modelNames } from './models.js';

/**
 * @typedef {import('../scope/query.js').PageState} PageState
 * @typedef {import('../lib/types.js').AttentionMap} AttentionMap
 * @typedef {import('../lib/types.js').Plan} Plan
 *
 * @typedef {object} Run           what a method's model run has brought so far
 * @property {AttentionMap | null} map
 * @property {Float32Array} losses
 * @property {AttentionMap[]} heads
 * @property {number} done         0..1
 * @property {string} error
 *
 * @typedef {{ plan: Plan | null, error: string }} Planning
 */

const { params: defaultParams, notes, follows, exampleConfig, added, beside, layered, ...first } = defaultsFile;
/** @type {Record<string, Record<string, import('../lib/types.js').ParamValue>>} */
export const paramDefaults = defaultParams;
/** @type {Record<string, Record<string, string>>} */
export const paramNotes = notes;
export const example = JSON.stringify(exampleConfig, null, 2);
/** @type {PageState} */
export const defaults = {
  ...first,
  methods: first.methods.map(({ id }) => ({ id, params: {} })),
  typed: '',
  theme: '',
};

const start = parseHash(location.hash, defaults, modelNames);

export const state = signal(start.state);
export const problems = signal(start.problems);
/** Whether the columns are those asked for; if not, they are chosen as soon as the weights are known. */
export const fitted = signal(!start.leavesMethods);
export const catalog = signal(/** @type {import('../lib/types.js').MethodInfo[]} */ ([]));
export const session = signal(/** @type {import('../scope/session.js').Session | null} */ (null));
export const heldout = signal('');
export const loaded = signal(0); // share of the weights, 0..1
export const failure = signal('');
export const runs = signal(/** @type {Run[]} */ ([]));
export const planned = signal(/** @type {Planning[]} */ ([]));
export const hover = signal(/** @type {{ q: number, k: number } | null} */ (null));
const narrowScreen = matchMedia('(max-width: 60rem)');
export const narrow = signal(narrowScreen.matches);
narrowScreen.addEventListener('change', ({ matches }) => {
  narrow.value = matches;
});
export const pasted = signal(/** @type {import('../lib/types.js').Inspection | null} */ (null));

/** @param {import('../lib/types.js').Inspection | null} inspection */
export function paste(inspection) {
  pasted.value = inspection;
}

/** @param {Partial<PageState>} change */
export function set(change) {
  state.value = { ...state.value, ...change };
}

/**
 * A computed value that changes only when its JSON does, so that moving a crosshair redraws no curve.
 * @template T
 * @param {() => T} read
 */
export function settled(read) {
  const json = computed(() => JSON.stringify(read()));
  return computed(() => /** @type {T} */ (JSON.parse(json.value)));
}

/** The longest text that the weights were trained on, tokens. */
export const trained = computed(() => session.value?.seen ?? 128);
/** The length that methods stretch from: shorter than that where the weights were tuned further. */
export const original = computed(() => session.value?.rope.original_max_position_embeddings ?? 128);
export const wanted = settled(() => ({ length: state.value.length, text: state.value.text, typed: state.value.typed }));
export const text = computed(() =>
  makeText(wanted.value.text, heldout.value, { ...wanted.value, trained: defaults.period }),
);
/** Tokens in play: an own text may be shorter than the length asked for. */
export const length = computed(() => text.value.length || wanted.value.length);
export const ratio = computed(() => ratioOf(length.value, original.value));
export const methods = settled(() => state.value.methods);
export const names = computed(() => namesOf(methods.value, catalog.value));
export const focus = settled(() => ({ layer: state.value.layer, head: state.value.head }));

/** @type {Record<string, string>} the parameter that follows the length, by method, where it is not `factor` */
const otherFollowed = follows;
/** @param {string} id */
export const followedOf = (id) => otherFollowed[id] ?? 'factor';
/** @param {string} id */
export const infoOf = (id) => catalog.value.find((info) => info.id === id);
/** What a method must be trained as to run on the model's weights. */
export const own = computed(() => infoOf(session.value?.own[0]?.id ?? '')?.trained_as ?? '');
/**
 * Whether the weights were trained for something else; by the methods' ids where there is no plan.
 * @param {import('../scope/query.js').Chosen[]} parts
 * @param {number} slot
 */
export function isForeign(parts, slot) {
  const planning = planned.value[slot];
  if (!planning) return false;
  const needed = planning.plan?.trained_as;
  if (!needed) return parts.some(({ id }) => (infoOf(id)?.trained_as ?? own.value) !== own.value);
  return needed.join() !== session.value?.trainedPlan.trained_as.join();
}
/** @param {import('../scope/query.js').Chosen} chosen */
export const followingOf = (chosen) => isFollowing(chosen, infoOf(chosen.id), followedOf(chosen.id));

/**
 * What the engine is asked for.
 * @param {import('../scope/columns.js').Column} column
 */
export const specsOf = (column) =>
  partsOf(column).map((chosen) =>
    resolve(chosen, infoOf(chosen.id), {
      defaults: paramDefaults[chosen.id] ?? {},
      followed: followedOf(chosen.id),
      ratio: ratio.value,
    }),
  );
export const specs = settled(() => methods.value.map(specsOf));
/** The layer that plans are made for: learned numbers differ from layer to layer. */
export const planLayer = computed(() => {
  const ids = methods.value.flatMap((column) => partsOf(column).map(({ id }) => id));
  const learning = ids.some((id) => infoOf(id)?.params.some(({ learned }) => learned));
  return learning ? focus.value.layer : 0;
});

let lastMaps = /** @type {(AttentionMap | null)[]} */ ([]);
/** The enlarged maps; the same array as long as no map changes. */
const shownMaps = computed(() => {
  const maps = runs.value.map(({ map }) => map);
  if (maps.length !== lastMaps.length || maps.some((map, i) => map !== lastMaps[i])) lastMaps = maps;
  return lastMaps;
});

/** The crosshair: what the pointer is over, else what is pinned. */
export const place = computed(() => {
  const { q, k } = hover.value ?? state.value;
  return q >= 0 && k >= 0 && q < length.value ? { q, k: Math.min(k, q) } : null;
});

/** What each method's enlarged map shows, for the figures that compare them. */
export const readings = computed(() =>
  names.value.map((name, slot) => ({ name, slot, map: shownMaps.value[slot] ?? null })),
);

const drawn = ['frequencies', 'decay', 'bias', 'positions', 'keys']; // facts of position that the curve figures show
const plans = computed(() =>
  planned.value.flatMap(({ plan }, slot) => {
    const column = methods.value[slot];
    const slots = column ? slotsOf(partsOf(column), catalog.value) : [];
    const others = slots.filter((each) => !drawn.includes(each));
    return plan ? [{ plan, slot, name: names.value[slot] ?? '', others }] : [];
  }),
);
export const covered = computed(() => {
  const base = session.value?.trainedPlan.inv_freq ?? [];
  return plans.value.map(({ plan, ...rest }) => ({
    ...rest,
    pairs: coverageOf(base, plan.inv_freq, trained.value, farthest(plan)),
    note: besides(rest),
  }));
});
export const pretended = computed(() =>
  pretendedFigure(plans.value, {
    length: length.value,
    trained: trained.value,
    trainedRates: session.value?.trainedPlan.inv_freq ?? [],
  }),
);
/** Whether no method turns anything: then there is no angle to draw. */
export const still = computed(
  () => plans.value.length > 0 && plans.value.every(({ plan }) => plan.inv_freq.length === 0),
);
/** Whether a column has layers that differ from the last one, which is the one that plans are made for. */
export const hasLayers = computed(() =>
  methods.value.some((column) => partsOf(column).some(({ id }) => layered.includes(id))),
);
export const encoded = computed(() =>
  plans.value.flatMap(({ plan, ...rest }) => (plan.inv_freq.length > 0 ? [{ ...rest, rates: plan.inv_freq }] : [])),
);
export const wavelengths = computed(() => wavelengthFigure(plans.value, trained.value, pasted.value));
export const biases = computed(() => biasFigure(plans.value, { length: length.value, trained: trained.value }));
const decayKind = computed(() => state.value.decay);
export const decay = computed(() =>
  decayFigure(plans.value, { length: length.value, trained: trained.value, kind: decayKind.value }),
);
let lastLosses = /** @type {Float32Array[]} */ ([]);
const shownLosses = computed(() => {
  const lists = runs.value.map(({ losses: list }) => list);
  if (lists.length !== lastLosses.length || lists.some((list, i) => list !== lastLosses[i])) lastLosses = lists;
  return lastLosses;
});
export const losses = computed(() =>
  lossFigure(
    shownLosses.value.flatMap((list, slot) =>
      list.length ? [{ name: names.value[slot] ?? '', slot, losses: list }] : [],
    ),
    trained.value,
  ),
);
