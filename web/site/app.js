/** The page's state as signals, and the work that follows from it: plans, model runs, the link. */
import { computed, effect, signal } from '@preact/signals-core';
import { coverageOf } from '../charts/coverage-data.js';
import { farthest } from '../charts/positions-data.js';
import { Runner } from '../components/runner.js';
import { fetchText, openSession } from '../components/session.js';
import { partsOf, slotsOf } from './columns.js';
import defaultsFile from './defaults.json' with { type: 'json' };
import { besides, biasFigure, decayFigure, lossFigure, pretendedFigure, wavelengthFigure } from './figures.js';
import { expectMaps, mapsShown, patientProgress } from './patience.js';
import { isFollowing, namesOf, ratioOf, resolve } from './resolve.js';
import { formatHash, parseHash } from './state.js';
import { makeText } from './texts.js';

/**
 * @typedef {import('./state.js').PageState} PageState
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

const { params: defaultParams, notes, follows, exampleConfig, added, ...first } = defaultsFile;
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

const start = parseHash(location.hash, defaults);

export const state = signal(start.state);
export const problems = signal(start.problems);
export const session = signal(/** @type {import('../components/session.js').Session | null} */ (null));
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

/** @param {number} done  share of the weights, 0..1 */
function receive(done) {
  loaded.value = done;
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

export const trained = computed(() => session.value?.rope.original_max_position_embeddings ?? 128);
export const wanted = settled(() => ({ length: state.value.length, text: state.value.text, typed: state.value.typed }));
export const text = computed(() =>
  makeText(wanted.value.text, heldout.value, { ...wanted.value, trained: trained.value }),
);
/** Tokens in play: an own text may be shorter than the length asked for. */
export const length = computed(() => text.value.length || wanted.value.length);
export const ratio = computed(() => ratioOf(length.value, trained.value));
export const catalog = computed(() => session.value?.catalog ?? []);
const methods = settled(() => state.value.methods);
export const names = computed(() => namesOf(methods.value, catalog.value));
const focus = settled(() => ({ layer: state.value.layer, head: state.value.head }));

/** @type {Record<string, string>} the parameter that follows the length, by method, where it is not `factor` */
const otherFollowed = follows;
/** @param {string} id */
export const followedOf = (id) => otherFollowed[id] ?? 'factor';
/** @param {string} id */
export const infoOf = (id) => catalog.value.find((info) => info.id === id);
/** What a method must be trained as to run on the model's weights. */
export const own = computed(() => infoOf(session.value?.own.id ?? '')?.trained_as ?? '');
/**
 * Whether the weights were trained for something else; by the methods' ids as long as there is no plan.
 * @param {import('./state.js').Chosen[]} parts
 * @param {number} slot
 */
export function isForeign(parts, slot) {
  const needed = planned.value[slot]?.plan?.trained_as;
  if (!needed) return parts.some(({ id }) => (infoOf(id)?.trained_as ?? own.value) !== own.value);
  return needed.join() !== session.value?.trainedPlan.trained_as.join();
}
/** @param {import('./state.js').Chosen} chosen */
export const followingOf = (chosen) => isFollowing(chosen, infoOf(chosen.id), followedOf(chosen.id));

const specs = settled(() =>
  methods.value.map((column) =>
    partsOf(column).map((chosen) =>
      resolve(chosen, infoOf(chosen.id), {
        defaults: paramDefaults[chosen.id] ?? {},
        followed: followedOf(chosen.id),
        ratio: ratio.value,
      }),
    ),
  ),
);

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

/**
 * @param {number} slot
 * @param {Partial<Run>} change
 */
function progress(slot, change) {
  runs.value = runs.value.map((run, i) => (i === slot ? { ...run, ...change } : run));
}

/** @param {import('../components/session.js').Session} opened */
async function plan({ engine, rope, shape: { heads } }) {
  const seqLen = length.value;
  const asked = specs.value;
  await mapsShown();
  if (asked !== specs.peek() || seqLen !== length.peek()) return;
  const answers = await Promise.all(
    asked.map((spec) =>
      engine.plan(spec, { rope, seqLen, heads }).then(
        (made) => ({ plan: made, error: '' }),
        (/** @type {Error} */ error) => ({ plan: null, error: error.message }),
      ),
    ),
  );
  if (asked === specs.peek() && seqLen === length.peek()) planned.value = answers;
}

/** @type {Run} */
const empty = { map: null, losses: new Float32Array(), heads: [], done: 0, error: '' };

/** @param {Runner} runner */
function run(runner) {
  const jobs = specs.value.map((method, slot) => ({ slot, method, force: methods.value[slot]?.force === true }));
  const query = { text: text.value, ...focus.value };
  if (query.text.length < 2) {
    runner.stop();
    runs.value = jobs.map(() => ({ ...empty, done: 1, error: 'Type or paste a text of at least two characters.' }));
    return;
  }
  const before = runs.peek();
  const fits = (/** @type {Run | undefined} */ old) => old?.map && old.losses.length === query.text.length - 1;
  runs.value = jobs.map((_, slot) => {
    const old = before[slot];
    return old && fits(old) ? { ...old, error: '', done: 0 } : { ...empty };
  });
  performance.mark('ropescope:asked');
  const missing = new Set(jobs.map(({ slot }) => slot));
  /** @type {() => void} */
  let resolve;
  const maps = new Promise((done) => {
    resolve = () => done(undefined);
  });
  const arrive = (/** @type {number} */ slot, /** @type {Partial<Run>} */ change) => {
    progress(slot, change);
    missing.delete(slot);
    if (missing.size === 0) resolve();
  };
  runner.run(jobs, query, {
    onMap: (slot, map) => arrive(slot, { map }),
    onView: (slot, { complete, ...view }) => arrive(slot, { ...view, done: complete ? 1 : 0 }),
    onProgress: patientProgress((slot, done) => progress(slot, { done })),
    onError: (slot, error) => arrive(slot, { ...empty, done: 1, error: error.message }),
  });
  if (loaded.peek() === 1) expectMaps(maps);
}

export const links = {
  heldout: new URL('../models/heldout.txt', import.meta.url),
  config: new URL('../models/rope-l128/config.json', import.meta.url),
  weights: new URL('../models/rope-l128/model.safetensors', import.meta.url),
};

export async function open() {
  effect(() => {
    const hash = formatHash(state.value, defaults);
    if (hash !== location.hash.slice(1)) history.replaceState(null, '', `#${hash}`);
  });
  addEventListener('hashchange', () => {
    const read = parseHash(location.hash, defaults);
    problems.value = read.problems;
    state.value = read.state;
  });
  try {
    const [opened, passage] = await Promise.all([
      openSession({ ...links, onProgress: receive }),
      fetchText(links.heldout),
    ]);
    heldout.value = passage;
    session.value = opened;
    const runner = new Runner(opened.model);
    effect(() => run(runner));
    effect(() => void plan(opened));
    await opened.model;
  } catch (error) {
    failure.value = error instanceof Error ? error.message : String(error);
  }
}
