/** Fine-tuning the page's model with YaRN, live: twenty steps of longer rows, and what they change. */
import { signal } from '@preact/signals-core';
import { readUrl } from '../../lib/read.js';
import lab from '../../models/lab.json' with { type: 'json' };
import recipes from '../../models/recipes.json' with { type: 'json' };
import { failureOf } from '../../scope/failure.js';
import { fetchText } from '../../scope/files.js';

/**
 * @typedef {import('../../lib/types.js').Engine} Engine
 * @typedef {import('../../lib/types.js').Model} Model
 *
 * @typedef {object} TuneView
 * @property {'' | 'loading' | 'before' | 'training' | 'after' | 'done' | 'failed'} phase
 * @property {number} step
 * @property {number} left                       seconds; 0 = not known yet
 * @property {number[]} losses                   one a step, nats per character
 * @property {{ stage: 'asItIs' | 'untuned' | 'tuned', loss: number, copies: number }[]} scores  on held-out text, in order of their making
 * @property {import('../../scope/failure.js').Failure | null} error
 */

const { base, target, length, samples, steps, period, rates } = lab.finetune;
const tuned = recipes.models[/** @type {'rope-l128-yarn-x8'} */ (target)];
// half the rates of the shipped model's recipe, which takes three times as many steps: measured to be the better here
const recipe = { ...recipes.recipes[/** @type {'finetune-1024'} */ (tuned.recipe)], ...rates, steps };
const config = { ...recipes.architecture, ...tuned.config };
export const stepsOfTuning = steps;
export const lengthOfTuning = length;
export const baseOfTuning = base;

/** @type {TuneView} */
const blank = { phase: '', step: 0, left: 0, losses: [], scores: [], error: null };
export const tune = signal(blank);

/** @param {Partial<TuneView>} change */
const set = (change) => {
  tune.value = { ...tune.value, ...change };
};

// addresses written out, so that the bundler sees the files
const links = {
  config: new URL('../../models/rope-l128/config.json', import.meta.url),
  weights: new URL('../../models/rope-l128/model.safetensors', import.meta.url),
  heldout: new URL('../../models/heldout.txt', import.meta.url),
  excerpt: new URL('../../models/train-excerpt.txt', import.meta.url),
};

/**
 * @param {Model} model
 * @param {'asItIs' | 'untuned' | 'tuned'} stage
 * @param {string} text
 */
async function score(model, stage, text) {
  try {
    const read = await model.evaluate({ task: 'text', length, samples, text });
    const copied = await model.evaluate({ task: 'repeat', length, period, samples, text });
    const result = { stage, loss: read.metrics.loss?.mean ?? Number.NaN, copies: copied.metrics.accuracy?.mean ?? 0 };
    set({ scores: [...tune.value.scores, result] });
  } finally {
    await model.dispose();
  }
}

/** @type {AbortController | undefined} */
let stopping;

export function stopTuning() {
  stopping?.abort();
}

/** @param {Engine} engine */
export async function startTuning(engine) {
  stopping = new AbortController();
  const { signal: stop } = stopping;
  tune.value = { ...blank, phase: 'loading' };
  try {
    const [plain, heldout, text] = await Promise.all(
      [links.config, links.heldout, links.excerpt].map((address) => fetchText(address)),
    );
    const weights = await readUrl(links.weights.href, { signal: stop });
    if (plain === undefined || heldout === undefined || text === undefined) return;
    set({ phase: 'before' });
    await score(await engine.loadModel({ config: plain, weights }), 'asItIs', heldout);
    await score(await engine.loadModel({ config, weights }), 'untuned', heldout);
    stop.throwIfAborted();
    set({ phase: 'training' });
    const began = performance.now();
    const onProgress = (/** @type {import('../../lib/train.js').TrainingReport} */ { step, losses }) => {
      const left = (((performance.now() - began) / 1000) * (steps - step)) / step;
      set({ step, left, losses: [...tune.value.losses, ...losses] });
    };
    const training = await engine.train({ config, recipe, text, from: weights, onProgress, signal: stop });
    try {
      await training.run();
      set({ phase: 'after' });
      await score(await training.model(), 'tuned', heldout);
      set({ phase: 'done' });
    } finally {
      await training.dispose();
    }
  } catch (error) {
    set(stop.aborted ? { ...blank } : { phase: 'failed', error: failureOf(error) });
  }
}
