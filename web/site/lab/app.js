/** The lab's state as signals, and what its buttons do. */
import { computed, effect, signal } from '@preact/signals-core';
import { saveAs } from '../../elements/save.js';
import { spokenFailure } from '../../elements/spoken.js';
import { methodsAtLength } from '../../lib/length-rules.js';
import { createEngine } from '../../lib/served.js';
import lab from '../../models/lab.json' with { type: 'json' };
import { failureOf } from '../../scope/failure.js';
import { copyAccuracy } from '../../studies/lab-probes.js';
import { placeOf } from '../frame.js';
import { spoken } from '../language.js';
import { themeOf } from '../theme.js';
import { Racer } from './racer.js';
import { formatHash, parseHash } from './state.js';
import { labWords } from './words.js';

/**
 * @typedef {import('../../lib/types.js').Engine} Engine
 * @typedef {import('../../lib/types.js').MethodInfo} MethodInfo
 *
 * @typedef {object} StretchRow       copy accuracy of one trained model under one method
 * @property {Racer} racer
 * @property {string} method            id of the method that it runs under; '' = as it was trained
 * @property {(number | null)[]} scores  by length; null = not there yet
 */

/** @type {import('./state.js').LabState} */
export const defaults = { a: lab.first, b: '', seed: 0, theme: '', lang: '' };
const start = parseHash(location.hash, defaults);

export const state = signal(start.state);
/** What is to be said at the controls. */
export const problems = signal(start.problems);
export const engine = signal(/** @type {Engine | null} */ (null));
export const catalog = signal(/** @type {MethodInfo[]} */ ([]));
export const encodings = signal(/** @type {MethodInfo[]} */ ([]));
export const racers = signal(/** @type {Racer[]} */ ([]));
export const stretched = signal(/** @type {StretchRow[]} */ ([]));
export const stretching = signal(false);
/** What stopped, and how it is tried again. */
export const failure = signal(
  /** @type {{ why: import('../../scope/failure.js').Failure, retry: () => unknown } | null} */ (null),
);

export const theme = () => themeOf(state.value);

/** @param {Partial<import('./state.js').LabState>} change */
export function set(change) {
  state.value = { ...state.value, ...change };
}

/** What decides about a training: changing any of it starts over. */
const settings = computed(() => JSON.stringify([state.value.a, state.value.b, state.value.seed]));

/** @param {string} id  of a method */
export const nameOf = (id) => spoken().method(id)?.name ?? catalog.value.find((info) => info.id === id)?.name ?? id;

/** @param {Racer} racer */
export const racerName = ({ id, file }) => (file ? labWords().fromFile(nameOf(id), file) : nameOf(id));

/** @param {string} id */
const configOf = (id) => ({
  ...lab.config,
  position_method: { id, params: /** @type {Record<string, object>} */ (lab.params)[id] ?? {} },
});

/** @param {Racer[]} made  instead of those there are */
async function replace(made) {
  const before = racers.peek().filter((racer) => !made.includes(racer));
  racers.value = made;
  stretched.value = [];
  await Promise.all(before.map((racer) => racer.dispose()));
}

let resets = 0;

/** @param {{ a: string, b: string, seed: number }} wanted */
const places = ({ a, b, seed }) => (b && b !== a ? [a, b] : [a]).map((id, slot) => ({ id, slot, seed }));

/** @param {{ id: string, slot: number, seed: number }} place @returns {(racer: Racer) => boolean} */
const isAt = (place) => (racer) => racer.id === place.id && racer.slot === place.slot && racer.seed === place.seed;

/**
 * The names of begun trainings that a change of settings would end.
 * @param {Partial<import('./state.js').LabState>} change
 */
export function lostBy(change) {
  const kept = places({ ...state.value, ...change });
  const lost = racers.value.filter((racer) => racer.view.value.step > 0 && !kept.some((place) => isAt(place)(racer)));
  return lost.map(racerName);
}

/** Fresh trainings of the chosen encodings, not started. @param {Racer[]} [kept]  those that stay as they are */
export async function reset(kept = []) {
  const opened = engine.peek();
  if (!opened) return;
  const wanted = places(state.peek());
  const { seed } = state.peek();
  const mine = ++resets;
  await replace(kept); // the others' workers are free before the new ones ask for one
  if (mine !== resets) return;
  racers.value = wanted.map(
    (place) =>
      kept.find(isAt(place)) ?? new Racer(opened, place, { config: configOf(place.id), recipe: lab.recipe, seed }),
  );
}

/** After the settings have changed: a training that they do not touch goes on. */
function adapt() {
  const wanted = places(state.peek());
  return reset(racers.peek().filter((racer) => wanted.some((place) => isAt(place)(racer))));
}

/** A fresh training in the place of one that failed; it goes on from its start if that had begun. @param {Racer} failed */
export async function retry(failed) {
  const began = failed.view.peek().step > 0;
  await reset(racers.peek().filter((racer) => racer !== failed));
  if (began)
    await racers
      .peek()
      .find(({ slot }) => slot === failed.slot)
      ?.run();
}

/**
 * Work that can be asked for again where it fails.
 * @param {() => Promise<unknown>} work
 */
async function attempt(work) {
  failure.value = null;
  try {
    await work();
  } catch (error) {
    failure.value = { why: failureOf(error), retry: () => attempt(work) };
  }
}

export const run = () => Promise.all(racers.value.map((racer) => racer.run()));
export const pause = () => Promise.all(racers.value.map((racer) => racer.pause()));

/** @param {File} file  that `save` wrote */
export async function load(file) {
  const opened = engine.peek();
  if (!opened) return;
  problems.value = [];
  const state = await file.arrayBuffer();
  const racer = new Racer(opened, { slot: 0, id: 'loaded', file: file.name, seed: -1 }, { state });
  try {
    const { config } = await racer.opened;
    const id = JSON.parse(config).position_method?.id ?? lab.first;
    Object.assign(racer, { id });
    await replace([racer]); // only now: a file that is no training takes nothing away
  } catch (error) {
    await racer.dispose();
    const why = failureOf(error);
    problems.value = [(words) => words.wrongFile(file.name, spokenFailure(why, spoken()))];
  }
}

/** @param {Uint8Array | string} content @param {string} name */
const download = (content, name) => saveAs(name, new Blob([/** @type {BlobPart} */ (content)]));

/** The whole training of each racer, to go on from. */
export const save = () =>
  attempt(async () => {
    for (const { opened, id, view } of racers.value) {
      download(await (await opened).save(), `ropescope-${id}-step${view.value.step}.training`);
    }
  });

/** The model of each racer, for other software. */
export const exportModels = () =>
  attempt(async () => {
    for (const { opened, id } of racers.value) {
      const { config, weights } = await (await opened).exportModel();
      download(weights, `${id}-model.safetensors`);
      download(config, `${id}-config.json`);
    }
  });

/** Copies at lengths that training never showed, under every method that runs on the weights. */
export const stretch = () =>
  attempt(async () => {
    stretching.value = true;
    stretched.value = [];
    await Promise.all(racers.value.map(stretchOne)).finally(() => {
      stretching.value = false;
    });
  });

/** @param {Racer} racer */
async function stretchOne(racer) {
  const { opened } = racer;
  const { lengths, methods, rules, period, samples } = lab.stretch;
  const model = await (await opened).model();
  const trained = model.info.rope.original_max_position_embeddings;
  const fits = (/** @type {MethodInfo} */ { trainedAs }) => model.info.trainedAs.includes(trainedAs);
  const offered = methods.flatMap((id) => catalog.value.filter((info) => info.id === id && fits(info)));
  try {
    for (const info of [null, ...offered]) {
      /** @type {StretchRow} */
      const row = {
        racer,
        method: info?.id ?? '',
        scores: lengths.map(() => null),
      };
      for (const [i, length] of lengths.entries()) {
        const method = info && methodsAtLength([{ id: info.id }], rules, { length, trained });
        const score = await copyAccuracy(model, { length, period, samples, ...(method && { method }) });
        if (!racers.value.includes(racer)) return; // another training took its place
        row.scores = row.scores.map((each, at) => (at === i ? score : each));
        stretched.value = [
          ...stretched.value.filter((each) => each.racer !== racer || each.method !== row.method),
          { ...row },
        ].sort((one, other) => one.racer.slot - other.racer.slot);
      }
    }
  } finally {
    await model.dispose();
  }
}

export async function open() {
  effect(() => {
    const hash = formatHash(state.value, defaults);
    if (hash !== location.hash.slice(1)) history.replaceState(null, '', hash ? `#${hash}` : location.pathname);
  });
  addEventListener('hashchange', () => {
    if (placeOf(location.hash)) return;
    const read = parseHash(location.hash, defaults);
    problems.value = read.problems;
    state.value = read.state;
  });
  await attempt(openEngine);
}

async function openEngine() {
  const opened = await createEngine(); // looks at the models; each racer has a worker of its own
  catalog.value = await opened.methods();
  engine.value = opened;
  encodings.value = catalog.value.filter(
    ({ id, trainedAs, trainable }) => id === trainedAs && trainable && !lab.fromOtherWeights.includes(id),
  );
  effect(() => {
    void settings.value;
    void adapt();
  });
}
