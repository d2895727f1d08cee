/** The work that follows from the page's state: the weights, the plans, the runs of the model, the link. */
import { batch, effect } from '@preact/signals-core';
import { columnsFor, ownBeside, ownColumn } from '../scope/fit.js';
import { expectMaps, mapsShown, patientProgress } from '../scope/patience.js';
import { formatHash, parseHash } from '../scope/query.js';
import { Runner } from '../scope/runner.js';
import { fetchText, openSession } from '../scope/session.js';
import * as app from './app.js';
import defaultsFile from './defaults.json' with { type: 'json' };
import { filesOf, modelNames } from './models.js';

/**
 * @typedef {import('../scope/columns.js').Column} Column
 * @typedef {import('../scope/session.js').Session} Session
 */

/**
 * @param {number} slot
 * @param {Partial<app.Run>} change
 */
function progress(slot, change) {
  app.runs.value = app.runs.value.map((run, i) => (i === slot ? { ...run, ...change } : run));
}

/**
 * @param {Session} session
 * @param {AbortSignal} signal
 */
async function plan(session, signal) {
  const seqLen = app.length.value;
  const asked = app.specs.value;
  const layer = app.planLayer.value;
  const current = () =>
    !signal.aborted && asked === app.specs.peek() && seqLen === app.length.peek() && layer === app.planLayer.peek();
  await mapsShown();
  if (!current()) return;
  const answers = await Promise.all(
    asked.map((spec) =>
      session.plan(spec, { seqLen, layer }).then(
        (made) => ({ plan: made, error: '' }),
        (/** @type {Error} */ error) => ({ plan: null, error: error.message }),
      ),
    ),
  );
  if (current()) app.planned.value = answers;
}

/** @type {app.Run} */
const empty = { map: null, losses: new Float32Array(), heads: [], done: 0, error: '' };

/** @param {Runner} runner */
function run(runner) {
  const jobs = app.specs.value.map((method, slot) => ({
    slot,
    method,
    force: app.methods.value[slot]?.force === true,
  }));
  const query = { text: app.text.value, ...app.focus.value };
  if (query.text.length < 2) {
    runner.stop();
    app.runs.value = jobs.map(() => ({ ...empty, done: 1, error: 'Type or paste a text of at least two characters.' }));
    return;
  }
  const before = app.runs.peek();
  const fits = (/** @type {app.Run | undefined} */ old) => old?.map && old.losses.length === query.text.length - 1;
  app.runs.value = jobs.map((_, slot) => {
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
  const arrive = (/** @type {number} */ slot, /** @type {Partial<app.Run>} */ change) => {
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
  if (app.loaded.peek() === 1) expectMaps(maps);
}

const heldout = new URL('../models/heldout.txt', import.meta.url);
/** @type {Column} what stands first on the page is the own method of the weights that it starts with */
const firstOwn = app.defaults.methods[0] ?? { id: '', params: {} };
let lastOwn = firstOwn; // of the weights that the columns were chosen for
/** The columns that each model was last shown with. */
const shownWith = new Map([[app.defaults.model, app.defaults.methods]]);
let stop = new AbortController(); // of the weights that are shown

/** The parameters of a method that the visitor left alone, as the page takes them; what follows the length is no fixed value. */
function leftAlone(/** @type {string} */ id) {
  const fixed = app.infoOf(id)?.params.map(({ key, default: value }) => [key, value]) ?? [];
  const given = { ...Object.fromEntries(fixed), ...app.paramDefaults[id] };
  const following = app.followingOf({ id, params: {} }) ? { [app.followedOf(id)]: undefined } : {};
  return { ...given, ...following };
}

/**
 * Chooses the columns for the weights where that was left to the page.
 * @param {Session} session
 * @param {AbortSignal} signal
 */
async function chooseColumns(session, signal) {
  const own = ownColumn(session.own, leftAlone);
  if (!own || app.fitted.peek()) {
    lastOwn = own ?? lastOwn;
    return;
  }
  const seqLen = session.seen;
  const wanted = session.trainedPlan.trained_as.join();
  const runs = (/** @type {Column} */ column) =>
    session.plan(app.specsOf(column), { seqLen }).then(
      ({ trained_as }) => trained_as.join() === wanted,
      () => false,
    );
  const { model, methods, layer, head } = app.state.peek();
  const otherwise = async () => shownWith.get(model) ?? ownBeside(own, defaultsFile.beside, runs);
  const fitting = await columnsFor(methods, { own, before: lastOwn, runs, otherwise });
  if (signal.aborted || app.fitted.peek()) return;
  lastOwn = own;
  const { layers, heads } = session.shape;
  batch(() => {
    app.set({ methods: fitting, layer: Math.min(layer, layers - 1), head: Math.min(head, heads - 1) });
    app.fitted.value = true;
  });
}

/** Whatever stands on the page is of other weights. */
function clear() {
  expectMaps(Promise.resolve());
  batch(() => {
    app.session.value = null;
    app.runs.value = [];
    app.planned.value = [];
    app.hover.value = null;
    app.loaded.value = 0;
    app.failure.value = '';
  });
}

/** Opens the weights that the state names; what came before ends, and is not heard of again. */
async function show() {
  stop.abort();
  stop = new AbortController();
  const { signal } = stop;
  const receive = (/** @type {number} */ done) => {
    if (!signal.aborted) app.loaded.value = done;
  };
  clear();
  try {
    const files = filesOf(app.state.peek().model);
    const [session, passage] = await Promise.all([
      openSession({ ...files, signal, onProgress: receive }),
      app.heldout.peek() || fetchText(heldout),
    ]);
    if (signal.aborted) return;
    app.catalog.value = session.catalog;
    await chooseColumns(session, signal);
    if (signal.aborted) return;
    batch(() => {
      app.heldout.value = passage;
      app.session.value = session;
    });
    const runner = new Runner(session.model);
    const ends = [effect(() => run(runner)), effect(() => void plan(session, signal)), () => runner.stop()];
    signal.addEventListener('abort', () => {
      for (const end of ends) end();
    });
    await session.model;
  } catch (error) {
    if (!signal.aborted) app.failure.value = error instanceof Error ? error.message : String(error);
  }
}

/** @param {string} model  name of the weights */
export function choose(model) {
  const { model: old, methods } = app.state.peek();
  if (model === old) return;
  if (app.fitted.peek()) shownWith.set(old, methods);
  app.fitted.value = false;
  app.set({ model });
  void show();
}

function follow() {
  const read = parseHash(location.hash, app.defaults, modelNames);
  const { model } = app.state.peek();
  batch(() => {
    app.problems.value = read.problems;
    app.fitted.value = !read.leavesMethods;
    app.state.value = read.state;
  });
  if (read.leavesMethods) lastOwn = firstOwn; // its columns are those that the page starts with
  const session = app.session.peek();
  if (read.state.model !== model) void show();
  else if (session) void chooseColumns(session, stop.signal);
}

export function open() {
  effect(() => {
    const hash = formatHash(app.state.value, app.defaults);
    if (app.fitted.value && hash !== location.hash.slice(1)) history.replaceState(null, '', `#${hash}`);
  });
  addEventListener('hashchange', follow);
  void show();
}
