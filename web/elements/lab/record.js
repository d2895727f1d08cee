/** Trainings that were kept, for paper, where nothing can be trained. */
import { signal } from '@preact/signals-core';
import setup from '../../models/lab.json' with { type: 'json' };
import stored from '../../models/lab-runs.json' with { type: 'json' };
import { pageEngine } from '../../scope/engine.js';
import { Lab } from './lab.js';

/** The kept runs of these settings. @param {import('./lab.js').Settings} settings */
export function recordOf({ a, b, seed }) {
  const { runs } = /** @type {{ runs: import('../../studies/lab-runs.js').LabRun[] }} */ (
    /** @type {unknown} */ (stored)
  );
  const lab = new Lab(pageEngine.get, signal({ a, b, seed }));
  void pageEngine.get().then(async (engine) => {
    lab.catalog.value = await engine.methods(); // for names
  });
  const found = [a, b].flatMap((id, slot) =>
    runs.filter((run) => run.id === id && run.seed === seed).map((run) => ({ slot, run })),
  );
  const every = (/** @type {number[]} */ copies) => setup.recipe.steps / copies.length;
  void lab.show({
    settings: { a, b, seed },
    racers: found.map(({ slot, run: { id, copies } }) => ({
      ...{ id, slot, seed, file: '' },
      view: {
        ...{ phase: 'done', step: setup.recipe.steps },
        copies: copies.map((accuracy, i) => ({ step: (i + 1) * every(copies), accuracy })),
      },
    })),
    stretched: found.flatMap(({ slot, run }) =>
      Object.entries(run.stretched).map(([method, scores]) => ({ slot, method, scores })),
    ),
    stretching: false,
  });
  return lab;
}
