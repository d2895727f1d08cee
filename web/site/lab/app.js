/** The page's lab: its settings are in the address, and its trainings can be kept in files. */
import { effect, signal } from '@preact/signals-core';
import { Lab } from '../../elements/lab/lab.js';
import { Racer } from '../../elements/lab/racer.js';
import { saveAs } from '../../elements/save.js';
import { spokenFailure } from '../../elements/spoken.js';
import { createEngine } from '../../lib/served.js';
import models from '../../models/lab.json' with { type: 'json' };
import { failureOf } from '../../scope/failure.js';
import { placeOf } from '../frame.js';
import { spoken } from '../language.js';
import { themeOf } from '../theme.js';
import { formatHash, parseHash } from './state.js';

/** @type {import('./state.js').LabState} */
export const defaults = { a: models.first, b: '', seed: 0, theme: '', lang: '' };
const start = parseHash(location.hash, defaults);

export const state = signal(start.state);
/** What is to be said at the controls. */
export const problems = signal(start.problems);
export const lab = new Lab(createEngine, state);

/** @returns {import('../../elements/lab/parts.js').Shown} */
export const shown = () => ({ lab, words: spoken(), theme: themeOf(state.value) });

/** @param {Partial<import('./state.js').LabState>} change */
export function set(change) {
  state.value = { ...state.value, ...change };
}

/** @param {File} file  that `save` wrote */
export async function load(file) {
  const opened = lab.engine.peek();
  if (!opened) return;
  problems.value = [];
  const state = await file.arrayBuffer();
  const racer = new Racer(opened, { slot: 0, id: 'loaded', file: file.name, seed: -1 }, { state });
  try {
    const { config } = await racer.opened;
    const id = JSON.parse(config).position_method?.id ?? models.first;
    Object.assign(racer, { id });
    await lab.replace([racer]); // only now: a file that is no training takes nothing away
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
  lab.attempt(async () => {
    for (const { opened, id, view } of lab.racers.value) {
      download(await (await opened).save(), `ropescope-${id}-step${view.value.step}.training`);
    }
  });

/** The model of each racer, for other software. */
export const exportModels = () =>
  lab.attempt(async () => {
    for (const { opened, id } of lab.racers.value) {
      const { config, weights } = await (await opened).exportModel();
      download(weights, `${id}-model.safetensors`);
      download(config, `${id}-config.json`);
    }
  });

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
  await lab.open();
}
